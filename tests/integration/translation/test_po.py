"""PO files: out and in again is no change, and each kind of broken file gets a plain answer (QUALITY C7, I1–I3)."""

from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from curriculum.content.models import PlatformPage
from curriculum.exceptions import InvalidPoFileError, RefusedPoEntriesError
from curriculum.translation.actions.import_po import import_po
from curriculum.translation.actions.save_texts import save_texts
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.models import SegmentState, Translation
from curriculum.translation.po import written_po
from tests.factories import node_id, released, small_document
from tests.integration.commands.running import manage
from tests.integration.releases.edits import edited

TITLE = f"{node_id('TST-1/lesson-2')}:title"


@pytest.fixture
def translation(generic: PlatformPage) -> Translation:
    """Return a translation with some texts done, some suggested, the rest empty."""
    found = start_translation(release=released(generic, small_document()), language="es", by=None)
    keys = list(found.segments.order_by("place").values_list("key", flat=True))
    save_texts(translation=found, texts={key: f"Texto {place}" for place, key in enumerate(keys[:6])}, by=None)
    save_texts(translation=found, texts={keys[6]: "Tal vez"}, by=None, state=SegmentState.SUGGESTED)
    return found


def rows(translation: Translation) -> list[tuple[object, ...]]:
    return list(translation.segments.order_by("place").values_list("key", "text", "state", "changed_at"))


def changed(text: str, change: Callable[[polib.POFile], object]) -> bytes:
    file = polib.pofile(text)
    change(file)
    return str(file).encode()


def test_round_trip__changes_nothing(translation: Translation) -> None:
    """I3."""
    before = rows(translation)

    plan = import_po(translation=translation, content=written_po(translation).encode(), by=None)

    assert (plan.changes, plan.unchanged, rows(translation)) == ([], 7, before)
    assert plan.unchanged + plan.empty == len(before)


def test_import__takes_texts_over_and_keeps_fuzzy_ones_as_suggestions(translation: Translation) -> None:
    """I2: fuzzy stays draft."""

    def fill(file: polib.POFile) -> None:
        by_key = {entry.msgctxt: entry for entry in file}
        by_key[TITLE].msgstr = "Lección número 2"
        fuzzy = next(entry for entry in file if not entry.msgstr)
        fuzzy.msgstr, fuzzy.flags = "Quizás", ["fuzzy"]

    plan = import_po(translation=translation, content=changed(written_po(translation), fill), by=None)

    assert sorted(change.state for change in plan.changes) == ["suggested", "translated"]
    assert translation.segments.get(key=TITLE).text == "Lección número 2"


def test_export__marks_stale_texts_fuzzy_with_their_previous_source(generic: PlatformPage) -> None:
    first = start_translation(release=released(generic, small_document()), language="es", by=None)
    save_texts(translation=first, texts={TITLE: "Lección número 2"}, by=None)
    later = released(generic, edited(small_document(), ["set lessons[1].title Lesson two"]), "1.0.1")

    text = written_po(start_translation(release=later, language="es", by=None))

    entry = next(entry for entry in polib.pofile(text) if entry.msgctxt == TITLE)
    assert (entry.fuzzy, entry.msgstr, entry.previous_msgid) == (True, "Lección número 2", "Lesson number 2")


