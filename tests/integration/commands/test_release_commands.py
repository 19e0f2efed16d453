"""cut_release, check_integrity and load_demo: exit status, output, and what they say to bad input."""

import pytest
from django.apps import apps

from curriculum.content.models import ModulePage, PlatformPage
from curriculum.document import digest
from curriculum.releases.models import Asset, Release, StoredDocument
from tests.factories import imported, node_id, released, small_document
from tests.integration.commands.running import manage
from tests.integration.commands.test_content_commands import assert_misused, assert_refused

pytestmark = pytest.mark.django_db


def test_cut_release__answers_with_a_sentence(generic: PlatformPage) -> None:
    imported(generic, small_document())

    ended = manage("cut_release", "generic", "tst-1", "--notes", "First.")

    assert (ended.status, ended.out, ended.err) == (0, "TST-1 1.0.0 is released.\n", "")


def test_cut_release__answers_with_json(generic: PlatformPage) -> None:
    released(generic, small_document())
    imported(generic, small_document(title="New"))

    ended = manage("cut_release", "generic", "TST-1", "--notes", "Second.", "--json")

    assert (ended.status, ended.err) == (0, "")
    assert ended.data == {
        "number": "1.0.1",
        "digest": digest(small_document(title="New")),
        "changes": [
            {
                "kind": "changed",
                "node_id": node_id("TST-1/module"),
                "words": "Title, summary or details of the module changed",
            }
        ],
    }


@pytest.mark.parametrize(("bump", "number"), [("patch", "1.0.1"), ("minor", "1.1.0"), ("major", "2.0.0")])
def test_cut_release__takes_a_bump(generic: PlatformPage, bump: str, number: str) -> None:
    released(generic, small_document())
    imported(generic, small_document(title="New"))

    ended = manage("cut_release", "generic", "TST-1", "--notes", "Second.", "--bump", bump, "--json")

    assert ended.data["number"] == number


def test_cut_release__warns_on_standard_error(generic: PlatformPage) -> None:
    imported(generic, small_document())
    imported(generic, small_document(title="Draft"), approve=False)

    ended = manage("cut_release", "generic", "TST-1", "--notes", "First.", "--json")

    assert (ended.status, ended.data["number"]) == (0, "1.0.0")
    assert ended.err.strip() == "A small module has changes that are not approved; they are left out."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere", "TST-1", "--notes", "x"), "There is no platform “nowhere”."),
        (("generic", "NO-1", "--notes", "x"), "Platform “generic” has no module “NO-1”."),
        (("generic", "TST-1", "--notes", ""), "Notes: "),
        (("generic", "TST-1", "--notes", "x" * 4001), "Notes: Write at most 4000 characters."),
        (("generic", "TST-1", "--notes", "a\0b"), "notes: It holds characters that no text may hold."),
    ],
)
def test_cut_release__refuses(generic: PlatformPage, arguments: tuple[str, ...], sentence: str) -> None:
    imported(generic, small_document())

    assert_refused(manage("cut_release", *arguments), sentence)
    assert not Release.objects.exists()


def test_cut_release__refuses_with_every_reason(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    page.outcomes = []
    page.save_revision().publish()

    ended = manage("cut_release", "generic", "TST-1", "--notes", "First.")

    assert_refused(ended, "TST-1 is not complete, so it was not released:\nmodule “A small module” has no outcome.")


def test_cut_release__refuses_where_nothing_changed_or_nothing_is_approved(generic: PlatformPage) -> None:
    released(generic, small_document())
    assert_refused(
        manage("cut_release", "generic", "TST-1", "--notes", "x"), "TST-1 has not changed since release 1.0.0."
    )

    ModulePage.objects.get().unpublish()
    assert_refused(manage("cut_release", "generic", "TST-1", "--notes", "x"), "TST-1 was never approved.")


@pytest.mark.parametrize(
    "arguments",
    [(), ("generic",), ("generic", "TST-1"), ("generic", "TST-1", "--notes", "x", "--bump", "huge"), ("--notes",)],
)
def test_cut_release__wrong_command_line(db: None, arguments: tuple[str, ...]) -> None:
    assert_misused(manage("cut_release", *arguments))


def test_check_integrity__answers(generic: PlatformPage) -> None:
    released(generic, small_document())

    assert manage("check_integrity").out == "All 3 rows are as they were released.\n"
    assert manage("check_integrity", "--json").data == {"rows": 3, "problems": []}


def test_check_integrity__names_what_is_wrong(generic: PlatformPage) -> None:
    released(generic, small_document())
    asset = Asset.objects.get()
    asset.file.storage.delete(asset.file.name)

    plain, as_json = manage("check_integrity"), manage("check_integrity", "--json")

    assert_refused(plain, f"File {asset.file.name} is missing.")
    assert (as_json.status, as_json.data) == (1, {"rows": 3, "problems": [f"File {asset.file.name} is missing."]})
    assert StoredDocument.objects.count() == 1


@pytest.mark.slow
def test_load_demo__again_changes_nothing(db: None) -> None:
    assert manage("load_demo").status == 0

    def counts() -> dict[str, int]:
        return {model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.managed}

    before = counts()
    ended = manage("load_demo", "--json")

    assert (ended.status, counts()) == (0, before)
    assert "generic-committee" in ended.data["accounts"]
    assert "peru-editor" in ended.data["accounts"]
    assert manage("check_integrity").status == 0
    platforms = set(PlatformPage.objects.values_list("slug", flat=True))
    assert platforms >= {"brazil", "generic", "peru", "tanzania"}
