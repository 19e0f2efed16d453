"""The three-way merge: how its time grows, what it costs beside JSON, how many conflicts it leaves beside git."""

import json
import random
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks import Figure, compare
from curriculum.document import Document, dump, load, merge

Draft = dict[str, Any]

SUBJECTS = ("Farmers", "Members", "The committee", "A buyer", "Your group", "The trainer", "Two neighbours")
VERBS = ("dry", "weigh", "sort", "record", "compare", "store", "discuss", "measure", "prune", "sell")
OBJECTS = ("the cherries", "every lot", "the moisture", "fermented beans", "green leaves", "the price", "the map")
WHEN = ("in the morning", "before the rain", "each week", "after the harvest", "with a neighbour", "in the dry season")


def run() -> list[Figure]:
    """Measure everything."""
    return [beside_json(2000, pairs=9), growth(), beside_git()]


def growth() -> Figure:
    """Merges of 20,000 nodes against merges of 100, both in JSON round trips, which are linear.

    Measured so, since time per node alone grows with what the processor's caches hold, for JSON as for merges.
    """
    large, small = beside_json(20_000, pairs=3), beside_json(100, pairs=40)
    return Figure(
        name="merge: growth to 20,000 nodes",
        reference="the same of 100 nodes",
        ours=large.ratio,
        theirs=small.ratio,
        unit="round trips",
        target=2,
    )


def beside_json(nodes: int, pairs: int) -> Figure:
    """A merge, each side with one node in twenty changed, against reading and writing the three documents as JSON."""
    documents = versions(nodes, seed=nodes)
    data = [dump(document) for document in documents]
    return compare(
        name=f"merge: {nodes} nodes",
        ours=lambda: merge(*documents),
        reference="JSON round trip of the three documents",
        theirs=lambda: [json.loads(json.dumps(item)) for item in data],
        target=5,
        pairs=pairs,
    )


def beside_git(triples: int = 300) -> Figure:
    """How many conflicts random editing leaves, against `git merge-file` on a sentence a line."""
    ours = theirs = 0
    for seed in range(triples):
        drafts = edited(12, seed=seed, share=0.25)
        ours += len(merge(*map(document_of, drafts)).conflicts)
        theirs += git_conflicts([lines_of(draft) for draft in drafts])
    return Figure(
        name=f"merge: conflicts in {triples} merges",
        reference="git merge-file, a sentence a line",
        ours=ours,
        theirs=theirs,
        unit="conflicts",
        target=0.6,
    )


def versions(nodes: int, seed: int) -> tuple[Document, Document, Document]:
    """Return base, ours and theirs: about so many nodes, one in twenty changed on each side."""
    base, ours, theirs = edited(nodes, seed=seed, share=0.05)
    return document_of(base), document_of(ours), document_of(theirs)


def edited(nodes: int, seed: int, share: float) -> tuple[Draft, Draft, Draft]:
    """Return three drafts; each side made as many edits as `share` (fraction 0.0 to 1.0) of the nodes."""
    rng = random.Random(seed)  # noqa: S311 - the same documents on every run
    base = _module(rng, nodes)
    steps = max(1, round(nodes * share))
    return base, _edit(base, rng, steps), _edit(base, rng, steps)


def document_of(draft: Draft) -> Document:
    """Return the document of a draft."""
    return load({"format": "scan-document/1", "language": "en", "root": _node_json(draft)})


def lines_of(draft: Draft) -> list[str]:
    """Return a draft as plain text: a sentence a line, a blank line after each field."""
    lines = [line for sentences in draft["prose"].values() for line in (*sentences, "")]
    return lines + [line for child in draft["children"] for line in lines_of(child)]


def git_conflicts(sides: Sequence[Sequence[str]]) -> int:
    """Return how many conflicts `git merge-file` finds between the second and third text; the first is their base."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder, name) for name in ("base", "ours", "theirs")]
        for path, lines in zip(names, sides, strict=True):
            path.write_text("\n".join(lines) + "\n")
        base, ours, theirs = names
        command = ["git", "merge-file", "-p", "-q", str(ours), str(base), str(theirs)]
        return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode


def _sentence(rng: random.Random) -> str:
    return f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)} {rng.choice(WHEN)}, {rng.random():.6f}."


def _node(rng: random.Random, kind: str) -> Draft:
    prose = {"title": [_sentence(rng)], "body": [_sentence(rng) for _ in range(rng.randint(2, 6))]}
    return {"id": str(UUID(int=rng.getrandbits(128))), "kind": kind, "prose": prose, "children": []}


def _module(rng: random.Random, nodes: int) -> Draft:
    """Return a module of lessons of about twenty blocks, some of which have steps."""
    module = _node(rng, "module")
    while nodes > 1:
        lesson = _node(rng, "lesson")
        module["children"].append(lesson)
        nodes -= 1
        while nodes > 1 and len(lesson["children"]) < 20:
            block = _node(rng, "activity")
            block["children"] = [_node(rng, "step") for _ in range(min(nodes - 2, rng.choice([0, 0, 3])))]
            nodes -= 1 + len(block["children"])
            lesson["children"].append(block)
    return module


def _edit(draft: Draft, rng: random.Random, steps: int) -> Draft:
    """Return a draft after so many edits, one node each: mostly wording, some blocks added, deleted, moved."""
    draft = json.loads(json.dumps(draft))
    parents = [node for node in _all(draft) if node["children"]]
    nodes = _all(draft)
    actions: list[Callable[[], None]] = [
        *[lambda: _edit_prose(rng.choice(nodes), rng)] * 8,
        lambda: _add(rng.choice(parents)["children"], _node(rng, "text"), rng),
        lambda: _move(rng.choice(parents)["children"], rng),
        lambda: _delete(rng.choice(parents)["children"], rng),
    ]
    for _ in range(steps):
        rng.choice(actions)()
    return draft


def _all(draft: Draft) -> list[Draft]:
    return [draft] + [node for child in draft["children"] for node in _all(child)]


def _edit_prose(node: Draft, rng: random.Random) -> None:
    sentences = node["prose"]["body"]
    place = rng.randrange(len(sentences) + 1)
    cut = rng.choice([0, 1, 1, 1])
    sentences[place : place + cut] = [_sentence(rng)] if cut == 0 or rng.random() < 0.8 else []


def _add(children: list[Draft], node: Draft, rng: random.Random) -> None:
    children.insert(rng.randint(0, len(children)), node)


def _move(children: list[Draft], rng: random.Random) -> None:
    if children:
        _add(children, children.pop(rng.randrange(len(children))), rng)


def _delete(children: list[Draft], rng: random.Random) -> None:
    leaves = [child for child in children if not child["children"]]
    if leaves:
        children.remove(rng.choice(leaves))


def _node_json(draft: Draft) -> Draft:
    body = " ".join(draft["prose"]["body"])
    return {
        "id": draft["id"],
        "kind": draft["kind"],
        "fields": {"title": {"text": draft["prose"]["title"][0]}, "body": {"html": f"<p>{body}</p>"}, "minutes": 10},
        "slots": {"body": [_node_json(child) for child in draft["children"]]},
    }
