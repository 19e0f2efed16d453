"""What is killed: each deed prepares a database, changes it in one transaction, and counts what it has made."""

from wagtail.models import Page, PageLogEntry, Revision

from curriculum.content.models import LessonPage, Module, ModulePage, Picture, PlatformPage
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.create_fork import create_fork
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.models import Fork, Pull, PullState
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.models import Asset, Edition, Release, StoredDocument
from tests.factories import imported, make_platform, released, small_document
from tests.integration.releases.edits import edited

Counts = dict[str, int]


class Deed:
    """Something that is there as a whole or not at all."""

    def prepare(self) -> None:
        """Make what the deed needs."""
        raise NotImplementedError

    def do(self) -> None:
        """Do it."""
        raise NotImplementedError

    def counts(self) -> Counts:
        """Return how many rows there are of everything that it makes or changes."""
        raise NotImplementedError

    def is_done(self) -> bool:
        """Whether it was done."""
        raise NotImplementedError


class CutRelease(Deed):
    """The first release of a module."""

    def prepare(self) -> None:
        imported(make_platform("killed"), small_document())

    def do(self) -> None:
        cut_release(module=Module.objects.get(code="TST-1"), by=None, notes="First.")

    def counts(self) -> Counts:
        rows = {model.__name__: model.objects.count() for model in (Release, Edition, StoredDocument, Asset)}
        return rows | {"log": PageLogEntry.objects.filter(action="curriculum.release").count()}

    def is_done(self) -> bool:
        return Release.objects.exists()


class CreateFork(Deed):
    """A fork of a module with three lessons."""

    def prepare(self) -> None:
        released(make_platform("generic", language="en"), small_document(lessons=3))
        make_platform("killed", language="en")

    def do(self) -> None:
        create_fork(release=Release.objects.get(), to=PlatformPage.objects.get(slug="killed"), language="en", by=None)

    def counts(self) -> Counts:
        models = (Fork, ModulePage, LessonPage, Module, Picture, Revision, StoredDocument)
        rows = {model.__name__: model.objects.count() for model in models}
        problems = sum(map(len, Page.find_problems()))
        return rows | {"log": PageLogEntry.objects.filter(action="curriculum.fork").count(), "problems": problems}

    def is_done(self) -> bool:
        return Fork.objects.exists()


class ApplyPull(CreateFork):
    """A pull that edits, moves, adds and drops lessons."""

    def prepare(self) -> None:
        super().prepare()
        super().do()
        changed = edited(
            small_document(lessons=4),
            ["set title Second", "set lessons[0].title Theirs", "remove lessons[1]", "move lessons[2] lessons[0]"],
        )
        released(PlatformPage.objects.get(slug="generic"), changed, "2.0.0")
        pull_upstream(fork=Fork.objects.get(), by=None)

    def do(self) -> None:
        apply_pull(pull=Pull.objects.get(), by=None)

    def counts(self) -> Counts:
        log = PageLogEntry.objects.filter(action="curriculum.apply_pull").count()
        drafts = ModulePage.objects.filter(has_unpublished_changes=True).count()
        drafts += LessonPage.objects.filter(has_unpublished_changes=True).count()
        return super().counts() | {"applied": int(self.is_done()), "moved": self._moved(), "log": log, "drafts": drafts}

    def is_done(self) -> bool:
        return Pull.objects.get().state == PullState.APPLIED

    def _moved(self) -> int:
        fork = Fork.objects.select_related("base__release").get()
        return int(fork.base.release.number == "2.0.0")


DEEDS: dict[str, type[Deed]] = {"cut_release": CutRelease, "create_fork": CreateFork, "apply_pull": ApplyPull}
