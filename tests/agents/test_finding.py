"""Questions and things that a phrase is about."""

from __future__ import annotations

import pytest

from pomegraph.agents.desk import Desk
from pomegraph.agents.finding import find_things, list_stemmed_words, rank_questions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Under which brand names is Pomalyst sold?", "brand-names"),
        ("In whom must pomalidomide not be used?", "contraindications"),
        ("On which topics do documents contradict each other?", "disagreements"),
    ],
)
def test_question_is_found(desk: Desk, text: str, expected: str) -> None:
    assert expected in [one.question.stem for one in rank_questions(desk, text, 3)]


def test_values_of_a_phrase_are_filled_in(desk: Desk) -> None:
    found = {one.question.stem: one.values for one in rank_questions(desk, "brand names of Imnovid", 5)}

    assert found["brand-names"] == {"drug": "pomalidomide"}


def test_phrase_without_a_word_that_counts_finds_nothing(desk: Desk) -> None:
    assert rank_questions(desk, "what is the", 5) == []
    assert rank_questions(desk, "", 5) == []


def test_things_in_a_phrase_are_found(desk: Desk) -> None:
    names = [one.label for one in find_things(desk, "does fluvoxamine interact with Pomalyst?", 5)]

    assert names == ["fluvoxamine", "pomalidomide"]


def test_mistyped_name_finds_what_looks_like_it(desk: Desk) -> None:
    assert "pomalidomide" in [one.label for one in find_things(desk, "pomalidomid", 8)]


def test_long_text_has_few_words() -> None:
    assert len(list_stemmed_words("neutropenia " * 10_000)) == 60
