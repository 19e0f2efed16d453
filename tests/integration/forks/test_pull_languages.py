"""A fork works in one language: what its upstream has not published in it waits, or comes with marks."""

import pytest

from curriculum.content.models import PlatformPage
from curriculum.document import Document, apply_segments, extract_segments
from curriculum.exceptions import IncompleteModuleError
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.actions.undo_pull import undo_pull
from curriculum.forks.models import Fork
from curriculum.forks.updates import change_words, update_of
from curriculum.forks.upstream import still_untranslated
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.models import Release
from tests.factories import imported, make_platform, released, small_document
from tests.integration.forks.forking import draft_of, forked, opened, published, upstream_releases
from tests.integration.releases.edits import edited


def translated(document: Document, language: str, mark: str = "ES") -> Document:
    """Return `document` as if translated: every text begins with `mark`."""
    texts = {segment.key: f"{mark} {segment.source}" for segment in extract_segments(document)}
    return apply_segments(document, texts, language)


def texts_of(document: Document) -> list[str]:
    return [segment.source for segment in extract_segments(document)]


@pytest.fixture
def first(generic: PlatformPage) -> Release:
    """Return release 1.0.0 with its Spanish edition."""
    release = released(generic, small_document())
    published(release, translated(small_document(), "es"))
    return release


@pytest.fixture
def fork(first: Release, peru: PlatformPage) -> Fork:
    """Return Peru's fork of it, in Spanish."""
    return forked(first, peru, "es")


def test_update__waits_while_upstream_has_not_published_the_language(fork: Fork) -> None:
    second = upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")

    update = update_of(fork)

    assert update is not None
    assert (update.ready, update.waiting) == (None, second)
    assert [line.words for line in change_words(update)] == ["Lesson 2 “Theirs”: title or details changed"]
    assert pull_upstream(fork=fork, by=None) is None


def test_update__takes_the_newest_release_that_is_published_in_the_language(fork: Fork) -> None:
    second = upstream_releases(fork, ["set lessons[1].title Second"], "1.0.1")
    spanish = published(second, translated(second.source_edition().load(), "es"))
    third = upstream_releases(fork, ["set lessons[1].title Third"], "1.0.2")

    update = update_of(fork)
    apply_pull(pull=opened(fork), by=None)

    assert update is not None
    assert (update.ready, update.waiting) == (spanish, third)
    assert draft_of(fork) == spanish.load()


def test_update__offers_a_corrected_translation_of_the_same_release(fork: Fork, first: Release) -> None:
    corrected = published(first, translated(small_document(), "es", "CORREGIDO"))

    apply_pull(pull=opened(fork), by=None)

    assert draft_of(fork) == corrected.load()
    assert update_of(fork) is None


def test_pull__taken_untranslated_keeps_every_translation_that_still_fits(fork: Fork) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs", "add lessons[1].body[1] heading Added"], "1.1.0")

    pull = pull_upstream(fork=fork, by=None, untranslated=True)
    assert pull is not None
    apply_pull(pull=pull, by=None)

    fork.refresh_from_db()
    texts = texts_of(draft_of(fork))
    assert [text for text in texts if not text.startswith("ES ")] == ["Theirs", "Added"]
    assert len(texts) == len(extract_segments(small_document())) + 1
    assert [part.source for part in still_untranslated(fork, draft_of(fork))] == ["Theirs", "Added"]
    assert draft_of(fork).language == "es"


def test_release__is_refused_while_parts_are_untranslated_and_possible_once_they_are(fork: Fork) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = pull_upstream(fork=fork, by=None, untranslated=True)
    assert pull is not None
    apply_pull(pull=pull, by=None)
    imported(fork.module.platform, draft_of(fork))

    with pytest.raises(IncompleteModuleError) as refused:
        cut_release(module=fork.module, by=None, notes="First.")
    assert "Theirs" in " ".join(refused.value.lines())

    imported(fork.module.platform, edited(draft_of(fork), ["set lessons[1].title De ellos"]))
    assert cut_release(module=fork.module, by=None, notes="First.").number == "1.0.0"


def test_pull__of_the_translation_that_comes_later_replaces_what_was_untranslated(fork: Fork) -> None:
    second = upstream_releases(fork, ["set lessons[1].title Theirs", "set lessons[0].place in the shade"], "1.0.1")
    pull = pull_upstream(fork=fork, by=None, untranslated=True)
    assert pull is not None
    apply_pull(pull=pull, by=None)
    imported(fork.module.platform, edited(draft_of(fork), ["set lessons[0].place bajo la sombra"]), approve=False)

    spanish = published(second, translated(second.source_edition().load(), "es"))
    pull = opened(fork)
    apply_pull(pull=pull, by=None, take="ours")

    fork.refresh_from_db()
    assert (fork.base, fork.untranslated) == (spanish, {})
    texts = texts_of(draft_of(fork))
    assert "ES Theirs" in texts
    assert "bajo la sombra" in texts
    assert "Theirs" not in texts


def test_undo__of_an_untranslated_pull_waits_again(fork: Fork) -> None:
    upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    pull = pull_upstream(fork=fork, by=None, untranslated=True)
    assert pull is not None
    apply_pull(pull=pull, by=None)

    undo_pull(fork=fork, by=None)

    fork.refresh_from_db()
    assert (fork.untranslated, draft_of(fork)) == ({}, translated(small_document(), "es"))
    update = update_of(fork)
    assert update is not None
    assert update.ready is None


def test_regional_fork__comes_from_the_base_language_and_keeps_its_own(generic: PlatformPage) -> None:
    brazil = make_platform("brazil", name="SCAN Brasil", country="BR", language="pt-BR")
    release = released(generic, small_document())
    published(release, translated(small_document(), "pt", "PT"))

    fork = forked(release, brazil, "pt-BR")

    assert draft_of(fork).language == fork.load_base().language == "pt-BR"
    assert texts_of(draft_of(fork)) == texts_of(translated(small_document(), "pt", "PT"))
    second = upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    published(second, translated(second.source_edition().load(), "pt", "PT"))
    imported(brazil, edited(draft_of(fork), ["set lessons[0].title Do Brasil"]), approve=False)
    apply_pull(pull=opened(fork), by=None)
    titles = [lesson.fields["title"].text for lesson in draft_of(fork).root.slots["lessons"]]
    assert titles == ["Do Brasil", "PT Theirs"]


def test_regional_fork__prefers_an_edition_in_its_own_form(generic: PlatformPage) -> None:
    brazil = make_platform("brazil", name="SCAN Brasil", country="BR", language="pt-BR")
    release = released(generic, small_document())
    published(release, translated(small_document(), "pt", "PT"))
    fork = forked(release, brazil, "pt-BR")
    second = upstream_releases(fork, ["set lessons[1].title Theirs"], "1.0.1")
    published(second, translated(second.source_edition().load(), "pt", "PT"))
    own = published(second, translated(second.source_edition().load(), "pt-BR", "BR"))

    assert opened(fork).theirs == own
