"""Translates the generic curriculum from its translated source files, as a translator would: text by text."""

from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from curriculum.content.finding import module_coded, platform_named
from curriculum.content.models.platform import GENERIC
from curriculum.content.sources.reader import read_module
from curriculum.document import Document
from curriculum.releases.finding import release_numbered
from curriculum.translation.actions.publish_edition import publish_edition
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.models import Translation
from curriculum.translation.segments import parts_by_field

#: Half of this translation is left to do, so that the demonstration shows stale parts beside finished ones.
HALF_DONE = ("QMS-1", "1.1.0", "sw")


@transaction.atomic
def ensure_edition(folder: Path, number: str, language: str) -> None:
    """Translate one version of a module from its files and publish it, unless somebody began to translate it."""
    code = folder.name
    release = release_numbered(module_coded(platform_named(GENERIC), code), number)
    if Translation.objects.filter(release=release, language=language).exists():
        return
    translation = start_translation(release=release, language=language, by=None)
    texts = texts_between(release.source_edition().load(), read_module(folder, number).document)
    if (code, number, language) == HALF_DONE:
        open_keys = list(translation.segments.open().values_list("key", flat=True))
        save_texts(translation=translation, texts={key: texts[key] for key in open_keys[::2]}, by=None)
        return
    save_texts(translation=translation, texts=texts, by=None)
    publish_edition(release=release, language=language, by=None)


def texts_between(source: Document, translated: Document) -> Mapping[str, str]:
    """Return by segment key of `source` the text that stands at its place in `translated`.

    Raises ValueError where a field has more or fewer parts than its source: the files are wrong then.
    """
    texts: dict[str, str] = {}
    for originals, parts in parts_by_field(source, translated):
        if len(originals) != len(parts):
            where = (originals or parts)[0]
            raise ValueError(f"{where.node_id} {where.field}: {len(originals)} parts, translated {len(parts)}")
        texts.update({original.key: part.source for original, part in zip(originals, parts, strict=True)})
    return texts