BROKEN: dict[str, Callable[[str], bytes]] = {
    "empty": lambda text: b"",
    "white space": lambda text: b" \n\n",
    "no PO": lambda text: b"\xff\xd8\xff\xe0 a picture",
    "UTF-16": lambda text: text.encode("utf-16"),
    "Latin-1": lambda text: text.encode().replace(b"Texto 1", "Á".encode("latin-1")),
    "NUL": lambda text: text.encode().replace(b"Texto 1", b"a\x00b"),
    "truncated": lambda text: text.encode()[: text.encode().index(b'msgstr "Texto 1') + 12],
    "no head": lambda text: changed(text, lambda file: file.metadata.clear()),
    "other release": lambda text: text.replace("@1.0.0", "@1.0.1").encode(),
    "other language": lambda text: text.replace("Language: es", "Language: pt").encode(),
    "too large": lambda text: text.encode() + b"\n#" + b"x" * 5 * 1024 * 1024,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_import__refuses_a_broken_file_whole(translation: Translation, kind: str) -> None:
    """I1: a reason for each, and nothing changed."""
    before = rows(translation)

    with pytest.raises((InvalidPoFileError, RefusedPoEntriesError)) as refused:
        import_po(translation=translation, content=BROKEN[kind](written_po(translation)), by=None)

    assert refused.value.lines()[0].startswith("The PO file was not imported")
    assert rows(translation) == before


def _set(key: str, **values: object) -> Callable[[polib.POFile], None]:
    def change(file: polib.POFile) -> None:
        entry = next(entry for entry in file if entry.msgctxt == key)
        for name, value in values.items():
            setattr(entry, name, value)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set(TITLE, msgstr="x", msgctxt="unknown:title"), "no such segment"),
        (_set(TITLE, msgid="Another source"), "another one than here"),
        (lambda file: file.append(polib.POEntry(msgctxt=TITLE, msgid="Lesson number 2", msgstr="x")), "twice"),
    ],
)
def test_import__refuses_entries_with_their_line_and_changes_nothing(
    translation: Translation, change: Callable[[polib.POFile], None], words: str
) -> None:
    """I2."""
    before = rows(translation)

    with pytest.raises(RefusedPoEntriesError) as refused:
        import_po(translation=translation, content=changed(written_po(translation), change), by=None)

    assert [reason.startswith("Line ") and words in reason for reason in refused.value.reasons] == [True]
    assert rows(translation) == before


@pytest.mark.parametrize(
    "text",
    ["<script>x</script>", '<b onclick="x">x</b>', '<a href="javascript:x">x</a>', "<b>x", '<a data-node="1">x</a>'],
)
def test_import__refuses_markup_that_could_run(translation: Translation, text: str) -> None:
    """C7."""
    body = translation.segments.filter(source__contains="<b>").order_by("place")[0]

    with pytest.raises(RefusedPoEntriesError):
        import_po(
            translation=translation, content=changed(written_po(translation), _set(body.key, msgstr=text)), by=None
        )


def test_import__does_not_overwrite_newer_work_unasked(translation: Translation) -> None:
    content = changed(written_po(translation), _set(TITLE, msgstr="De la oficina"))
    save_texts(translation=translation, texts={TITLE: "De aquí"}, by=None)

    with pytest.raises(RefusedPoEntriesError, match="refused: 1"):
        import_po(translation=translation, content=content, by=None)
    import_po(translation=translation, content=content, by=None, overwrite=True)

    assert translation.segments.get(key=TITLE).text == "De la oficina"


def test_commands__export_import_and_publish(generic: PlatformPage, tmp_path: Path) -> None:
    released(generic, small_document())
    file = tmp_path / "es.po"

    assert manage("export_po", "generic", "TST-1@1.0.0", "es", str(file)).status == 0
    assert manage("publish_edition", "generic", "TST-1@1.0.0", "es").status == 1
    po = polib.pofile(str(file))
    for entry in po:
        entry.msgstr = f"ES {entry.msgid}"
    po.save(str(file))
    imported = manage("import_po", "generic", "TST-1@1.0.0", "es", str(file), "--json")
    assert (imported.status, imported.data["changed"]) == (0, len(po))
    assert manage("import_po", "generic", "TST-1@1.0.0", "es", str(file), "--json").data["changed"] == 0
    published = manage("publish_edition", "generic", "TST-1@1.0.0", "es", "--json")
    assert (published.status, published.data["revision"]) == (0, 1)
    assert manage("publish_edition", "generic", "TST-1@1.0.0", "es").status == 1
    assert manage("import_po", "generic", "TST-1", "es", str(file)).status == 1
    assert manage("import_po", "generic", "TST-1@1.0.0", "es", str(tmp_path / "none.po")).status == 1
