"""Who may go where: every address × eight roles × own and foreign platform × five methods equals `routes.txt`.

    name  pattern  anonymous  learner  trainer  translator  editor  coordinator  committee  superuser

A cell is what the own platform answers and, where that differs, a slash and what a foreign platform answers. An answer
is five letters, for GET, HEAD, POST, PUT and DELETE, or one letter where they are all the same:

    2 answered   r sent elsewhere   L asked to log in   F refused   N not found   M method refused   B bad request

After a change `UPDATE_ROUTES=1 pytest tests/integration/security/test_routes.py` writes the table anew. Read every
changed line of it: who answers now that did not before?
"""

import logging
import os
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.integration.security.routes import Route, address, all_routes
from tests.integration.security.world import World

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).with_name("routes.txt")
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
ROLES = ("anonymous", "learner", "trainer", "translator", "editor", "coordinator", "committee", "superuser")
LETTERS = {400: "B", 403: "F", 404: "N", 405: "M"}
REFUSALS = set("LFNM")
#: Wagtail's page that shows what an error looks like, and a form that fails where its one field is not even sent.
MEANT_TO_FAIL = {"wagtailadmin_error_test", "wagtailadmin_choose_page_external_link"}


@pytest.fixture(scope="module")
def table(world: World) -> list[str]:
    """Return the table as the site is now."""
    with pytest.MonkeyPatch.context() as patch:
        # The answer's kind counts here, not its text.
        patch.setattr("django.template.backends.django.Template.render", lambda *_args, **_kwargs: "")
        patch.setattr("django.template.base.Template.render", lambda *_args, **_kwargs: "")
        patch.setattr("django.conf.settings.SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies")
        logging.disable(logging.CRITICAL)  # thousands of refusals
        clients = {role: _client(_user(world, role)) for role in ROLES}
        try:
            return list(_rows(world, clients))
        finally:
            logging.disable(logging.NOTSET)


def _user(world: World, role: str) -> AbstractUser | None:
    if role in {"anonymous", "superuser"}:
        return world.admin if role == "superuser" else None
    return (world.generic if role == "committee" else world.own).people[role]


def _client(user: AbstractUser | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def _rows(world: World, clients: dict[str, Client]) -> Iterator[str]:
    for route in sorted(all_routes(), key=lambda route: (route.pattern, route.full_name)):
        cells = [_cell(route, role, world, client) for role, client in clients.items()]
        yield f"{route.full_name}  {route.pattern}  " + " ".join(cells)


def _cell(route: Route, role: str, world: World, client: Client) -> str:
    here = address(route, world.generic if role == "committee" else world.own)
    there = address(route, world.foreign)
    own = _answers(client, here)
    foreign = own if here == there else _answers(client, there)
    return own if own == foreign else f"{own}/{foreign}"


def _answers(client: Client, path: str) -> str:
    letters = "".join(_letter(client, method, path) for method in METHODS)
    return letters[0] if len(set(letters)) == 1 else letters


def _letter(client: Client, method: str, path: str) -> str:
    """Ask once, and undo whatever that did."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response = client.generic(method, path)
        transaction.set_rollback(True)
    client.cookies = cookies
    return _kind(response)


def _kind(response: HttpResponse) -> str:
    status = response.status_code
    if status in {301, 302}:
        target = response["Location"]
        return "L" if "/login/" in target else "F" if target == "/admin/" else "r"
    return LETTERS.get(status, str(status)[0])


@pytest.mark.slow
def test_routes__answers_equal_the_table(table: list[str]) -> None:
    """T1."""
    if os.environ.get("UPDATE_ROUTES"):
        TABLE.write_text("\n".join(table) + "\n", encoding="utf-8")

    assert TABLE.read_text(encoding="utf-8").splitlines() == table


@pytest.mark.slow
def test_routes__no_address_breaks(table: list[str]) -> None:
    """T1: no role and no method ends in an error of the server."""
    rows = [row.split("  ") for row in table]
    broken = [name for name, _pattern, cells in rows if "5" in cells and name not in MEANT_TO_FAIL]

    assert broken == []


def test_routes__no_foreign_object_is_answered(world: World) -> None:
    """T1: by the table, what names a foreign object in the admin answers the administrator only.

    This reads the table, so that nobody writes a leak into it.
    """
    cells_of = {(name, pattern): cells.split() for name, pattern, cells in _table()}
    leaks = []
    for route in all_routes():
        is_public = not route.pattern.startswith(("admin/", "media/"))
        if is_public or address(route, world.own) == address(route, world.foreign):
            continue
        foreign = [cell.rpartition("/")[2] for cell in cells_of[route.full_name, route.pattern]]
        answered = [role for role, cell in zip(ROLES, foreign, strict=True) if set(cell) - REFUSALS]
        leaks += [(route.pattern, role) for role in answered if role != "superuser"]

    assert leaks == []


def _table() -> list[list[str]]:
    return [row.split("  ") for row in TABLE.read_text(encoding="utf-8").splitlines()]
