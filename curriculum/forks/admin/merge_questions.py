"""What a merge asks a person: one question for each contradiction, one switch for each change that is taken."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from curriculum.content.completeness import FIELD_LABELS
from curriculum.content.formats import date_and_time
from curriculum.content.person_names import name_of_person
from curriculum.document import Conflict, Document, Node, Place, common_subsequence, diff, load_scalar
from curriculum.forks.admin.wordings import contrasted, scalar_of, value_words, wordings
from curriculum.forks.merging import Item, PreparedMerge, is_prose
from curriculum.forks.models import Adaptation, Decision
from curriculum.forks.naming import named
from curriculum.forks.places import container_words, place_words
from curriculum.forks.safe_changes import SafeChange
from curriculum.forks.units import HOLDERS

MOST_LINES = 12  # of a list inside a question
Choice = Decision.Choice
Lines = tuple[SafeString | str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What the two sides are called on the screen."""

    us: str
    # the platform
    upstream: str
    # "Upstream (Generic curriculum 1.1.0)"
    reader: int | None = None
    # number of the person who looks


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One answer that a question offers."""

    choice: str
    label: str
    text: SafeString | str = ""
    # what would stand then
    lines: Lines = ()
    # the order that would hold then
    is_chosen: bool = False
    is_content: bool = False
    # whether the text is in the content's language


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question with its answers, and how it was answered."""

    key: str
    anchor: str
    # id of the question on the page
    words: str
    options: tuple[Option, ...]
    decision: Decision | None
    made: str = ""
    # who decided it and when, in words; empty while nobody did
    before: str = ""
    # what stood there before both sides changed it
    lines: Lines = ()
    # what upstream or the fork changed inside
    reason: Adaptation | None = None
    # why the fork declined it before
    own: str = field(default="")
    # the own text that was written, as JSON
    can_write: bool = False
    is_switch: bool = False
    # whether it asks about a change that is taken if nobody says otherwise

    @property
    def seen(self) -> str:
        """Return what names the decision that the screen shows."""
        return self.decision.version if self.decision else ""


def anchor_of(key: str) -> str:
    """Return the id that the question of this key has on a page."""
    return f"decision-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def made_words(decision: Decision | None, reader: int | None) -> str:
    """Return who made a decision and when, in words; empty where there is none."""
    if decision is None:
        return ""
    words = {"person": name_of_person(decision.by), "time": date_and_time(decision.made_at)}
    if decision.by_id is not None and decision.by_id == reader:
        return _("Saved. You decided this, %(time)s.") % words
    return _("%(person)s decided this, %(time)s.") % words


def questions_of(prepared: PreparedMerge, item: Item, names: Names) -> tuple[Question, ...]:
    """Return what is asked about one item, contradictions first."""
    asked = [_question(prepared, item, conflict, names) for conflict in item.conflicts]
    return (*asked, *(_switch(prepared, item, change, names) for change in item.changes))


def _question(prepared: PreparedMerge, item: Item, conflict: Conflict, names: Names) -> Question:
    decision = prepared.decisions.get(conflict.key)
    chosen = decision.choice if decision else None
    return Question(
        key=conflict.key,
        anchor=anchor_of(conflict.key),
        words=_words(prepared, item, conflict, names),
        options=tuple(_options(prepared, conflict, names, decision)),
        decision=decision,
        made=made_words(decision, names.reader),
        before=_before(prepared, conflict),
        lines=_inside(prepared, conflict),
        reason=item.adaptation if conflict.kind == "edit/delete" and conflict.ours is None else None,
        own=json.dumps(decision.value) if decision and chosen == Choice.VALUE else "",
        can_write=Choice.VALUE in prepared.choices_for(conflict),
    )


