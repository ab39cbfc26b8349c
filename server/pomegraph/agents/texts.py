"""Texts that agents may read: the schema, examples, the questions, the documents, the query of a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.agents.desk import name_document
from pomegraph.agents.schema_examples import choose_examples
from pomegraph.errors import QuestionUnknownError
from pomegraph.questions.background import NOTICE, find_background
from pomegraph.questions.catalogue import write_query

if TYPE_CHECKING:
    from pomegraph.agents.desk import Desk
    from pomegraph.agents.schema_text import SchemaText

_SCHEME = "pomegraph://"
_QUESTION = "question/"
QUERY_TEMPLATE = _SCHEME + _QUESTION + "{question}"
_MARKDOWN, _SPARQL = "text/markdown", "application/sparql-query"
_SOURCES = "SELECT ?source { ?source a <https://w3id.org/pomegraph/ontology#Source> } ORDER BY ?source"


@dataclass(frozen=True, slots=True)
class TextEntry:
    """A text that may be read: its address, its name, what it is, and its media type."""

    address: str
    name: str
    description: str
    media_type: str = _MARKDOWN


_ENTRIES = (
    TextEntry(_SCHEME + "schema", "schema", "classes, properties, values, rules and example queries for SPARQL"),
    TextEntry(_SCHEME + "examples", "examples", "example queries with the beginning of their answers"),
    TextEntry(_SCHEME + "questions", "questions", "all prepared questions, by who asks"),
    TextEntry(_SCHEME + "documents", "documents", "all documents with number, kind, date and review status"),
)


class Library:
    """The texts of one graph."""

    def __init__(self, desk: Desk, schema: SchemaText) -> None:
        self._desk = desk
        self._schema = schema

    def list_entries(self) -> list[TextEntry]:
        """Return the texts."""
        return list(_ENTRIES)

    def read(self, address: str) -> tuple[str, str]:
        """Return a text and its media type.

        Raises:
            QuestionUnknownError: there is none at this address.
            PomegraphError: a query fails.
        """
        name = address.removeprefix(_SCHEME)
        if name == "schema":
            return self._schema.read(self._desk), _MARKDOWN
        if name == "examples":
            return "\n".join(choose_examples(self._desk)), _MARKDOWN
        if name == "questions":
            return list_questions(self._desk), _MARKDOWN
        if name == "documents":
            return list_documents(self._desk), _MARKDOWN
        if address.startswith(_SCHEME + _QUESTION):
            return self._write_query(name.removeprefix(_QUESTION)), _SPARQL
        raise QuestionUnknownError(address[:100], f"read one of {', '.join(one.address for one in _ENTRIES)}")

    def _write_query(self, stem: str) -> str:
        """Return the query of a question as it stands, or with the values that a former name of it stands for."""
        question, base = self._desk.catalogue.get(stem), self._desk.graph.base
        given = question.name_anew({})
        return write_query(question, given, self._desk.list_things(), base) if given else question.bind({}, base=base)


def list_questions(desk: Desk) -> str:
    """Return all questions with their parameters, by the first kind of people that asks them."""
    groups: dict[str, list[str]] = {}
    for question in desk.catalogue:
        names = ", ".join(one.name + ("*" if one.required else "") for one in question.parameters)
        line = f"- {question.stem}({names}): {question.summary}"
        groups.setdefault(question.who[0] if question.who else "everyone", []).append(line)
    return "".join(f"## For {who}\n" + "\n".join(lines) + "\n\n" for who, lines in sorted(groups.items()))


def list_documents(desk: Desk) -> str:
    """Return all documents, a line for each.

    Raises:
        PomegraphError: a query fails.
    """
    names = [str(name) for (name,) in desk.select(_SOURCES).rows]
    facts = find_background(desk.select, names).sources
    return "".join(f"- {name_document(name)} {one}\n" for name, one in facts.items()) + f"\n{NOTICE}\n"
