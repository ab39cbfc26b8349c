"""Words are the same in any spelling."""

from __future__ import annotations

import pytest

from pomegraph.questions.spelling import list_stems, make_name_key, split_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("half-life", "Half Life"),
        ("exempla mide", "exemplamides"),
        ("progression-free survival", "progression free survival"),
        ("Kaposi's sarcoma", "kaposi sarcomas"),
        ("café", "CAFE"),
        ("MM-003", "mm003"),
        ("IKZF1", "ikzf-1"),
    ],
)
def test_names_in_two_spellings_are_one(one: str, other: str) -> None:
    assert make_name_key(one) == make_name_key(other)


def test_names_of_two_things_stay_two() -> None:
    assert make_name_key("MM-002") != make_name_key("MM-003")


def test_marks_part_words_and_say_nothing() -> None:
    assert split_words("¿Wie, 1,000 people? 3.5 mg/day") == ["wie", "1000", "people", "3", "5", "mg", "day"]
    assert list_stems("!?") == []


def test_word_without_end_is_cut() -> None:
    assert len(make_name_key("x" * 100_000)) < 100
