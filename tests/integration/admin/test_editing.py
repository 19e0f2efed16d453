"""The page editor: creating, approving, copying, moving, previewing; what must not be referred to."""

import json
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from curriculum.content.conversion import to_lesson_node
from curriculum.content.models import LessonPage, Module, ModulePage, Picture, PlatformPage
from curriculum.content.references import references_of
from curriculum.document import walk
from tests import factories
from tests.integration.admin.conftest import PersonOf, SignedIn, edited, holds

pytestmark = pytest.mark.django_db

COMMENTS = inline_formset([])


def module_form(**values: Any) -> dict[str, Any]:
    data = {"title": "A new module", "code": "NEW-1", "summary": "What it is for.", "builds_on": "ORG-1"}
    data |= {"introduction": streamfield([]), "outcomes": inline_formset([{"text": "Say why"}])}
    levels = values.pop("levels", ["low"])
    return nested_form_data(data | {"comments": COMMENTS} | values) | {"levels": levels}


def lesson_form(body: Any = (("heading", "Why"),), **values: Any) -> dict[str, Any]:
    data = {"title": "A new lesson", "code": "", "minutes": "60", "phase": "", "cycle_step": "", "place": ""}
    data |= {"low": "core", "moderate": "", "adequate": "", "specialized": "", "dropped_reason": ""}
    data |= {"body": streamfield(body), "quiz": streamfield([]), "notes": streamfield([])}
    data |= {"materials": inline_formset([{"text": "cards"}]), "requirements": inline_formset([])}
    return nested_form_data(data | {"comments": COMMENTS} | values)


def add(parent: Any, kind: str) -> str:
    return reverse("wagtailadmin_pages:add", args=["curriculum", kind, parent.pk])


