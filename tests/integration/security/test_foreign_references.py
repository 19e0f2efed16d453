"""What belongs to another platform is refused where a page refers to it (T4)."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from curriculum.content.foreign import foreign_references
from curriculum.content.models import LessonPage
from curriculum.content.node_links import lead_node_links
from tests.integration.security.world import CANARY, Realm, World

Login = Callable[[AbstractUser], Client]
Block = dict[str, Any]

pytestmark = pytest.mark.django_db


def _picture(realm: Realm) -> Block:
    return {"type": "picture", "value": {"image": realm.picture.pk, "alternative": "A field", "caption": ""}}


def _link(realm: Realm) -> str:
    return f'<p>Read <a linktype="page" id="{realm.lesson.pk}">that lesson</a>.</p>'


def _node_link(node: object) -> str:
    return f'<p>Read <a linktype="node" id="{node}">that lesson</a>.</p>'


def _embed(realm: Realm) -> str:
    return f'<p>See</p><embed embedtype="image" id="{realm.picture.pk}" format="left" alt="A field"/>'


def _text(html: str) -> Block:
    return {"type": "text", "value": html}


def _passage(block: Block) -> Block:
    return {"type": "passage", "value": {"title": "For some", "body": [block]}}


def _activity(html: str) -> Block:
    step = {"type": "item", "value": {"minutes": 5, "body": html}}
    return {"type": "activity", "value": {"title": "Walk", "purpose": "", "materials": [], "steps": [step]}}


def _discussion(html: str) -> Block:
    prompt = {"type": "item", "value": "Why?"}
    return {"type": "discussion", "value": {"title": "Talk", "body": html, "prompts": [prompt]}}


def _story(html: str) -> Block:
    return {"type": "story", "value": {"title": "Once", "form": "story", "body": html}}


def _form(html: str) -> Block:
    entry = {"type": "item", "value": {"label": "Day", "answer": "text"}}
    value = {"code": "F-1", "title": "Form", "form_kind": "record", "orientation": "portrait", "instructions": html}
    return {"type": "form", "value": {**value, "blank_rows": 0, "entries": [entry]}}


def _note(html: str) -> Block:
    return {"type": "facilitator_note", "value": {"body": html}}


#: Where a reference can stand: its field, and the block for a realm.
VARIANTS: dict[str, tuple[str, Callable[[Realm], Block]]] = {
    "a picture": ("body", _picture),
    "a picture in a passage": ("body", lambda realm: _passage(_picture(realm))),
    "a link in a text": ("body", lambda realm: _text(_link(realm))),
    "a link in a passage": ("body", lambda realm: _passage(_text(_link(realm)))),
    "a link in a step": ("body", lambda realm: _activity(_link(realm))),
    "a link in a discussion": ("body", lambda realm: _discussion(_link(realm))),
    "a link in a story": ("body", lambda realm: _story(_link(realm))),
    "a link in a form": ("body", lambda realm: _form(_link(realm))),
    "a link in a note": ("notes", lambda realm: _note(_link(realm))),
    "a picture inside a text": ("body", lambda realm: _text(_embed(realm))),
    "a document": ("body", lambda _realm: _text('<p><a linktype="document" id="1">Read</a></p>')),
    "a link to a draft": ("body", lambda realm: _text(f'<p><a linktype="page" id="{realm.draft.pk}">x</a></p>')),
    "a page for a node": ("body", lambda realm: _text(_node_link(realm.lesson.pk))),
    "a node for a page": ("body", lambda realm: _text(_link(realm).replace(f"{realm.lesson.pk}", _id(realm.lesson)))),
}
OWN_IS_FINE = set(VARIANTS) - {"a picture inside a text", "a document", "a page for a node", "a node for a page"}


@pytest.mark.parametrize("name", VARIANTS)
def test_page__refuses_what_is_foreign(world: World, name: str) -> None:
    """T4."""
    field, block = VARIANTS[name]
    lesson = _lesson_with(world, field, block(world.foreign))

    with pytest.raises(ValidationError) as refusal:
        lesson.clean()

    assert set(refusal.value.error_dict) == {field}


def test_page__takes_a_node_that_is_no_page_of_it_and_learns_nothing(world: World) -> None:
    """T4: an id that another platform has is as good as one that nobody has: it stays what was written."""
    for node in (_id(world.foreign.lesson), _id(world.foreign.draft), str(uuid.uuid4())):
        lesson = _lesson_with(world, "body", _text(_node_link(node)))

        lesson.clean()
        lead_node_links(lesson)

        assert f'<a id="{node}" linktype="node">that lesson</a>' in lesson.body[0].value.source


@pytest.mark.parametrize("name", sorted(OWN_IS_FINE))
def test_page__takes_what_is_its_own(world: World, name: str) -> None:
    """T4: the same in the own platform is no error."""
    field, block = VARIANTS[name]

    lesson = _lesson_with(world, field, block(world.own))

    lesson.clean()

    assert foreign_references(lesson) == {}


def _id(page: Page) -> str:
    return str(page.specific.node_id)


def _lesson_with(world: World, field: str, block: Block) -> LessonPage:
    lesson = LessonPage.objects.get(pk=world.own.lesson.pk)
    setattr(lesson, field, json.dumps([block]))
    return lesson


def _posted(lesson: LessonPage, block: tuple[str, Any]) -> dict[str, str]:
    """Return what the editor posts for `lesson` whose body is nothing but `block`."""
    fields = {
        "title": "A lesson",
        "code": lesson.code,
        "minutes": "90",
        "body": streamfield([block]),
        "quiz": streamfield([]),
        "notes": streamfield([]),
        "materials": inline_formset([]),
        "requirements": inline_formset([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(fields)


def _entity(kind: str, data: dict[str, Any]) -> str:
    block = {"key": "a", "text": "word", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    ranges = [{"offset": 0, "length": 4, "key": 0}]
    entity = {"type": kind, "mutability": "MUTABLE", "data": data}
    return json.dumps({"blocks": [{**block, "entityRanges": ranges}], "entityMap": {"0": entity}})


POSTED: dict[str, Callable[[Realm], tuple[str, Any]]] = {
    "a picture": lambda realm: ("picture", {"image": realm.picture.pk, "alternative": "A field", "caption": ""}),
    "a link": lambda realm: ("text", _entity("LINK", {"id": realm.lesson.pk, "url": "/pages/x/"})),
    "a link to a draft": lambda realm: ("text", _entity("LINK", {"id": realm.draft.pk, "url": "/pages/x/"})),
    "a picture inside a text": lambda realm: ("text", _entity("IMAGE", {"id": realm.picture.pk, "format": "left"})),
    "a page for a node": lambda realm: ("text", _entity("NODE", {"node": realm.lesson.pk, "id": realm.lesson.pk})),
    "a draft's node": lambda realm: ("text", _entity("NODE", {"node": _id(realm.draft), "id": realm.draft.pk})),
}


@pytest.mark.parametrize("name", POSTED)
def test_editor__saves_nothing_foreign_and_names_nothing(world: World, login: Login, name: str) -> None:
    """T4: a link is an error of the form, a picture is left out of the draft; neither tells about the foreign thing."""
    lesson, client = world.own.lesson, login(world.own.people["coordinator"])
    path = f"/admin/pages/{lesson.pk}/edit/"

    answer = client.post(path, _posted(lesson, POSTED[name](world.foreign)), follow=True)

    assert answer.status_code == 200
    assert CANARY not in answer.content.decode().lower()
    lesson.refresh_from_db()
    saved = json.dumps(lesson.latest_revision.content)
    assert f'"image\\": {world.foreign.picture.pk}' not in saved
    assert all(f'id=\\\\\\"{page.pk}\\\\\\"' not in saved for page in (world.foreign.lesson, world.foreign.draft))


@pytest.mark.parametrize("name", ["a link", "a link to a draft", "a page for a node"])
def test_editor__says_that_a_link_leads_elsewhere(world: World, login: Login, name: str) -> None:
    """T4."""
    lesson, client = world.own.lesson, login(world.own.people["coordinator"])
    revisions = lesson.revisions.count()

    answer = client.post(f"/admin/pages/{lesson.pk}/edit/", _posted(lesson, POSTED[name](world.foreign)))

    assert "body" in answer.context["form"].errors
    assert lesson.revisions.count() == revisions


def test_editor__saves_what_is_its_own(world: World, login: Login) -> None:
    """T4: the same post with an own picture is saved, so that the refusals above are about the platform."""
    lesson, client = world.own.lesson, login(world.own.people["coordinator"])
    revisions = lesson.revisions.count()

    answer = client.post(f"/admin/pages/{lesson.pk}/edit/", _posted(lesson, POSTED["a picture"](world.own)))

    assert answer.status_code == 302
    assert lesson.revisions.count() == revisions + 1


def test_editor__keeps_the_text_where_a_picture_is_gone(world: World, login: Login) -> None:
    """T4: a picture that a colleague deleted meanwhile costs nobody the rest of what was written."""
    lesson, client = world.own.lesson, login(world.own.people["coordinator"])
    gone = ("picture", {"image": 999999, "alternative": "What I wrote", "caption": ""})

    answer = client.post(f"/admin/pages/{lesson.pk}/edit/", _posted(lesson, gone), follow=True)

    assert answer.status_code == 200
    assert "What I wrote" in answer.content.decode()


@pytest.mark.parametrize("name", POSTED)
def test_preview__shows_nothing_foreign(world: World, login: Login, name: str) -> None:
    """T4: neither does the preview of what is not saved yet."""
    lesson, client = world.own.lesson, login(world.own.people["editor"])
    path = f"/admin/pages/{lesson.pk}/edit/preview/"

    posted = client.post(path, _posted(lesson, POSTED[name](world.foreign)))
    shown = client.get(path + "?mode=learner")

    assert posted.status_code == 200
    assert CANARY not in shown.content.decode().lower()


def test_editor__refuses_a_block_that_is_not_offered(world: World, login: Login) -> None:
    """C2: a post with a block of raw HTML saves no such block."""
    lesson, client = world.own.lesson, login(world.own.people["coordinator"])

    client.post(f"/admin/pages/{lesson.pk}/edit/", _posted(lesson, ("raw_html", "<script>alert(1)</script>")))

    lesson.refresh_from_db()
    assert "<script" not in json.dumps(lesson.latest_revision.content)
    assert "raw_html" not in LessonPage._meta.get_field("body").stream_block.child_blocks
