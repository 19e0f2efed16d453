"""Reasons: what asks for one, giving one, and what a release demands."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import call_command
from django.urls import reverse
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from curriculum.content.models import ModulePage, PlatformPage
from curriculum.document import Document, dump, load
from curriculum.exceptions import (
    IncompleteModuleError,
    InvalidValueError,
    NotPermittedError,
    OpenQuestionsError,
    ReasonChangedError,
    UnknownPartError,
)  # fmt: skip
from curriculum.forks.actions.give_reason import give_reason, version_of
from curriculum.forks.demands import demands_of
from curriculum.forks.models import Adaptation, Fork
from curriculum.releases.actions.cut_release import cut_release, plan_release
from curriculum.releases.checks import Strength
from curriculum.releases.models import Release
from curriculum.translation.segments import source_digest
from tests.factories import imported, node_id, released, small_document
from tests.integration.forks.forking import fork_edits, forked
from tests.integration.releases.edits import edited

ACTIVITY = node_id("TST-1/lesson-1/activity")
LESSON = node_id("TST-1/lesson-1")
#: What the fork does, and what asks for a reason.
DEMANDS = [
    ("nothing", [], []),
    ("a block left out", ["remove lessons[0].body[3]"], ["Lesson TST-1.1: activity “Water game” is left out."]),
    ("a block reworded", ["set lessons[0].body[3].title Fire game"],
     ["Lesson TST-1.1: activity “Water game” was changed."]),
    ("a step of a block", ["remove lessons[0].body[3].steps[0]"],
     ["Lesson TST-1.1: activity “Water game” was changed."]),
    ("a quiz question", ["set lessons[0].quiz[0].text Ours"],
     ["Lesson TST-1.1: quiz question “Does writing help?” was changed."]),
    ("details of a lesson", ["set lessons[0].minutes 60"],
     ["Lesson TST-1.1 “Look, then act”: title or details were changed."]),
    ("a lesson left out", ["remove lessons[0]"], ["Lesson TST-1.1 “Look, then act” is left out."]),
    ("a passage left out", ["remove lessons[0].body[11]"],
     ["Lesson TST-1.1: passage “For small groups” is left out."]),
    ("a move", ["move lessons[0].body[3] lessons[0].body[0]"], []),
    ("a move to another lesson", ["move lessons[0].body[3] lessons[1].body[0]"], []),
    ("an addition", ["add lessons[0].body[0] heading Mine"], []),
    ("another order of lessons", ["move lessons[2] lessons[0]"], []),
    ("the module itself", ["set title Ours", "remove introduction[0]"], []),
]  # fmt: skip


def changed(fork: Fork, *steps: str) -> Document:
    """Approve `steps` in the fork."""
    return fork_edits(fork, list(steps), approve=True)


def page_of(fork: Fork) -> ModulePage:
    return ModulePage.objects.get(pk=fork.module.page.pk)


@pytest.mark.parametrize(("steps", "words"), [case[1:] for case in DEMANDS], ids=[case[0] for case in DEMANDS])
def test_demands__are_core_parts_left_out_or_reworded(fork: Fork, steps: list[str], words: list[str]) -> None:
    document = edited(small_document(lessons=3), steps)

    assert [demand.words for demand in demands_of(fork, document)] == words


@pytest.mark.parametrize("role", ["refresher_levels", "optional_levels"])
def test_demands__of_a_lesson_that_is_core_nowhere_are_none(
    generic: PlatformPage, kenya: PlatformPage, role: str
) -> None:
    data = dump(small_document(lessons=3))
    data["root"]["slots"]["lessons"][1]["fields"][role] = ["low"]
    fork = forked(released(generic, load(data)), kenya)

    assert demands_of(fork, edited(load(data), ["remove lessons[1]"])) == []
    assert len(demands_of(fork, edited(load(data), ["remove lessons[2]"]))) == 1


def test_demands__are_answered_by_a_reason_for_the_part_or_for_its_lesson(fork: Fork) -> None:
    document = changed(fork, "remove lessons[0].body[3]", "set lessons[0].body[0].text Ours")
    give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason="No buckets.", by=None)
    one_left = [demand.words for demand in demands_of(fork, document)]

    give_reason(fork=fork, node_id=LESSON, factor="ecosystem", reason="No water.", by=None)

    assert one_left == ["Lesson TST-1.1: heading “Why we look first” was changed."]
    assert demands_of(fork, document) == []


# Giving a reason


def test_give_reason__keeps_one_row_a_place_and_tells_the_log(fork: Fork, person: Callable[..., AbstractUser]) -> None:
    editor = person(fork.module.platform, "editor")
    give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason="Once.", by=None)

    given = give_reason(fork=fork, node_id=ACTIVITY, factor="standards", reason="  Twice.\r\nSaid.  ", by=editor)

    row = Adaptation.objects.get()
    assert (row, row.factor, row.reason, row.by) == (given, "standards", "Twice.\nSaid.", editor)
    entry = PageLogEntry.objects.filter(action="curriculum.give_reason").latest("pk")
    assert entry.user == editor
    assert registry.get_formatter(entry).format_message(entry) == "Said why activity “Water game” differs from upstream"


WRONG = [
    ({"factor": "weather"}, InvalidValueError, "Choose what it is about the country."),
    ({"factor": ""}, InvalidValueError, "Choose what it is about the country."),
    ({"reason": " \n"}, InvalidValueError, "Say in a sentence why."),
    ({"reason": "x" * 1001}, InvalidValueError, "Write at most 1000 characters."),
    ({"node_id": node_id("nowhere")}, UnknownPartError, "not here any more"),
    ({"node_id": "x"}, UnknownPartError, "not here any more"),
]


@pytest.mark.parametrize(("values", "error", "words"), WRONG)
def test_give_reason__says_what_is_wrong(
    fork: Fork, values: dict[str, str], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        give_reason(**{"fork": fork, "node_id": ACTIVITY, "factor": "market", "reason": "So.", "by": None} | values)

    assert not Adaptation.objects.exists()


def test_give_reason__tells_the_second_of_two_and_keeps_the_first(
    fork: Fork, person: Callable[..., AbstractUser]
) -> None:
    """L3: the last one is told, and can replace what the other said after seeing it."""
    amina = person(fork.module.platform, "coordinator")
    first = give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason="Amina's.", by=amina, seen="")

    with pytest.raises(ReasonChangedError) as refused:
        give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason="Mine.", by=None, seen="")

    assert str(refused.value) == (
        "kenya-coordinator gave another reason meanwhile: Amina's. Save again to put yours in its place."
    )
    assert Adaptation.objects.get().reason == "Amina's."
    give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason="Mine.", by=None, seen=version_of(first))
    assert Adaptation.objects.get().reason == "Mine."


@pytest.mark.parametrize(
    ("platform", "role"), [("kenya", "translator"), ("kenya", "learner"), ("generic", "committee")]
)
def test_give_reason__is_for_those_who_edit_the_module(
    fork: Fork, generic: PlatformPage, person: Callable[..., AbstractUser], platform: str, role: str
) -> None:
    """T5."""
    stranger = person({"kenya": fork.module.platform, "generic": generic}[platform], role)

    with pytest.raises(NotPermittedError):
        give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason="Not mine.", by=stranger)


# Before a release


def test_release__asks_why_a_core_part_is_left_out(fork: Fork) -> None:
    changed(fork, "remove lessons[0].body[3]", "set lessons[1].title Ours")
    address = reverse("fork_reasons", args=[fork.module.page.pk])

    plan = plan_release(fork.module)

    assert [(found.words, found.address) for found in plan.questions] == [
        ("Lesson TST-1.1: activity “Water game” is left out.", f"{address}#demand-{ACTIVITY}"),
        ("Lesson TST-1.2 “Lesson number 2”: title or details were changed.",
         f"{address}#demand-{node_id('TST-1/lesson-2')}"),
    ]  # fmt: skip
    assert plan.problems == []
    with pytest.raises(OpenQuestionsError) as refused:
        cut_release(module=fork.module, by=None, notes="Ours.", asking=True)
    assert refused.value.lines() == [
        "Answer this before TST-1 is released:", *(found.words for found in plan.questions)
    ]  # fmt: skip
    assert not fork.module.releases.exists()


def test_release__goes_on_once_every_question_is_answered(fork: Fork) -> None:
    changed(fork, "remove lessons[0].body[3]")
    give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason="No buckets.", by=None)

    assert cut_release(module=fork.module, by=None, notes="Ours.", asking=True).number == "1.0.0"


def test_release__asks_the_factor_of_a_lesson_that_was_dropped_with_a_reason(fork: Fork) -> None:
    changed(fork, "remove lessons[0]")

    plan = plan_release(fork.module)

    assert [found.words for found in plan.questions] == ["Lesson TST-1.1 “Look, then act” is left out."]
    assert plan.problems == []


def test_release__is_refused_where_a_core_lesson_is_missing_without_any_reason(fork: Fork) -> None:
    page_of(fork).lessons().get(node_id=LESSON).unpublish()

    plan = plan_release(fork.module)

    assert plan.problems == ["Lesson TST-1.1 “Look, then act” is left out. It is core, so say why first."]
    assert plan.questions == []
    with pytest.raises(IncompleteModuleError):
        cut_release(module=fork.module, by=None, notes="Ours.")
    give_reason(fork=fork, node_id=LESSON, factor="politics", reason="Not allowed here.", by=None)
    assert plan_release(fork.module).problems == []


def test_release__is_refused_while_parts_are_not_translated(fork: Fork) -> None:
    texts = {f"{ACTIVITY}:title": "Water game", f"{LESSON}:title": "Look, then act", f"{ACTIVITY}:purpose": "Old words"}
    fork.untranslated = {key: source_digest(text) for key, text in texts.items()}
    fork.save()

    plan = plan_release(fork.module)

    lesson = reverse("wagtailadmin_pages:edit", args=[page_of(fork).lessons()[0].pk])
    assert [(found.words, found.address, found.strength) for found in plan.findings] == [
        ("2 parts are not translated yet. Translate them first.", "", Strength.REFUSED),
        ("TST-1.1: lesson “Look, then act” is not translated.", lesson, Strength.REFUSED),
        ("TST-1.1: activity “Water game” is not translated.", lesson, Strength.REFUSED),
    ]
    assert plan.problems == [found.words for found in plan.findings]


def test_release__names_ten_places_that_are_not_translated(fork: Fork) -> None:
    document = changed(fork, *(f"add lessons[1].body[0] heading Word {number}" for number in range(12)))
    fork.untranslated = {
        f"{node.id}:text": source_digest(node.fields["text"].text)
        for node in document.root.slots["lessons"][1].slots["body"][:12]
    }
    fork.save()

    problems = plan_release(fork.module).problems

    assert problems[0] == "12 parts are not translated yet. Translate them first."
    assert len(problems) == 11


def test_release__by_command_warns_and_goes_on(fork: Fork) -> None:
    changed(fork, "remove lessons[0].body[3]")
    out, err = StringIO(), StringIO()

    call_command("cut_release", "kenya", "TST-1", "--notes", "Ours.", stdout=out, stderr=err)

    assert err.getvalue().strip() == "Lesson TST-1.1: activity “Water game” is left out."
    assert Release.objects.filter(module=fork.module).count() == 1


def test_release__of_a_module_that_is_no_fork_asks_nothing(generic: PlatformPage, fork: Fork) -> None:
    imported(generic, edited(small_document(lessons=3), ["remove lessons[0].body[3]"]))

    plan = plan_release(fork.upstream)

    assert plan.findings == []
