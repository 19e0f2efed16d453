"""Links to lessons that the platform does not have: kept, silent to readers, led to the page once there is one."""

from typing import Any

import pytest
from django.test import Client
from wagtail.rich_text import expand_db_html, extract_references_from_rich_text

from curriculum.content.models import LessonPage, ModulePage, PlatformPage
from curriculum.content.node_links import lead_node_links
from curriculum.content.working_copy import State, working_copy
from curriculum.document import Document, digest, dump
from curriculum.forks.actions.create_fork import create_fork
from curriculum.reading.actions.refresh_lesson_texts import rebuild_lesson_texts
from curriculum.releases.actions.cut_release import cut_release
from curriculum.releases.models import Release
from tests.factories import imported, make_platform, node_id, released, small_document
from tests.integration.releases.edits import edited

pytestmark = pytest.mark.django_db

LINKED = node_id("TST-2/lesson-1")


@pytest.fixture
def kenya() -> PlatformPage:
    return make_platform("kenya", name="SCAN Kenya", country="KE", language="en")


def linking(target: str = LINKED) -> Document:
    """Return TST-1 whose first lesson links to the node `target` twice: in a text, and in a step of an activity."""
    link = f'<a data-node="{target}">the other lesson</a>'
    steps = [
        f"html lessons[0].body[1].body <p>See <b>{link}</b> first.</p>",
        f"html lessons[0].body[3].steps[0].body <ul><li>{link}</li></ul>",
    ]
    return edited(small_document(), steps)


def fork(release: Release, kenya: PlatformPage) -> ModulePage:
    return create_fork(release=release, to=kenya, language="en", by=None).module.page


def stored_links(page: ModulePage) -> list[str]:
    """Return the two texts of the draft that hold the links, as Wagtail stores them."""
    body = page.lessons()[0].get_latest_revision_as_object().body
    return [body[1].value.source, body[3].value["steps"][0]["body"].source]


def test_fork__of_a_module_that_links_to_one_that_is_not_forked_is_the_edition(
    generic: PlatformPage, kenya: PlatformPage
) -> None:
    """M5: a fork that nobody touched is upstream's document, so the same upstream merges into it without a change."""
    released(generic, small_document("TST-2"))
    release = released(generic, linking())

    page = fork(release, kenya)

    for state in State:
        assert dump(working_copy(page, state).document) == dump(linking())
        assert digest(working_copy(page, state).document) == release.source_edition().document_id
    assert all(f'<a id="{LINKED}" linktype="node">the other lesson</a>' in html for html in stored_links(page))


def test_fork__of_the_linked_module_later_leads_the_links_there(generic: PlatformPage, kenya: PlatformPage) -> None:
    other, release = released(generic, small_document("TST-2")), released(generic, linking())
    page = fork(release, kenya)

    lesson = fork(other, kenya).lessons()[0]
    before = working_copy(page).document
    imported(kenya, edited(linking(), ["set lessons[0].title Rewritten"]))

    assert dump(before) == dump(linking())
    assert all(f'<a id="{lesson.pk}" linktype="page">the other lesson</a>' in html for html in stored_links(page))
    assert dump(working_copy(page).document) == dump(edited(linking(), ["set lessons[0].title Rewritten"]))


def test_lead_node_links__changes_the_links_and_nothing_of_the_document(
    generic: PlatformPage, kenya: PlatformPage
) -> None:
    other, release = released(generic, small_document("TST-2")), released(generic, linking())
    page = fork(release, kenya)
    lesson = page.lessons()[0].get_latest_revision_as_object()
    lead_node_links(lesson)
    early = lesson.body[1].value.source
    linked = fork(other, kenya).lessons()[0]

    lead_node_links(lesson)
    lesson.save_revision()

    assert early == f'<p>See <b><a id="{LINKED}" linktype="node">the other lesson</a></b> first.</p>'
    assert all(f'<a id="{linked.pk}" linktype="page">' in html for html in stored_links(page))
    assert dump(working_copy(page).document) == dump(linking())


def test_lead_node_links__knows_the_pages_of_the_own_platform_only(generic: PlatformPage, kenya: PlatformPage) -> None:
    """T4: a lesson of another platform that has the id is not looked at."""
    released(generic, small_document("TST-2"))
    lesson = fork(released(generic, linking()), kenya).lessons()[0]

    lead_node_links(lesson)

    assert (
        lesson.body[1].value.source == f'<p>See <b><a id="{LINKED}" linktype="node">the other lesson</a></b> first.</p>'
    )


def test_lead_node_links__costs_nothing_where_there_are_none(
    generic: PlatformPage, django_assert_num_queries: Any
) -> None:
    lesson = LessonPage.objects.get(pk=imported(generic, small_document()).lessons()[0].pk)

    before = lesson.body.get_prep_value()

    with django_assert_num_queries(0):
        lead_node_links(lesson)

    assert lesson.body.get_prep_value() == before


def test_link_to_a_part_of_a_lesson__is_kept_too(generic: PlatformPage) -> None:
    target = node_id("TST-1/lesson-2/text")

    page = imported(generic, linking(target))

    assert dump(working_copy(page).document) == dump(linking(target))


def test_release__holds_the_link(generic: PlatformPage, kenya: PlatformPage) -> None:
    page = fork(released(generic, linking()), kenya)

    release = cut_release(module=page.module, by=None, notes="As it came.")

    assert dump(release.source_edition().load()) == dump(linking())


def test_rendering__outside_the_editor_shows_the_text_alone(generic: PlatformPage) -> None:
    stored = f'<p>See <a id="{LINKED}" linktype="node">the other lesson</a>.</p>'

    assert expand_db_html(stored) == "<p>See <a>the other lesson</a>.</p>"
    assert list(extract_references_from_rich_text(stored)) == []


def test_reading__a_link_is_text_until_the_platform_has_released_the_lesson(
    generic: PlatformPage, kenya: PlatformPage, client: Client
) -> None:
    other, release = released(generic, small_document("TST-2")), released(generic, linking())
    cut_release(module=fork(release, kenya).module, by=None, notes="As it came.")
    address = "/en/kenya/tst-1/tst-1.1/"

    before = client.get(address).content.decode()
    cut_release(module=fork(other, kenya).module, by=None, notes="As it came.")
    rebuild_lesson_texts()
    after = client.get(address).content.decode()

    assert "<p>See <b>the other lesson</b> first.</p>" in before
    assert '<p>See <b><a href="/en/kenya/tst-2/tst-2.1/">the other lesson</a></b> first.</p>' in after
