"""The translation memory: what was translated before, on any platform and for any release."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curriculum.translation.models import TranslatedSegment

CHUNK = 500  # digests asked for in one query


@dataclass(frozen=True, kw_only=True, slots=True)
class Remembered:
    """A text that was translated before from exactly this source."""

    text: str
    is_same_node: bool
    # whether it was the same part of a curriculum: its upstream's, its fork's, or an earlier release's
    is_reviewed: bool


def remembered(language: str, wanted: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Remembered]:
    """Return for pairs (node id, source digest) the best text in `language` that stands for exactly that source.

    A text of the same node comes before one of another node, a reviewed one before one that is not, a later one before
    an earlier one. Pairs for which nothing is known are left out.
    """
    pairs = set(wanted)
    digests = sorted({digest for _node, digest in pairs})
    by_digest: dict[str, list[tuple[str, str, bool]]] = {}
    for start in range(0, len(digests), CHUNK):
        rows = TranslatedSegment.objects.done().filter(
            language=language, source_digest__in=digests[start : start + CHUNK]
        )
        for digest, node_id, text, state in rows.order_by("changed_at", "pk").values_list(
            "source_digest", "node_id", "text", "state"
        ):
            by_digest.setdefault(digest, []).append((str(node_id), text, state == "reviewed"))
    return {(node_id, digest): _best(node_id, by_digest[digest]) for node_id, digest in pairs if digest in by_digest}


def _best(node_id: str, known: list[tuple[str, str, bool]]) -> Remembered:
    ranked = [(found == node_id, reviewed, place) for place, (found, _text, reviewed) in enumerate(known)]
    is_same, is_reviewed, place = max(ranked)
    return Remembered(text=known[place][1], is_same_node=is_same, is_reviewed=is_reviewed)
