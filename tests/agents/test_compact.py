"""Rows for language models: labels and places, nothing empty, bounded."""

from __future__ import annotations

from pomegraph.agents.compact import LONGEST_ROWS, Window, find_thing_labels, tell_rows
from pomegraph.agents.desk import Desk
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri

BASE = "https://w3id.org/pomegraph/"
CLAIM = Iri(f"{BASE}claim/b1d7de443b091b23fbab")
DRUG, SOURCE = Iri(f"{BASE}drug/pomalidomide"), Iri(f"{BASE}source/003-droracle")


def test_row_has_labels_places_and_no_empty_cell(desk: Desk) -> None:
    table = Table(("drug", "note", "source", "claim"), ((DRUG, None, SOURCE, CLAIM),))
    told = tell_rows(desk, table, Window(5))

    assert told["rows"] == [{"drug": "pomalidomide", "sources": ["003:63"], "verdict": "confirmed"}]
    assert list(told) == ["total", "rows", "documents", "notice"]


def test_iris_come_on_request(desk: Desk) -> None:
    (row,) = tell_rows(desk, Table(("drug",), ((DRUG,),)), Window(5, with_iris=True))["rows"]

    assert row == {"drug": "pomalidomide", "iris": {"drug": DRUG.value}}


def test_several_claims_have_sources_of_their_own(desk: Desk) -> None:
    (row,) = tell_rows(desk, Table(("one", "other"), ((CLAIM, CLAIM),)), Window(5))["rows"]

    assert row == {
        "one_sources": ["003:63"],
        "one_verdict": "confirmed",
        "other_sources": ["003:63"],
        "other_verdict": "confirmed",
    }


def test_rows_that_differ_in_their_sources_only_are_one(desk: Desk) -> None:
    others = tuple(
        Iri(str(claim))
        for (claim,) in desk.select("SELECT ?c { ?c a <https://w3id.org/pomegraph/ontology#Advice> } ORDER BY ?c").rows
    )
    told = tell_rows(desk, Table(("value", "claim"), tuple((1, claim) for claim in others)), Window(50))
    merged = [row for row in told["rows"] if "verdict" not in row]

    assert len(merged) == 1
    assert len(merged[0]["sources"]) > 1
    assert told["cut"].endswith("offset=50")


def test_part_says_where_the_next_begins(desk: Desk) -> None:
    told = tell_rows(desk, Table(("n",), tuple((n,) for n in range(10))), Window(3, 4))

    assert (told["total"], told["cut"], told["rows"]) == (10, "3 more: offset=7", [{"n": 4}, {"n": 5}, {"n": 6}])


def test_long_rows_are_cut_but_one_is_given(desk: Desk) -> None:
    long = "x" * (LONGEST_ROWS - 10)
    told = tell_rows(desk, Table(("text",), ((long + "1",), (long + "2",))), Window(10))

    assert len(told["rows"]) == 1
    assert told["cut"] == "1 more: offset=1"


def test_strange_iris_are_not_looked_up(desk: Desk) -> None:
    assert tell_rows(desk, Table(("x",), ((Iri("http://a/claim/> }"),),)), Window(5))["total"] == 1
    assert find_thing_labels(desk, []) == {}
