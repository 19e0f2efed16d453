"""Lends Portuguese the words that Wagtail has in Brazilian Portuguese.

Wagtail is translated into `pt_BR` and `pt_PT`, the interface speaks `pt`, and Django looks for exactly that. Without
the loan the admin would be half English. Wagtail has no Swahili at all, so there is nothing to lend.
"""

from pathlib import Path

import polib
import wagtail

LANGUAGE, LENDER = "pt", "pt_BR"


def lend_catalogue(folder: Path) -> int:
    """Write the compiled catalogue below `folder`, as `LOCALE_PATHS` wants it; return how many texts it has."""
    lent = polib.POFile()
    for path in sorted(Path(wagtail.__file__).parent.rglob(f"locale/{LENDER}/LC_MESSAGES/django.po")):
        catalogue = polib.pofile(str(path))
        lent.metadata = {name: catalogue.metadata[name] for name in ("Content-Type", "Plural-Forms")}
        known = {(entry.msgid, entry.msgctxt) for entry in lent}
        lent.extend(entry for entry in catalogue.translated_entries() if (entry.msgid, entry.msgctxt) not in known)
    target = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    lent.save_as_mofile(str(target))
    return len(lent)
