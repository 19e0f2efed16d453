"""In which language the admin speaks: a person's own, else the cookie's, else the browser's, else English."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.admin.localization import get_available_admin_languages
from wagtail.users.models import UserProfile

from curriculum.content.models import PlatformPage
from scripts.lend_catalogues import lend_catalogue

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "es", "pt", "sw"]
HOME, LOGIN, ACCOUNT = "wagtailadmin_home", "wagtailadmin_login", "wagtailadmin_account"


def spoken(html: str) -> str:
    """Return the language that a page says it is in."""
    found = re.search(r"<html lang=\"([\w-]+)\"", html)
    assert found is not None
    return found[1]


@pytest.fixture
def editor(generic: PlatformPage, person: Callable[..., AbstractUser]) -> AbstractUser:
    """Return an editor who has chosen no language."""
    return person(generic, "editor")


@pytest.fixture
def browser(editor: AbstractUser) -> Client:
    """Return the browser in which the editor is signed in."""
    client = Client()
    client.force_login(editor)
    return client


def test_languages__the_admin_offers_those_of_the_interface(browser: Client) -> None:
    html = browser.get(reverse(ACCOUNT)).content.decode()
    select = re.search(r'<select name="locale-preferred_language".*?</select>', html, re.DOTALL)

    assert select is not None
    assert sorted(filter(None, re.findall(r'value="([^"]*)"', select[0]))) == LANGUAGES
    assert sorted(code for code, _name in get_available_admin_languages()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_account__a_chosen_language_is_spoken_from_then_on(
    browser: Client, editor: AbstractUser, language: str
) -> None:
    page = browser.get(reverse(ACCOUNT))
    fields = {
        f"{form.prefix}-{name}": form[name].value() or ""
        for panels in page.context["panels_by_tab"].values()
        for panel in panels
        for form in [panel.get_form()]
        for name in form.fields
        if panel.name not in {"avatar"}
    }
    given = {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": "a@example.org"}
    browser.post(reverse(ACCOUNT), fields | given | {"locale-preferred_language": language})

    assert UserProfile.objects.get(user=editor).preferred_language == language
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"  # counts less than what the person chose
    assert spoken(browser.get(reverse(HOME)).content.decode()) == language
    assert spoken(browser.get(reverse("modules:list")).content.decode()) == language


@pytest.mark.parametrize("has_profile", [True, False])
def test_account__without_a_choice_the_cookie_counts(browser: Client, editor: AbstractUser, has_profile: bool) -> None:
    if has_profile:
        UserProfile.get_for_user(editor)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "sw"

    assert spoken(browser.get(reverse(HOME)).content.decode()) == "sw"


@pytest.mark.parametrize(
    ("cookie", "accepted", "language"),
    [
        ("es", "sw", "es"),
        (None, "sw-TZ,sw;q=0.9,en;q=0.5", "sw"),
        (None, "pt-BR", "pt"),
        (None, "de,fr", "en"),
        ("xx", "", "en"),
    ],
)
def test_sign_in__speaks_the_visitor_s_language(cookie: str | None, accepted: str, language: str) -> None:
    visitor = Client(headers={"accept-language": accepted})
    if cookie:
        visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    assert spoken(visitor.get(reverse(LOGIN)).content.decode()) == language


def test_sign_in__switches_the_language_and_comes_back() -> None:
    visitor = Client()
    html = visitor.get(reverse(LOGIN), {"next": "/admin/pages/"}).content.decode()
    switches = re.findall(r'<a href="(/interface/[^"]+)" lang="(\w+)"', html)

    assert sorted(code for _address, code in switches) == LANGUAGES
    address = next(address for address, code in switches if code == "sw")
    page = visitor.get(address, follow=True)
    assert unquote(page.redirect_chain[-1][0]) == "/admin/login/?next=/admin/pages/"
    assert spoken(page.content.decode()) == "sw"


@pytest.mark.usefixtures("pseudo")
def test_sign_in__is_wholly_ours() -> None:
    """Wagtail has no Swahili, so that its sign-in would be English."""
    visitor = Client(headers={"accept-language": "sw"})
    wrong = {"username": "nobody", "password": "wrong"}

    for response in (visitor.get(reverse(LOGIN)), visitor.post(reverse(LOGIN), wrong), visitor.post(reverse(LOGIN))):
        main = response.content.decode().partition("<main")[2].partition("</main>")[0]
        assert "«" not in main
        assert "⟦Ƥáššŵóŕđ⟧" in main


def test_portuguese__has_the_words_of_wagtail(tmp_path: Path) -> None:
    lend_catalogue(tmp_path)

    with override_settings(LOCALE_PATHS=[*settings.LOCALE_PATHS, tmp_path]), translation.override("pt"):
        assert gettext("Save draft") == "Salvar rascunho"
        assert gettext("Explore") != "Explore"
    with translation.override("en"):
        assert gettext("Save draft") == "Save draft"
