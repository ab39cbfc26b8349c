"""The schema on a page: it fits into a context, and queries written from nothing else find what they are to find."""

from __future__ import annotations

import re

import pytest

from pomegraph.agents.answering import answer_sparql
from pomegraph.agents.compact import Window
from pomegraph.agents.desk import Desk
from pomegraph.agents.schema_text import SchemaText, explain_term, write_schema
from pomegraph.errors import ValueUnknownError
from support.agents import LETTERS_OF_A_TOKEN

NOT_DENIED = "FILTER NOT EXISTS { ?claim pom:negated true }"
# Competency questions in the terms of the page, and something that stands in the answer.
QUERIES = {
    "which brands has pomalidomide": (
        "SELECT ?name { <drug/pomalidomide> pom:brandName ?name } ORDER BY ?name",
        "Imnovid",
    ),
    "which median PFS has each regimen, in months": (
        f"""SELECT ?regimen ?months ?trial ?claim {{ ?claim a pom:Outcome ;
          pom:measure <measure/median-progression-free-survival> ; pom:value ?months ; pom:unit <concept/month> ;
          pom:regimen/rdfs:label ?regimen . OPTIONAL {{ ?claim pom:trial/rdfs:label ?trial }} {NOT_DENIED} }}
          ORDER BY DESC(?months)""",
        "'regimen': 'daratumumab-pomalidomide-dexamethasone', 'months': 30.8",
    ),
    "which adverse reactions are serious": (
        f"""SELECT ?event ?claim {{ ?claim a pom:AdverseReaction ; pom:drug <drug/pomalidomide> ;
          pom:seriousness <concept/serious> ; pom:event/rdfs:label ?event . {NOT_DENIED} }} ORDER BY ?event""",
        "Stevens-Johnson syndrome",
    ),
    "which claims of secondary pages are contradicted, and why": (
        """SELECT ?claim ?why { ?verdict pom:judges ?claim ; pom:verdict <concept/contradicted> ; pom:grounds ?why .
          ?claim pom:reportedIn/pom:source/pom:kind <concept/secondary-page> } ORDER BY ?why""",
        "003:",
    ),
    "in whom is it contraindicated": (
        f"""SELECT ?people ?claim {{ ?claim a pom:Contraindication ; pom:drug <drug/pomalidomide> ;
          pom:population/rdfs:label ?people . {NOT_DENIED} }} ORDER BY ?people""",
        "pregnant women",
    ),
    "which hazard ratios for overall survival are there": (
        f"""SELECT ?trial ?ratio ?low ?high ?claim {{ ?claim a pom:Comparison ; pom:trial/rdfs:label ?trial ;
          pom:measure/pom:broader* <measure/overall-survival> ; pom:estimateKind <concept/hazard-ratio> ;
          pom:estimate ?ratio . OPTIONAL {{ ?claim pom:lowerConfidenceLimit ?low }}
          OPTIONAL {{ ?claim pom:upperConfidenceLimit ?high }} {NOT_DENIED} }} ORDER BY ?trial ?ratio""",
        "'trial': 'MM-003'",
    ),
    "which drugs stand together with it in regimens": (
        """SELECT DISTINCT ?partner { ?regimen pom:includes <drug/pomalidomide> , ?drug . ?drug rdfs:label ?partner
          FILTER(?drug != <drug/pomalidomide>) } ORDER BY ?partner""",
        "isatuximab",
    ),
    "what becomes more with an interaction": (
        f"""SELECT ?with ?claim {{ ?claim a pom:Interaction ; pom:drug <drug/pomalidomide> ;
          pom:effect <concept/increased-exposure> ; pom:interactor/rdfs:label ?with . {NOT_DENIED} }} ORDER BY ?with""",
        "CYP1A2",
    ),
    "which documents are there of each kind": (
        "SELECT ?kind (COUNT(?s) AS ?n) { ?s a pom:Source ; pom:kind/rdfs:label ?kind } GROUP BY ?kind ORDER BY ?kind",
        "{'kind': 'secondary page', 'n': ",
    ),
    "on what do documents disagree, and why": (
        """SELECT ?topic ?reason ?claim { ?one a pom:Disagreement ; pom:claim ?claim ; pom:onTopic/rdfs:label ?topic ;
          pom:differsBecause/rdfs:label ?reason } ORDER BY ?topic""",
        "different data cutoff",
    ),
}


@pytest.fixture(scope="module")
def text(desk: Desk) -> str:
    return write_schema(desk)


def test_it_fits_into_a_context(text: str) -> None:
    assert len(text) / LETTERS_OF_A_TOKEN < 4_300
    assert len(text) < 16_000


def test_it_names_what_there_is(text: str) -> None:
    outcome = re.search(r"^Outcome \(\d+\): (.*)", text, re.MULTILINE)

    assert outcome
    assert {"measure Measure", "regimen Regimen", "unit {}", "value number"} == set(outcome[1].split(", ")[:4])
    assert re.search(r"^verdict: .*contradicted", text, re.MULTILINE)
    assert text.count("```") == 12
    assert "-> " in text.partition("## Queries")[2]


@pytest.mark.parametrize("name", QUERIES)
def test_query_from_the_page_alone_finds_the_answer(desk: Desk, text: str, name: str) -> None:
    query, expected = QUERIES[name]
    terms = {term.removeprefix("pom:") for term in re.findall(r"pom:\w+", query)}
    values = set(re.findall(r"<(?:concept|measure)/([\w-]+)>", query))
    answer = answer_sparql(desk, query, Window(200))

    assert [term for term in terms if not re.search(rf"\b{term}\b", text)] == []
    assert [value for value in values if not re.search(rf"\b{value}\b", text)] == []
    assert expected in str(answer["rows"])


@pytest.mark.parametrize("name", QUERIES)
def test_query_needs_no_more_than_the_beginning_of_the_page(desk: Desk, text: str, name: str) -> None:
    head = text.partition("```\n")[2].partition("```")[0]

    assert desk.select(head + QUERIES[name][0]).rows


def test_it_is_made_once_for_each_state_of_the_data(small_desk: Desk) -> None:
    state = "1"
    schema = SchemaText(lambda: state)
    first = schema.read(small_desk)
    kept = schema.read(small_desk)
    state = "2"

    assert kept is first
    assert schema.read(small_desk) is not first


def test_term_is_explained(desk: Desk) -> None:
    outcome, unit = explain_term(desk, "pom:outcome"), explain_term(desk, "{unit}")

    assert outcome["properties"]["measure"].startswith("Measure (")
    assert "month" in unit["values"]
    assert "Outcome" in unit["used_on"]


def test_unknown_term_has_a_suggestion(desk: Desk) -> None:
    with pytest.raises(ValueUnknownError, match="did you mean 'Outcome'"):
        explain_term(desk, "Outcomes")