def link(page: Any) -> str:
    """Return rich text, as the editor posts it, with a link to `page`."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page.pk, "parentId": None, "url": "/"}}
    block = {"key": "aaaaa", "text": "see there", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"key": 0, "offset": 0, "length": 3}]}  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def list_items(values: dict[str, Any]) -> dict[str, object]:
    """Return the items of a list block, as the editor posts them."""
    items = {str(n): {"value": value, "deleted": "", "order": str(n), "id": ""} for n, value in enumerate(values)}
    return items | {"count": str(len(items))}


def picture_of(platform: PlatformPage, colour: str = "red") -> Picture:
    file = ContentFile(factories.picture_bytes(colour), name=f"{colour}.png")
    return Picture.objects.create(title=colour, file=file, collection=platform.collection)


# Creating


@pytest.mark.parametrize("button", ["action-publish", "action-submit", ""])
def test_create__a_module_and_a_lesson(generic: PlatformPage, committee: Client, button: str) -> None:
    pressed = {button: "1"} if button else {}

    committee.post(add(generic, "modulepage"), module_form() | pressed)
    module = ModulePage.objects.get(code="NEW-1")
    committee.post(add(module, "lessonpage"), lesson_form() | pressed)

    lesson = module.lessons().get()
    assert (lesson.code, lesson.slug, lesson.live) == ("NEW-1.1", "new-1-1", button == "action-publish")
    assert module.module.platform == generic
    assert [row.text for row in lesson.get_latest_revision_as_object().materials.all()] == ["cards"]


WRONG_MODULES = [
    ({"code": ""}, "code", "This field is required."),
    ({"code": "new 1"}, "code", "such as QMS-1"),
    ({"code": "TST-1"}, "code", "already has a module TST-1"),
    ({"title": ""}, "title", "This field is required."),
    ({"summary": "s" * 1001}, "summary", "at most 1000 characters"),
    ({"builds_on": "no code"}, "builds_on", "is no code"),
    ({"levels": ["highest"]}, "levels", "Select a valid choice"),
]


def test_create__a_module_says_what_is_wrong_and_keeps_what_was_typed(
    generic: PlatformPage, module: ModulePage, committee: Client
) -> None:
    for values, field, words in WRONG_MODULES:
        response = committee.post(add(generic, "modulepage"), module_form(**values))

        form = response.context["form"]
        assert words in " ".join(form.errors[field])
        assert form["summary"].value() == values.get("summary", "What it is for.")
        assert ModulePage.objects.count() == 1
        assert Module.objects.count() == 1


WRONG_LESSONS = [
    ({"code": "OTHER-1.1"}, "code", "has a code such as TST-1.1"),
    ({"code": "TST-1.2"}, "code", "already has a lesson TST-1.2"),
    ({"minutes": "0"}, "minutes", "greater than or equal to 5"),
    ({"minutes": "many"}, "minutes", "Enter a whole number"),
    ({"place": "p" * 256}, "place", "at most 255 characters"),
    ({"dropped_reason": "p" * 1001}, "dropped_reason", "at most 1000 characters"),
]


def test_create__a_lesson_says_what_is_wrong_and_keeps_what_was_typed(module: ModulePage, committee: Client) -> None:
    for values, field, words in WRONG_LESSONS:
        response = committee.post(add(module, "lessonpage"), lesson_form(**values))

        form = response.context["form"]
        assert words in " ".join(form.errors[field])
        assert form["title"].value() == "A new lesson"
        assert module.lessons().count() == 2


def test_create__a_draft_may_be_unfinished_but_not_be_approved(module: ModulePage, committee: Client) -> None:
    unfinished = {"body": ()}

    refused = committee.post(add(module, "lessonpage"), lesson_form(**unfinished) | {"action-publish": "1"})
    committee.post(add(module, "lessonpage"), lesson_form(**unfinished))

    assert refused.status_code == 200
    assert module.lessons().count() == 3


# What must not be referred to


def foreign_bodies(module: ModulePage, foreign: ModulePage) -> dict[str, Any]:
    picture = picture_of(foreign.module.platform)
    picture_value = {"image": str(picture.pk), "alternative": "A wheel", "caption": ""}
    nested = {"title": "t", "body": streamfield([("text", link(foreign))])}
    return {
        "page": [("text", link(foreign))],
        "lesson": [("text", link(foreign.lessons()[0]))],
        "platform": [("text", link(foreign.get_parent()))],
        "own platform, which is no page of the curriculum": [("text", link(module.get_parent()))],
        "missing page": [("text", link(Page(pk=10**6)))],
        "picture": [("picture", picture_value)],
        "in a passage": [("passage", nested)],
        "in a step": [
            (
                "activity",
                {
                    "title": "t",
                    "purpose": "",
                    "materials": list_items([]),
                    "steps": list_items([{"minutes": "1", "body": link(foreign)}]),
                },
            )
        ],
    }


@pytest.mark.parametrize("pressed", [{}, {"action-publish": "1"}])
def test_save__refuses_what_is_foreign_at_its_block_and_keeps_what_was_typed(
    module: ModulePage, foreign: ModulePage, administrator: Client, pressed: dict[str, str]
) -> None:
    """T4: even for somebody who may see both platforms."""
    for case, body in foreign_bodies(module, foreign).items():
        response = administrator.post(add(module, "lessonpage"), lesson_form(body=body, title="Typed") | pressed)

        assert response.status_code == 200, case
        form = response.context["form"]
        assert list(form.errors) == ["body"], case
        assert form["title"].value() == "Typed"
        assert form["body"].value()[0].block_type == body[0][0]
    assert module.lessons().count() == 2


def test_save__refuses_what_is_foreign_in_an_edit_too(
    module: ModulePage, foreign: ModulePage, administrator: Client
) -> None:
    """T4: even for somebody who may see both platforms."""
    lesson = module.lessons()[1]
    before = lesson.latest_revision_id
    target = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    for case, body in foreign_bodies(module, foreign).items():
        response = administrator.post(target, lesson_form(body=body, code=lesson.code))
        assert list(response.context["form"].errors) == ["body"], case

    lesson.refresh_from_db()
    assert lesson.latest_revision_id == before


def test_save__takes_links_and_pictures_of_the_own_platform(
    module: ModulePage, generic: PlatformPage, committee: Client
) -> None:
    own = picture_of(generic)
    body = [
        ("text", link(module.lessons()[1])),
        ("text", link(module)),
        ("picture", {"image": str(own.pk), "alternative": "A wheel", "caption": ""}),
        ("text", rich_text('<p><a href="https://example.org/">out</a></p>')),
    ]

    committee.post(add(module, "lessonpage"), lesson_form(body=body) | {"action-publish": "1"})

    lesson = module.lessons().get(code="TST-1.3")
    node = to_lesson_node(lesson, references_of(generic))
    assert [child.kind for child in node.slots["body"]] == ["text", "text", "picture", "text"]


# Approving


def actions_of(client: Client, page: Any) -> str:
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    return html[html.index('<footer class="footer') :]


def test_editor__speaks_of_approving(module: ModulePage, committee: Client, editor: Client) -> None:
    lesson = module.lessons()[1]

    assert "Approve" in actions_of(committee, lesson)
    assert "Take approval back" in actions_of(committee, lesson)
    assert ">Publish<" not in actions_of(committee, lesson)
    assert "Approve" not in actions_of(editor, lesson).replace("Approval: ", "")


def test_editor__offers_one_way_to_approve_what_waits(
    module: ModulePage, committee: Client, editor: Client, generic: PlatformPage
) -> None:
    lesson = edited(module.lessons()[1], place="in the shade")
    generic.get_workflow().start(lesson, None)

    footer = actions_of(committee, lesson)

    assert footer.count('data-workflow-action-name="approve"') == 2  # with a comment and without
    assert 'name="action-publish"' not in footer
    assert "and Publish" not in footer


def test_editor__of_a_platform_keeps_its_words(generic: PlatformPage, person: PersonOf, signed_in: SignedIn) -> None:
    response = signed_in(person()).get(reverse("wagtailadmin_pages:edit", args=[generic.pk]))

    assert response.status_code == 200


# Copying, moving


def node_ids(lesson: LessonPage) -> set[str]:
    return {node.id for node in walk(to_lesson_node(lesson, references_of(lesson.platform)))}


def copy_form(parent: Any, slug: str = "anything") -> dict[str, str]:
    return {"new_title": "A copy", "new_slug": slug, "new_parent_page": str(parent.pk), "publish_copies": "on",
            "alias": "on"}  # fmt: skip


def test_copy__of_a_lesson_mints_new_ids(module: ModulePage, committee: Client) -> None:
    lesson = edited(module.lessons()[0], place="in the shade")

    committee.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), copy_form(module))

    copy = module.lessons().get(code="TST-1.3")
    assert (copy.title, copy.live, copy.alias_of, copy.revisions.count()) == ("A copy", False, None, 1)
    draft = copy.get_latest_revision_as_object()
    assert node_ids(copy) == node_ids(draft)
    assert not node_ids(copy) & node_ids(lesson)
    assert len(node_ids(copy)) == len(node_ids(lesson))
    assert (draft.place, draft.code, copy.has_unpublished_changes) == ("in the shade", "TST-1.3", True)
    assert module.lessons().get(code="TST-1.1").node_id == lesson.node_id


def test_copy__twice_takes_the_next_codes(module: ModulePage, committee: Client) -> None:
    lesson = module.lessons()[1]

    for number in range(2):
        committee.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), copy_form(module, f"copy-{number}"))

    codes = [page.code for page in module.lessons()]
    assert codes == ["TST-1.1", "TST-1.2", "TST-1.3", "TST-1.4"]
    assert len({page.node_id for page in module.lessons()}) == 4


def test_copy__into_another_module_of_the_platform(
    module: ModulePage, generic: PlatformPage, committee: Client
) -> None:
    other = ModulePage.objects.get(module=factories.released(generic, factories.small_document("TST-2")).module)

    committee.post(reverse("wagtailadmin_pages:copy", args=[module.lessons()[1].pk]), copy_form(other))

    assert other.lessons().get(code="TST-2.3").title == "A copy"


def test_copy__to_another_platform_is_refused(
    module: ModulePage, foreign: ModulePage, person: PersonOf, signed_in: SignedIn
) -> None:
    """T5."""
    response = signed_in(person()).post(
        reverse("wagtailadmin_pages:copy", args=[module.lessons()[1].pk]), copy_form(foreign)
    )

    assert holds(response, "Another platform forks the whole module")
    assert foreign.lessons().count() == 2


def test_copy__of_a_module_or_platform_is_refused(
    module: ModulePage, generic: PlatformPage, person: PersonOf, signed_in: SignedIn
) -> None:
    client = signed_in(person())
    for page in (module, generic):
        before = Page.objects.count()
        response = client.post(
            reverse("wagtailadmin_pages:copy", args=[page.pk]), copy_form(page.get_parent()), follow=True
        )

        assert holds(response, "Only lessons can be copied")
        assert Page.objects.count() == before


def test_move__to_another_module_is_refused_with_the_reason(
    module: ModulePage, generic: PlatformPage, committee: Client
) -> None:
    other = ModulePage.objects.get(module=factories.released(generic, factories.small_document("TST-2")).module)
    lesson = module.lessons()[1]

    response = committee.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, other.pk]), follow=True)
    committee.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={lesson.pk}",
        {"chooser": other.pk},
    )

    assert holds(response, "its code is printed")
    assert module.lessons().count() == 2


def test_order__of_lessons_may_change(module: ModulePage, committee: Client) -> None:
    last = module.lessons()[1]

    committee.post(reverse("wagtailadmin_pages:set_page_position", args=[last.pk]) + "?position=0")

    assert [lesson.code for lesson in module.lessons()] == ["TST-1.2", "TST-1.1"]


# Wagtail as its users know it


def test_comment__can_be_written_on_a_lesson(module: ModulePage, committee: Client) -> None:
    lesson = module.lessons()[1]
    block = lesson.body[0].id
    comment = {"text": "Is this so?", "contentpath": f"body.{block}", "position": "null", "id": "", "DELETE": "",
               "resolved": "", "replies": inline_formset([])}  # fmt: skip
    body = [("text", rich_text("<p>Text</p>"))]

    response = committee.post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        lesson_form(body=body, code=lesson.code, comments=inline_formset([comment])),
    )

    assert response.status_code == 302
    assert [found.text for found in lesson.wagtail_admin_comments.all()] == ["Is this so?"]


def test_history__compares_and_locks(module: ModulePage, committee: Client) -> None:
    lesson = edited(module.lessons()[1], place="in the shade")
    first, last = lesson.revisions.order_by("pk")[0], lesson.latest_revision

    compared = committee.get(reverse("wagtailadmin_pages:revisions_compare", args=[lesson.pk, first.pk, last.pk]))
    history = committee.get(reverse("wagtailadmin_pages:history", args=[lesson.pk]))
    committee.post(reverse("wagtailadmin_pages:lock", args=[lesson.pk]))

    assert holds(compared, "in the shade")
    assert history.status_code == 200
    assert LessonPage.objects.get(pk=lesson.pk).locked


def test_ids__that_somebody_posts_are_checked(module: ModulePage, committee: Client) -> None:
    twice = str(uuid.uuid4())
    body = {"body-count": "3"}
    for place, found in enumerate([twice, twice, "no-id"]):
        body |= {f"body-{place}-deleted": "", f"body-{place}-order": str(place), f"body-{place}-type": "heading",
                 f"body-{place}-id": found, f"body-{place}-value": "Why"}  # fmt: skip
    form = {name: value for name, value in lesson_form().items() if not name.startswith("body-")}

    committee.post(add(module, "lessonpage"), form | body)

    ids = [block.id for block in module.lessons()[2].get_latest_revision_as_object().body]
    assert ids[0] == twice
    assert len({str(uuid.UUID(found)) for found in ids}) == 3


def test_save__tells_the_second_of_two_people_and_keeps_their_text(
    module: ModulePage, committee: Client, editor: Client
) -> None:
    """L3: one wins; the other is told who, keeps what was typed, and may replace it by saving again."""
    lesson = module.lessons()[0]
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    opened = {"loaded_revision_id": str(lesson.latest_revision_id)}
    form = lesson_form(code=lesson.code)
    assert committee.post(address, form | opened | {"title": "First"}).status_code == 302

    answer = editor.post(address, form | opened | {"title": "Second"})

    lesson.refresh_from_db()
    assert answer.status_code == 200
    assert "saved this page since you opened it" in answer.content.decode()
    assert 'value="Second"' in answer.content.decode()
    assert lesson.get_latest_revision_as_object().title == "First"
    again = {"loaded_revision_id": str(lesson.latest_revision_id), "title": "Second"}
    assert editor.post(address, form | again).status_code == 302
    assert module.lessons()[0].get_latest_revision_as_object().title == "Second"
