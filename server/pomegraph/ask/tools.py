"""Makes a tool of each question, and one for SPARQL: for programs that are to see all questions at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pomegraph.agents.tool import Tool, read_whole_number
from pomegraph.ask.api import Rows
from pomegraph.errors import ValueUnknownError
from pomegraph.names import POM, RDFS, iri
from pomegraph.questions.schema import build_schema, explain_parameter
from pomegraph.sparql.results import TABLE_FORMS
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.ask.api import EvidenceGraph
    from pomegraph.questions.question import Question
    from pomegraph.sparql.results import Table

SPARQL = "sparql"
LIMIT = "limit"
_ROWS, _MOST_ROWS = 100, 10_000
_LONGEST_GRAPH = 200_000
_LIMIT = {
    "type": "integer",
    "minimum": 1,
    "maximum": _MOST_ROWS,
    "default": _ROWS,
    "description": "how many rows at most; `total` tells how many there are",
}
_SAY_SO = (
    "Each row names its claim or source; `sources` tells where the documents say it, `cautions` what primary evidence "
    "says against a claim: tell it with the claim."
)


class QuestionTools:
    """The tools of one graph."""

    def __init__(self, graph: EvidenceGraph) -> None:
        self._graph = graph

    def list_tools(self) -> list[Tool]:
        """Return a tool for each question, and the one for SPARQL."""
        return [*map(_describe_question, self._graph.questions), _describe_sparql()]

    def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a tool answers, as JSON has it.

        Raises:
            PomegraphError: there is no such tool, an argument is not understood, or the query fails.
        """
        given = dict(arguments)
        limit = read_whole_number({LIMIT: given.pop(LIMIT, None)}, LIMIT, _ROWS, (1, _MOST_ROWS))
        if name == SPARQL:
            return self._query(given, limit)
        sparql = self._graph.write(name, **given)
        question = self._graph.get_question(name)
        told = {
            "question": question.summary,
            "columns": {one.name: {"type": one.type, "means": one.means} for one in question.columns},
        }
        answer = self._answer(sparql, limit)
        if "total" in answer:
            told["meta"] = self._graph.find_meta(name, answer["total"], **given).to_plain()
        return told | answer | {SPARQL: sparql}

    def _query(self, given: Mapping[str, Any], limit: int) -> dict[str, Any]:
        query = given.get("query")
        if not isinstance(query, str) or set(given) != {"query"}:
            raise ValueUnknownError("query", "sparql takes 'query', a text, and 'limit'", "give the query in 'query'")
        return self._answer(query, limit)

    def _answer(self, sparql: str, limit: int) -> dict[str, Any]:
        answer = self._graph.query(sparql)
        if isinstance(answer, Rows):
            table = answer.table.cut(limit)
            told = self._graph.find_background(table).to_plain()
            told["documents"] = told.pop("sources")
            return {"rows": table.to_records(), "total": len(answer), "sources": self._find_sources(table)} | told
        is_whole = len(answer) <= _LONGEST_GRAPH
        cut = answer if is_whole else answer[: answer.rfind("\n", 0, _LONGEST_GRAPH) + 1]
        return {"turtle": cut, "complete": is_whole}

    def _find_sources(self, table: Table) -> dict[str, list[str]]:
        """Return for each claim in a table, by its IRI, the passages that report it.

        A table that names passages tells what belongs to one of them, such as a note: no other is added.
        """
        cells = {cell.value for row in table.rows for cell in row if isinstance(cell, Iri)}
        claims = sorted(cell for cell in cells if "/claim/" in cell)
        if not claims:
            return {}
        found = self._graph.query(
            f"SELECT DISTINCT ?claim ?where ?passage WHERE {{ VALUES ?claim {{ {' '.join(map(iri, claims))} }} "
            f"?claim <{POM}reportedIn> ?where . ?where <{RDFS}label> ?passage }} ORDER BY ?claim ?passage ?where"
        )
        named = {cell for cell in cells if "/passage/" in cell}
        sources: dict[str, list[str]] = {}
        for row in found if isinstance(found, Rows) else ():
            if not named or row["where"] in named:
                sources.setdefault(row["claim"], []).append(row["passage"])
        return sources


def _describe_question(question: Question) -> Tool:
    properties = {
        parameter.name: build_schema(parameter) | {"description": explain_parameter(parameter)}
        for parameter in question.parameters
    }
    is_table = question.form in TABLE_FORMS
    schema = {
        "type": "object",
        "properties": properties | ({LIMIT: _LIMIT} if is_table else {}),
        "required": [parameter.name for parameter in question.parameters if parameter.required],
        "additionalProperties": False,
    }
    parts = [question.summary, question.description, _SAY_SO if is_table else "The answer is a graph in Turtle."]
    return Tool(question.stem, question.summary, " ".join(filter(None, parts)), schema)


def _describe_sparql() -> Tool:
    schema = {
        "type": "object",
        "properties": {"query": {"type": "string", "description": "a SPARQL 1.1 query"}, LIMIT: _LIMIT},
        "required": ["query"],
        "additionalProperties": False,
    }
    description = (
        "Runs a SPARQL 1.1 query on the graph; the questions show its terms. It is stopped at a time limit, changes "
        "nothing, and calls no other endpoint."
    )
    return Tool(SPARQL, "Run a SPARQL query", description, schema)
