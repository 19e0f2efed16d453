"""What tests of forks do again and again: fork, edit both sides, look at the drafts."""

from curriculum.content.models import PlatformPage
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.models import Fork, Pull
from curriculum.releases.actions.cut_release import store_document
from curriculum.releases.models import Edition, Release
from tests.factories import imported, released
from tests.integration.releases.edits import edited


def forked(release: Release, platform: PlatformPage, language: str = "en") -> Fork:
    """Return the fork of a release."""
    return create_fork(release=release, to=platform, language=language, by=None)


def upstream_releases(fork: Fork, steps: list[str], number: str = "1.1.0") -> Release:
    """Release upstream's last release with `steps` done to it, as in `cases/change_words.yaml`."""
    last = fork.upstream.releases.newest_first()[0].source_edition().load()
    return released(fork.upstream.platform, edited(last, steps), number)


def fork_edits(fork: Fork, steps: list[str], *, approve: bool = False) -> Document:
    """Do `steps` to the fork's latest drafts and return them."""
    document = edited(draft_of(fork), steps)
    imported(fork.module.platform, document, approve=approve)
    return document


def draft_of(fork: Fork) -> Document:
    """Return the latest drafts of a fork."""
    page = type(fork.module.page).objects.get(pk=fork.module.page.pk)
    return working_copy(page, State.DRAFT).document


def opened(fork: Fork) -> Pull:
    """Open the pull of what upstream has, and return it."""
    pull = pull_upstream(fork=fork, by=None)
    assert pull is not None
    return pull


def published(release: Release, document: Document) -> Edition:
    """Return the next revision of the edition in the language of `document`, as translating will make it."""
    before = release.editions.filter(language=document.language).count()
    edition = Edition(
        release=release, language=document.language, revision=before + 1, document=store_document(document)
    )
    edition.seal = edition.seal_over(release)
    edition.save()
    return edition
