"""A walk through the list of translations, PO files and publishing, in every state that a person may find them in."""

from collections.abc import Iterator
from typing import Any

import polib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from curriculum.document import Document
from curriculum.releases.actions.withdraw_release import withdraw_release
from curriculum.releases.models import Release
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.models import LessonAssignment, Translation
from curriculum.translation.po import written_po
from tests import factories
from tests.integration.interface.pseudo_language import LANGUAGE, content, content_document
from tests.integration.interface.world import World
from tests.integration.releases.edits import edited

OVERVIEW = "translations"
TITLE = f"{factories.node_id('TRA-1/lesson-2')}:title"


def translating_releases(admin: Client, world: World) -> Iterator[tuple[str, Any]]:
    """Yield a name and the answer for each screen."""
    release = _released(world, _document(), "1.0.0")
    listed = reverse(OVERVIEW)
    yield "no translation", admin.get(listed)
    yield "nothing chosen to translate", admin.post(listed, {})
    yield "own language chosen", admin.post(listed, {"release": release.pk, "language": LANGUAGE})
    yield "other country's language chosen", admin.post(listed, {"release": release.pk, "language": "en-PE"})
    yield "translation begun", admin.post(listed, {"release": release.pk, "language": "es"}, follow=True)
    translation = Translation.objects.get(release=release)
    LessonAssignment.objects.create(translation=translation, person=world.admin)
    yield "translations", admin.get(listed)
    yield "translations of one module", admin.get(listed, {"module": "TRA-1"})
    yield "front page with translations", admin.get(reverse("wagtailadmin_home"))
    yield from _files(admin, translation)
    yield from _publishing(admin, world, translation)


def _document() -> Document:
    return content_document(factories.small_document("TRA-1", language=LANGUAGE))


def _released(world: World, document: Document, number: str) -> Release:
    return factories.released(world.generic, document, number, notes=content("For a test."))


def _files(admin: Client, translation: Translation) -> Iterator[tuple[str, Any]]:
    address = reverse("translate_import", args=[translation.pk])
    yield "PO file", admin.get(address)
    yield "no PO file", admin.post(address, {})
    yield "broken PO file", admin.post(address, {"file": SimpleUploadedFile("n1.po", b"\xff\xd8")})
    yield "unchanged PO file", _checked(admin, address, written_po(translation).encode())
    yield "expired PO file", admin.post(reverse("translate_import_apply", args=[translation.pk]), {"kept": "n1"})
    file = polib.pofile(written_po(translation))
    for entry in file:
        entry.msgstr = "" if {"<", "&"} & set(entry.msgid) else entry.msgid
    text = str(file).encode()
    save_texts(translation=translation, texts={TITLE: content("Newer")}, by=None)
    shown = _checked(admin, address, text)
    yield "PO file with conflicts", shown
    kept = {"kept": shown.context["kept"], "seen": shown.context["plan"].mark}
    apply = reverse("translate_import_apply", args=[translation.pk])
    yield "newer work", admin.post(apply, kept)
    yield "other than seen", admin.post(apply, {**kept, "seen": "n1"})
    file[0].msgctxt = "n1"
    yield "PO file with refused entries", _checked(admin, address, str(file).encode())
    yield "taken over", admin.post(apply, {**kept, "overwrite": "1"}, follow=True)


def _checked(admin: Client, address: str, text: bytes) -> Any:
    return admin.post(address, {"file": SimpleUploadedFile("n1.po", text)})


def _publishing(admin: Client, world: World, translation: Translation) -> Iterator[tuple[str, Any]]:
    address = reverse("translate_publish", args=[translation.pk])
    texts = {row.key: row.source for row in translation.segments.open()}
    save_texts(translation=translation, texts=texts, by=None)
    yield "to publish, with checks", admin.get(address)
    yield "something else seen", admin.post(address, {"seen": "n1"})
    seen = admin.get(address).context["ready"].seen
    yield "edition published", admin.post(address, {"seen": seen}, follow=True)
    yield "translations, published", admin.get(reverse(OVERVIEW))
    save_texts(translation=translation, texts={TITLE: content("Corrected")}, by=None)
    yield "correction to publish", admin.get(address)
    save_texts(translation=translation, texts={TITLE: ""}, by=None)
    yield "not to publish yet", admin.get(address)
    seen = admin.get(address).context["ready"].seen
    yield "not published", admin.post(address, {"seen": seen})
    newer = _released(world, edited(_document(), ["set lessons[1].title " + content("Second")]), "1.0.1")
    yield "translations to carry over", admin.get(reverse(OVERVIEW))
    yield "front page with a newer release", admin.get(reverse("wagtailadmin_home"))
    module = reverse("modules:module", args=[newer.module.page.pk])
    yield "module to carry over", admin.get(module)
    yield "carried over", admin.post(reverse(OVERVIEW), {"release": newer.pk, "language": "es"}, follow=True)
    withdraw_release(release=newer, by=None, reason=content("Wrong"))
    carried = Translation.objects.get(release=newer)
    yield "to publish, withdrawn", admin.get(reverse("translate_publish", args=[carried.pk]))
