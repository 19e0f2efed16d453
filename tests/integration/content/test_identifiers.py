"""Ids of nodes: minted where they are missing, malformed or used twice; all others kept."""

import uuid
from typing import Any

import pytest

from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.content.working_copy import working_copy
from curriculum.document import Text, walk
from tests.factories import imported, node_id, small_document

pytestmark = pytest.mark.django_db

GOOD = node_id("good")


def saved_body(generic: PlatformPage, raw: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the body of a lesson as it is stored after saving `raw`."""
    lesson = imported(generic, small_document()).lessons()[1]
    block = lesson._meta.get_field("body").stream_block
    lesson.body = block.to_python(raw)
    lesson.save_revision().publish()
    fresh = LessonPage.objects.get(pk=lesson.pk)
    return block.get_prep_value(fresh.body)


def heading(block_id: Any) -> dict[str, Any]:
    """Return a heading with this id; without one for None."""
    block = {"type": "heading", "value": "Why"}
    return block if block_id is None else block | {"id": block_id}


@pytest.mark.parametrize("wrong", [None, "", "not-a-uuid", "123", 7])
def test_save__mints_an_id_that_is_missing_or_malformed(generic: PlatformPage, wrong: object) -> None:
    first, second = saved_body(generic, [heading(GOOD), heading(wrong)])

    assert first["id"] == GOOD
    assert second["id"] != GOOD
    assert uuid.UUID(second["id"]).version == 4


def test_save__mints_an_id_that_is_used_twice_and_keeps_the_first(generic: PlatformPage) -> None:
    ids = [block["id"] for block in saved_body(generic, [heading(GOOD), heading(GOOD), heading(GOOD)])]

    assert ids[0] == GOOD
    assert len(set(ids)) == 3


def test_save__mints_the_id_of_a_block_that_has_the_id_of_its_page(generic: PlatformPage) -> None:
    page_id = node_id("TST-1/lesson-2")

    (block,) = saved_body(generic, [heading(page_id)])

    assert block["id"] != page_id
    assert str(LessonPage.objects.get(code="TST-1.2").node_id) == page_id


def test_save__writes_an_id_in_lower_case_with_hyphens(generic: PlatformPage) -> None:
    (block,) = saved_body(generic, [heading(GOOD.upper().replace("-", ""))])

    assert block["id"] == GOOD


def test_save__reaches_list_items_at_every_depth(generic: PlatformPage) -> None:
    question = {
        "code": "Q-1", "text": "?", "feedback": "", "levels": [], "standards": [], "audience": [],
        "options": [{"type": "item", "id": GOOD, "value": {"text": "a", "correct": True, "feedback": ""}},
                    {"type": "item", "id": GOOD, "value": {"text": "b", "correct": False, "feedback": ""}}],
    }  # fmt: skip
    passage = {
        "title": "",
        "levels": [],
        "standards": [],
        "audience": [],
        "body": [{"type": "question", "value": question}],
    }

    (block,) = saved_body(generic, [{"type": "passage", "value": passage}])

    inner = block["value"]["body"][0]
    options = [option["id"] for option in inner["value"]["options"]]
    assert options[0] == GOOD
    assert len({block["id"], inner["id"], *options}) == 4


def test_save__values_that_code_appends_get_ids(generic: PlatformPage) -> None:
    lesson = imported(generic, small_document()).lessons()[1]
    lesson.body.append(("activity", {"title": "New", "materials": ["cup", "cards"], "steps": [{"body": "<p>Go.</p>"}]}))

    lesson.save_revision().publish()

    activity = working_copy(ModulePage.objects.get()).document.root.slots["lessons"][1].slots["body"][-1]
    assert [material.fields["text"] for material in activity.slots["materials"]] == [Text("cup"), Text("cards")]
    assert all(uuid.UUID(found.id) for found in walk(activity))


def test_save__keeps_every_id_of_a_page_in_order(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    before = [node.id for node in walk(working_copy(page).document)]

    for saved in (page, *page.lessons()):
        saved.specific.save_revision().publish()

    assert [node.id for node in walk(working_copy(ModulePage.objects.get()).document)] == before


def test_save__rows_with_one_id_are_told_apart(generic: PlatformPage) -> None:
    lesson = imported(generic, small_document()).lessons()[0].get_latest_revision_as_object()
    material = lesson.materials.all()[0]
    lesson.materials = [material, type(material)(text="a rope", node_id=material.node_id, sort_order=9)]

    lesson.save_revision().publish()

    ids = {row.text: str(row.node_id) for row in LessonPage.objects.get(pk=lesson.pk).materials.all()}
    assert ids["four cards"] == node_id("TST-1/lesson-1/cards")
    assert ids["a rope"] != ids["four cards"]
