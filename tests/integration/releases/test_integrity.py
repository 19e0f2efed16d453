"""The integrity check finds every kind of tampering, and nothing where nobody tampered."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from curriculum.content.models import PlatformPage
from curriculum.document import dump, load
from curriculum.releases.actions.cut_release import store_document
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.integrity import immutable_tables, integrity_problems, rows_to_check
from curriculum.releases.models import Asset, Edition, Release, StoredDocument, Withdrawal, canonical_text
from tests.factories import picture_bytes, released, sha256_of, small_document
from tests.integration.releases.tampering import drop_trigger, problems, run, unprotected

pytestmark = pytest.mark.django_db


@pytest.fixture
def releases(generic: PlatformPage) -> list[Release]:
    """Return three releases of a module: with another picture each, the second also in Spanish, the third withdrawn."""
    found = [released(generic, small_document())]
    for number, colour in (("1.0.1", "blue"), ("1.0.2", "red")):
        data = dump(small_document(title=colour))
        image = {"asset": sha256_of(picture_bytes(colour)), "name": f"{colour}.png"}
        data["root"]["slots"]["lessons"][0]["slots"]["body"][7]["fields"]["image"] = image
        found.append(released(generic, load(data), number, files={image["asset"]: picture_bytes(colour)}))
    spanish = Edition(release=found[1], language="es", document=store_document(small_document(language="es")))
    spanish.seal = spanish.seal_over(found[1])
    spanish.save()
    withdraw_release(release=found[2], by=None, reason="Wrong.")
    return found


def test_integrity__finds_nothing_where_nobody_tampered(releases: list[Release]) -> None:
    assert list(integrity_problems()) == []
    assert rows_to_check() == len(releases) + StoredDocument.objects.count() + Asset.objects.count()


#: Every column of every table: what it is set to, and in which row.
LATER = "2001-01-01 00:00:00+00:00"
COLUMNS = [
    ("storeddocument", "digest", "f" * 64),
    ("storeddocument", "json", "{}"),
    ("asset", "sha256", "f" * 64),
    ("asset", "file", "assets/elsewhere.png"),
    ("asset", "size", 1),
    ("asset", "media_type", "image/gif"),
    ("asset", "width", 1),
    ("asset", "height", 1),
    ("release", "id", 99_999),
    ("release", "major", 7),
    ("release", "minor", 7),
    ("release", "patch", 7),
    ("release", "notes", "Other notes."),
    ("release", "created_at", LATER),
    ("release", "seal", "f" * 64),
    ("edition", "language", "sw"),
    ("edition", "revision", 7),
    ("edition", "published_at", LATER),
    ("edition", "seal", "f" * 64),
    ("withdrawal", "reason", "Another reason."),
    ("withdrawal", "created_at", LATER),
    ("withdrawal", "seal", "f" * 64),
]


@pytest.mark.parametrize(("table", "column", "value"), COLUMNS, ids=lambda value: str(value)[:12])
def test_integrity__finds_a_change_of_any_column(
    releases: list[Release], table: str, column: str, value: object
) -> None:
    model = {m._meta.model_name: m for m in (StoredDocument, Asset, Release, Edition, Withdrawal)}[table]
    for key in list(model.objects.values_list("pk", flat=True)):
        with unprotected():
            change = f"UPDATE curriculum_{table} SET {column} = %s WHERE {model._meta.pk.column} = %s"  # noqa: S608  our own names
            assert run(change, value, key) == 1
            assert problems() != [], f"{table}.{column} of {key}"


def test_integrity__columns_are_all_tried() -> None:
    tried = {(f"curriculum_{table}", column) for table, column, _value in COLUMNS}
    pointers = {
        ("curriculum_release", "module_id"),
        ("curriculum_edition", "release_id"),
        ("curriculum_edition", "document_id"),
        ("curriculum_withdrawal", "release_id"),
    }
    # The numbers of these rows are nobody's address; the order of editions is tried by swapping them.
    numbers = {("curriculum_edition", "id"), ("curriculum_withdrawal", "id")}
    models = (StoredDocument, Asset, Release, Edition, Withdrawal)
    assert sorted(model._meta.db_table for model in models) == immutable_tables()
    columns = {(model._meta.db_table, field.column) for model in models for field in model._meta.fields}
    assert tried | pointers | numbers == columns


def test_integrity__finds_rows_that_point_elsewhere(releases: list[Release], generic: PlatformPage) -> None:
    other = released(generic, small_document("OTH-1"))
    first, second, _third = releases
    edition = second.source_edition()
    changes = [
        ("UPDATE curriculum_release SET module_id = %s, major = 9 WHERE id = %s", other.module_id.hex, first.pk),
        ("UPDATE curriculum_edition SET release_id = %s, revision = 2 WHERE id = %s", first.pk, edition.pk),
        (
            "UPDATE curriculum_edition SET document_id = %s WHERE id = %s",
            first.source_edition().document_id,
            edition.pk,
        ),
        ("UPDATE curriculum_edition SET document_id = %s WHERE id = %s", "f" * 64, edition.pk),
        ("UPDATE curriculum_withdrawal SET release_id = %s WHERE release_id = %s", first.pk, releases[2].pk),
    ]
    for change in changes:
        with unprotected():
            assert run(*change) == 1
            assert problems() != [], change


@pytest.mark.parametrize("place", [0, 1, 2])
def test_integrity__finds_rows_that_were_deleted(releases: list[Release], place: int) -> None:
    release = releases[place]
    with unprotected():
        run("DELETE FROM curriculum_withdrawal WHERE release_id = %s", release.pk)
        run("DELETE FROM curriculum_edition WHERE release_id = %s", release.pk)
        run("DELETE FROM curriculum_release WHERE id = %s", release.pk)
        assert problems() != []
    with unprotected():
        run("DELETE FROM curriculum_edition WHERE release_id = %s", release.pk)
        assert problems() != []
    with unprotected():
        run("DELETE FROM curriculum_storeddocument WHERE digest = %s", release.source_edition().document_id)
        assert problems() != []
    with unprotected():
        run("DELETE FROM curriculum_asset WHERE sha256 = %s", Asset.objects.order_by("sha256")[place].pk)
        assert problems() != []


def test_integrity__finds_a_withdrawal_that_was_deleted(releases: list[Release]) -> None:
    with unprotected():
        run("DELETE FROM curriculum_withdrawal")
        assert problems() == ["The log tells that release 1.0.2 was withdrawn, and its withdrawal is gone."]


def test_integrity__finds_a_deleted_release_whose_page_is_gone(releases: list[Release]) -> None:
    releases[0].module.page.delete()
    with unprotected():
        run("DELETE FROM curriculum_withdrawal")
        run("DELETE FROM curriculum_edition WHERE release_id = %s", releases[2].pk)
        run("DELETE FROM curriculum_release WHERE id = %s", releases[2].pk)
        assert "The log tells of release 1.0.2, which is gone." in problems()


def test_integrity__finds_documents_files_and_editions_that_were_swapped(releases: list[Release]) -> None:
    one, two = StoredDocument.objects.order_by("digest")[:2]
    with unprotected():
        run("UPDATE curriculum_storeddocument SET json = %s WHERE digest = %s", two.json, one.digest)
        run("UPDATE curriculum_storeddocument SET json = %s WHERE digest = %s", one.json, two.digest)
        assert len(problems()) >= 2
    red, blue = Asset.objects.order_by("sha256")[:2]
    with unprotected():
        run("UPDATE curriculum_asset SET file = %s WHERE sha256 = %s", blue.file.name, red.sha256)
        run("UPDATE curriculum_asset SET file = %s WHERE sha256 = %s", red.file.name, blue.sha256)
        assert len(problems()) == 2
    english, spanish = Edition.objects.filter(release=releases[1]).order_by("pk")
    with unprotected():
        run("UPDATE curriculum_edition SET id = 99999 WHERE id = %s", english.pk)
        assert problems() == ["Release generic TST-1 1.0.1 was changed, or one before it was changed or removed."]
    with unprotected():
        run("DELETE FROM curriculum_edition WHERE id = %s", english.pk)
        assert problems() != []


DAMAGED = {
    "not JSON": "{",
    "NUL": '{"format":"scan-document/1\\u0000"}',
    "not canonical": None,
    "deep": "[" * 2000 + "]" * 2000,
    "empty": "",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_integrity__says_what_is_wrong_with_a_damaged_document(releases: list[Release], name: str) -> None:
    stored = releases[0].source_edition().document
    text = DAMAGED[name] if DAMAGED[name] is not None else f"{stored.json} "
    with unprotected():
        run("UPDATE curriculum_storeddocument SET json = %s WHERE digest = %s", text, stored.digest)
        assert any(stored.digest in problem for problem in problems())


def test_integrity__finds_a_document_that_was_changed_together_with_its_digest(releases: list[Release]) -> None:
    forged = small_document(title="Forged")
    with unprotected():
        store_document(forged)
        run("UPDATE curriculum_edition SET document_id = %s WHERE id = %s",
            store_document(forged).digest, releases[0].source_edition().pk)  # fmt: skip
        assert "Edition generic TST-1 1.0.0 in “en” was changed." in problems()
        assert canonical_text(forged) in StoredDocument.objects.values_list("json", flat=True)


def test_integrity__finds_a_file_that_was_removed_or_changed(releases: list[Release]) -> None:
    asset = Asset.objects.order_by("sha256")[0]
    storage, name = asset.file.storage, asset.file.name
    with asset.file.open("rb") as file:
        content = file.read()
    try:
        storage.delete(name)
        assert problems() == [f"File {name} is missing."]
        storage.save(name, ContentFile(content[:-1] + b"x"))
        assert problems() == [f"File {name} is not what its digest says."]
    finally:
        storage.delete(name)
        storage.save(name, ContentFile(content))
    assert problems() == []


@pytest.mark.parametrize("event", ["update", "delete"])
@pytest.mark.parametrize("table", ["asset", "edition", "release", "storeddocument", "withdrawal"])
def test_integrity__finds_a_trigger_that_is_gone(table: str, event: str) -> None:
    with transaction.atomic():
        drop_trigger(f"curriculum_{table}", event)
        assert list(integrity_problems()) == [
            f"Table curriculum_{table} is not protected against {event}. Run the migrations."
        ]
        transaction.set_rollback(True)


def test_integrity__finds_a_trigger_that_does_nothing_any_more() -> None:
    with transaction.atomic():
        if connection.vendor == "postgresql":
            run(
                "CREATE OR REPLACE FUNCTION curriculum_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN RETURN NULL; END'"
            )
        else:
            drop_trigger("curriculum_release", "update")
            run("CREATE TRIGGER curriculum_release_no_update BEFORE UPDATE ON curriculum_release BEGIN SELECT 1; END")
        found = list(integrity_problems())
        transaction.set_rollback(True)

    assert "Table curriculum_release is not protected against update. Run the migrations." in found


def test_integrity__finds_a_trigger_that_is_switched_off() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL can switch triggers off")
    with transaction.atomic():
        run("ALTER TABLE curriculum_release DISABLE TRIGGER curriculum_release_no_update")
        assert len(list(integrity_problems())) == 1
        transaction.set_rollback(True)


def test_check_integrity__ends_with_1_and_ten_lines_at_most(releases: list[Release]) -> None:
    with unprotected():
        with pytest.raises(CommandError) as refusal:
            call_command("check_integrity")
        assert refusal.value.returncode == 1
        assert len(str(refusal.value).splitlines()) == 10
        transaction.set_rollback(True)
