"""Whatever stands in a document, nothing of it runs."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from curriculum.content.models import PlatformPage
from curriculum.document import Document, dump, load
from curriculum.reading.actions.refresh_lesson_texts import rebuild_lesson_texts
from tests.factories import small_document
from tests.integration.reading.conftest import publish_release

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</title><svg/onload=alert(1)>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "%(platform)s {0.__class__}",
]
KEPT = {"code", "audience", "answer", "form_kind", "orientation", "levels", "refresher_levels", "optional_levels"}


def hostile(document: Document, words: str) -> Document:
    """Return `document` with `words` in every text and every code that does not stand in an address."""

    def changed(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            if set(value) == {"text"}:
                return {"text": words}
            if "kind" in value:
                keep = {"code"} if value["kind"] in {"module", "lesson"} else set()
                fields = {key: inner if key in keep else changed(inner, key) for key, inner in value["fields"].items()}
                return {**value, "fields": fields, "slots": changed(value["slots"])}
            return {key: changed(inner, key) for key, inner in value.items()}
        if isinstance(value, list):
            return [changed(inner, name) for inner in value]
        return words if isinstance(value, str) and name not in {"html", "asset", "id", "kind"} | KEPT else value

    data = dump(document)
    return load({**data, "root": changed(data["root"])})


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words__are_only_words(client: Client, generic: PlatformPage, words: str) -> None:
    """C1, C8"""
    publish_release(generic, hostile(small_document(), words), notes=words)
    rebuild_lesson_texts()

    for path in ("/en/", "/en/generic/", "/en/generic/tst-1/", "/en/generic/tst-1/tst-1.1/", "/en/search/"):
        response = client.get(path, {"q": words, "level": words, "platform": words} if "search" in path else {})
        soup = BeautifulSoup(response.content, "html.parser")
        assert response.status_code == 200
        assert [tag for tag in soup.find_all("script") if not str(tag.get("src", "")).startswith("/static/")] == []
        assert [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []
        links = [str(tag.get("href", "")) for tag in soup.find_all(["a", "link"])]
        assert [link for link in links if not link.startswith(("/", "#", "http://testserver/"))] == []
        assert soup.find_all("img", src="x") == []