def _switch(prepared: PreparedMerge, item: Item, change: SafeChange, names: Names) -> Question:
    decision = prepared.decisions.get(change.key)
    is_declined = decision is not None and decision.choice == Choice.DECLINED
    return Question(
        key=change.key,
        anchor=anchor_of(change.key),
        words=_change_words(item, change),
        options=(
            Option(choice=Choice.ACCEPTED, label=_("Take it"), is_chosen=not is_declined),
            Option(choice=Choice.DECLINED, label=_("Do not take it"), is_chosen=is_declined),
        ),
        decision=decision,
        made=made_words(decision, names.reader),
        before=_moved_words(prepared, change),
        is_switch=True,
    )


def _words(prepared: PreparedMerge, item: Item, conflict: Conflict, names: Names) -> str:
    """Return the contradiction in one plain sentence, and what is asked."""
    words = {"us": names.us, "what": named(prepared.nodes[conflict.node_id])}
    if conflict.kind == "field":
        part = str(FIELD_LABELS.get(conflict.field or "", conflict.field))
        words["part"] = part if conflict.node_id == item.unit_id else f"{words['what']}, {part}"
        if is_prose(conflict):
            return _("%(us)s and upstream both changed the same sentences (%(part)s). Which shall stand?") % words
        return _("%(us)s and upstream both changed this (%(part)s). Which shall stand?") % words
    if conflict.kind == "edit/delete" and conflict.ours is None:
        if item.adaptation:
            return _("%(us)s declined %(what)s. Upstream changed it. Decline it again?") % words
        return _("%(us)s took out %(what)s. Upstream changed it since. Shall it stay out?") % words
    if conflict.kind == "edit/delete":
        return _("Upstream took out %(what)s, which %(us)s had changed. Shall it stay?") % words
    if conflict.kind == "cycle":
        return _("%(us)s and upstream moved things into each other. Where shall %(what)s stand?") % words
    if conflict.field is not None:
        words["where"] = container_words(prepared.ours, conflict.node_id, conflict.field)
        return _("%(where)s: %(us)s and upstream each changed the order. Which one shall hold?") % words
    return _("%(us)s and upstream moved %(what)s to different places. Where shall it stand?") % words


def _options(prepared: PreparedMerge, conflict: Conflict, names: Names, decision: Decision | None) -> Iterator[Option]:
    """Yield what can be chosen; one's own text where it is written."""
    chosen = decision.choice if decision else None
    labels, texts = _labels(conflict, names), _texts(prepared, conflict, decision)
    lines = _orders(prepared, conflict)
    for choice in prepared.choices_for(conflict):
        if choice != Choice.VALUE or chosen == Choice.VALUE:
            yield Option(
                choice=choice,
                label=labels[choice],
                text=texts.get(choice, ""),
                lines=lines.get(choice, ()),
                is_chosen=choice == chosen,
                is_content=is_prose(conflict),
            )


def _labels(conflict: Conflict, names: Names) -> dict[str, str]:
    if conflict.kind == "edit/delete" and conflict.ours is None:
        return {"ours": _("Leave it out"), "theirs": _("Take upstream's version back in")}
    if conflict.kind == "edit/delete":
        return {"ours": _("Keep ours"), "theirs": _("Take it out, as upstream did")}
    own = _("Your own text") if is_prose(conflict) else _("Your own number")
    both = _("Both: first ours, then upstream's")
    return {"ours": names.us, "theirs": names.upstream, "both": both, "value": own}


def _texts(prepared: PreparedMerge, conflict: Conflict, decision: Decision | None) -> Mapping[str, SafeString | str]:
    """Return by decision what would stand then."""
    if conflict.kind == "field":
        own = load_scalar(decision.value) if decision and decision.choice == Choice.VALUE else None
        found = wordings(prepared.result, conflict, own)
        ours, theirs = contrasted(found["ours"], found["theirs"])
        return {**found, "ours": ours or _("nothing"), "theirs": theirs or _("nothing")}
    if isinstance(conflict.ours, Place) or isinstance(conflict.theirs, Place):
        sides = {"ours": prepared.result.ours, "theirs": prepared.result.theirs}
        return {side: place_words(document, conflict.node_id) for side, document in sides.items()}
    return {}


