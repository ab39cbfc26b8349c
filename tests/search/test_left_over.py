"""Words that say something and that no question takes are left over; numbers come with what they are numbers of."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph
from pomegraph.questions.things import NamedThing
from pomegraph.search.left_over import gather_called

OIL = NamedThing("https://example.org/drug/oil", "drug", "oil")
PLACE = NamedThing("https://example.org/concept/banked", "concept", "tell the blood bank")
STATE = NamedThing("https://example.org/concept/withdrawn", "concept", "application withdrawn")


def test_words_of_long_names_of_concepts_say_nothing_by_themselves() -> None:
    called = gather_called({OIL: ["oil", "strong oil"], PLACE: [PLACE.label], STATE: [STATE.label]}, {"strong"})

    assert called.stems == frozenset({"oil", "applic", "withdrawn"})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("arms of the phase 3 trial OPTIMISMM", ["phase 3"]),
        ("Kyprolis or Velcade deaths in 60 days", ["60 days"]),
        ("Kyprolis 56 mg/m2", []),
        ("MM-003 NIMBUS overall survival", []),
        ("CARTITUDE-4 progression free survival", []),
        ("NCT01311687 treatment groups", []),
    ],
)
def test_what_is_left_over_is_told_as_it_was_typed(searched: EvidenceGraph, words: str, told: list[str]) -> None:
    assert list(searched.search(words).aside) == told
