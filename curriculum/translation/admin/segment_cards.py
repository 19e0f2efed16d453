"""One segment as the translator's screen shows it: source, text, state, what is known and what is said about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from curriculum.content.completeness import FIELD_LABELS
from curriculum.content.labels import label_of
from curriculum.content.person_names import name_of_person
from curriculum.document import Document, Node
from curriculum.releases.admin.difference import marked
from curriculum.translation.admin.hints import Suggestion, Term, suggestions_for, terms_of, with_terms
from curriculum.translation.checks import Check, checks_of
from curriculum.translation.glossary import Glossary, glossary_of
from curriculum.translation.models import DONE, SegmentComment, SegmentState, TranslatedSegment
from curriculum.translation.segments import nodes_by_id, source_digest

ICONS: Mapping[str, str] = {
    SegmentState.EMPTY: "edit",
    SegmentState.SUGGESTED: "help",
    SegmentState.STALE: "warning",
    SegmentState.TRANSLATED: "check",
    SegmentState.REVIEWED: "success",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One segment on the screen."""

    row: TranslatedSegment
    label: str
    # what kind of text it is, such as "activity, title"
    source: SafeString
    # with the glossary's terms marked; in a stale segment with the words that are new
    before: SafeString
    # the source that a stale text was made from, with the words that are gone; empty otherwise
    text: str
    # what the field shows: the saved text, or the person's own that is not saved
    lines: int
    # that the field is high
    icon: str
    written: str
    # who wrote the text, in a sentence; empty where nobody is known
    is_open: bool
    may_review: bool
    # whether the person may call the text reviewed
    suggestions: list[Suggestion]
    terms: list[Term]
    checks: list[Check]
    # what is worth a look in the saved text
    digest: str
    # of the saved text, so that a check is dismissed for the text that the person saw
    comments: list[SegmentComment]
    unresolved: int
    problem: str = ""
    # why the person's text is not saved
    taken: str = ""
    # the text that somebody else saved meanwhile

    @property
    def anchor(self) -> str:
        """Return the id of the segment on the page."""
        return f"s-{self.row.pk}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """What a person sent for a segment and why it was not saved."""

    segment_id: int
    text: str
    problem: str
    taken: bool = False
    # whether somebody else was faster


def cards_of(
    rows: Iterable[TranslatedSegment],
    source: Document,
    person: AbstractUser,
    *,
    may_review: bool,
    refused: Refused | None = None,
) -> list[Card]:
    """Return the cards of segments, which have `by`, comments and dismissed checks read along."""
    rows = list(rows)
    nodes = nodes_by_id(source)
    suggestions = suggestions_for(rows)
    glossary = glossary_of(rows[0].language, source.language) if rows else None
    return [
        _card(
            row,
            nodes[str(row.node_id)],
            glossary,
            suggestions.get(row.pk, []),
            may_review=may_review and _may_review(row, person),
            refused=refused if refused and refused.segment_id == row.pk else None,
        )
        for row in rows
        if glossary is not None
    ]


def _may_review(row: TranslatedSegment, person: AbstractUser) -> bool:
    asks = row.translation.release.module.platform.asks_review
    return row.state == SegmentState.TRANSLATED and not (asks and row.by_id == person.pk)


def _card(
    row: TranslatedSegment,
    node: Node,
    glossary: Glossary,
    suggestions: list[Suggestion],
    *,
    may_review: bool,
    refused: Refused | None,
) -> Card:
    hits = glossary.terms_in(row.source)
    source, before = with_terms(row.source, hits), SafeString("")
    if row.state == SegmentState.STALE and row.previous_source:
        before, source = marked(row.previous_source, row.source)
    comments = list(row.comments.all())
    text = refused.text if refused else row.text
    return Card(
        row=row,
        label=_label(node, row.field),
        source=source,
        before=before,
        text=text,
        lines=min(max(len(row.source), len(text)) // 40 + 2, 16),
        icon=ICONS[row.state],
        written=_("Text by %s.") % name_of_person(row.by) if row.by_id and row.text else "",
        is_open=row.state not in DONE,
        may_review=may_review,
        suggestions=suggestions,
        terms=terms_of(hits),
        checks=checks_of(row, node, glossary) if row.text else [],
        digest=source_digest(row.text),
        comments=comments,
        unresolved=sum(comment.resolved_at is None for comment in comments),
        problem=refused.problem if refused else "",
        taken=row.text if refused and refused.taken else "",
    )


def _label(node: Node, field: str) -> str:
    """Return what kind of text a field holds, such as "activity, title"; of a text its kind alone."""
    names = dict.fromkeys((label_of(node), str(FIELD_LABELS.get(field, field))))
    return ", ".join(names)
