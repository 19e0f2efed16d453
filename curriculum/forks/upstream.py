"""What a fork takes of an upstream release, as a document in the fork's own language."""

import dataclasses
from collections.abc import Iterator

from curriculum.document import Document, Segment, apply_segments, extract_segments
from curriculum.forks.models import Fork
from curriculum.releases.models import Edition, Release
from curriculum.translation.segments import parts_by_field, source_digest

#: Address and source text of a part: node, field, source.
Part = tuple[str, str, str]


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Taking:
    """What is taken of an upstream release."""

    edition: Edition
    # where the text comes from
    document: Document
    # it, in the fork's language
    untranslated: dict[str, str]
    # parts still in the source language: segment key and SHA-256 of the text


def take_edition(edition: Edition, language: str) -> Taking:
    """Return what is taken of an edition that is published in the fork's language, or in its base language."""
    document = dataclasses.replace(edition.load(), language=language)
    return Taking(edition=edition, document=document, untranslated={})


def take_untranslated(fork: Fork, release: Release) -> Taking:
    """Return what is taken of a release that is not published in the fork's language.

    What did not change since the release that the fork stands on keeps its translation; the rest stays in the source
    language and is named in `untranslated`. A part without a letter needs no translation.
    """
    edition = release.source_edition()
    source = edition.load()
    known = dict(_translations(fork))
    segments = extract_segments(source)
    texts = {segment.key: known[_part(segment)] for segment in segments if _part(segment) in known}
    untranslated = {
        segment.key: source_digest(segment.source)
        for segment in segments
        if segment.key not in texts and any(map(str.isalpha, segment.source))
    }
    return Taking(edition=edition, document=apply_segments(source, texts, fork.language), untranslated=untranslated)


def still_untranslated(fork: Fork, document: Document) -> list[Segment]:
    """Return the parts of `document`, a state of the fork, that are still in the source language."""
    if not fork.untranslated:
        return []
    return [
        segment
        for segment in extract_segments(document)
        if fork.untranslated.get(segment.key) == source_digest(segment.source)
    ]


def _part(segment: Segment) -> Part:
    return segment.node_id, segment.field, segment.source


def _translations(fork: Fork) -> Iterator[tuple[Part, str]]:
    """Yield each part of the source that the fork stands on with its translation there.

    A field whose parts are not the same number in both languages is left out: nobody knows which belongs to which.
    """
    source = fork.base.release.source_edition().load()
    for originals, translated in parts_by_field(source, fork.load_base()):
        if len(originals) == len(translated):
            for original, translation in zip(originals, translated, strict=True):
                if fork.untranslated.get(translation.key) != source_digest(translation.source):
                    yield _part(original), translation.source
