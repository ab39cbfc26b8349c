"""Tools: what programs are offered, what they may give, and what they get."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pomegraph.ask.api import open_graph
from pomegraph.ask.tools import QuestionTools
from pomegraph.content.folder import Content
from pomegraph.errors import PomegraphError
from pomegraph.release import Release

CLAIMS = """#+ summary: Which claims are there?
#+ description: All of them.
#+ parameters:
#+   kind: {type: enumeration, means: a sort, choices: [a, b], required: true}
#+   least: {type: decimal, means: a number, several: true}
#+   on: {type: boolean, means: a switch}
#+   count: {type: integer, means: how many}
#+   day: {type: date, means: a day}
#+ columns:
#+   claim: {type: claim, means: the claim}

PREFIX pom: <https://w3id.org/pomegraph/ontology#>

SELECT ?claim
WHERE {
  VALUES ?kind { "a" }
  VALUES ?least { UNDEF }
  VALUES ?on { UNDEF }
  VALUES ?count { UNDEF }
  VALUES ?day { UNDEF }
  ?claim a pom:Claim .
}
ORDER BY ?claim
"""


NUMBER = {"type": "number", "minimum": -(10**17), "maximum": 10**17}


@pytest.fixture
def toolbox(small: Content, small_release: Release) -> QuestionTools:
    (small.root / "queries" / "claims.rq").write_text(CLAIMS, encoding="utf-8")
    return QuestionTools(open_graph(small_release.folder, content=small))


def test_each_question_is_a_tool_and_sparql_is_one(toolbox: QuestionTools) -> None:
    tools = toolbox.list_tools()

    assert [tool.name for tool in tools] == ["brand-names", "claims", "things", "sparql"]
    assert tools[1].description.startswith("Which claims are there? All of them. Each row names its claim")


def test_arguments_have_types(toolbox: QuestionTools) -> None:
    schema = toolbox.list_tools()[1].schema
    types = {name: {key: one[key] for key in one if key != "description"} for name, one in schema["properties"].items()}

    assert types == {
        "kind": {"type": "string", "enum": ["a", "b"]},
        "least": {"type": "array", "items": NUMBER, "minItems": 1},
        "on": {"type": "boolean"},
        "count": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
        "day": {"type": "string", "format": "date"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 100},
    }
    assert (schema["required"], schema["additionalProperties"]) == (["kind"], False)


def test_answer_tells_the_passages_of_its_claims(toolbox: QuestionTools) -> None:
    answer = toolbox.call("claims", {"kind": "b", "least": [2.5], "on": True, "limit": 2})
    claims = [row["claim"] for row in answer["rows"]]

    assert (len(claims), answer["total"] > 2) == (2, True)
    assert list(answer["sources"]) == claims
    assert all("line" in passage for passages in answer["sources"].values() for passage in passages)
    assert 'VALUES ?kind { "b" }' in answer["sparql"]


def test_note_on_a_passage_has_no_other_passage_beside_it(toolbox: QuestionTools) -> None:
    query = """
        PREFIX pom: <https://w3id.org/pomegraph/ontology#>
        SELECT ?claim ?passage ?note { ?report pom:note ?note ; pom:reports ?claim ; pom:passage ?passage }"""
    answer = toolbox.call("sparql", {"query": query})
    (row,) = answer["rows"]

    assert answer["sources"] == {row["claim"]: ["Notes on exemplamide, line 3"]}


def test_whole_number_may_have_a_point(toolbox: QuestionTools) -> None:
    answer = toolbox.call("claims", {"kind": "A", "count": 75.0, "limit": 2.0})

    assert len(answer["rows"]) == 2
    assert 'VALUES ?count { "75"^^' in answer["sparql"]
    assert 'VALUES ?kind { "a" }' in answer["sparql"]


def test_default_is_told_as_people_would_type_it(toolbox: QuestionTools) -> None:
    described = toolbox.list_tools()[0].schema["properties"]["drug"]

    assert described["description"].endswith(
        "A drug by its id, IRI, CURIE or any name. If it is left out: exemplamide."
    )
    assert described["examples"] == ["exemplamide"]


def test_answer_says_what_its_columns_mean(toolbox: QuestionTools) -> None:
    answer = toolbox.call("brand-names", {"drug": "EX-1"})

    assert (answer["rows"], answer["columns"]) == (
        [{"name": "Exampla"}],
        {"name": {"type": "text", "means": "the brand name"}},
    )
    assert json.loads(json.dumps(answer)) == answer


def test_answer_says_what_it_is_for_and_why_it_is_empty(toolbox: QuestionTools) -> None:
    full, empty = toolbox.call("brand-names", {"drug": "EX-1"}), toolbox.call("brand-names", {"drug": "oil"})

    assert full["meta"]["values"] == [{"name": "drug", "labels": ["exemplamide"], "default": False, "follows": None}]
    assert (full["meta"]["reason"], full["meta"]["offers"]) == (None, [])
    assert (empty["total"], empty["meta"]["offers"][0]["values"]) == (0, {"drug": ["exemplamide"]})
    assert empty["meta"]["reason"] == "No document of this graph names oil."


def test_sparql_gives_rows_or_turtle(toolbox: QuestionTools) -> None:
    table = toolbox.call("sparql", {"query": "SELECT ?s { ?s ?p ?o } ORDER BY ?s", "limit": 3})
    graph = toolbox.call("sparql", {"query": "CONSTRUCT WHERE { ?s ?p ?o }"})

    assert (len(table["rows"]), table["total"] > 3) == (3, True)
    assert graph["turtle"].endswith("\n")


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("nonsense", {}, "there is no question 'nonsense'"),
        ("claims", {}, "'kind' is missing"),
        ("claims", {"kind": "c"}, "choose one of a, b"),
        ("claims", {"kind": "a", "limit": 0}, "give a whole number from 1 to 10000"),
        ("claims", {"kind": "a", "limit": True}, "give a whole number from 1 to 10000"),
        ("claims", {"kind": "a", "other": 1}, "no parameter 'other'"),
        ("claims", {"kind": "a", "limit": "x" * 10**6}, "'" + "x" * 100 + "' is not a number of rows"),
        ("claims", {"kind": "a", "limit": []}, "is not a number of rows"),
        ("claims", {"kind": "a", "limit": float("nan")}, "'NaN' is not a number of rows"),
        ("claims", {"kind": "a", "limit": 10**5000}, "'limit' is given as too long a number"),
        ("claims", {"kind": "a", "count": 10**5000}, "'count' is given as too long a number"),
        ("claims", {"kind": "a", "count": 7.5}, "'7.5' is not an integer"),
        ("claims", {"kind": "a", "count": float("inf")}, "'Infinity' is not an integer"),
        ("claims", {"kind": "a", "least": [[1]]}, "'least' is given as a list"),
        ("claims", {"kind": "a", "least": [None]}, "'least' is given as a NoneType"),
        ("brand-names", {"drug": {"a": 1}}, "'drug' is given as a dict; give a text"),
        ("brand-names", {"drug": ""}, "no drug is called ''; the question 'things' lists every drug"),
        ("brand-names", {"drug": "\ud800"}, "no drug is called"),
        ("brand-names", {"drug": '" } SERVICE <http://x/> {'}, "no drug is called"),
        ("sparql", {}, "give the query in 'query'"),
        ("sparql", {"query": 3}, "give the query in 'query'"),
        ("sparql", {"query": "DROP ALL"}, "not SPARQL"),
    ],
)
def test_wrong_call_is_told(toolbox: QuestionTools, name: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(PomegraphError) as caught:
        toolbox.call(name, arguments)

    assert message in str(caught.value)


def test_former_name_of_a_question_is_answered(small: Content, small_release: Release) -> None:
    text = CLAIMS.replace("#+ columns:", "#+ was:\n#+   old-claims: {kind: b}\n#+ columns:")
    (small.root / "queries" / "claims.rq").write_text(text, encoding="utf-8")
    answer = QuestionTools(open_graph(small_release.folder, content=small)).call("old-claims", {})

    assert answer["meta"]["old_names"] == {"old-claims": "claims"}
    assert 'VALUES ?kind { "b" }' in answer["sparql"]
