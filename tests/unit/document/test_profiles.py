"""What a profile selects."""

from curriculum.document import select_profile, walk
from tests.unit.document.building import document, node, uid

LESSON = document(
    node(
        1,
        body=[
            node(2),
            node(3, {"levels": ["low"]}, body=[node(4)]),
            node(5, {"levels": ["adequate", "specialized"]}, body=[node(6, {"levels": ["low"]})]),
            node(7, {"standards": ["FT-SPO"]}),
            node(8, {"audience": ["facilitator"], "levels": []}),
        ],
    )
)


def selected(**profile: object) -> set[int]:
    """Return the numbers of the nodes that are left."""
    left = {found.id for found in walk(select_profile(LESSON, **profile))}  # type: ignore[arg-type]
    return {number for number in range(1, 9) if uid(number) in left}


def test_select_profile__drops_what_is_for_others() -> None:
    everything = set(range(1, 9))
    assert selected() == everything
    assert selected(levels=[], standards=None, audience=()) == everything
    assert selected(levels=["low"]) == everything - {5, 6}
    assert selected(levels=["low", "adequate"]) == everything
    assert selected(levels=["adequate"]) == everything - {3, 4, 6}
    assert selected(standards={"RA"}) == everything - {7}
    assert selected(audience="learner") == everything - {8}
    assert selected(levels=["moderate"], standards=["FT-SPO"], audience=["facilitator"]) == {1, 2, 7, 8}


def test_select_profile__keeps_what_is_left_as_it_is() -> None:
    assert select_profile(LESSON, audience=["facilitator"]) == LESSON
    assert select_profile(LESSON, levels=["low"]).find(uid(3)) == LESSON.find(uid(3))