def _orders(prepared: PreparedMerge, conflict: Conflict) -> Mapping[str, Lines]:
    """Return by decision what stands in which order, what stands elsewhere in the other order marked."""
    ours, theirs = (side if isinstance(side, tuple) else () for side in (conflict.ours, conflict.theirs))
    if conflict.kind != "move/move" or conflict.field is None:
        return {}
    settled = {ours[place] for place, _other in common_subsequence(ours, theirs)}
    return {"ours": _named(prepared, ours, theirs, settled), "theirs": _named(prepared, theirs, ours, settled)}


def _named(prepared: PreparedMerge, ids: tuple[str, ...], other: tuple[str, ...], settled: set[str]) -> Lines:
    """Return what stands in one order, from where it begins to differ from the other to where it ends to."""
    start = next((place for place, pair in enumerate(zip(ids, other, strict=False)) if pair[0] != pair[1]), 0)
    tail = zip(reversed(ids[start:]), reversed(other[start:]), strict=False)
    end = len(ids) - next((place for place, pair in enumerate(tail) if pair[0] != pair[1]), 0)
    shown = [node_id for node_id in ids[max(start - 1, 0) : end + 1] if node_id in prepared.nodes]
    return _bounded([
        format_html("{}" if node_id in settled else "<mark>{}</mark>", named(prepared.nodes[node_id]))
        for node_id in shown
    ])  # fmt: skip


def _before(prepared: PreparedMerge, conflict: Conflict) -> str:
    """Return what stood there before both changed it, for what the marks in a text do not show."""
    if conflict.kind == "field" and not is_prose(conflict):
        return _("Before: %(value)s") % {"value": value_words(conflict, scalar_of(conflict.base))}
    if isinstance(conflict.base, Place):
        return _("Before: %(value)s") % {"value": place_words(prepared.result.base, conflict.node_id)}
    return ""


def _change_words(item: Item, change: SafeChange) -> str:
    """Return what upstream changed, in a sentence; what stands inside the item is named."""
    words = {"what": named(change.node), "part": FIELD_LABELS.get(change.field or "", change.field)}
    if change.node_id == item.unit_id:
        return {
            "added": _("Upstream added this."),
            "removed": _("Upstream took this out."),
            "moved": _("Upstream moved this."),
            "changed": _("Upstream changed this: %(part)s.") % words,
        }[change.kind]
    return {
        "added": _("Upstream added %(what)s."),
        "removed": _("Upstream took out %(what)s."),
        "moved": _("Upstream moved %(what)s."),
        "changed": _("Upstream changed %(what)s: %(part)s."),
    }[change.kind] % words


def _moved_words(prepared: PreparedMerge, change: SafeChange) -> str:
    """Return where a change moves something to, in words; empty for other changes."""
    if change.kind != "moved":
        return ""
    where = place_words(prepared.theirs, change.node_id)
    return _("From: %(before)s. To: %(after)s") % {
        "before": place_words(prepared.base, change.node_id), "after": where,
    }  # fmt: skip


def _inside(prepared: PreparedMerge, conflict: Conflict) -> Lines:
    """Return what one side changed in something that the other took out, a line a change."""
    if conflict.kind != "edit/delete" or not isinstance(conflict.base, Node) or conflict.base.kind not in HOLDERS:
        return ()
    side = conflict.theirs if conflict.ours is None else conflict.ours
    if not isinstance(side, Node):
        return ()
    language = prepared.ours.language
    before, after = Document(language=language, root=conflict.base), Document(language=language, root=side)
    nodes = {node.id: node for node in (*_below(conflict.base), *_below(side))}
    return _bounded([SafeChange(change=change, node=nodes[change.node_id]).words for change in diff(before, after)])


def _below(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children():
        yield from _below(child)


def _bounded(lines: Sequence[SafeString | str]) -> Lines:
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[: MOST_LINES - 1], _("… and %(more)d more") % {"more": len(lines) - MOST_LINES + 1})
