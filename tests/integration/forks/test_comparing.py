"""The comparison of a page with upstream's, returning a part, and the marks in the page editor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.document import dump, load
from curriculum.forks.actions.give_reason import give_reason
from curriculum.forks.models import Fork
from tests.factories import imported, node, node_id, released, small_document
from tests.integration.admin.conftest import edited as saved_with
from tests.integration.admin.conftest import holds
from tests.integration.forks.forking import draft_of, fork_edits, forked
from tests.integration.releases.edits import edited
from tests.integration.security.inert import STRINGS, active_parts, with_strings

ACTIVITY, HEADING = node_id("TST-1/lesson-1/activity"), node_id("TST-1/lesson-1/heading")
PASSAGE = node_id("TST-1/lesson-1/passage")
ADAPTED = [
    "set lessons[0].body[0].text Why we look twice",
    "remove lessons[0].body[3]",
    "add lessons[0].body[1] heading Our own",
    "move lessons[0].body[5] lessons[1].body[0]",
    "set lessons[0].minutes 60",
    "set lessons[0].materials[0].text five cards",
]
SHOWN = 20


@pytest.fixture
def adapted(fork: Fork) -> Fork:
    """Return the fork with a part in every state in its first lesson, and a story moved to the second."""
    fork_edits(fork, ADAPTED)
    return fork


@pytest.fixture
def editor(fork: Fork, person: Callable[..., AbstractUser], client: Client) -> Client:
    """Return a client signed in as an editor of the fork's platform."""
    client.force_login(person(fork.module.platform, "editor"))
    return client


def page_of(fork: Fork, number: int = 0) -> ModulePage | LessonPage:
    """Return lesson `number` from 1 on, or the module for 0."""
    module = ModulePage.objects.get(pk=fork.module.page.pk)
    return module.lessons().get(node_id=node_id(f"TST-1/lesson-{number}")) if number else module


def address(name: str, fork: Fork, number: int = 1, *more: object) -> str:
    return reverse(name, args=[page_of(fork, number).pk, *more])


# The comparison


def test_comparison__shows_what_differs_side_by_side(adapted: Fork, editor: Client) -> None:
    give_reason(fork=adapted, node_id=ACTIVITY, factor="market", reason="No buckets here.", by=None)

    response = editor.get(address("fork_compare", adapted))

    found = [(unit.unit.state.value, unit.unit.label) for unit in response.context["units"]]
    assert found == [
        ("adapted", "title and details"),
        ("adapted", "heading “Why we look twice”"),
        ("local", "heading “Our own”"),
        ("declined", "activity “Water game”"),
        ("adapted", "material “five cards”"),
        ("adapted", "story “Two sisters”"),
    ]
    for words in ("Upstream (Generic curriculum 1.0.0)", "SCAN Kenya", "Why (Market): No buckets here.",
                  "Upstream has it here: Lesson 1 “Look, then act”: after key message",
                  "This is core: say why before the next release."):  # fmt: skip
        assert holds(response, words)
    assert '<ins class="scan-ins">' in response.content.decode()


def test_comparison__of_everything_has_what_is_inherited_too(fork: Fork, editor: Client) -> None:
    nothing, everything = (editor.get(address("fork_compare", fork), {"show": show}) for show in ("changed", "all"))

    assert (nothing.context["units"], len(everything.context["units"])) == ([], 17)
    assert holds(nothing, "Nothing differs here")
    assert holds(everything, "As upstream has it.")


def test_comparison__of_a_module_leads_to_its_lessons_and_names_lost_ones(adapted: Fork, editor: Client) -> None:
    page_of(adapted, 3).delete()

    response = editor.get(address("fork_compare", adapted, 0))

    assert [(line.code, [count for _state, count in line.counts]) for line in response.context["lessons"]] == [
        ("TST-1.1", [4, 1, 1]), ("TST-1.2", [1]),
    ]  # fmt: skip
    assert [unit.unit.label for unit in response.context["units"]] == ["lesson “Lesson number 3”"]


