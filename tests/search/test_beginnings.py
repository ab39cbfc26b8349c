"""Things are found by what somebody has typed of any of their names so far."""

from __future__ import annotations

import pytest

from pomegraph.questions.things import NamedThing
from pomegraph.search.beginnings import Beginnings

OIL = NamedThing("https://example.org/drug/oil", "drug", "Olive oil")
EXAMPLAMIDE = NamedThing("https://example.org/drug/db-7", "drug", "exemplamide")
TRIAL = NamedThing("https://example.org/trial/mm-003", "trial", "MM-003")
BEGINNINGS = Beginnings(
    {
        OIL: ["Olive oil", "olive oil", "oil", "oleum"],
        EXAMPLAMIDE: ["exemplamide", "db-7", "exampla", "Élan"],
        TRIAL: ["MM-003", "mm-003", "nct00000001"],
    }
)


@pytest.mark.parametrize(
    ("typed", "thing", "also"),
    [
        ("exemp", EXAMPLAMIDE, ""),
        ("exam", EXAMPLAMIDE, "exampla"),
        ("elan", EXAMPLAMIDE, "Élan"),
        ("db", EXAMPLAMIDE, ""),
        ("MM0", TRIAL, ""),
        ("mm-00", TRIAL, ""),
        ("nct", TRIAL, "nct00000001"),
        ("olive o", OIL, ""),
        ("OIL", OIL, ""),
    ],
)
def test_beginning_of_any_name_is_enough(typed: str, thing: NamedThing, also: str) -> None:
    found = BEGINNINGS.find(typed)

    assert list(found) == [thing]
    assert found[thing].also == also
    assert found[thing].is_whole


def test_name_of_which_less_is_missing_fits_better() -> None:
    found = BEGINNINGS.find("o")

    assert found[OIL].likeness < BEGINNINGS.find("olive oi")[OIL].likeness


def test_later_word_fits_less_than_the_name() -> None:
    known = Beginnings({OIL: ["Olive oil"]})

    assert not known.find("oi")[OIL].is_whole
    assert known.find("oi")[OIL].likeness < known.find("ol")[OIL].likeness


def test_what_begins_no_name_may_be_inside() -> None:
    assert list(BEGINNINGS.find("plam")) == [EXAMPLAMIDE]
    assert not BEGINNINGS.find("plam")[EXAMPLAMIDE].is_whole
    assert BEGINNINGS.find("am") == {}


@pytest.mark.parametrize("typed", ["", "  ", "-", "nothing"])
def test_nothing_is_found_by_nothing(typed: str) -> None:
    assert BEGINNINGS.find(typed) == {}
