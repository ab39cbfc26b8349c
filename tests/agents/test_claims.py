"""Claims that are found by the words of their sentences."""

from __future__ import annotations

from pomegraph.agents.claims import find_claims
from pomegraph.agents.compact import Window
from pomegraph.agents.desk import Desk

DROP = '"); } } DROP ALL #'


def test_claim_with_all_words_comes_first(desk: Desk) -> None:
    told = find_claims(desk, "complete blood count", None, Window(3))

    assert "complete blood count" in told["rows"][0]["says"]
    assert told["rows"][0]["sources"]


def test_one_document_is_searched_alone(desk: Desk) -> None:
    document = desk.find_document("003")
    assert document is not None
    told = find_claims(desk, "neutropenia", document.iri, Window(50))

    assert told["total"] > 0
    assert all(any(place.startswith("003:") for place in row["sources"]) for row in told["rows"])


def test_words_cannot_break_out_of_the_query(desk: Desk) -> None:
    assert find_claims(desk, DROP, None, Window(5))["total"] >= 0


def test_no_word_finds_nothing(desk: Desk) -> None:
    assert find_claims(desk, "of the", None, Window(5)) == {"total": 0, "rows": []}
