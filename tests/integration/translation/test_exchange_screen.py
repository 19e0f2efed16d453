"""PO files on the screen: what a dry run shows, that taking over is all or nothing, and plain answers to broken files.

QUALITY I1–I3.
"""

from collections.abc import Callable
from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from curriculum.content.models import PlatformPage
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.models import SegmentState, Translation
from curriculum.translation.po import LARGEST, written_po
from tests.factories import node_id, released, small_document

pytestmark = pytest.mark.django_db

TITLE = f"{node_id('TST-1/lesson-2')}:title"
OTHER = f"{node_id('TST-1/lesson-1')}:title"


@pytest.fixture
def translation(generic: PlatformPage) -> Translation:
    """Return a translation of which one text is done."""
    found = start_translation(release=released(generic, small_document()), language="es", by=None)
    save_texts(translation=found, texts={TITLE: "Lección 2"}, by=None)
    return found


@pytest.fixture
def client(translation: Translation, signed_in: Callable[..., Client]) -> Client:
    """Return a client signed in as a translator of the platform."""
    return signed_in(translation.release.module.platform, "translator")


def at(name: str, translation: Translation) -> str:
    return reverse(name, args=[translation.pk])


def filled(text: str, **texts: str) -> bytes:
    """Return the PO file with texts by key."""
    file = polib.pofile(text)
    for entry in file:
        entry.msgstr = texts.get(entry.msgctxt, entry.msgstr)
    return str(file).encode()


def checked(client: Client, translation: Translation, content: bytes) -> Any:
    upload = SimpleUploadedFile("es.po", content)
    return client.post(at("translate_import", translation), {"file": upload})


def taken(client: Client, translation: Translation, shown: Any, **data: str) -> Any:
    kept = {"kept": shown.context["kept"], "seen": shown.context["plan"].mark}
    return client.post(at("translate_import_apply", translation), kept | data)


def texts(translation: Translation) -> dict[str, str]:
    return dict(translation.segments.exclude(text="").values_list("key", "text"))


def test_download__is_the_file_of_the_translation(client: Client, translation: Translation) -> None:
    answer = client.get(at("translate_po", translation))

    entries = {entry.msgctxt: entry.msgstr for entry in polib.pofile(answer.content.decode())}
    assert answer["Content-Disposition"] == 'attachment; filename="generic-TST-1-1.0.0-es.po"'
    assert entries[TITLE] == "Lección 2"
    assert len(entries) == translation.segments.count()


def test_dry_run__shows_new_changed_and_conflicting_texts_and_writes_nothing(
    client: Client, translation: Translation
) -> None:
    save_texts(translation=translation, texts={f"{node_id('TST-1/module')}:title": "Antes"}, by=None)
    content = filled(
        written_po(translation),
        **{TITLE: "De la oficina", OTHER: "Nuevo", f"{node_id('TST-1/module')}:title": "Después"},
    )
    save_texts(translation=translation, texts={TITLE: "De aquí"}, by=None)
    before = texts(translation)

    shown = checked(client, translation, content)

    told = {group.name: [(line.source, line.after) for line in group.lines] for group in shown.context["groups"]}
    assert told == {
        "conflict": [("Lesson number 2", "De <ins>la oficina</ins>")],
        "changed": [("A small module", "<ins>Después</ins>")],
        "new": [("Look, then act", "<ins>Nuevo</ins>")],
    }
    assert (shown.status_code, texts(translation)) == (200, before)


def test_taking_over__writes_what_the_dry_run_showed(client: Client, translation: Translation) -> None:
    shown = checked(client, translation, filled(written_po(translation), **{OTHER: "Miren y actúen"}))

    answer = taken(client, translation, shown)

    assert answer["Location"] == at("translate", translation)
    row = translation.segments.get(key=OTHER)
    assert (row.text, row.state, row.by.username) == ("Miren y actúen", "translated", "generic-translator")


def test_taking_over__leaves_newer_work_unless_it_is_ticked(client: Client, translation: Translation) -> None:
    content = filled(written_po(translation), **{TITLE: "De la oficina", OTHER: "Nuevo"})
    save_texts(translation=translation, texts={TITLE: "De aquí"}, by=None)
    shown = checked(client, translation, content)

    refused = taken(client, translation, shown)
    before = texts(translation)
    taken(client, translation, shown, overwrite="1")

    assert (refused.status_code, before) == (400, {TITLE: "De aquí"})
    assert "Tick the box" in refused.context["problem"]
    assert texts(translation) == {TITLE: "De la oficina", OTHER: "Nuevo"}


def test_taking_over__asks_again_where_somebody_worked_since_the_dry_run(
    client: Client, translation: Translation
) -> None:
    shown = checked(client, translation, filled(written_po(translation), **{TITLE: "De la oficina"}))
    save_texts(translation=translation, texts={TITLE: "Más nuevo"}, by=None)

    answer = taken(client, translation, shown, overwrite="1")

    assert (answer.status_code, texts(translation)) == (409, {TITLE: "Más nuevo"})
    assert "since you checked the file" in answer.context["problem"]
    assert [group.name for group in answer.context["groups"]] == ["conflict"]


def test_accepted_suggestion__is_newer_work_than_a_fuzzy_entry(client: Client, translation: Translation) -> None:
    """I2: an old file does not turn what was accepted meanwhile into a suggestion again."""
    save_texts(translation=translation, texts={OTHER: "Quizás"}, by=None, state=SegmentState.SUGGESTED)
    content = written_po(translation).encode()
    save_texts(translation=translation, texts={OTHER: "Quizás"}, by=None)

    shown = checked(client, translation, content)

    assert [group.name for group in shown.context["groups"]] == ["conflict"]


