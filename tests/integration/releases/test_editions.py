"""What readers see: current editions, withdrawals, and finding a release by number and language."""

import pytest
from wagtail.models import PageLogEntry

from curriculum.content.models import ModulePage, PlatformPage
from curriculum.exceptions import (
    AlreadyWithdrawnError,
    InvalidValueError,
    UnknownEditionError,
    UnknownReleaseError,
)
from curriculum.releases.actions.cut_release import store_document
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.finding import current_edition, edition_in, release_numbered
from curriculum.releases.integrity import integrity_problems
from curriculum.releases.models import Edition, Release
from tests.factories import make_person, released, small_document

pytestmark = pytest.mark.django_db


def test_withdraw__says_so_keeps_the_release_and_shows_the_one_before(generic: PlatformPage) -> None:
    first = released(generic, small_document())
    second = released(generic, small_document(title="Second"), "1.0.1")
    person = make_person(generic, "committee")

    withdrawal = withdraw_release(release=second, by=person, reason=" Wrong dose. ")

    second = Release.objects.get(pk=second.pk)
    assert (withdrawal.reason, second.is_withdrawn) == ("Wrong dose.", True)
    assert edition_in(release_numbered(first.module, "1.0.1"), "en").load() == small_document(title="Second")
    assert current_edition(first.module, "en") == first.source_edition()
    entry = PageLogEntry.objects.get(action="curriculum.withdraw")
    assert entry.user == person
    assert entry.data == {"module": str(first.module_id), "number": "1.0.1", "reason": "Wrong dose."}
    assert list(integrity_problems()) == []


def test_withdraw__twice_is_refused(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    withdraw_release(release=release, by=None, reason="Wrong.")

    with pytest.raises(AlreadyWithdrawnError, match="TST-1 1.0.0 is already withdrawn"):
        withdraw_release(release=release, by=None, reason="Still wrong.")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_withdraw__refuses_a_reason_that_is_missing_or_too_long(generic: PlatformPage, reason: str) -> None:
    with pytest.raises(InvalidValueError, match="Reason"):
        withdraw_release(release=released(generic, small_document()), by=None, reason=reason)


def test_withdraw__of_the_only_release_leaves_nothing_current(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    withdraw_release(release=release, by=None, reason="Wrong.")

    assert list(Edition.objects.current()) == []
    with pytest.raises(UnknownReleaseError):
        current_edition(release.module, "en")


def test_withdraw__works_where_the_page_is_gone(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    ModulePage.objects.get().delete()

    withdraw_release(release=Release.objects.get(pk=release.pk), by=None, reason="Wrong.")

    assert list(integrity_problems()) == []


def published(release: Release, language: str, title: str, revision: int = 1) -> Edition:
    """Return an edition of `release` in another language, as translating will make it."""
    document = store_document(small_document(language=language, title=title))
    edition = Edition(release=release, language=language, revision=revision, document=document)
    edition.seal = edition.seal_over(release)
    edition.save()
    return edition


def test_current__is_for_each_module_and_language_the_newest_standing_one(
    generic: PlatformPage, peru: PlatformPage
) -> None:
    first = released(generic, small_document())
    published(first, "es", "Uno")
    corrected = published(first, "es", "Uno corregido", revision=2)
    second = released(generic, small_document(title="Second"), "1.0.1")
    other = released(generic, small_document("OTH-1"))
    national = released(peru, small_document(language="es"))

    assert set(Edition.objects.current()) == {
        second.source_edition(), corrected, other.source_edition(), national.source_edition(),
    }  # fmt: skip
    assert edition_in(first, "es") == corrected
    assert Edition.objects.latest_revisions().count() == 5
    assert list(integrity_problems()) == []


def test_current__compares_numbers_as_numbers(generic: PlatformPage) -> None:
    release = released(generic, small_document())
    for patch in range(1, 11):
        release = released(generic, small_document(title=f"Title {patch}"), f"1.0.{patch}")

    assert current_edition(release.module, "en").release.number == "1.0.10"
    assert release.previous().number == "1.0.9"


@pytest.mark.parametrize(
    "number", ["9.9.9", "1.0", "1.0.0.0", "", "a.b.c", "1.0.²", "-1.0.0", "1.0.99999999", "1.0.0 "]
)
def test_finding__a_number_that_is_none_is_refused_with_those_there_are(generic: PlatformPage, number: str) -> None:
    module = released(generic, small_document()).module

    if not number:
        assert release_numbered(module, number).number == "1.0.0"
        return
    with pytest.raises(UnknownReleaseError, match=r"It has: 1\.0\.0\."):
        release_numbered(module, number)


def test_finding__a_language_that_is_none_is_refused_with_those_there_are(generic: PlatformPage) -> None:
    release = released(generic, small_document())

    with pytest.raises(UnknownEditionError, match="It is published in: en"):
        edition_in(release, "sw")
