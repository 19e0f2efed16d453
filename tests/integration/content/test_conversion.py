"""Pages ⇄ documents: `to_document(to_page(d)) == d`, in memory and through the database with its revisions."""

import os

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from wagtail.models import Comment

from curriculum.content.conforming import faults
from curriculum.content.conversion import fill_lesson, fill_module, to_document
from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.content.references import References
from curriculum.content.working_copy import State, working_copy
from curriculum.demonstration import snippets
from curriculum.document import Asset, Document, dump, load
from tests.factories import (
    FILES,
    demonstration_modules,
    imported,
    make_person,
    node_id,
    released,
    small_document,
)
from tests.integration.content.vocabulary_documents import documents

pytestmark = pytest.mark.django_db

PAGES = (node_id("page-1"), node_id("page-2"))
PICTURES = [Asset(sha256=next(iter(FILES)), name=name) for name in ("wheel.png", "rueda ñ.png", "a b.PNG", "wheel")]
REFERENCES = References(
    asset_of_picture=dict(enumerate(PICTURES, start=1)),
    picture_of_asset={asset: number for number, asset in enumerate(PICTURES, start=1)},
    node_of_page={1: PAGES[0], 2: PAGES[1]},
    page_of_node={PAGES[0]: 1, PAGES[1]: 2},
    code_of_requirement={5: ("TST-STD", "T-01")},
    requirement_of_code={("TST-STD", "T-01"): 5},
)
DATABASE_EXAMPLES = 300 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 15


def through_pages(document: Document) -> Document:
    """Return what the pages say that `document` was written into, without a database."""
    module = ModulePage()
    fill_module(module, document.root, document.language, REFERENCES)
    lessons = [LessonPage() for _node in document.root.slots.get("lessons", ())]
    for page, node in zip(lessons, document.root.slots.get("lessons", ()), strict=True):
        fill_lesson(page, node, REFERENCES)
    return to_document(module, lessons, REFERENCES)


@given(document=documents(PAGES))
@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_conversion__pages_in_memory_give_the_document_back(document: Document) -> None:
    assert list(faults(document)) == []

    assert dump(through_pages(document)) == dump(document)


@given(document=documents())
@hypothesis_settings(max_examples=DATABASE_EXAMPLES, suppress_health_check=list(HealthCheck))
def test_conversion__pages_of_the_database_give_the_document_back(generic: PlatformPage, document: Document) -> None:
    with transaction.atomic():
        page = imported(generic, document)

        assert dump(working_copy(page, State.DRAFT).document) == dump(document)
        assert dump(working_copy(page, State.APPROVED).document) == dump(document)
        transaction.set_rollback(True)


def test_conversion__every_demonstration_module(generic: PlatformPage) -> None:
    snippets.load_requirement_map(settings.CURRICULUM_DATA / "requirement-map.json")
    for module in demonstration_modules():
        files = {digest: path.read_bytes() for digest, path in module.pictures.items()}

        page = imported(generic, module.document, files=files)

        assert dump(working_copy(page).document) == dump(module.document), f"{module.code} {module.version}"


def test_conversion__the_same_picture_on_two_platforms_has_one_name(generic: PlatformPage, peru: PlatformPage) -> None:
    imported(generic, small_document())

    page = imported(peru, small_document(language="es"))

    assert working_copy(page).document == small_document(language="es")


def test_conversion__links_between_lessons_are_links_of_the_editor_and_back(generic: PlatformPage) -> None:
    data = dump(small_document())
    link = f'<p>See <a data-node="{node_id("TST-1/lesson-2")}">lesson 2</a>.</p>'
    data["root"]["slots"]["lessons"][0]["slots"]["body"][1]["fields"]["body"] = {"html": link}

    page = imported(generic, load(data))

    first, second = page.lessons()
    assert f'<a id="{second.pk}" linktype="page">lesson 2</a>' in first.body[1].value.source
    assert working_copy(page).document == load(data)


def test_conversion__what_browsers_and_word_processors_send_is_cleaned(generic: PlatformPage) -> None:
    lesson = imported(generic, small_document()).lessons()[1].get_latest_revision_as_object()
    lesson.place = "  \x0b "
    lesson.body.append(("heading", "One\r\ntwo\x00 nin\u0303o \U0001f331"))
    lesson.body.append(("key_message", " \r\n "))
    lesson.save_revision().publish()

    node = working_copy(ModulePage.objects.get()).document.root.slots["lessons"][1]

    assert dump(Document(language="en", root=node))["root"]["slots"]["body"][1]["fields"] == {
        "text": {"text": "One\ntwo niño \U0001f331"}
    }
    assert "text" not in node.slots["body"][2].fields
    assert "place" not in node.fields


def test_conversion__what_was_cleaned_is_released_in_canonical_form(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    draft = page.get_latest_revision_as_object()
    draft.summary = "One\r\ntwo nin\u0303o"
    draft.save_revision().publish()

    release = released(generic, working_copy(ModulePage.objects.get()).document)

    assert release.source_edition().load() == small_document(summary="One\ntwo niño")


def test_conversion__comments_stay_attached_after_an_import(generic: PlatformPage) -> None:
    page = imported(generic, small_document())
    lesson = page.lessons()[0]
    block = str(lesson.body[1].id)
    lesson.wagtail_admin_comments = [
        Comment(page=lesson, user=make_person(), text="Too long?", contentpath=f"body.{block}", position='"abcde"')
    ]
    lesson.save()
    data = dump(small_document())
    data["root"]["slots"]["lessons"][0]["slots"]["body"][1]["fields"]["body"] = {"html": "<p>Shorter.</p>"}

    imported(generic, load(data))

    comment = Comment.objects.get()
    assert (comment.text, comment.contentpath, comment.resolved_at) == ("Too long?", f"body.{block}", None)
    fresh = LessonPage.objects.get(pk=lesson.pk)
    assert str(fresh.body[1].id) == block
    assert fresh.get_latest_revision_as_object().wagtail_admin_comments.get().text == "Too long?"


def test_conversion__block_keys_are_given_back(generic: PlatformPage) -> None:
    lesson = imported(generic, small_document()).lessons()[1].get_latest_revision_as_object()
    lesson.body[0].value.source = '<p data-block-key="k1">Text of lesson 2.</p>'
    lesson.save_revision().publish()
    data = dump(small_document())
    data["root"]["slots"]["lessons"][1]["slots"]["body"][0]["fields"]["body"] = {
        "html": "<p>Before.</p><p>Text of lesson 2.</p>"
    }

    imported(generic, load(data))

    source = LessonPage.objects.get(pk=lesson.pk).body[0].value.source
    assert source == '<p>Before.</p><p data-block-key="k1">Text of lesson 2.</p>'
