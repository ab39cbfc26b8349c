"""Questions and things that a phrase is about."""

from __future__ import annotations

from typing import Any

import pytest

from pomegraph.agents.desk import Desk
from pomegraph.agents.finding import find_things, list_found_things, tell_questions


def find(desk: Desk, text: str, limit: int) -> dict[str, dict[str, Any]]:
    return {one["question"]: one for one in tell_questions(desk, text, limit)["questions"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Under which brand names is Pomalyst sold?", "brand-names"),
        ("In whom must pomalidomide not be used?", "contraindications"),
        ("On which topics do documents contradict each other?", "disagreements"),
        ("what are the bad side effects", "adverse-events"),
    ],
)
def test_question_is_found(desk: Desk, text: str, expected: str) -> None:
    assert expected in find(desk, text, 3)


def test_values_of_a_phrase_are_filled_in(desk: Desk) -> None:
    found = find(desk, "dose of Imnovid on dialysis", 5)

    assert found["dose-in-population"]["values"] == {"drug": "pomalidomide", "population": "on-dialysis"}


def test_what_is_mistyped_is_told(desk: Desk) -> None:
    assert tell_questions(desk, "brand names of pomaldomide", 1)["meant"] == "brand names of pomalidomide"


def test_what_no_document_tells_is_told(desk: Desk) -> None:
    assert tell_questions(desk, "price of Pomalyst", 1)["notes"] == [
        "No document of this graph tells what a drug costs."
    ]
    assert "notes" not in tell_questions(desk, "dose of Pomalyst", 1)


def test_phrase_without_a_word_that_counts_finds_as_many_as_are_wanted(desk: Desk) -> None:
    assert len(find(desk, "what is the", 5)) == 5
    assert len(find(desk, "", 2)) == 2


def test_things_that_a_phrase_names_come_first(desk: Desk) -> None:
    names = [one.label for one in find_things(desk, "does fluvoxamine interact with Pomalyst?", 5)]

    assert set(names[:2]) == {"fluvoxamine", "pomalidomide"}


def test_mistyped_name_finds_what_looks_like_it(desk: Desk) -> None:
    assert find_things(desk, "pomalidomid", 8)[0].label == "pomalidomide"


def test_documents_are_things_too(desk: Desk) -> None:
    found = list_found_things(desk.search("Dr.Oracle article on pomalidomide", 5))

    assert "source" in {one.kind for one in found[:2]}
