"""What a change list says and which number it suggests: the case table in `cases/change_words.yaml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from curriculum.document import diff
from curriculum.releases.numbering import FIRST, Bump, next_number, suggested_bump
from curriculum.releases.wording import describe_changes
from tests.factories import node_id, small_document
from tests.integration.releases.edits import edited

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "change_words.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_describe_changes__case(case: dict[str, Any]) -> None:
    base = small_document(lessons=3)
    other = edited(base, case["do"])

    assert [change.words for change in describe_changes(base, other)] == case["words"]
    assert suggested_bump(diff(base, other), base, other) == case["bump"]


def test_describe_changes__equal_documents_have_none() -> None:
    assert describe_changes(small_document(), small_document()) == []


def test_describe_changes__lines_name_node_and_lesson() -> None:
    base = small_document()
    other = edited(base, ["set lessons[0].body[3].steps[0].minutes 30", "set outcomes[0].text X"])

    lines = {(change.kind, change.node_id, change.lesson_id) for change in describe_changes(base, other)}

    assert lines == {
        ("changed", node_id("TST-1/lesson-1/activity"), node_id("TST-1/lesson-1")),
        ("changed", node_id("TST-1/say-why"), None),
    }


@pytest.mark.parametrize(
    ("previous", "bump", "expected"),
    [
        (None, Bump.PATCH, FIRST),
        (None, Bump.MAJOR, (1, 0, 0)),
        ((1, 0, 0), Bump.PATCH, (1, 0, 1)),
        ((1, 2, 3), Bump.PATCH, (1, 2, 4)),
        ((1, 2, 3), Bump.MINOR, (1, 3, 0)),
        ((1, 2, 3), Bump.MAJOR, (2, 0, 0)),
        ((9, 9, 9), Bump.MAJOR, (10, 0, 0)),
    ],
)
def test_next_number__cases(previous: tuple[int, int, int] | None, bump: Bump, expected: tuple[int, int, int]) -> None:
    assert next_number(previous, bump) == expected
