"""Nobody copies, moves, compares or previews across platforms, and a mixed bulk action is refused whole (T5, T6)."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from wagtail.models import Page

from curriculum.content.models import Picture
from tests.integration.security.world import World

Login = Callable[[AbstractUser], Client]

pytestmark = pytest.mark.django_db

REFUSED = {403, 404}


@pytest.fixture
def client_of_own(world: World, login: Login) -> Client:
    """Return the browser of the coordinator of the own platform, who may do most."""
    return login(world.own.people["coordinator"])


def _tree() -> list[tuple[str, str, bool]]:
    return list(Page.objects.order_by("path").values_list("path", "title", "live"))


def test_copy__from_a_foreign_page(world: World, client_of_own: Client) -> None:
    """T5."""
    before = _tree()
    data = {"new_title": "Mine", "new_slug": "mine", "new_parent_page": world.own.module.pk, "copy_subpages": "on"}

    answer = client_of_own.post(f"/admin/pages/{world.foreign.lesson.pk}/copy/", data)

    assert answer.status_code in REFUSED
    assert _tree() == before


def test_copy__to_a_foreign_page(world: World, client_of_own: Client) -> None:
    """T5."""
    before = _tree()
    data = {"new_title": "Mine", "new_slug": "mine", "new_parent_page": world.foreign.module.pk}

    answer = client_of_own.post(f"/admin/pages/{world.own.lesson.pk}/copy/", data)

    assert answer.status_code in REFUSED
    assert _tree() == before


def test_copy__as_an_alias(world: World, login: Login) -> None:
    """T5: not even the administrator makes an alias, which would show one platform's page on another."""
    before = Page.objects.filter(alias_of__isnull=False).count()
    data = {"new_title": "Mine", "new_slug": "mine", "new_parent_page": world.own.module.pk, "alias": "on"}

    login(world.admin).post(f"/admin/pages/{world.foreign.lesson.pk}/copy/", data)

    assert Page.objects.filter(alias_of__isnull=False).count() == before


@pytest.mark.parametrize(("moved", "to"), [("foreign", "own"), ("own", "foreign")])
def test_move__across_platforms(world: World, client_of_own: Client, moved: str, to: str) -> None:
    """T5."""
    before = _tree()
    page, parent = getattr(world, moved).lesson, getattr(world, to).module

    chosen = client_of_own.post(f"/admin/pages/{page.pk}/move/", {"new_parent_page": parent.pk})
    confirmed = client_of_own.post(f"/admin/pages/{page.pk}/move/{parent.pk}/confirm/")

    assert {chosen.status_code, confirmed.status_code} <= REFUSED
    assert _tree() == before


def test_fork__into_a_foreign_platform(world: World, client_of_own: Client) -> None:
    """T5: forking takes what is public; where to is for those who approve there."""
    before = _tree()

    answer = client_of_own.post(f"/admin/curriculum/forking/{world.foreign.platform.slug}/", {})

    assert answer.status_code in REFUSED | {302}
    assert _tree() == before


@pytest.mark.parametrize("action", ["copy", "move", "delete", "publish", "unpublish", "create_alias", "convert_alias"])
@pytest.mark.parametrize("realm", ["own", "foreign"])
def test_api__has_no_actions(world: World, client_of_own: Client, realm: str, action: str) -> None:
    """T5: the admin's own API reads only."""
    before = _tree()
    path = f"/admin/api/main/pages/{getattr(world, realm).lesson.pk}/action/{action}/"

    answer = client_of_own.post(path, {"destination_page_id": world.own.module.pk}, content_type="application/json")

    assert answer.status_code == 404
    assert _tree() == before


REVISION_PATHS = (
    "/admin/pages/{page}/revisions/{revision}/view/",
    "/admin/pages/{page}/revisions/{revision}/revert/",
    "/admin/pages/{page}/revisions/compare/earliest...{revision}/",
    "/admin/pages/{page}/revisions/compare/{revision}...latest/",
    "/admin/pages/{page}/view_draft/",
    "/admin/pages/{page}/edit/preview/",
    "/admin/pages/workflow/preview/{page}/{task}/",
    "/admin/pages/{page}/workflow_history/detail/{workflow_state}/",
)


