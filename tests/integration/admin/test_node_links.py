"""A link to a lesson that the platform does not have, in the page editor."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from curriculum.content.conversion import to_lesson_node
from curriculum.content.models import LessonPage, PlatformPage
from curriculum.content.references import references_of
from curriculum.document import Html
from tests.factories import imported, node_id, small_document
from tests.integration.admin.conftest import holds
from tests.integration.releases.edits import edited

pytestmark = pytest.mark.django_db

LINKED = node_id("TST-2/lesson-1")
PROSE = (
    f'<p>See <a data-node="{LINKED}">the <b>other</b> lesson</a> first, or <a href="https://x.org/">this</a>.</p>'
    f'<ul><li>One.</li><li><a data-node="{LINKED}">Again</a></li></ul>'
)


@pytest.fixture
def lesson(generic: PlatformPage) -> LessonPage:
    """Return a lesson whose only text links to a lesson of a module that the platform does not have."""
    document = edited(small_document(), [f"html lessons[1].body[0].body {PROSE}"])
    return imported(generic, document).lessons()[1]


def edit_path(lesson: LessonPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[lesson.pk])


def in_editor(client: Client, lesson: LessonPage) -> dict[str, Any]:
    """Return the text of `lesson` as the rich text editor gets it when somebody opens the page."""
    text = client.get(edit_path(lesson)).context["form"]["body"].value()[0]
    return json.loads(text.block.field.widget.format_value(text.value.source))


def save(client: Client, lesson: LessonPage, content: dict[str, Any]) -> Any:
    """Save `lesson` as the page editor does, with `content` as its only text."""
    fields = {"title": lesson.title, "code": lesson.code, "minutes": "60", "low": "core"}
    fields |= {"body": streamfield([("text", json.dumps(content))]), "quiz": streamfield([]), "notes": streamfield([])}
    fields |= {name: inline_formset([]) for name in ("materials", "requirements", "comments")}
    return client.post(edit_path(lesson), nested_form_data(fields))


def prose_of(lesson: LessonPage) -> str:
    """Return the text of the latest draft of `lesson`, as the document has it."""
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    value = to_lesson_node(draft, references_of(lesson.platform)).slots["body"][0].fields["body"]
    assert isinstance(value, Html)
    return value.html


def test_editor__another_word_is_changed_and_the_link_is_still_there(lesson: LessonPage, committee: Client) -> None:
    content = in_editor(committee, lesson)
    content["blocks"][1]["text"] = "Two."

    answer = save(committee, lesson, content)

    assert answer.status_code == 302
    assert prose_of(lesson) == PROSE.replace("One.", "Two.")


def test_editor__shows_such_a_link_as_an_entity_with_a_hint(lesson: LessonPage, committee: Client) -> None:
    entities = list(in_editor(committee, lesson)["entityMap"].values())

    hint = "A lesson that this platform does not have, or a part of a lesson. The link is kept."
    node = {"type": "NODE", "mutability": "MUTABLE", "data": {"node": LINKED, "hint": hint}}
    assert entities == [node, {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://x.org/"}}, node]


def test_editor__offers_no_button_for_such_links_and_brings_the_script(lesson: LessonPage, committee: Client) -> None:
    html = committee.get(edit_path(lesson)).content.decode()

    options = lesson.body.stream_block.child_blocks["text"].field.widget.options
    kind = next(kind for kind in options["entityTypes"] if kind["type"] == "NODE")
    assert kind.keys().isdisjoint({"icon", "label", "description"})
    assert re.search(r'<script src="[^"]*curriculum/node-link[^"]*\.js[^"]*" type="module"></script>', html)


def test_editor__a_link_is_removed_where_the_editor_removes_it(lesson: LessonPage, committee: Client) -> None:
    content = in_editor(committee, lesson)
    content["blocks"][2]["entityRanges"] = []

    save(committee, lesson, content)

    assert prose_of(lesson) == PROSE.replace(f'<a data-node="{LINKED}">Again</a>', "Again")


def test_editor__opens_with_links_led_to_the_lessons_that_are_there_by_now(
    lesson: LessonPage, generic: PlatformPage, committee: Client
) -> None:
    found = imported(generic, small_document("TST-2")).lessons()[0]

    content = in_editor(committee, lesson)
    save(committee, lesson, content)

    entities = [entity for entity in content["entityMap"].values() if "id" in entity["data"]]
    assert [(entity["type"], entity["data"]["id"]) for entity in entities] == [("LINK", found.pk)] * 2
    stored = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body[0].value.source
    assert stored.count(f'<a linktype="page" id="{found.pk}">') == 2
    assert "node" not in stored
    assert prose_of(lesson) == PROSE


@pytest.mark.parametrize(
    "data",
    [{}, *({"node": found} for found in ("", "12", 12, None, [], {}, "x" * 5000, f'{LINKED}" onclick="x()',
                                         LINKED.upper(), f"{{{LINKED}}}"))],
)  # fmt: skip
def test_editor__refuses_an_id_that_is_none_at_its_block(
    lesson: LessonPage, committee: Client, data: dict[str, object]
) -> None:
    """T4."""
    content = in_editor(committee, lesson)
    content["entityMap"]["0"]["data"] = data
    revisions = lesson.revisions.count()

    answer = save(committee, lesson, content)

    assert list(answer.context["form"].errors) == ["body"]
    assert holds(answer, "leads to a page that is gone or not on this platform")
    assert 'onclick="x()' not in answer.content.decode()
    assert lesson.revisions.count() == revisions


def test_comparison__of_two_drafts_shows_the_text(lesson: LessonPage, committee: Client) -> None:
    content = in_editor(committee, lesson)
    content["blocks"][1]["text"] = "Two."
    first = lesson.latest_revision_id
    save(committee, lesson, content)
    last = Page.objects.get(pk=lesson.pk).latest_revision_id

    shown = committee.get(reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, first, last]))

    assert shown.status_code == 200
    assert LINKED not in shown.content.decode()
    assert holds(shown, "Two.")
