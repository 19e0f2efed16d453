"""Carrying a translation over to a new release, asking the memory, and PO files of the whole curriculum."""

import dataclasses
import importlib.util
import json
import subprocess
import sys
import uuid
from collections.abc import Iterator
from functools import partial
from itertools import count, islice

import polib
from django.conf import settings
from django.db import transaction
from rapidfuzz import fuzz, process

from benchmarks import Figure, compare
from benchmarks.bench_pull import document_saying
from benchmarks.scratch import demonstration
from curriculum.content.actions.import_document import import_document
from curriculum.content.finding import platform_named
from curriculum.content.models import Module
from curriculum.document import Document, Html, Node, Scalar, Text, digest, dump, load, walk
from curriculum.releases.actions.cut_release import store_document
from curriculum.releases.models import Edition, Release, canonical_text
from curriculum.translation.actions.import_po import import_po
from curriculum.translation.actions.start_translation import start_translation
from curriculum.translation.fuzzy import fuzzy_matches
from curriculum.translation.memory import CHUNK, remembered
from curriculum.translation.models import SegmentState, TranslatedSegment, Translation
from curriculum.translation.po import written_po
from curriculum.translation.segments import source_digest

PAIRS = 3
LESSONS = 60
PAGES = 12  # of these lessons, translated by wagtail-localize
EVERY = 20  # the new release changes one text in so many
REMEMBERED = 100_000
ASKED = 1_000
LANGUAGE = "es"
MEMORY = "fr"  # a language that nothing else is in


def run() -> list[Figure]:
    """Measure everything."""
    with demonstration():
        editions = list(Edition.objects.current().filter(release__module__platform=platform_named("generic")))
        sources = [edition for edition in editions if edition.language == "en"]
        return [*carry_over(sources), po_of_everything(sources), *memory(sources)]


def carry_over(editions: list[Edition]) -> list[Figure]:
    """A translated module of 60 lessons, brought to a release that changes one text in twenty."""
    before = long_module(editions)
    after = Document(language="en", root=rewritten(before.root, count(1)))
    page = import_document(platform=platform_named("generic"), document=document_saying("any words"), by=None)
    module = page.module
    fill(start_translation(release=released(module, before, 0), language=LANGUAGE, by=None))
    release = released(module, after, 1)
    texts = [canonical_text(before), canonical_text(after)]
    assert segments_by_state(release) == {"stale", "translated"}
    figure = compare(
        name=f"translation: {LESSONS} lessons to a new release",
        ours=lambda: started_and_undone(release),
        reference="reading and writing both documents as JSON",
        theirs=lambda: [json.dumps(dump(load(json.loads(text)))) for text in texts],
        target=10,
        pairs=PAIRS,
    )
    return [figure, *beside_localize(figure, before, after)]


def beside_localize(ours: Figure, before: Document, after: Document) -> Iterator[Figure]:
    """The same beside wagtail-localize, in a process of its own, where it is installed."""
    if importlib.util.find_spec("wagtail_localize") is None:
        sys.stderr.write("wagtail-localize is not installed: no figure beside it\n")
        return
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.localized"],
        input=json.dumps(pages_of(before, after)[:PAGES]),
        capture_output=True,
        check=True,
        text=True,
        cwd=settings.BASE_DIR,
    )
    yield Figure(
        name="translation: one of these lessons",
        reference=f"wagtail-localize, a page with the same texts, of {PAGES}",
        ours=ours.ours / LESSONS,
        theirs=float(answer.stdout) / PAGES,
        unit="s a lesson",
        target=1 / 20,
    )