@pytest.mark.parametrize("path", REVISION_PATHS)
@pytest.mark.parametrize("mixed", [False, True], ids=["foreign page", "own page, foreign part"])
def test_revisions__of_a_foreign_page(world: World, client_of_own: Client, path: str, mixed: bool) -> None:
    """T6: neither by the foreign page's own address, nor by naming its parts in an address of an own page."""
    if mixed and path.count("{") == 1:
        pytest.skip("names nothing but the page")
    foreign, page = world.foreign, (world.own if mixed else world.foreign).lesson
    values = {
        "page": page.pk,
        "revision": foreign.revision.pk,
        "task": foreign.task_state.task_id,
        "workflow_state": foreign.workflow_state.pk,
    }

    answer = client_of_own.get(path.format(**values))

    assert answer.status_code in REFUSED


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_bulk_action__on_own_and_foreign_pages(world: World, client_of_own: Client, action: str) -> None:
    """T6: the whole is refused, the own part too."""
    before = _tree()
    path = f"/admin/bulk/wagtailcore/page/{action}/?id={world.own.lesson.pk}&id={world.foreign.lesson.pk}"

    answers = [client_of_own.get(path), client_of_own.post(path, {"chooser": world.own.module.pk})]

    assert {answer.status_code for answer in answers} <= REFUSED
    assert _tree() == before


@pytest.mark.parametrize("action", ["delete", "add_tags", "add_to_collection"])
def test_bulk_action__on_own_and_foreign_pictures(world: World, client_of_own: Client, action: str) -> None:
    """T6."""
    before = list(Picture.objects.order_by("pk").values_list("pk", "collection"))
    path = f"/admin/bulk/curriculum/picture/{action}/?id={world.own.picture.pk}&id={world.foreign.picture.pk}"

    answers = [client_of_own.get(path), client_of_own.post(path, {"collection": world.own.platform.collection_id})]

    assert {answer.status_code for answer in answers} <= REFUSED
    assert list(Picture.objects.order_by("pk").values_list("pk", "collection")) == before


def test_bulk_action__to_a_foreign_place(world: World, client_of_own: Client) -> None:
    """T6: own pages do not move to a foreign page, own pictures not into a foreign collection."""
    pages = f"/admin/bulk/wagtailcore/page/move/?id={world.own.lesson.pk}"
    pictures = f"/admin/bulk/curriculum/picture/add_to_collection/?id={world.own.picture.pk}"

    moved = client_of_own.post(pages, {"chooser": world.foreign.module.pk})
    put = client_of_own.post(pictures, {"collection": world.foreign.platform.collection_id})

    assert {moved.status_code, put.status_code} <= REFUSED
    assert Picture.objects.get(pk=world.own.picture.pk).collection == world.own.platform.collection


def test_bulk_action__on_own_pages(world: World, client_of_own: Client) -> None:
    """T6: what is all own goes its way."""
    answer = client_of_own.get(f"/admin/bulk/wagtailcore/page/unpublish/?id={world.own.lesson.pk}")

    assert answer.status_code == 200


def test_external_link__does_not_look_a_page_up(world: World, client_of_own: Client) -> None:
    """T3: an address typed as a link is never answered with the page behind it."""
    address = f"/beta/{world.foreign.module.slug}/"

    answer = client_of_own.post("/admin/choose-external-link/", {"external-link-chooser-url": address})

    assert answer.json()["step"] == "external_link_chosen"
    assert "id" not in answer.json()["result"]


def test_foreign_and_missing__answer_alike(world: World, client_of_own: Client) -> None:
    """T3: an answer does not tell whether an id exists."""
    answers = [client_of_own.get(f"/admin/pages/{pk}/edit/") for pk in (world.foreign.lesson.pk, 10**9)]

    assert answers[0].status_code == answers[1].status_code == 404
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("role", ["translator", "editor"])
def test_module__is_approved_by_nobody_else(world: World, login: Login, role: str) -> None:
    """T1: approving a module is for those who approve; for all others nothing changes."""
    before = _tree()

    login(world.own.people[role]).post(f"/admin/curriculum/modules/{world.own.draft.pk}/approve/")

    assert _tree() == before


def test_module__is_submitted_by_no_translator(world: World, login: Login) -> None:
    """T1: who may not change the pages starts no workflow of them."""
    login(world.own.people["translator"]).post(f"/admin/curriculum/modules/{world.own.draft.pk}/submit/")

    assert world.own.draft.current_workflow_state is None
