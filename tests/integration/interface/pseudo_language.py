"""A language that nobody speaks, in which every translated text can be told from one that was forgotten.

It stands in the place of Swahili, so that every list of languages stays as it is. Its letters say where a text comes
from: what was translated has accented letters only ("⟦Šéáŕčĥ⟧", in «» where Django or Wagtail translated it), what
people wrote has Cyrillic ones. A plain Latin letter that a person sees was never translated.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import django
import polib
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.apps import apps

from curriculum.document import Document, apply_segments, extract_segments
from scripts.catalogues import extract_texts

LANGUAGE = "sw"
OURS, THEIRS = "⟦⟧", "«»"

#: What is no word: placeholders, markup and character references.
KEPT = re.compile(r"%(?:\(\w+\))?(?:\.\d+)?[sdr%]|\{\w*\}|<[^>]*>|&#?\w+;")
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = str.maketrans(LATIN, "áƀčđéƒĝĥíĵķĺɱñóƥɋŕšţúʋŵẋýžÁɃČĐÉƑĜĤÍĴĶĹⱮÑÓƤɊŔŠŢÚƲŴẊÝŽ")
CYRILLIC = str.maketrans(LATIN, "абцдефгхийклмнопярстужвшызАБЦДЕФГХИЙКЛМНОПЯРСТУЖВШЫЗ")


def accented(text: str, marks: str = OURS) -> str:
    """Return `text` as the pseudo language has it: placeholders and markup kept, marks around it."""
    return f"{marks[0]}{_written(text, ACCENTED)}{marks[1]}"


def content(text: str) -> str:
    """Return `text` as something that people wrote, not the interface."""
    return _written(text, CYRILLIC)


def content_document(document: Document) -> Document:
    """Return `document`, in whatever language, with all its texts as people wrote them."""
    texts = {segment.key: content(segment.source) for segment in extract_segments(document)}
    return apply_segments(document, texts, document.language)


def write_catalogue(folder: Path) -> None:
    """Write the compiled catalogue of the pseudo language below `folder`, laid out as `LOCALE_PATHS` wants it."""
    catalogue = Catalog(locale=LANGUAGE, charset="utf-8", fuzzy=False)
    for message in extract_texts():
        texts = (message.id,) if isinstance(message.id, str) else message.id
        _add(catalogue, texts, message.context, OURS)
    for entry in _texts_of_others():
        texts = (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)
        _add(catalogue, texts, entry.msgctxt, THEIRS)
    path = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)


def _written(text: str, letters: dict[int, int]) -> str:
    kept = KEPT.findall(text)
    parts = [part.translate(letters) for part in KEPT.split(text)]
    return "".join(part + mark for part, mark in zip(parts, [*kept, ""], strict=True))


def _add(catalogue: Catalog, texts: Sequence[str], context: str | None, marks: str) -> None:
    """Add a text, singular and plural, unless it is there already: ours come first."""
    if not texts[0] or catalogue.get(texts[0], context):
        return
    written = tuple(accented(text, marks) for text in texts)
    single = len(texts) == 1
    catalogue.add(texts[0] if single else tuple(texts), written[0] if single else written, context=context)


def _texts_of_others() -> Iterator[polib.POEntry]:
    """Yield the texts of Django and of the installed apps, which bring catalogues of their own."""
    folders = [Path(django.__file__).parent / "conf", *(Path(config.path) for config in apps.get_app_configs())]
    for folder in folders:
        for language in ("en", "es"):  # some bring no English one
            path = folder / "locale" / language / "LC_MESSAGES" / "django.po"
            if path.exists():
                yield from (entry for entry in polib.pofile(path) if not entry.obsolete)
