"""Upstream and two forks live on at random: nothing released ever changes, nothing breaks (QUALITY M5, M7, M8)."""

import os
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from wagtail.models import Page

from curriculum.content.conforming import faults
from curriculum.content.models import LessonPage
from curriculum.document import digest, dump, load, merge, walk
from curriculum.exceptions import IncompleteModuleError, NothingChangedError, NothingToUndoError
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.decide import decide
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.actions.undo_pull import undo_pull
from curriculum.forks.merging import prepare
from curriculum.forks.models import Fork
from curriculum.forks.updates import update_of
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.integrity import integrity_problems
from curriculum.releases.models import Edition
from tests.factories import imported, make_platform, released, small_document
from tests.integration.forks.forking import draft_of, forked
from tests.integration.forks.random_editing import Editor

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
SETTINGS = settings(
    max_examples=500 if NIGHTLY else 8,
    stateful_step_count=50 if NIGHTLY else 14,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # shrinking runs that write to a database takes minutes and helps little
)

seeds = st.integers(0, 2**32)
which = st.integers(0, 1)


class ForkLife(RuleBasedStateMachine):
    """The model: what was released under which digest, and what each fork's drafts must be after an undo."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.released: dict[int, str] = {}
        self.before_pull: dict[int, Any] = {}
        self.turns = 0

    def teardown(self) -> None:
        assert list(integrity_problems()) == []
        assert Page.find_problems() == ([], [], [], [], [])
        transaction.savepoint_rollback(self.savepoint)

    @initialize()
    def fork_twice(self) -> None:
        generic = make_platform("generic", name="Generic", country="", language="en")
        release = released(generic, small_document(lessons=3))
        platforms = [make_platform(slug, name=slug, country="KE", language="en") for slug in ("kenya", "uganda")]
        self.generic = generic
        self.module = release.module
        self.forks = [forked(release, platform) for platform in platforms]
        self._remember()

    @rule(seed=seeds, steps=st.integers(1, 4))
    def upstream_edits_and_releases(self, seed: int, steps: int) -> None:
        last = self.module.releases.newest_first()[0].source_edition().load()
        imported(self.generic, self._editor(seed, self.module).edit(last, steps))
        self._release(self.module)

    @rule(fork=which, seed=seeds, steps=st.integers(1, 4), approve=st.booleans())
    def fork_edits(self, fork: int, seed: int, steps: int, approve: bool) -> None:
        editor = self._editor(seed, self.forks[fork].module)
        imported(self._platform(fork), editor.edit(draft_of(self.forks[fork]), steps), approve=approve)

    @rule(fork=which)
    def fork_releases(self, fork: int) -> None:
        imported(self._platform(fork), draft_of(self.forks[fork]))
        if self._release(self.forks[fork].module):
            self.before_pull.pop(fork, None)

    @rule(fork=which, seed=seeds, take=st.sampled_from(["ours", "theirs"]))
    def fork_pulls(self, fork: int, seed: int, take: str) -> None:
        found = Fork.objects.get(pk=self.forks[fork].pk)
        before = (draft_of(found), found.base_id)
        pull = pull_upstream(fork=found, by=None)
        if pull is None:
            assert update_of(found) is None
            return
        self._decide_some(pull, seed)
        expected = prepare(pull).document(take)
        apply_pull(pull=pull, by=None, take=take)
        found.refresh_from_db()
        after = draft_of(found)
        assert digest(after) == digest(expected)
        again = merge(found.load_base(), after, found.load_base())
        assert (again.conflicts, digest(again.document)) == ((), digest(after))
        self.before_pull[fork] = before

    @rule(fork=which)
    def fork_undoes(self, fork: int) -> None:
        found = Fork.objects.get(pk=self.forks[fork].pk)
        if fork not in self.before_pull:
            with pytest.raises(NothingToUndoError):
                undo_pull(fork=found, by=None)
            return
        document, base = self.before_pull.pop(fork)
        edited_lessons = {str(page.node_id) for page in found.module.page.lessons()}
        undo_pull(fork=found, by=None)
        found.refresh_from_db()
        assert found.base_id == base
        restored = {lesson.id: lesson for lesson in draft_of(found).root.slots["lessons"]}
        assert edited_lessons >= restored.keys()
        assert {lesson.id for lesson in document.root.slots["lessons"]} <= edited_lessons

    @invariant()
    def nothing_released_ever_changes(self) -> None:
        """M8: the digest of every edition is what it was, and is that of its text."""
        for pk, name in self.released.items():
            stored = Edition.objects.select_related("document").get(pk=pk).document
            assert stored.digest == name

    @invariant()
    def drafts_are_documents_that_pages_can_hold(self) -> None:
        """M7: ids are unique, the vocabulary holds, and nothing refers to another platform."""
        for fork in getattr(self, "forks", []):
            document = draft_of(fork)
            ids = [node.id for node in walk(document)]
            assert len(ids) == len(set(ids))
            assert list(faults(document)) == []
            assert load(dump(document)) == document
            codes = [lesson.fields["code"] for lesson in document.root.slots["lessons"]]
            assert len(codes) == len(set(codes))
        for page in LessonPage.objects.filter(live=True):
            page.full_clean()

    def _decide_some(self, pull: Any, seed: int) -> None:
        """Decide every other conflict by itself, and decline a change here and there."""
        editor = Editor(seed)
        for change in prepare(pull).changes[::3]:
            decide(pull=pull, key=change.key, choice=editor.rng.choice(["accepted", "declined"]), by=None)
        prepared = prepare(pull)
        for conflict in prepared.undecided[::2]:
            offered = [choice for choice in prepared.choices_for(conflict) if choice != "value"]
            decide(pull=pull, key=conflict.key, choice=editor.rng.choice(offered), by=None)

    def _editor(self, seed: int, module: Any) -> Editor:
        self.turns += 1  # a seed that comes again must not give the same ids again
        return Editor(seed * 1_000 + self.turns, module.page.lessons().values_list("code", flat=True))

    def _platform(self, fork: int) -> Any:
        return self.forks[fork].module.platform

    def _release(self, module: Any) -> bool:
        try:
            cut_release(module=module, by=None, notes="For a test.")
        except NothingChangedError:
            return False
        except IncompleteModuleError as error:
            # One side took the last but one block of a lesson away, and the other the last.
            if all("has no content" in reason for reason in error.reasons):
                return False
            raise
        self._remember()
        return True

    def _remember(self) -> None:
        for pk, name, text in Edition.objects.values_list("pk", "document_id", "document__json"):
            self.released.setdefault(pk, name)
            assert text


@pytest.mark.slow
@pytest.mark.django_db
def test_forks_live_on() -> None:
    """M8: random editing, releases, pulls and undoing on an upstream and two forks, against a simple model."""
    run_state_machine_as_test(ForkLife, settings=SETTINGS)

    assert not Edition.objects.exists()  # each life was rolled back, so none could lean on another
