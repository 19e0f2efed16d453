"""Nothing that somebody writes ever runs in somebody's browser (C1)."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client, RequestFactory
from wagtail.models import Comment, Page

from curriculum.content.models import Picture
from curriculum.document import DocumentError, Html, load_scalar
from curriculum.reading import previews
from curriculum.releases.models import Edition
from curriculum.workbook.book import book_of
from curriculum.workbook.printing import html_of
from curriculum.workbook.selection import Selection
from tests import factories
from tests.integration.security.inert import STRINGS, active_parts, typed, with_strings
from tests.integration.security.routes import address, all_routes
from tests.integration.security.world import World

Login = Callable[[AbstractUser], Client]

pytestmark = pytest.mark.django_db

CODE = "XSS-1"
ENOUGH = 6  # documents, each with a string of its own in every field, hold all strings
#: Screens without the texts of a page, a picture or a person.
PLAIN = ("admin/sprite", "admin/jsi18n", "admin/documents", "admin/failwhale", "admin/logout", "admin/api")


def test_strings__are_what_they_should_be() -> None:
    """C1: at least 200, each another one, and the check finds them where nothing escapes them."""
    found = [string for string in STRINGS if active_parts(f"<p>{string}</p>")]

    assert len(set(STRINGS)) == len(STRINGS) >= 200
    assert len(found) > 100
    assert active_parts('<a href=" java\nscript:alert(1)">x</a>')
    assert not active_parts('<p><a href="/en/" class="on">on javascript: things</a></p>')


def _pages(world: World) -> list[Page]:
    return [world.own.lesson, world.own.module]


@pytest.mark.slow
def test_reading__every_string_in_every_field(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """C1: the readers' templates, with one string in all fields at once, for each string."""
    document = world.own.module.module.releases.get().source_edition().load()
    request = RequestFactory().get("/admin/")
    active = []
    for number, string in enumerate(STRINGS):
        shown = with_strings(document, number)
        monkeypatch.setattr(previews, "draft_document", lambda _page, shown=shown: shown)
        for page in _pages(world):
            html = previews.render(request, page, "facilitator").content.decode()
            active += [(string, part) for part in active_parts(html)]
            assert typed(string)[:3].strip("<&\"'> ") in html

    assert active == []


@pytest.fixture
def editions(world: World) -> list[Edition]:
    """Return released editions of the own platform whose fields hold all strings."""
    document = factories.small_document(CODE, lessons=1)
    number, first = "1.0.0", 0
    found = []
    for turn in range(ENOUGH):
        release = factories.released(world.own.platform, with_strings(document, first, each=True), number)
        found.append(release.source_edition())
        number, first = f"1.0.{turn + 1}", first + 37
    return found


@pytest.mark.slow
def test_released__pages_search_and_print(world: World, editions: list[Edition]) -> None:
    """C1: what was released, as the public reads it, searches it and prints it."""
    client = Client()
    home = "/en/alpha/xss-1"
    paths = ["/en/", "/en/alpha/", "/en/search/?q=alert", "/en/search/?q=%3Cscript%3Ealert(8411)%3C/script%3E"]
    versions = [f"{home}/v{edition.release.number}/{rest}" for edition in editions for rest in ("", "xss-1.1/")]

    answers = {path: client.get(path) for path in [*paths, f"{home}/", f"{home}/xss-1.1/", *versions]}
    printed = [html_of(book_of([edition], Selection())) for edition in editions]

    assert {answer.status_code for answer in answers.values()} == {200}
    texts = [*(answer.content.decode() for answer in answers.values()), *printed]
    assert [part for text in texts for part in active_parts(text)] == []


@pytest.mark.slow
def test_admin__lists_history_and_comparison(world: World, login: Login, editions: list[Edition]) -> None:
    """C1: the screens of the admin, with strings in pages, drafts, comments, pictures, tags and names of people."""
    own, client = world.own, login(world.own.people["coordinator"])
    page = own.platform.modules.get(code=CODE).page
    lesson = page.lessons().first()
    _write_strings(world, lesson)
    names = [address(route, own) for route in all_routes() if _has_texts(route.pattern)]
    compared = [f"/admin/pages/{one.pk}/revisions/compare/earliest...latest/" for one in (page, lesson)]
    lists = [f"/admin/pages/{one.pk}/{what}/" for one in (page, lesson) for what in ("edit", "history", "usage")]
    modules = [f"/admin/curriculum/modules/{page.pk}/{what}" for what in ("", "release/")]

    answers = {path: client.get(path) for path in [*names, *compared, *lists, *modules]}
    active = {
        path: active_parts(answer.content.decode(), only_marked=True)
        for path, answer in answers.items()
        if answer["Content-Type"].startswith("text/html") and not answer.streaming
    }

    assert {path: parts for path, parts in active.items() if parts} == {}
    assert len(active) > 50


def _has_texts(pattern: str) -> bool:
    return pattern.startswith("admin/") and not pattern.startswith(PLAIN)


def _write_strings(world: World, lesson: Page) -> None:
    """Put strings where a document has none: drafts, comments, pictures and tags, people, the log."""
    string = '"><img src=x onerror=alert(8411)><script>alert(8411)</script>'
    document = with_strings(factories.small_document(CODE, lessons=1), 20, each=True)
    editor = world.own.people["editor"]
    factories.imported(world.own.platform, document, approve=False, by=editor)
    for page in (lesson, world.own.lesson):
        Comment.objects.create(page=page, user=editor, text=string, contentpath="title")
        page.title = page.draft_title = string
        page.save_revision(user=editor, log_action=True)
        page.save()
    editor.first_name, editor.last_name = string[:60], string[:60]
    editor.save()
    picture = Picture.objects.get(pk=world.own.picture.pk)
    picture.title = string
    picture.save()
    picture.tags.add(string[:60])


def test_document__refuses_markup_or_holds_it_inert() -> None:
    """C1: what is put into rich text as markup is refused, or is nothing that runs."""
    active = {}
    for string in STRINGS:
        try:
            value = load_scalar({"html": f"<p>{string}</p>"})
        except DocumentError:
            continue
        assert isinstance(value, Html)
        active[string] = active_parts(value.html)

    assert {string: parts for string, parts in active.items() if parts} == {}
