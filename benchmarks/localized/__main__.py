"""Takes pages to a new state of their source by wagtail-localize, and prints how many seconds that took.

Standard input is JSON: a list of pages, each a list of `[block, before, after]`, `block` being "line" or "prose".
"""

import json
import os
import sys
from time import perf_counter
from typing import Any
from uuid import uuid4

import django

Pages = list[list[list[str]]]


def measure(pages: Pages) -> float:
    """Translate all `pages`, then change their sources, and return how long taking over the changes takes, in seconds.

    Only the sources and the translations are brought up to date; the translated pages are not written anew.
    """
    from wagtail.models import Locale, Page
    from wagtail_localize.models import StringTranslation, Translation, TranslationSource

    from benchmarks.localized.models import PlainPage

    spanish = Locale.objects.create(language_code="es")
    home = Page.objects.get(depth=2)
    sources = []
    for number, texts in enumerate(pages):
        ids = [str(uuid4()) for _text in texts]
        page = PlainPage(title=f"Lesson {number}", slug=f"lesson-{number}", body=_stream(texts, ids, 1))
        home.add_child(instance=page)
        source, _made = TranslationSource.update_or_create_from_instance(page)
        translation = Translation.objects.create(source=source, target_locale=spanish)
        StringTranslation.objects.bulk_create(
            [
                StringTranslation(
                    translation_of=segment.string,
                    locale=spanish,
                    context=segment.context,
                    data=f"ES {segment.string.data}",
                )
                for segment in source.stringsegment_set.select_related("string", "context")
            ],
            ignore_conflicts=True,
        )
        page.body = _stream(texts, ids, 2)
        page.save()
        sources.append((source, translation))
    started = perf_counter()
    for source, translation in sources:
        source.update_from_db()
        translation.get_progress()
    return perf_counter() - started


def _stream(texts: list[list[str]], ids: list[str], which: int) -> str:
    blocks: list[dict[str, Any]] = [
        {"type": text[0], "id": block_id, "value": text[which]} for text, block_id in zip(texts, ids, strict=True)
    ]
    return json.dumps(blocks)


def main() -> None:
    """Read, measure, print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.localized.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print(measure(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
