"""Answers to questions and to SPARQL, for agents."""

from __future__ import annotations

import pytest

from pomegraph.agents.answering import answer_question, answer_sparql
from pomegraph.agents.compact import Window
from pomegraph.agents.desk import Desk
from pomegraph.errors import QueryError, ValueUnknownError

FEW = Window(5)


def test_values_come_first_and_defaults_are_marked(desk: Desk) -> None:
    answer = answer_question(desk, "interactions", {"drug": "Pomalyst"}, FEW)

    assert list(answer)[:2] == ["asks", "values"]
    assert answer["values"]["drug"] == "pomalidomide"
    assert answer["values"]["other"].endswith(" (by default)")


def test_document_may_be_named_by_its_number(desk: Desk) -> None:
    answer = answer_question(desk, "contradicted-by-evidence", {"source": ["003", "000"]}, FEW)

    assert answer["values"]["source"] == "003-droracle, 000-hemonc"


def test_answer_without_rows_says_why_and_what_has_some(desk: Desk) -> None:
    answer = answer_question(desk, "contraindications", {"drug": "ketoconazole"}, FEW)
    offers = answer["offers"]
    again = [answer_question(desk, "contraindications", offer["values"], FEW)["total"] for offer in offers]

    assert (answer["rows"], answer["total"]) == ([], 0)
    assert answer["why"].startswith("The graph has no claim of this for these values; others have some.")
    assert [offer["words"].partition(" ")[0] for offer in offers] == [str(total) for total in again]


def test_answer_tells_what_it_leaves_out(desk: Desk) -> None:
    left_out, others = answer_question(desk, "full-dose", {}, FEW)["left_out"]

    assert (left_out["question"], left_out["values"]) == ("dose-in-population", {"drug": "pomalidomide"})
    assert "claims on doses for groups of people" in left_out["words"]
    assert (others["question"], others["values"]["kind"]) == ("about", "dose")


def test_old_name_of_a_parameter_is_told(desk: Desk) -> None:
    answer = answer_question(desk, "dose-in-population", {"people": "elderly"}, FEW)

    assert (answer["renamed"], answer["values"]["population"]) == ({"people": "population"}, "elderly")


def test_former_name_of_a_question_is_told(desk: Desk) -> None:
    answer = answer_question(desk, "watched-events", {}, FEW)

    assert (answer["renamed"], answer["values"]["kind"]) == ({"watched-events": "monitoring"}, "side effect")
    assert answer["total"] > 5


def test_graph_is_turtle_with_the_prefixes_that_it_uses(small_desk: Desk) -> None:
    query = "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a pom:Drug ; rdfs:label ?l }"
    turtle = answer_sparql(small_desk, query, FEW)["turtle"]

    assert "@prefix rdfs:" in turtle
    assert "@prefix CHEBI:" not in turtle
    assert '"exemplamide"' in turtle


def test_large_graph_is_cut(desk: Desk) -> None:
    answer = answer_question(desk, "drug-graph", {}, FEW)

    assert answer["cut"].endswith("ask for less")
    assert len(answer["turtle"]) <= 20_000
    assert answer["turtle"].endswith("\n")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?l { <drug/exemplamide> rdfs:label ?l }",
        "BASE <https://w3id.org/pomegraph/> SELECT ?l { <drug/exemplamide> rdfs:label ?l }",
        "prefix  rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nSELECT ?l { <drug/exemplamide> rdfs:label ?l }",
    ],
)
def test_base_and_prefixes_need_not_be_declared(small_desk: Desk, query: str) -> None:
    assert answer_sparql(small_desk, query, FEW)["rows"] == [{"l": "exemplamide"}]


def test_prefix_of_the_query_is_its_own(small_desk: Desk) -> None:
    query = "PREFIX pom: <https://example.org/> SELECT ?x { VALUES ?x { pom:a } }"

    assert answer_sparql(small_desk, query, Window(5, with_iris=True))["rows"][0]["iris"] == {
        "x": "https://example.org/a"
    }


def test_wrong_query_and_value_are_told(small_desk: Desk) -> None:
    with pytest.raises(QueryError):
        answer_sparql(small_desk, "SELECT ?x {", FEW)
    with pytest.raises(ValueUnknownError, match="no drug is called"):
        answer_question(small_desk, "brand-names", {"drug": "nix"}, FEW)


def test_no_value_is_the_default(small_desk: Desk) -> None:
    assert answer_question(small_desk, "brand-names", {"drug": None}, FEW)["values"] == {
        "drug": "exemplamide (by default)"
    }
