"""Hypothesis strategies: documents, and three versions of one."""

import random
from dataclasses import dataclass

from hypothesis import strategies as st

from curriculum.document import Document
from tests.unit.document.editing import Draft, Writer, document_of, edit


@dataclass(frozen=True)
class Versions:
    """A base and what two sides made of it."""

    base: Document
    ours: Document
    theirs: Document


def random_draft(rng: random.Random, depth: int) -> Draft:
    """Return a random draft, down to `depth` levels below the root."""
    return Writer(rng, "b").node(depth)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """One document."""
    rng = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - a seed that hypothesis can replay
    return document_of(random_draft(rng, draw(st.integers(0, 3))))


@st.composite
def versions(draw: st.DrawFn) -> Versions:
    """A base and two sides, edited independently; sometimes one goes on from what the other did."""
    rng = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - a seed that hypothesis can replay
    base = random_draft(rng, draw(st.integers(0, 3)))
    common = edit(base, Writer(rng, "s"), draw(st.integers(0, 2)))
    ours = edit(draw(st.sampled_from([base, common])), Writer(rng, "o"), draw(st.integers(0, 8)))
    theirs = edit(draw(st.sampled_from([base, common])), Writer(rng, "t"), draw(st.integers(0, 8)))
    return Versions(document_of(base), document_of(ours), document_of(theirs))
