"""What the templates of modules and lessons show besides the nodes themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from curriculum.content.choices import LessonRole, Level
from curriculum.content.labels import described, name_of
from curriculum.document import Asset as AssetName
from curriculum.document import Node, walk
from curriculum.reading.catalogue import known_codes
from curriculum.reading.shelf import Shelf, code_of
from curriculum.releases.models import Asset, Edition
from curriculum.releases.wording import DescribedChange

#: Kinds that the contents of a lesson name.
CONTENTS = frozenset({"heading", "activity", "discussion", "form"})


@dataclass(frozen=True, kw_only=True, slots=True)
class LevelRole:
    """What a lesson is to groups of one level."""

    level: str
    role: str
    # core, refresher, optional; empty for not planned


@dataclass(frozen=True, kw_only=True, slots=True)
class LessonLine:
    """One lesson in the list of its module, and the neighbour of another."""

    code: str
    title: str
    address: str
    minutes: int
    cycle_step: str
    roles: tuple[LevelRole, ...]
    is_changed: bool = False
    is_current: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ContentsLine:
    """One entry of a lesson's contents."""

    node_id: str
    words: str
    kind: str
    minutes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeLine:
    """One line of what changed; `address` leads to the place where it still stands."""

    kind: str
    words: str
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionLine:
    """One release in the list of releases of a module."""

    number: str
    address: str
    edition: Edition
    is_shown: bool
    is_current: bool


def level_roles(lesson: Node) -> tuple[LevelRole, ...]:
    """Return what `lesson` is to groups of each level; empty where it is planned for all alike."""
    planned, refresher, optional = (
        known_codes(lesson, name, Level.values) for name in ("levels", "refresher_levels", "optional_levels")
    )
    if not planned:
        return ()
    role = dict.fromkeys(planned, str(LessonRole.CORE))
    role |= dict.fromkeys(refresher, str(LessonRole.REFRESHER)) | dict.fromkeys(optional, str(LessonRole.OPTIONAL))
    return tuple(LevelRole(level=level, role=role.get(level, "")) for level in Level.values)


def lesson_line(lesson: Node, address: str, *, is_changed: bool = False, is_current: bool = False) -> LessonLine:
    """Return the line that stands for `lesson`."""
    return LessonLine(
        code=code_of(lesson),
        title=name_of(lesson),
        address=address,
        minutes=minutes_of(lesson),
        cycle_step=str(lesson.fields.get("cycle_step") or ""),
        roles=level_roles(lesson),
        is_changed=is_changed,
        is_current=is_current,
    )


def minutes_of(node: Node) -> int:
    """Return the minutes that a lesson or step says, or that the steps of an activity need together."""
    own = node.fields.get("minutes")
    if isinstance(own, int) and not isinstance(own, bool):
        return own
    return sum(minutes_of(step) for step in node.slots.get("steps", ()))


def contents_of(lesson: Node) -> tuple[ContentsLine, ...]:
    """Return the entries of a lesson's contents: what stands directly in its body and has a name."""
    return tuple(
        ContentsLine(node_id=node.id, words=name_of(node), kind=node.kind, minutes=minutes_of(node))
        for node in lesson.slots.get("body", ())
        if node.kind in CONTENTS and name_of(node)
    )


def change_lines(changes: Iterable[DescribedChange], lesson: Node, base_address: str = "") -> tuple[ChangeLine, ...]:
    """Return what of `changes` concerns `lesson`, each with the place where it stands."""
    standing = {node.id for node in walk(lesson)}
    return tuple(
        ChangeLine(
            kind=change.kind,
            words=change.words,
            address=f"{base_address}#{change.node_id}" if change.node_id in standing else "",
        )
        for change in changes
        if change.lesson_id == lesson.id
    )


def audience_words(node: Node) -> str:
    """Return for whom a node is, "For groups at level: Low"; empty where it is for everybody."""
    words = []
    if levels := known_codes(node, "levels", Level.values):
        words.append(_("For groups at level: %(levels)s") % {"levels": ", ".join(str(Level(c).label) for c in levels)})
    standards = node.fields.get("standards")
    if isinstance(standards, tuple) and standards:
        words.append(_("For the standard: %(standards)s") % {"standards": ", ".join(standards)})
    if node.fields.get("audience") == ("facilitator",) and node.kind != "facilitator_note":
        words.append(_("For facilitators"))
    return " · ".join(words)


def requirements_of(lesson: Node) -> dict[str, list[str]]:
    """Return by standard the codes of the requirements that `lesson` helps to meet."""
    found: dict[str, list[str]] = {}
    for node in lesson.slots.get("requirements", ()):
        found.setdefault(str(node.fields.get("standard", "")), []).append(str(node.fields.get("requirement", "")))
    return found


def pictures_of(node: Node) -> Mapping[str, Asset]:
    """Return by digest the stored files of the pictures in `node`, for their sizes."""
    wanted = {
        scalar.sha256 for inner in walk(node) for scalar in inner.fields.values() if isinstance(scalar, AssetName)
    }
    return Asset.objects.in_bulk(wanted) if wanted else {}


def version_lines(shelf: Shelf, shown: Edition, addresses: Mapping[str, str]) -> tuple[VersionLine, ...]:
    """Return the releases in the language of `shown`, newest first; `addresses` by number."""
    current = shelf.current(shown.language)
    return tuple(
        VersionLine(
            number=edition.release.number,
            address=addresses[edition.release.number],
            edition=edition,
            is_shown=edition == shown,
            is_current=edition == current,
        )
        for edition in shelf.in_language(shown.language)
    )


def title_of(node: Node) -> str:
    """Return the title of a module or lesson, or what kind of thing it is where it has none yet."""
    return name_of(node) or described(node)