def test_comparison__of_a_dropped_lesson_offers_the_lesson_alone(fork: Fork, editor: Client) -> None:
    saved_with(page_of(fork, 1), dropped_reason="Nobody needs it.")

    response = editor.get(address("fork_compare", fork))

    assert [unit.unit.label for unit in response.context["units"]] == ["lesson “Look, then act”"]
    assert holds(response, "Why: Nobody needs it.")


def test_comparison__shows_a_screenful_at_a_time_in_as_many_queries(
    generic: PlatformPage, kenya: PlatformPage, person: Callable[..., AbstractUser], client: Client
) -> None:
    data = dump(small_document())
    blocks = [node("x", "text", f"t{place}", {"body": {"html": "<p>Words.</p>"}}) for place in range(60)]
    data["root"]["slots"]["lessons"][1]["slots"]["body"] += blocks
    fork = forked(released(generic, load(data)), kenya)
    client.force_login(person(kenya, "editor"))
    of_few, of_many = (address("fork_compare", fork, number) + "?show=all" for number in (1, 2))
    client.get(of_few)  # what a process reads once

    with CaptureQueriesContext(connection) as few:
        client.get(of_few)
    with CaptureQueriesContext(connection) as many:
        first = client.get(of_many)
    last = client.get(of_many + "&p=x900")

    assert (len(first.context["units"]), first.context["screenful"].paginator.count) == (SHOWN, 63)
    assert last.status_code == 200
    assert len(many) <= len(few)


def test_screens__run_nothing_that_somebody_wrote(fork: Fork, editor: Client) -> None:
    """C1: drafts, titles and reasons of strangers are drawn inert."""
    string = next(one for one in STRINGS if "onerror" in one)
    give_reason(fork=fork, node_id=ACTIVITY, factor="market", reason=string, by=None)
    active = []
    for first in (0, 37, 74):
        imported(fork.module.platform, with_strings(draft_of(fork), first, each=True), approve=False)
        pages = [
            editor.get(address("fork_compare", fork), {"show": "all"}).content.decode(),
            editor.get(address("fork_return", fork, 1, HEADING)).content.decode(),
            editor.get(address("fork_reasons", fork, 0)).content.decode(),
            marks_html(editor.get(address("fork_states", fork)).json()),
        ]
        active += [part for html in pages for part in active_parts(html, only_marked=True)]

    assert active == []


# Returning a part


def test_return_screen__asks_and_then_does_it(adapted: Fork, editor: Client) -> None:
    asked = editor.get(address("fork_return", adapted, 1, ACTIVITY))
    unchanged = draft_of(adapted)
    done = editor.post(address("fork_return", adapted, 1, ACTIVITY), follow=True)

    assert holds(asked, "Take activity “Water game” back in?")
    assert unchanged == edited(small_document(lessons=3), ADAPTED)
    assert done.redirect_chain[-1][0] == address("fork_compare", adapted)
    assert holds(done, "The draft has upstream's version now.")
    assert ACTIVITY in [block.id for block in draft_of(adapted).root.slots["lessons"][0].slots["body"]]


def test_return_screen__leads_back_to_the_editor_it_was_opened_from(adapted: Fork, editor: Client) -> None:
    response = editor.post(address("fork_return", adapted, 1, HEADING) + "?from=editor")

    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page_of(adapted, 1).pk])


def test_return_screen__says_why_it_is_refused(
    adapted: Fork, editor: Client, person: Callable[..., AbstractUser]
) -> None:
    coordinator = person(adapted.module.platform, "coordinator")
    LessonPage.objects.filter(pk=page_of(adapted, 1).pk).update(locked=True, locked_by=coordinator)

    response = editor.post(address("fork_return", adapted, 1, HEADING), follow=True)

    assert holds(response, "kenya-coordinator")
    assert draft_of(adapted) == edited(small_document(lessons=3), ADAPTED)


@pytest.mark.parametrize("unit", [node_id("nowhere"), node_id("heading Our own"), node_id("TST-1/lesson-1/form")])
def test_return_screen__is_not_there_where_nothing_can_return(adapted: Fork, editor: Client, unit: str) -> None:
    assert editor.get(address("fork_return", adapted, 1, unit)).status_code == 404


# Who sees it


