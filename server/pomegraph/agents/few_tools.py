"""The few tools that agents are offered: with them every question can be found and asked, and everything looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pomegraph.agents.answering import answer_question, answer_sparql
from pomegraph.agents.claims import find_claims
from pomegraph.agents.compact import Window
from pomegraph.agents.describing import describe_named, find_iri, tell_things
from pomegraph.agents.finding import find_things, list_found_things, tell_questions
from pomegraph.agents.schema_text import explain_term
from pomegraph.agents.tool import Tool, check_names, read_switch, read_text_argument, read_whole_number
from pomegraph.errors import QuestionUnknownError, ValueUnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pomegraph.agents.desk import Desk
    from pomegraph.agents.schema_text import SchemaText

_ROWS, _MOST_ROWS, _FOUND, _QUESTIONS = 20, 200, 5, 3
_LARGEST = 999_999
_TEXT = {"type": "string"}
_LIMIT = {"type": "integer", "minimum": 1, "maximum": _MOST_ROWS, "default": _ROWS}
_WINDOW = {
    "limit": _LIMIT,
    "offset": {"type": "integer", "minimum": 0},
    "iris": {"type": "boolean", "description": "add the IRIs of each row"},
}
_FOUND_ROWS = {
    "type": "object",
    "properties": {"total": {"type": "integer"}, "rows": {"type": "array", "items": {"type": "object"}}},
}
_LIST = {"type": "array", "items": {"type": "object"}}


class FewTools:
    """Find a question, ask it, resolve a name, describe a thing, search, run SPARQL, read the schema."""

    def __init__(self, desk: Desk, schema: SchemaText) -> None:
        self._desk = desk
        self._schema = schema
        self._calls: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "find_question": self._find_question,
            "ask": self._ask,
            "search": self._search,
            "resolve": self._resolve,
            "describe": self._describe,
            "sparql": self._query,
            "schema": self._explain,
        }

    def list_tools(self) -> list[Tool]:
        """Return the tools."""
        return list(_TOOLS)

    def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a tool answers, as JSON has it.

        Raises:
            PomegraphError: there is no such tool, an argument is not understood, or the query fails.
        """
        tool = next((one for one in _TOOLS if one.name == name), None)
        if tool is None:
            raise QuestionUnknownError(name[:100], f"the tools are {', '.join(self._calls)}")
        check_names(name, arguments, list(tool.schema["properties"]))
        return self._calls[name](arguments)

    def _find_question(self, given: Mapping[str, Any]) -> dict[str, Any]:
        limit = read_whole_number(given, "limit", _FOUND, (1, 20))
        return tell_questions(self._desk, _read(given, "text"), limit)

    def _ask(self, given: Mapping[str, Any]) -> dict[str, Any]:
        values = given.get("values") or {}
        if not isinstance(values, dict):
            raise ValueUnknownError("values", "'values' is not an object", 'give it as {"drug": "pomalidomide"}')
        return answer_question(self._desk, _read(given, "question"), values, _read_window(given))

    def _search(self, given: Mapping[str, Any]) -> dict[str, Any]:
        text, name = _read(given, "text"), _read(given, "document", "")
        document = find_iri(self._desk, name) if name else None
        told: dict[str, Any] = {}
        if document is None:
            found = self._desk.search(text, _FOUND)
            told["questions"] = {one.question.stem: one.question.summary for one in found.questions[:_QUESTIONS]}
            told["things"] = tell_things(self._desk, list_found_things(found)[:_FOUND])
        return told | find_claims(self._desk, text, document, _read_window(given))

    def _resolve(self, given: Mapping[str, Any]) -> dict[str, Any]:
        name = _read(given, "name")
        things, kind = self._desk.list_things(), _read(given, "kind", "").strip().casefold().replace(" ", "-")
        exact = things.find(kind, name) if kind else things.find_any(name)
        near = [] if exact else [one for one in find_things(self._desk, name, 20) if kind in {"", one.kind}][:8]
        told = {"things": tell_things(self._desk, exact)}
        return told if exact else told | {"did_you_mean": tell_things(self._desk, near)}

    def _describe(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return describe_named(self._desk, _read(given, "thing"), _read(given, "claims", ""), _read_window(given))

    def _query(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return answer_sparql(self._desk, _read(given, "query"), _read_window(given))

    def _explain(self, given: Mapping[str, Any]) -> dict[str, Any]:
        term = _read(given, "term", "")
        return explain_term(self._desk, term) if term else {"text": self._schema.read(self._desk)}


def _read(given: Mapping[str, Any], name: str, default: str | None = None) -> str:
    return read_text_argument(given, name, default)


def _read_window(given: Mapping[str, Any]) -> Window:
    limit = read_whole_number(given, "limit", _ROWS, (1, _MOST_ROWS))
    return Window(limit, read_whole_number(given, "offset", 0, (0, _LARGEST)), read_switch(given, "iris"))


def _make(name: str, description: str, properties: dict[str, Any], output: dict[str, Any]) -> Tool:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [key for key in properties if key in {"text", "question", "name", "thing", "query"}]
    return Tool(name, "", description, schema | ({"required": required} if required else {}), output)


_TOOLS = (
    _make(
        "find_question",
        "Find prepared questions that fit what a person wants to know, best first, with their parameters and any "
        "values found in the text. Start here, then call ask.",
        {"text": _TEXT, "limit": {"type": "integer", "minimum": 1, "maximum": 20, "default": _FOUND}},
        {"type": "object", "properties": {"questions": _LIST}, "required": ["questions"]},
    ),
    _make(
        "ask",
        "Answer a prepared question. The answer tells the values used (defaults too: check them), total, rows with "
        "sources (003:31 is line 31 of document 003) and the verdict of primary evidence, then documents. left_out "
        "tells what it leaves out; without rows, why gives the reason and offers values that give some.",
        {
            "question": {"type": "string", "description": "its name, from find_question"},
            "values": {
                "type": "object",
                "description": "by parameter: a name, id or identifier, a list of them, or '*' for any",
            },
            **_WINDOW,
        },
        _FOUND_ROWS,
    ),
    _make(
        "search",
        "Find claims by words in their sentences, with questions and things that fit; in one document, if it is given.",
        {"text": _TEXT, "document": {"type": "string", "description": "such as 003"}, **_WINDOW},
        _FOUND_ROWS,
    ),
    _make(
        "resolve",
        "Find a drug, disease, trial, regimen, measure, population or other thing by any name, abbreviation, brand or "
        "identifier; gives its kind and id.",
        {"name": _TEXT, "kind": _TEXT},
        {"type": "object", "properties": {"things": _LIST, "did_you_mean": _LIST}, "required": ["things"]},
    ),
    _make(
        "describe",
        "Describe a thing, a document (003), a passage (003:31) or a claim: its properties and the claims on it, "
        "counted by kind.",
        {"thing": _TEXT, "claims": {"type": "string", "description": "one kind only, such as dose"}, **_WINDOW},
        _FOUND_ROWS,
    ),
    _make(
        "sparql",
        "Run a SPARQL 1.1 query (read only, time limit) for what no question asks. Read schema first. Known prefixes "
        "and BASE need not be declared. Select ?claim to get sources and verdicts.",
        {"query": _TEXT, **_WINDOW},
        {"type": "object"},
    ),
    _make(
        "schema",
        "Classes, properties, values, rules and example queries with answers; or one class, property or list.",
        {"term": {"type": "string", "description": "such as Outcome, or unit"}},
        {"type": "object"},
    ),
)
