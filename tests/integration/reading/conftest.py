"""A small site to read: one module in two releases, in English, and its newest in Spanish too."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from curriculum.content.models import Module, PlatformPage
from curriculum.document import Document, digest, dump, load
from curriculum.reading.actions.refresh_lesson_texts import rebuild_lesson_texts
from curriculum.releases.actions.cut_release import store_document
from curriculum.releases.assets import store_assets
from curriculum.releases.models import Edition, Release
from tests.factories import FILES, small_document


def publish_release(platform: PlatformPage, document: Document, number: str = "1.0.0", notes: str = "Test.") -> Release:
    """Return release `number` of `document`, written straight as rows: readers need no working copy."""
    module, _made = Module.objects.get_or_create(platform=platform, code=document.root.fields["code"])
    major, minor, patch = map(int, number.split("."))
    release = Release(module=module, major=major, minor=minor, patch=patch, notes=notes)
    release.seal = release.seal_over(digest(document), release.previous())
    release.save()
    store_assets(FILES.values())
    publish_edition(release, document)
    return release


def publish_edition(release: Release, document: Document) -> Edition:
    """Return a new edition of `release` in the language of `document`."""
    edition = Edition(
        release=release, language=document.language, document=store_document(document), published_at=timezone.now()
    )
    edition.seal = edition.seal_over(release)
    edition.save()
    return edition


def in_language(document: Document, language: str, words: Mapping[str, str] | None = None) -> Document:
    """Return `document` as if it were in `language`, with `words` in place of texts."""

    def translated(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: (words or {}).get(inner, inner) if name == "text" and isinstance(inner, str)
                    else translated(inner) for name, inner in value.items()}  # fmt: skip
        return [translated(inner) for inner in value] if isinstance(value, list) else value

    return load({**translated(dump(document)), "language": language})


@pytest.fixture
def first(generic: PlatformPage) -> Release:
    """Release 1.0.0 of TST-1."""
    release = publish_release(generic, small_document())
    rebuild_lesson_texts()
    return release


@pytest.fixture
def second(generic: PlatformPage, first: Release) -> Release:
    """Release 1.1.0 of TST-1, with a third lesson, also in Spanish."""
    document = small_document(lessons=3)
    release = publish_release(generic, document, "1.1.0")
    publish_edition(release, in_language(document, "es", {"A small module": "Un módulo pequeño"}))
    rebuild_lesson_texts()
    return release


@pytest.fixture
def page(client: Client) -> Callable[..., str]:
    """Return a function that gives the HTML at a path, and checks that there is a page."""

    def read(path: str, **headers: str) -> str:
        response = client.get(path, headers=headers)
        assert response.status_code == 200, path
        return response.content.decode()

    return read