@pytest.mark.parametrize("date", ["", "2026-01-01", "2099-01-01T00:00:00", "yesterday"])
def test_file_without_a_date__never_replaces_a_text_unasked(
    client: Client, translation: Translation, date: str
) -> None:
    file = polib.pofile(written_po(translation))
    file.metadata["X-SCAN-Exported"] = date

    shown = checked(client, translation, filled(str(file), **{TITLE: "Otro"}))

    assert [group.name for group in shown.context["groups"]] == ["conflict"]


def test_refused_entries__are_listed_with_their_lines_and_nothing_can_be_taken_over(
    client: Client, translation: Translation
) -> None:
    """I2."""
    body = translation.segments.filter(source__contains="<b>").order_by("place")[0].key
    content = filled(written_po(translation), **{body: "<script>x</script>", OTHER: "Nuevo"})

    shown = checked(client, translation, content)

    assert [fault.startswith("Line ") for fault in shown.context["faults"]] == [True]
    assert "translate_import_apply" not in shown.content.decode()
    assert "Take the file over" not in shown.content.decode()
    assert taken(client, translation, shown).status_code == 400
    assert texts(translation) == {TITLE: "Lección 2"}


BROKEN: dict[str, tuple[Callable[[str], bytes], str]] = {
    "empty": (lambda text: b"", "is empty"),
    "white space": (lambda text: b" \n\n", "is empty"),
    "no head": (lambda text: text[text.index("#. ") :].encode(), "does not name a release"),
    "other module": (lambda text: text.replace("TST-1@", "TST-9@").encode(), "exported from"),
    "other language": (lambda text: text.replace("Language: es", "Language: pt").encode(), "Choose the file of this"),
    "truncated": (lambda text: text.encode()[: text.encode().index(b'msgid "Look') + 9], "cut off"),
    "UTF-16": (lambda text: text.encode("utf-16"), "not UTF-8"),
    "Latin-1": (lambda text: text.encode("latin-1", "replace"), "not UTF-8"),
    "NUL": (lambda text: text.replace("Lección", "a\x00b").encode(), "no PO file"),
    "JPEG": (lambda text: b"\xff\xd8\xff\xe0\x00\x10JFIF", "not UTF-8"),
    "HTML": (lambda text: b"<!doctype html><p>Not found</p>", "no PO file"),
    "no such keyword": (lambda text: text.replace('msgid "Look', 'msgidx "Look').encode(), "damaged"),
    "too large": (lambda text: text.encode() + b"#" * LARGEST, "larger than 5 MB"),
    "50 MB": (lambda text: b"#" * 50 * 1024 * 1024, "larger than 5 MB"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_file__gets_a_plain_sentence_at_the_form(client: Client, translation: Translation, kind: str) -> None:
    """I1."""
    breaking, words = BROKEN[kind]
    before = texts(translation)

    answer = checked(client, translation, breaking(written_po(translation)))

    assert answer.status_code == 400
    assert words in " ".join(answer.context["form"].errors["file"])
    assert texts(translation) == before


def test_no_file__gets_a_plain_sentence_at_the_form(client: Client, translation: Translation) -> None:
    """I1."""
    answers = [client.post(at("translate_import", translation), data) for data in ({}, {"file": "es.po"})]

    assert [(answer.status_code, list(answer.context["form"].errors)) for answer in answers] == [(400, ["file"])] * 2


def test_kept_file__is_bound_to_person_translation_and_time(
    client: Client, translation: Translation, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """T5: a form field that somebody else was given, or made, is nothing here."""
    shown = checked(client, translation, filled(written_po(translation), **{OTHER: "Nuevo"}))
    other = start_translation(release=translation.release, language="pt", by=None)
    editor = signed_in(translation.release.module.platform, "editor")

    answers = [
        taken(editor, translation, shown),
        taken(client, other, shown),
        taken(client, translation, shown, kept="made:up"),
        taken(client, translation, shown, kept=""),
    ]
    later = timezone.now().timestamp() + 13 * 60 * 60
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: later)
        answers.append(taken(client, translation, shown))

    assert [answer.status_code for answer in answers] == [400] * 5
    assert "Choose the file again" in answers[0].content.decode()
    assert texts(translation) == {TITLE: "Lección 2"}


def test_largest_file__survives_between_dry_run_and_taking_over(client: Client, translation: Translation) -> None:
    content = filled(written_po(translation), **{OTHER: "Nuevo"})
    content += b"".join(b"# %d %s\n" % (number, b"\xc3\xa1" * 20_000) for number in range(120))
    assert 4_000_000 < len(content) <= LARGEST

    shown = checked(client, translation, content)

    assert taken(client, translation, shown)["Location"] == at("translate", translation)
    assert texts(translation)[OTHER] == "Nuevo"


@pytest.mark.parametrize("name", ["translate_po", "translate_import", "translate_import_apply"])
def test_foreign_translation__is_not_found(
    peru: PlatformPage, translation: Translation, signed_in: Callable[..., Client], name: str
) -> None:
    """T5."""
    client = signed_in(peru, "coordinator")

    answers = [client.get(at(name, translation)), client.post(at(name, translation), {})]

    assert {answer.status_code for answer in answers} <= {404, 405}
    assert 404 in {answer.status_code for answer in answers}
