"""Excerpts of what was found."""

from curriculum.reading.searching import Part, excerpt


def test_excerpt__marks_matches_whatever_case_and_accents() -> None:
    assert excerpt("La Plantación de café", "cafe plantacion") == (
        Part("La "), Part("Plantación", True), Part(" de "), Part("café", True),
    )  # fmt: skip


def test_excerpt__is_cut_at_words_around_the_first_match() -> None:
    body = "before " * 60 + "needle " + "after " * 60

    parts = excerpt(body, "needle")

    assert parts[0] == Part("… ")
    assert Part("needle", True) in parts
    assert parts[-1] == Part(" …")
    assert 150 < sum(len(part.text) for part in parts) < 260


def test_excerpt__without_match_is_the_beginning() -> None:
    assert excerpt("Only this.", "nothing") == (Part("Only this."),)
    assert excerpt("", "x") == ()
