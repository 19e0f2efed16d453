"""Platforms, modules and releases whose every text was written by people, in the script of people's texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.test import Client
from wagtail.users.models import UserProfile

from curriculum.content.models import GlossaryTerm, ModulePage, PlatformPage, Standard
from curriculum.content.models.snippets import Requirement
from curriculum.document import Document, load
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from tests import factories
from tests.integration.interface.pseudo_language import LANGUAGE, content, content_document

FIRST, SECOND, WITHDRAWN = "1.0.0", "2.0.0", "3.0.0"
#: Names in Latin letters that people gave or that a form names: slugs, user names, files.
NAMES = frozenset({"generic", "peru", "kenya", "admin", "wheel.png"})


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What the tests look at."""

    generic: PlatformPage
    peru: PlatformPage
    module: ModulePage  # of the generic platform: 1.0.0, 2.0.0 with a difference, 3.0.0 withdrawn, and a draft
    spanish: ModulePage  # of Peru, in Spanish
    admin: AbstractUser
    people: Mapping[str, AbstractUser]  # of the generic platform, by role


def make_world() -> World:
    """Return a new world."""
    generic = _platform("generic", country="")
    peru = _platform("peru", country="PE")
    people = {role: _person(generic, role) for role in ("committee", "editor", "translator")}
    first = _released(generic, _document_with_forms(), FIRST)
    _released(generic, _other_document(), SECOND)
    withdrawn = _released(generic, factories.small_document(language=LANGUAGE, lessons=3), WITHDRAWN)
    withdraw_release(release=withdrawn, by=people["committee"], reason=content("Page seven was wrong."))
    _describe_standards()
    module = ModulePage.objects.get(module=first.module)
    spanish = _released(peru, factories.small_document("PER-1", language="es"), FIRST).module.page
    admin = _speaking(factories.make_person())
    return World(generic=generic, peru=peru, module=module, spanish=spanish, admin=admin, people=people)


def signed_in(person: AbstractUser) -> Client:
    """Return a browser in which `person` is signed in."""
    client = Client()
    client.force_login(person)
    return client


def _platform(slug: str, country: str) -> PlatformPage:
    platform = factories.make_platform(slug, name=content(f"Platform {slug}"), country=country, language=LANGUAGE)
    platform.summary = content(f"What {slug} is for.")
    platform.save()
    return platform


def _person(platform: PlatformPage, role: str) -> AbstractUser:
    person = factories.make_person(platform, role)
    person.username, person.first_name, person.last_name = content(person.username), content("First"), content(role)
    person.email = ""
    person.save()
    return _speaking(person)


def _speaking(person: AbstractUser) -> AbstractUser:
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = LANGUAGE
    profile.save()
    return person


def _other_document() -> Document:
    return factories.small_document(language=LANGUAGE, lessons=1, title="Another module")


def _document_with_forms() -> Document:
    """Return a document with forms of every layout: plain lines, a list of those who sign, records side by side."""
    root = factories.module_json("TST-1", 2)
    at = "TST-1/lesson-1"
    forms = [
        _form(at, "F-TST-1.2", entries=[("Name", "text"), ("Read", "tick")], form_kind="handout"),
        _form(at, "F-TST-1.3", entries=[("Name", "text"), ("Sign", "signature")], form_kind="agreement", blank_rows=4),
        _form(at, "F-TST-1.4", entries=[(f"Field {number}", "tick") for number in range(8)], blank_rows=3),
    ]
    root["slots"]["lessons"][0]["slots"]["body"].extend(forms)
    return load({"format": "scan-document/1", "language": LANGUAGE, "root": root})


def _form(at: str, code: str, *, entries: list[tuple[str, str]], **fields: Any) -> factories.JSON:
    nodes = [
        factories.node(f"{at}/{code}", "entry", label, {"label": {"text": label}, "answer": answer})
        for label, answer in entries
    ]
    given = {"code": code, "title": {"text": "A form"}, "form_kind": "record", "orientation": "portrait", **fields}
    return factories.node(at, "form", code, given, {"entries": nodes})


def _released(platform: PlatformPage, document: Document, number: str) -> Release:
    return factories.released(platform, content_document(document), number, notes=content("For a test."))


def _describe_standards() -> None:
    Standard.objects.update(name=content("A standard"), owner=content("Somebody"))
    Requirement.objects.update(description=content("A requirement"))
    GlossaryTerm.objects.create(slug="water", **_terms())


def _terms() -> dict[str, Any]:
    return {language: content(f"water {language}") for language in ("en", "es", "pt", "sw")}
