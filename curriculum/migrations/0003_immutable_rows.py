"""The database itself refuses to change or delete what was released."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = (
    "curriculum_asset",
    "curriculum_edition",
    "curriculum_release",
    "curriculum_storeddocument",
    "curriculum_withdrawal",
)
EVENTS = ("update", "delete")


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create one trigger for each table and event."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION curriculum_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'rows of % never change', TG_TABLE_NAME USING ERRCODE = '23514'; END $$",
            params=None,  # else the per cent sign is taken for a place to fill
        )
    for table in TABLES:
        for event in EVENTS:
            name = f"{table}_no_{event}"
            if vendor == "postgresql":
                also_truncate = " OR TRUNCATE" if event == "delete" else ""
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event.upper()}{also_truncate} ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION curriculum_refuse()"
                )
            else:
                schema_editor.execute(
                    f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} never change'); END"
                )


def release(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers again."""
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        for event in EVENTS:
            on = f" ON {table}" if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS curriculum_refuse()")


class Migration(migrations.Migration):
    """Triggers against UPDATE and DELETE on the tables of `curriculum.releases`."""

    dependencies = [("curriculum", "0002_releases")]
    operations = [migrations.RunPython(protect, release)]