@pytest.mark.parametrize("name", ["fork_compare", "fork_states", "fork_return", "fork_reasons"])
def test_screens__are_for_the_fork_s_own_platform(
    adapted: Fork, generic: PlatformPage, person: Callable[..., AbstractUser], client: Client, name: str
) -> None:
    """T5: upstream's people see nothing of a fork's drafts."""
    client.force_login(person(generic, "committee"))
    more = [HEADING] if name == "fork_return" else []
    target = address(name, adapted, 0 if name == "fork_reasons" else 1, *more)

    assert {client.get(target).status_code, client.post(target).status_code} <= {403, 404, 405}


@pytest.mark.parametrize("name", ["fork_compare", "fork_states", "fork_reasons"])
def test_screens__of_a_module_that_is_no_fork_are_not_there(
    adapted: Fork, generic: PlatformPage, person: Callable[..., AbstractUser], client: Client, name: str
) -> None:
    client.force_login(person(generic, "committee"))

    assert client.get(reverse(name, args=[adapted.upstream.page.pk])).status_code == 404
    assert client.get(reverse(name, args=[generic.pk])).status_code == 404


def test_screens__let_translators_look_but_not_return(
    adapted: Fork, person: Callable[..., AbstractUser], client: Client
) -> None:
    client.force_login(person(adapted.module.platform, "translator"))

    compared = client.get(address("fork_compare", adapted))
    posted = client.post(address("fork_return", adapted, 1, HEADING))

    assert compared.status_code == 200
    assert not holds(compared, "Return to upstream's…")
    assert posted.status_code in {302, 403}
    assert draft_of(adapted) == edited(small_document(lessons=3), ADAPTED)


# Marks in the editor


def marks_html(marks: dict[str, Any]) -> str:
    return "".join([marks["own"], *marks["blocks"].values(), *(mark["html"] for mark in marks["declined"])])


def test_marks__say_where_each_belongs(adapted: Fork, editor: Client) -> None:
    marks = editor.get(address("fork_states", adapted)).json()

    assert set(marks["blocks"]) == {HEADING, node_id("heading Our own")}
    assert [{name: mark[name] for name in ("id", "holder", "slot", "after")} for mark in marks["declined"]] == [
        {"id": ACTIVITY, "holder": "", "slot": "body", "after": node_id("TST-1/lesson-1/key-message")}
    ]
    for words in ("Title and details", "Material “five cards”", "Story “Two sisters”"):
        assert words in marks["own"]
    assert "Changed here." in marks["blocks"][HEADING]
    assert reverse("fork_return", args=[page_of(adapted, 1).pk, HEADING]) in marks["blocks"][HEADING]


def test_marks__of_a_part_of_a_passage_name_the_passage(fork: Fork, editor: Client) -> None:
    fork_edits(fork, ["remove lessons[0].body[11].body[0]", "add lessons[0].body[11].body[0] heading Our own"])

    marks = editor.get(address("fork_states", fork)).json()

    declined = marks["declined"][0]
    assert (declined["holder"], declined["slot"], declined["after"]) == (PASSAGE, "body", "")
    assert list(marks["blocks"]) == [node_id("heading Our own")]


def test_marks__of_a_page_that_is_as_it_came_say_so(fork: Fork, editor: Client) -> None:
    marks = editor.get(address("fork_states", fork)).json()

    assert (marks["blocks"], marks["declined"]) == ({}, [])
    assert "All of this is as in Upstream (Generic curriculum 1.0.0)." in marks["own"]


def test_editor__of_a_fork_leads_to_comparison_and_marks(fork: Fork, editor: Client) -> None:
    lesson, module = (
        editor.get(reverse("wagtailadmin_pages:edit", args=[page_of(fork, number).pk])) for number in (1, 0)
    )

    for response, number in ((lesson, 1), (module, 0)):
        assert f'data-fork-states="{address("fork_states", fork, number)}"' in response.content.decode()
        assert address("fork_compare", fork, number) in response.content.decode()


def test_editor__of_a_module_that_is_no_fork_has_neither(
    fork: Fork, generic: PlatformPage, person: Callable[..., AbstractUser], client: Client
) -> None:
    client.force_login(person(generic, "committee"))

    response = client.get(reverse("wagtailadmin_pages:edit", args=[fork.upstream.page.pk]))

    assert "data-fork-states" not in response.content.decode()
