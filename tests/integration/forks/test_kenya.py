"""Kenya of the demonstration: adapted, released, and with the update to 1.1.0 waiting."""

import pytest

from curriculum.content.actions.approve_module import approve_module
from curriculum.content.finding import module_coded, platform_named
from curriculum.content.models import LessonPage, ModulePage
from curriculum.content.sources.addresses import node_id
from curriculum.demonstration import loading
from curriculum.document import digest
from curriculum.exceptions import NothingChangedError
from curriculum.forks.actions.apply_pull import apply_pull
from curriculum.forks.actions.pull_upstream import pull_upstream
from curriculum.forks.demands import demands_of
from curriculum.forks.merging import prepare
from curriculum.forks.models import Fork, Pull
from curriculum.forks.states import NodeState, standings_of
from curriculum.forks.updates import update_of
from curriculum.releases.actions.cut_release import cut_release, plan_release
from tests.factories import make_person
from tests.integration.forks.forking import draft_of, opened

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

STEPS = {"site", "requirements", "generic", "kenya", "QMS-1 1.0.0", "QMS-1 1.1.0", "kenya QMS-1"}


@pytest.fixture
def qms(db: None) -> Fork:
    """Return Kenya's QMS-1, as the demonstration loads it."""
    for step in loading.steps():
        if step.name in STEPS:
            step.run()
    return Fork.objects.with_upstream().get(module=module_coded(platform_named("kenya"), "QMS-1"))


def test_kenya__is_released_with_nothing_pending_but_the_update(qms: Fork) -> None:
    update = update_of(qms)

    assert update is not None
    assert (qms.base.release.number, update.number) == ("1.0.0", "1.1.0")
    assert [release.number for release in qms.module.releases.all()] == ["1.0.0"]
    with pytest.raises(NothingChangedError):
        plan_release(qms.module)
    pages = [qms.module.page, *LessonPage.objects.child_of(qms.module.page)]
    assert [page.code for page in pages if page.has_unpublished_changes or not page.live] == []
    assert not Pull.objects.exists()


def test_kenya__has_parts_in_every_state_with_reasons(qms: Fork) -> None:
    found = standings_of(qms)

    assert {standing.state for standing in found} == set(NodeState)
    assert {standing.unit_id for standing in found if standing.state == NodeState.DECLINED} == {
        node_id(f"QMS-1/{key}")
        for key in ("to-adapt", "q2", "for-adequate-roots", "adequate-roots-text", "split-table", "for-gg-review",
                    "gg-review-text")
    }  # fmt: skip
    assert any(standing.moved and not standing.rewritten for standing in found)
    assert demands_of(qms, draft_of(qms)) == []


def test_kenya__pull_shows_each_status(qms: Fork) -> None:
    """M6: every kind of contradiction is asked, and nothing else."""
    prepared = prepare(opened(qms))

    parts = {str(part.lesson.fields["code"]) if part.lesson else "module": part.status for part in prepared.parts}
    assert parts == {
        "module": "conflict", "QMS-1.1": "conflict", "QMS-1.2": "unchanged", "QMS-1.3": "taken", "QMS-1.4": "merged",
        "QMS-1.50": "unchanged",
    }  # fmt: skip
    assert {conflict.kind for conflict in prepared.conflicts} == {"field", "edit/delete", "move/move"}
    declined = next(item for part in prepared.parts for item in part.items if item.unit_id == node_id("QMS-1/q2"))
    assert declined.adaptation is not None
    assert (declined.ours, declined.adaptation.factor) == (None, "market")


@pytest.mark.parametrize("take", ["ours", "theirs"])
def test_kenya__takes_the_update_and_releases_it(qms: Fork, take: str) -> None:
    """M5, M7: the merged module can be released, and there is nothing more to take."""
    apply_pull(pull=opened(qms), by=None, take=take)
    merged = digest(draft_of(qms))

    approve_module(
        module=ModulePage.objects.get(pk=qms.module.page.pk), by=make_person(qms.module.platform, "coordinator")
    )
    release = cut_release(module=qms.module, by=None, notes="With the generic 1.1.0.")

    assert digest(release.source_edition().load()) == merged
    assert pull_upstream(fork=qms, by=None) is None
