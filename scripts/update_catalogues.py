"""Brings the catalogues in `locale/` up to date: new texts come in empty, texts that are gone go out."""

import sys

from babel.messages.mofile import write_mo

from scripts.catalogues import LANGUAGES, catalogue_bytes, catalogue_file, extract_texts, is_translated, read_catalogue


def update_catalogue(language: str) -> int:
    """Write the catalogue of a language anew, compile it, and return how many texts still lack a translation.

    No translation is guessed from a similar text: a wrong one that looks finished is worse than an empty one.
    """
    catalogue = read_catalogue(language)
    catalogue.update(extract_texts(), no_fuzzy_matching=True, update_creation_date=False)
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(catalogue_bytes(catalogue))
    with path.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, catalogue)
    return sum(1 for message in catalogue if message.id and not is_translated(message))


def main() -> None:
    """Update every language and say what is left to translate."""
    for language in LANGUAGES:
        sys.stderr.write(f"{language}: {update_catalogue(language)} texts to translate\n")


if __name__ == "__main__":
    main()
