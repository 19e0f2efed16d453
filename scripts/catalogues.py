"""The interface's texts: what stands in code and templates, and what the catalogues in `locale/` hold of it."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from scan import settings

ROOT = Path(__file__).resolve().parent.parent

#: The languages beside English, in which the source is written.
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)

#: Django's translating functions, and at which place each takes context (c), singular and plural.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def new_catalogue(language: str | None) -> Catalog:
    """Return an empty catalogue of a language, or of none."""
    return Catalog(
        locale=language,
        header_comment="# Texts of the interface. `make messages` brings them up to date.",
        project="SCAN curriculum",
        version="1",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        charset="utf-8",
        fuzzy=False,
    )


def extract_texts() -> Catalog:
    """Return a catalogue of every translatable text in the project, without translations."""
    with (ROOT / "babel.cfg").open() as mapping_file:
        methods, options = parse_mapping_cfg(mapping_file)  # type: ignore[no-untyped-call]  # Babel left it bare
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, comment_tags=("Translators:",))
    catalogue = new_catalogue(None)
    for file, line, text, comments, context in sorted(found, key=lambda row: row[:2]):
        catalogue.add(text, None, [(file, line)], auto_comments=comments, context=context)
    return catalogue


def catalogue_file(language: str) -> Path:
    """Return where the catalogue of a language stands."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language, or an empty one where there is none yet."""
    path = catalogue_file(language)
    if not path.exists():
        return new_catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def is_translated(message: Message) -> bool:
    """Return whether a text has its translation, in the plural all of them."""
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def catalogue_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as a PO file that changes only where a text does: no line numbers, sorted by file."""
    output = BytesIO()
    write_po(output, catalogue, width=120, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return output.getvalue()
