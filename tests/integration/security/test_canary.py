"""Nothing of a foreign platform that is not public shows anywhere in the admin (T3)."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client

from tests.integration.security.routes import Route, address, all_routes
from tests.integration.security.world import CANARY, World

Login = Callable[[AbstractUser], Client]

pytestmark = pytest.mark.django_db

PREFIX = CANARY[:5]  # what is searched for: pages repeat it, so that finding the whole word means a leak
ROLES = ("translator", "editor", "coordinator", "committee")
#: Addresses that nobody gets an answer from by GET, or that end the session.
LEFT_OUT = {"wagtailadmin_error_test", "wagtailadmin_logout"}
SEARCHES = (
    "admin/api/main/images/?search={prefix}",
    "admin/api/main/images/?id={picture}",
    "admin/api/main/pages/?search={prefix}",
    "admin/api/main/pages/?child_of={platform}",
    "admin/api/main/pages/?child_of=1&for_explorer=1",
    "admin/api/main/pages/?descendant_of={platform}",
    "admin/api/main/pages/?id={page}",
    "admin/api/main/pages/find/?html_path=/beta/beta-1/",
    "admin/api/main/pages/find/?id={page}",
    "admin/bulk/auth/user/delete/?id={user}",
    "admin/bulk/curriculum/picture/delete/?id={own_picture}&id={picture}",
    "admin/bulk/curriculum/picture/add_tags/?id=all",
    "admin/bulk/curriculum/picture/delete/?id=all&childOf={collection}",
    "admin/bulk/wagtailcore/page/delete/?id={own_page}&id={page}",
    "admin/bulk/wagtailcore/page/move/?id=all",
    "admin/bulk/wagtailcore/page/move/?id=all&childOf={platform}",
    "admin/bulk/wagtailcore/page/publish/?id={page}",
    "admin/choose-page/?page_type=curriculum.lessonpage",
    "admin/choose-page/?page_type=curriculum.modulepage&multiple=1",
    "admin/choose-page/?target_pages[]={page}",
    "admin/choose-page/1/",
    "admin/choose-page/2/",
    "admin/choose-page/chosen-multiple/?id={own_page}&id={page}",
    "admin/choose-page/search/?q={prefix}",
    "admin/choose-page/search/?q={prefix}&page_type=curriculum.lessonpage",
    "admin/images/?q={prefix}",
    "admin/images/?collection_id={collection}",
    "admin/images/add/?collection_id={collection}",
    "admin/images/chooser/?collection_id={collection}",
    "admin/images/chooser/?q={prefix}",
    "admin/images/chooser/results/?q={prefix}&collection_id={collection}",
    "admin/images/chooser/chosen-multiple/?id={picture}",
    "admin/pages/1/?q={prefix}",
    "admin/pages/2/?q={prefix}",
    "admin/pages/search/?q={prefix}",
    "admin/pages/search/?q={prefix}&content_type=curriculum.lessonpage",
    "admin/pages/search/results/?q={prefix}",
    "admin/reports/aging-pages/?export=csv",
    "admin/reports/locked/?export=csv",
    "admin/reports/site-history/?export=csv",
    "admin/reports/site-history/?label={prefix}",
    "admin/reports/workflow/?export=csv",
    "admin/reports/workflow_tasks/?export=csv",
    "admin/tag-autocomplete/?term={prefix}",
    "admin/tag-autocomplete/taggit/tag/?term={prefix}",
)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_admin__no_address_shows_a_foreign_word(world: World, login: Login, role: str) -> None:
    """T3."""
    client = login(_user(world, role))
    client.raise_request_exception = False  # what breaks is for test_routes to say

    leaks = [path for path in [*_addresses(world, role), *_searches(world)] if _shows(client, path, CANARY)]

    assert leaks == []


def test_admin__the_word_is_there_to_be_found(world: World, login: Login) -> None:
    """T3: the administrator finds the word by the same addresses, so that the crawl would notice it."""
    client = login(world.admin)

    shown = {path.split("?")[0] for path in _searches(world) if _shows(client, path, CANARY)}

    assert len(shown) > 20


def _user(world: World, role: str) -> AbstractUser:
    return (world.generic if role == "committee" else world.own).people[role]


def _addresses(world: World, role: str) -> Iterator[str]:
    home = world.generic if role == "committee" else world.own
    for route in all_routes():
        if _is_crawled(route):
            yield from dict.fromkeys(address(route, realm) for realm in (home, world.foreign))


def _is_crawled(route: Route) -> bool:
    return route.pattern.startswith(("admin/", "media/")) and route.full_name not in LEFT_OUT


def _searches(world: World) -> list[str]:
    own, foreign = world.own, world.foreign
    values = {
        "prefix": PREFIX,
        "page": foreign.lesson.pk,
        "platform": foreign.platform.pk,
        "picture": foreign.picture.pk,
        "collection": foreign.platform.collection_id,
        "user": foreign.people["editor"].pk,
        "own_page": own.lesson.pk,
        "own_picture": own.picture.pk,
    }
    return ["/" + path.format(**values) for path in SEARCHES]


def _shows(client: Client, path: str, word: str) -> bool:
    response = client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = f"{response.headers} {body.decode(errors='replace')}"
    return word in text.lower().replace(path.lower(), "")