def memory(editions: list[Edition]) -> list[Figure]:
    """Looking up 1,000 sources exactly and one source vaguely among 100,000 that were translated."""
    rows = remember_many(editions)
    wanted = [(str(row.node_id), row.source_digest) for row in rows[:: REMEMBERED // ASKED]]
    keys = [row.pk for row in rows[:: REMEMBERED // ASKED]]
    sources = [row.source for row in rows]
    asked = sources[REMEMBERED // 2].replace("the", "each", 1)
    assert len(remembered(MEMORY, wanted)) == ASKED
    assert fuzzy_matches(MEMORY, asked)
    return [
        compare(
            name=f"memory: {ASKED} exact look-ups among {REMEMBERED}",
            ours=lambda: remembered(MEMORY, wanted),
            reference=f"the same rows by primary key, {CHUNK} a query",
            theirs=lambda: [
                TranslatedSegment.objects.in_bulk(keys[start : start + CHUNK]) for start in range(0, ASKED, CHUNK)
            ],
            target=2,
        ),
        compare(
            name=f"memory: one fuzzy look-up among {REMEMBERED}",
            ours=lambda: fuzzy_matches(MEMORY, asked),
            reference="rapidfuzz over all sources, in memory already",
            theirs=lambda: process.extract(asked, sources, scorer=fuzz.ratio, score_cutoff=60, limit=10),
        ),
    ]


def po_of_everything(editions: list[Edition]) -> Figure:
    """Every module of the curriculum out as a PO file and in again."""
    translations = [start_translation(release=edition.release, language=LANGUAGE, by=None) for edition in editions]
    for translation in translations:
        fill(translation)
    files = [written_po(translation) for translation in translations]
    return compare(
        name="translation: PO of the whole curriculum, out and in",
        ours=lambda: out_and_in(translations),
        reference="polib reading and writing the same files",
        theirs=lambda: [str(polib.pofile(text)) for text in files],
        pairs=PAIRS,
    )


def out_and_in(translations: list[Translation]) -> None:
    """Write each translation as a PO file and take that file over."""
    for translation in translations:
        plan = import_po(translation=translation, content=written_po(translation).encode(), by=None)
        assert not plan.changes


@transaction.atomic
def started_and_undone(release: Release) -> None:
    """Start a translation, then take it back, so that the next turn finds what this one found."""
    start_translation(release=release, language=LANGUAGE, by=None)
    transaction.set_rollback(True)


@transaction.atomic
def segments_by_state(release: Release) -> set[str]:
    """Return the states of the segments that a translation of `release` starts with."""
    rows = start_translation(release=release, language=LANGUAGE, by=None).segments.values_list("state", flat=True)
    states = set(rows)
    transaction.set_rollback(True)
    return states


def long_module(editions: list[Edition]) -> Document:
    """Return a module of 60 lessons: those of the curriculum, then the first ones again under new ids."""
    lessons = [lesson for edition in editions for lesson in edition.load().root.slots["lessons"]]
    again = (with_new_ids(lesson, turn) for turn in count() for lesson in lessons)
    root = editions[0].load().root
    fields = {**root.fields, "code": "LONG-1"}
    slots = {"lessons": tuple(islice(again, LESSONS))}
    return Document(language="en", root=Node(id=str(uuid.uuid4()), kind="module", fields=fields, slots=slots))


def with_new_ids(node: Node, turn: int) -> Node:
    """Return `node` with the ids of one turn throughout."""
    slots = {name: tuple(with_new_ids(child, turn) for child in children) for name, children in node.slots.items()}
    return dataclasses.replace(node, id=str(uuid.uuid5(uuid.UUID(node.id), str(turn))), slots=slots)


def rewritten(node: Node, places: "count[int]") -> Node:
    """Return `node` with one text in twenty changed."""
    fields = {name: _changed(value, places) for name, value in node.fields.items()}
    slots = {name: tuple(rewritten(child, places) for child in children) for name, children in node.slots.items()}
    return dataclasses.replace(node, fields=fields, slots=slots)


def _changed(value: Scalar, places: "count[int]") -> Scalar:
    if isinstance(value, Text) and next(places) % EVERY == 0:
        return Text(f"{value.text} (changed)")
    if isinstance(value, Html) and value.html.startswith("<p>") and next(places) % EVERY == 0:
        return Html(f"<p>A new sentence. {value.html[3:]}")
    return value


def pages_of(before: Document, after: Document) -> list[list[list[str]]]:
    """Return the texts of each lesson as `[block, before, after]`."""
    pairs = zip(before.root.slots["lessons"], after.root.slots["lessons"], strict=True)
    return [list(_texts_of(old, new)) for old, new in pairs]


def _texts_of(old: Node, new: Node) -> Iterator[list[str]]:
    for one, other in zip(walk(old), walk(new), strict=True):
        for name, value in one.fields.items():
            changed = other.fields[name]
            if isinstance(value, Text) and isinstance(changed, Text):
                yield ["line", value.text, changed.text]
            elif isinstance(value, Html) and isinstance(changed, Html):
                yield ["prose", value.html, changed.html]


def released(module: Module, document: Document, minor: int) -> Release:
    """Release `document` as version 1.`minor`.0, written straight as rows."""
    release = Release(module=module, major=1, minor=minor, patch=0, notes="For a benchmark.")
    release.seal = release.seal_over(digest(document), release.previous())
    release.save()
    edition = Edition(release=release, language=document.language, document=store_document(document))
    edition.seal = edition.seal_over(release)
    edition.save()
    return release


def fill(translation: Translation) -> None:
    """Finish a translation with texts that are like their sources."""
    rows = list(translation.segments.open())
    for row in rows:
        row.text, row.state, row.previous_source = f"{row.source} ", SegmentState.TRANSLATED, ""
    TranslatedSegment.objects.bulk_update(rows, ["text", "state", "previous_source"], batch_size=100)


def remember_many(editions: list[Edition]) -> list[TranslatedSegment]:
    """Return 100,000 segments that were translated, with the texts of the curriculum and a number each."""
    release = editions[0].release
    translation = Translation.objects.create(release=release, language=MEMORY)
    texts = list(TranslatedSegment.objects.filter(language=LANGUAGE).values_list("source", flat=True)[:5000])
    make = partial(_remembered, translation)
    rows = [make(place, f"{texts[place % len(texts)]} {place}") for place in range(REMEMBERED)]
    TranslatedSegment.objects.bulk_create(rows, batch_size=500)
    return list(TranslatedSegment.objects.filter(translation=translation).order_by("place"))


def _remembered(translation: Translation, place: int, source: str) -> TranslatedSegment:
    node_id = uuid.UUID(int=place + 1)
    return TranslatedSegment(
        translation=translation,
        key=f"{node_id}:text",
        node_id=node_id,
        field="text",
        place=place,
        source=source,
        source_digest=source_digest(source),
        language=MEMORY,
        text=f"FR {source}",
        state=SegmentState.TRANSLATED,
    )
