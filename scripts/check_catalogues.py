"""Fails where the interface is not wholly translated: a text missing, empty, fuzzy, or with a lost placeholder."""

import sys

from babel.messages.catalog import Catalog, Message

from scripts.catalogues import LANGUAGES, extract_texts, is_translated, read_catalogue

#: At most so many faults are shown of each language.
SHOWN = 10


def fault(source: Message, translated: Message | None) -> str | None:
    """Return what is wrong with the translation of one text in a word or a sentence, or None."""
    if translated is None:
        return "missing"
    if not is_translated(translated):
        return "empty"
    if translated.fuzzy:
        return "fuzzy"
    translated.flags |= source.flags
    errors = translated.check()
    return str(errors[0]) if errors else None


def faults(texts: Catalog, catalogue: Catalog) -> list[str]:
    """Return one line for each text of the interface that this catalogue does not translate, in order."""
    lines = []
    for source in texts:
        if not source.id:
            continue
        what = fault(source, catalogue.get(source.id, source.context))
        if what:
            text = source.id if isinstance(source.id, str) else source.id[0]
            lines.append(f"{what}: {text!r} ({source.locations[0][0]})")
    return lines


def main() -> int:
    """Check every language; return 0 where all are complete, else 1."""
    texts = extract_texts()
    complete = True
    for language in LANGUAGES:
        lines = faults(texts, read_catalogue(language))
        complete = complete and not lines
        print(f"{language}: {len(texts) - len(lines)} of {len(texts)} texts translated")
        for line in lines[:SHOWN]:
            print(f"  {line}")
        if len(lines) > SHOWN:
            print(f"  and {len(lines) - SHOWN} more")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
