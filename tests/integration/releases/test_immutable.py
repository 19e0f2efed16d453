"""Released rows are created and never changed: Python says so, and the database does."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from curriculum.content.models import Module, PlatformPage
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.immutable import ImmutableModel, ImmutableRowError
from curriculum.releases.integrity import immutable_tables
from curriculum.releases.models import Asset, Edition, Release, StoredDocument, Withdrawal
from tests.factories import released, small_document
from tests.integration.releases.tampering import run

pytestmark = pytest.mark.django_db

MODELS = (StoredDocument, Asset, Release, Edition, Withdrawal)


@pytest.fixture
def release(generic: PlatformPage) -> Release:
    """Return a release with one row in every table of this stage."""
    release = released(generic, small_document())
    withdraw_release(release=release, by=None, reason="Wrong.")
    return release


@pytest.mark.parametrize("model", MODELS)
def test_python__refuses_to_change_or_delete(release: Release, model: type[ImmutableModel]) -> None:
    row = model.objects.get()

    for attempt in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=row.pk)):
        with pytest.raises(ImmutableRowError):
            attempt()
    assert model.objects.count() == 1


@pytest.mark.parametrize("model", MODELS)
def test_python__refuses_to_change_in_bulk(release: Release, model: type[ImmutableModel]) -> None:
    row = model.objects.get()
    field = next(field.name for field in model._meta.fields if not field.primary_key)

    with pytest.raises((ImmutableRowError, DatabaseError)), transaction.atomic():
        model.objects.bulk_update([row], [field])
    with pytest.raises((ImmutableRowError, DatabaseError)), transaction.atomic():
        model.objects.update_or_create(pk=row.pk, defaults={field: getattr(row, field)})
    with pytest.raises((ImmutableRowError, DatabaseError)), transaction.atomic():
        model._base_manager.filter(pk=row.pk).delete()


@pytest.mark.parametrize("model", MODELS)
def test_database__refuses_update_and_delete_of_every_column(release: Release, model: type[ImmutableModel]) -> None:
    table = model._meta.db_table
    assert table in immutable_tables()
    columns = [field.column for field in model._meta.fields]
    statements = [f"UPDATE {table} SET {name} = {name}" for name in columns]  # noqa: S608  names of our own tables
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for checks that are still to come
        statements.append(f"TRUNCATE {table} CASCADE")

    statements.append(f"DELETE FROM {table}")  # noqa: S608  the same
    for statement in statements:
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            run(statement)
    assert model.objects.count() == 1


def test_database__refuses_to_replace_a_row(release: Release) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite's")
    stored = StoredDocument.objects.get()

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        run("REPLACE INTO curriculum_storeddocument (digest, json) VALUES (%s, %s)", stored.digest, "{}")
    assert StoredDocument.objects.get().json == stored.json


@pytest.mark.parametrize("name", ["module", "platform"])
def test_python__what_a_release_points_to_cannot_be_deleted(release: Release, name: str) -> None:
    owner: Any = release.module if name == "module" else release.module.platform

    with pytest.raises((ProtectedError, DatabaseError)), transaction.atomic():
        owner.delete()
    assert Module.objects.filter(pk=release.module_id).exists()


# Constraints, each by its name


def assert_refused(name: str, row: ImmutableModel) -> None:
    """Check that the database refuses `row` by the constraint `name`."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()
    assert name in str(refusal.value) or "UNIQUE constraint failed" in str(refusal.value)


def test_constraint__release_number_is_unique_in_module(release: Release) -> None:
    assert_refused(
        "release_number_is_unique_in_module",
        Release(module=release.module, major=1, minor=0, patch=0, notes="Again.", seal="0" * 64),
    )


def test_constraint__edition_revision_is_unique_in_release(release: Release) -> None:
    assert_refused(
        "edition_revision_is_unique_in_release",
        Edition(release=release, language="en", revision=1, document=StoredDocument.objects.get(), seal="0" * 64),
    )


def test_constraint__edition_revision_counts_from_one(release: Release) -> None:
    assert_refused(
        "edition_revision_counts_from_one",
        Edition(release=release, language="es", revision=0, document=StoredDocument.objects.get(), seal="0" * 64),
    )


def test_constraint__asset_is_a_picture(release: Release) -> None:
    assert_refused(
        "asset_is_a_picture",
        Asset(sha256="0" * 64, file="assets/x", size=1, media_type="text/html", width=1, height=1),
    )


def test_constraint__withdrawal_has_a_reason(generic: PlatformPage) -> None:
    assert_refused(
        "withdrawal_has_a_reason",
        Withdrawal(release=released(generic, small_document()), reason="", seal="0" * 64),
    )


def test_constraint__a_release_is_withdrawn_once(release: Release) -> None:
    assert_refused("curriculum_withdrawal_release_id", Withdrawal(release=release, reason="Again.", seal="0" * 64))
