"""Random editing of documents in the curriculum's vocabulary: what editors do to a module that is complete."""

import copy
import random
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from curriculum.document import Document, dump, load

JSON = dict[str, Any]

WORDS = ("farmers", "dry", "weigh", "sort", "every", "sack", "record", "group", "leader", "harvest", "price", "buyer")


class Editor:
    """Edits documents by a random number generator, so that a failing run can be replayed."""

    def __init__(self, seed: int, codes: Iterable[str] = ()) -> None:
        self.rng = random.Random(seed)  # noqa: S311  a seed that hypothesis can replay
        self.codes = list(codes)
        # of lessons that were ever made in the module: a code is never used again

    def edit(self, document: Document, steps: int) -> Document:
        """Return `document` after some random editing; it stays complete."""
        data = copy.deepcopy(dump(document))
        for _step in range(steps):
            self.rng.choice(self.edits())(data["root"])
        return load(data)

    def edits(self) -> list[Callable[[JSON], None]]:
        """Return what can be done to the module node of a document."""
        return [
            self.title, self.minutes, self.prose, self.prose, self.prose, self.add_block, self.add_block,
            self.remove_block, self.move_block, self.move_block, self.add_lesson, self.remove_lesson, self.move_lesson,
        ]  # fmt: skip

    def sentence(self) -> str:
        """Return a sentence that is most likely new."""
        words = " ".join(self.rng.choice(WORDS) for _word in range(4))
        return f"{words.capitalize()} {self.rng.randrange(10**6)}."

    def title(self, root: JSON) -> None:
        """Name the module or a lesson anew."""
        self.rng.choice([root, *root["slots"]["lessons"]])["fields"]["title"] = {"text": self.sentence()}

    def minutes(self, root: JSON) -> None:
        """Plan a lesson longer or shorter."""
        self.rng.choice(root["slots"]["lessons"])["fields"]["minutes"] = self.rng.randrange(10, 200, 5)

    def prose(self, root: JSON) -> None:
        """Write a sentence to a rich text, or instead of one."""
        fields = self.rng.choice(list(_texts(root)))["fields"]
        sentences = fields["body"]["html"].removeprefix("<p>").removesuffix("</p>").split(". ")
        place = self.rng.randrange(len(sentences))
        sentences[place : place + self.rng.randrange(2)] = [self.sentence().rstrip(".")]
        fields["body"] = {"html": "<p>" + ". ".join(part.rstrip(".") for part in sentences) + ".</p>"}

    def add_block(self, root: JSON) -> None:
        """Write a heading or a text somewhere."""
        blocks = self._blocks(root)
        blocks.insert(self.rng.randint(0, len(blocks)), self._block())

    def remove_block(self, root: JSON) -> None:
        """Take a block away; a lesson keeps one."""
        blocks = self._blocks(root)
        if len(blocks) > 1:
            del blocks[self.rng.randrange(len(blocks))]

    def move_block(self, root: JSON) -> None:
        """Put a block elsewhere, also into another lesson."""
        blocks = self._blocks(root)
        if len(blocks) > 1:
            block = blocks.pop(self.rng.randrange(len(blocks)))
            target = self._blocks(root)
            target.insert(self.rng.randint(0, len(target)), block)

    def add_lesson(self, root: JSON) -> None:
        """Write a lesson under the next free code."""
        lessons = root["slots"]["lessons"]
        codes = [*self.codes, *(lesson["fields"]["code"] for lesson in lessons)]
        number = max(int(code.rpartition(".")[2]) for code in codes) + 1
        self.codes.append(f"{root['fields']['code']}.{number}")
        fields = {"code": self.codes[-1], "title": {"text": self.sentence()}, "minutes": 45,
                  "levels": ["low"]}  # fmt: skip
        lesson = {"id": self._id(), "kind": "lesson", "fields": fields, "slots": {"body": [self._block()]}}
        lessons.insert(self.rng.randint(0, len(lessons)), lesson)

    def remove_lesson(self, root: JSON) -> None:
        """Take a lesson away; the module keeps two."""
        lessons = root["slots"]["lessons"]
        if len(lessons) > 2:
            del lessons[self.rng.randrange(len(lessons))]

    def move_lesson(self, root: JSON) -> None:
        """Put a lesson elsewhere in the order."""
        lessons = root["slots"]["lessons"]
        lesson = lessons.pop(self.rng.randrange(len(lessons)))
        lessons.insert(self.rng.randint(0, len(lessons)), lesson)

    def _blocks(self, root: JSON) -> list[JSON]:
        return self.rng.choice(root["slots"]["lessons"])["slots"]["body"]

    def _block(self) -> JSON:
        if self.rng.random() < 0.4:
            return {"id": self._id(), "kind": "heading", "fields": {"text": {"text": self.sentence()}}, "slots": {}}
        html = f"<p>{self.sentence()} {self.sentence()}</p>"
        return {"id": self._id(), "kind": "text", "fields": {"body": {"html": html}}, "slots": {}}

    def _id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))


def _texts(node: JSON) -> list[JSON]:
    """Return the texts of one paragraph below a node."""
    found = [node] if node["kind"] == "text" and node["fields"]["body"]["html"].count("<") == 2 else []
    return found + [text for children in node["slots"].values() for child in children for text in _texts(child)]
