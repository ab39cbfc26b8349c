"""A number stands for the people in whose bounds it lies."""

from __future__ import annotations

import pytest

from pomegraph.questions.things import NamedThing
from pomegraph.search.people import PeopleBook

LABELS = {
    "below-30": "people with a clearance below 30 mL/min",
    "30-to-60": "people with a clearance of 30 to under 60 mL/min",
    "below-60": "people with a clearance below 60 mL/min",
    "over-75": "people older than 75 years",
    "one-line": "people with one prior line",
}
NAMES = {
    NamedThing(f"https://example.org/population/{name}", "population", label): [label] for name, label in LABELS.items()
}
NAMES[NamedThing("https://example.org/population/liver", "population", "people with a weak liver")] = ["weak liver"]
QUANTITIES = {
    "weak liver": ("bilirubin",),
    "platelets": (),
    "clearance": ("CrCl", "mL/min"),
    "age": ("years", "year old", "older than"),
    "prior line": ("line",),
}


def find(text: str) -> list[str]:
    return [thing.id for found in PeopleBook(NAMES, QUANTITIES).find(text) for thing in found.people]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("clearance of 25", ["below-30", "below-60"]),
        ("CrCl: 45 mL/min", ["30-to-60", "below-60"]),
        ("30 mL/min", ["30-to-60", "below-60"]),
        ("CrCl 30-60", ["30-to-60"]),
        ("CrCl < 30", ["below-30"]),
        ("CrCl 35 to 40", ["30-to-60", "below-60"]),
        ("a 78-year-old", ["over-75"]),
        ("over 80", ["over-75"]),
        ("one prior line", ["one-line"]),
        ("bilirubin 2x the limit", ["liver"]),
    ],
)
def test_number_is_compared_with_bounds(text: str, people: list[str]) -> None:
    assert find(text) == people


@pytest.mark.parametrize(
    "text", ["25 mg", "day 25", "after 2 years", "CrCl 90", "a clearance that nobody knows", "25", "platelets over 80"]
)
def test_number_of_something_else_stands_for_nobody(text: str) -> None:
    assert find(text) == []


def test_places_are_those_of_all_words_that_say_so() -> None:
    book = PeopleBook(NAMES, QUANTITIES)
    (found,) = book.find("dose at a CrCl of 25 mL/min, please")
    (other,) = book.find("CrCl 25 oil")

    assert (found.count.start, found.count.end) == (3, 8)
    assert (other.count.start, other.count.end) == (0, 2)
