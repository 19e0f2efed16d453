"""The translated source files say the same as the English ones, part by part."""

import re

import pytest
from django.conf import settings

from curriculum.content.sources.reader import SourceVersion, list_versions, read_module
from curriculum.document import Document, Html, Text, extract_segments, walk

GENERIC = settings.CURRICULUM_DATA / "generic"
TRANSLATED = [(language, version) for language in ("es", "pt", "sw") for version in list_versions(GENERIC / language)]


def structure(document: Document) -> list[tuple[object, ...]]:
    """Return everything that no translator touches, in document order."""
    return [
        (
            node.id,
            node.kind,
            tuple(sorted(node.slots)),
            {name: None if isinstance(value, Text | Html) else value for name, value in node.fields.items()},
        )
        for node in walk(document)
    ]


def parts(document: Document) -> dict[tuple[str, str], int]:
    """Return how many parts to translate each field has."""
    found: dict[tuple[str, str], int] = {}
    for segment in extract_segments(document):
        found[segment.node_id, segment.field] = found.get((segment.node_id, segment.field), 0) + 1
    return found


def test_translations__three_modules_in_three_languages() -> None:
    assert sorted({(language, version.code) for language, version in TRANSLATED}) == [
        (language, code) for language in ("es", "pt", "sw") for code in ("ORG-1", "QMS-1", "REC-1")
    ]


@pytest.mark.parametrize(
    ("language", "version"), TRANSLATED, ids=lambda value: getattr(value, "code", value) + getattr(value, "version", "")
)
def test_translation__has_the_same_parts_as_its_source(language: str, version: SourceVersion) -> None:
    source = read_module(GENERIC / "en" / version.code, version.version).document
    translated = read_module(version.folder, version.version).document

    assert translated.language == language
    assert structure(translated) == structure(source)
    assert parts(translated) == parts(source)


@pytest.mark.parametrize(
    ("language", "version"), TRANSLATED, ids=lambda value: getattr(value, "code", value) + getattr(value, "version", "")
)
def test_translation__leaves_nothing_in_english(language: str, version: SourceVersion) -> None:
    source = {
        segment.source
        for segment in extract_segments(read_module(GENERIC / "en" / version.code, version.version).document)
    }
    same = [
        segment.source
        for segment in extract_segments(read_module(version.folder, version.version).document)
        if segment.source in source and len(re.findall(r"[a-z]{2,}", segment.source)) > 3
    ]

    assert same == []
