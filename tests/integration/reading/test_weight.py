"""What a first visit to a lesson costs on a telephone."""

import gzip
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from curriculum.content.models import PlatformPage
from curriculum.content.sources.reader import SourceModule
from curriculum.document import Document, dump, load, walk
from tests.integration.reading.conftest import publish_release

MOST_BYTES, MOST_REQUESTS = 40 * 1024, 6
HEADERS = 700  # bytes of one answer's headers, as measured with gunicorn


def without_pictures(document: Document) -> Document:
    """Return `document` without its pictures."""

    def stripped(value: object) -> object:
        if isinstance(value, dict):
            return {name: stripped(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [
                stripped(inner) for inner in value if not (isinstance(inner, dict) and inner.get("kind") == "picture")
            ]
        return value

    return load(stripped(dump(document)))


def test_longest_lesson__weighs_at_most_40_kb_in_6_requests(
    client: Client, generic: PlatformPage, demonstration_modules: tuple[SourceModule, ...]
) -> None:
    lessons = [(module, lesson) for module in demonstration_modules for lesson in module.document.root.slots["lessons"]]
    module, lesson = max(lessons, key=lambda pair: sum(len(str(node.fields)) for node in walk(pair[1])))
    publish_release(generic, without_pictures(module.document))
    code = str(lesson.fields["code"]).lower()

    response = client.get(f"/en/generic/{module.code.lower()}/{code}/", headers={"accept-encoding": "gzip"})

    soup = BeautifulSoup(gzip.decompress(response.content), "html.parser")
    files = [tag["href"] for tag in soup.select("link[rel=stylesheet], link[rel=icon]")]
    files += [tag["src"] for tag in soup.select("script[src], img[src]")]
    sizes = [len(gzip.compress(_static_file(str(path)).read_bytes())) for path in files]
    assert len(files) + 1 <= MOST_REQUESTS
    assert len(response.content) + sum(sizes) + HEADERS * (len(files) + 1) <= MOST_BYTES


def _static_file(path: str) -> Path:
    return Path(settings.STATICFILES_DIRS[0]) / path.removeprefix(settings.STATIC_URL)
