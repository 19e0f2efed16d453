"""A translation as a PO file, and what such a file would change.

The context of an entry is the segment's key. Suggested and stale texts are fuzzy; a stale one carries the source that
it was made from as its previous one. https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import polib
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.content.labels import label_of
from curriculum.document import Node
from curriculum.exceptions import InvalidPoFileError
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from curriculum.translation.segments import nodes_by_id, text_fault

LARGEST = 5 * 1024 * 1024  # bytes of a file
MOST_FAULTS = 200
MOST_LINES = 100_000
RELEASE, EXPORTED = "X-SCAN-Release", "X-SCAN-Exported"
FUZZY = frozenset({SegmentState.SUGGESTED, SegmentState.STALE})


@dataclass(frozen=True, kw_only=True, slots=True)
class PoChange:
    """One segment that a file changes."""

    segment: TranslatedSegment
    text: str
    state: SegmentState
    line: int
    # of the entry in the file, from 1
    is_newer_here: bool
    # whether somebody worked on the segment here since the file was exported


@dataclass(kw_only=True, slots=True)
class PoPlan:
    """What a file would do, entry by entry. Nothing is written yet."""

    changes: list[PoChange] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0
    # entries without a text: they change nothing
    obsolete: int = 0
    faults: list[str] = field(default_factory=list)
    # refused entries, as sentences with line numbers

    @property
    def mark(self) -> str:
        """Return what changes whenever the plan would do something else: SHA-256, 64 hex digits."""
        told = [
            (change.segment.key, change.segment.text, change.segment.state, change.text, change.state)
            for change in self.changes
        ]
        return sha256(json.dumps([told, self.faults], ensure_ascii=False).encode()).hexdigest()

    @property
    def conflicts(self) -> list[PoChange]:
        """Return the changes that would overwrite newer work."""
        return [change for change in self.changes if change.is_newer_here]


def written_po(translation: Translation) -> str:
    """Return the PO file of a translation, in reading order. It reads back as no change at all."""
    release = translation.release
    document = release.source_edition().load()
    nodes = nodes_by_id(document)
    lessons = {lesson.id: str(lesson.fields.get("code", "")) for lesson in document.root.slots.get("lessons", ())}
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": _release_name(translation),
        "Language": translation.language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        RELEASE: _release_name(translation),
        EXPORTED: timezone.now().isoformat(),
    }
    file.extend(_entry(row, nodes, lessons) for row in translation.segments.order_by("place"))
    return str(file) + "\n"


def _release_name(translation: Translation) -> str:
    release = translation.release
    return f"{release.module.platform.slug}/{release.module.code}@{release.number}"


def _entry(row: TranslatedSegment, nodes: Mapping[str, Node], lessons: Mapping[str, str]) -> polib.POEntry:
    node = nodes[str(row.node_id)]
    where = lessons.get(str(row.lesson_id), "") or "-"
    is_fuzzy = row.state in FUZZY
    return polib.POEntry(
        msgctxt=row.key,
        msgid=row.source,
        msgstr=row.text,
        comment=f"{where} · {label_of(node)} · {row.field}",
        flags=["fuzzy"] if is_fuzzy else [],
        previous_msgid=row.previous_source or None if is_fuzzy else None,
    )


def plan_of_po(translation: Translation, content: bytes) -> PoPlan:
    """Return what a PO file would change in a translation.

    Raises InvalidPoFileError for what is no PO file of this release and language: empty, too large, not UTF-8,
    damaged, or exported from something else.
    """
    file = _parsed(content)
    exported = _checked_header(translation, file)
    rows = {row.key: row for row in translation.segments.all()}
    nodes = nodes_by_id(translation.release.source_edition().load())
    plan = PoPlan(obsolete=len(file.obsolete_entries()))
    seen: set[str] = set()
    for entry in (entry for entry in file if not entry.obsolete):
        fault = _entry_fault(entry, rows, nodes, translation.language, seen)
        if fault:
            plan.faults.append(_("Line %(line)d: %(problem)s") % {"line": entry.linenum or 0, "problem": fault})
        else:
            _add(plan, entry, rows[entry.msgctxt], exported)
        if len(plan.faults) >= MOST_FAULTS:
            break
    return plan


def _parsed(content: bytes) -> polib.POFile:
    if not content.strip():
        raise InvalidPoFileError(problem=_("The file is empty."))
    if len(content) > LARGEST:
        raise InvalidPoFileError(problem=_("The file is larger than 5 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidPoFileError(problem=_("The file is not UTF-8. Save it as UTF-8 and try again.")) from error
    if "\x00" in text or "msgid" not in text:
        raise InvalidPoFileError(problem=_("This is no PO file."))
    lines = text.split("\n")  # other ends of lines may stand in a text
    if len(lines) > MOST_LINES:
        raise InvalidPoFileError(problem=_("The file has more than %d lines.") % MOST_LINES)
    for number, line in enumerate(map(str.strip, lines), start=1):
        if line and not line.startswith("#") and not line.endswith('"'):  # the reader would take a torn text as whole
            raise InvalidPoFileError(problem=_("Line %d is cut off or damaged.") % number)
    try:
        return polib.pofile(text, encoding="utf-8")
    except (OSError, ValueError, IndexError, UnicodeError) as error:
        raise InvalidPoFileError(problem=_("The file is damaged: %s") % str(error)[:200]) from error


def _checked_header(translation: Translation, file: polib.POFile) -> datetime | None:
    """Refuse a file of something else; return when it was exported, None where it does not say so with a time zone."""
    name = file.metadata.get(RELEASE)
    if not name:
        raise InvalidPoFileError(problem=_("Its head does not name a release. Export it anew and keep its head."))
    if name != _release_name(translation):
        raise InvalidPoFileError(problem=_("It was exported from %s. Choose the file of this release.") % name[:80])
    language = file.metadata.get("Language", "").replace("_", "-")
    if language != translation.language:
        raise InvalidPoFileError(problem=_("It is in “%s”. Choose the file of this language.") % language[:20])
    try:
        exported = datetime.fromisoformat(file.metadata.get(EXPORTED, ""))
    except ValueError:
        return None
    return exported if exported.tzinfo else None


def _entry_fault(
    entry: polib.POEntry,
    rows: Mapping[str, TranslatedSegment],
    nodes: Mapping[str, Node],
    language: str,
    seen: set[str],
) -> str:
    row = rows.get(entry.msgctxt or "")
    if row is None:
        return _("there is no such segment in this release.")
    if entry.msgctxt in seen:
        return _("this segment stands in the file twice.")
    seen.add(entry.msgctxt)
    if entry.msgid != row.source:
        return _("its source is another one than here.")
    return text_fault(nodes[str(row.node_id)], row.key, entry.msgstr, language) if entry.msgstr.strip() else ""


def _add(plan: PoPlan, entry: polib.POEntry, row: TranslatedSegment, exported: datetime | None) -> None:
    if not entry.msgstr.strip():
        plan.empty += 1
        return
    if (entry.msgstr, entry.fuzzy) == (row.text, row.state in FUZZY):
        plan.unchanged += 1
        return
    state = SegmentState.SUGGESTED if entry.fuzzy else SegmentState.TRANSLATED
    is_loss = bool(row.text) and (entry.msgstr != row.text or entry.fuzzy)
    is_newer = is_loss and (exported is None or row.changed_at > exported)  # a file without a date may be old
    plan.changes.append(
        PoChange(segment=row, text=entry.msgstr, state=state, line=entry.linenum or 0, is_newer_here=is_newer)
    )
