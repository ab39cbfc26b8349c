"""Reads Turtle that people write: the ontology, what steers the reading, the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rdflib import Graph

from pomegraph.content.text import find_hidden, read_text
from pomegraph.errors import ContentError, Problem
from pomegraph.names import new_lines
from pomegraph.wording import drop_place

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Quad

    from pomegraph.names import Lines

# What the parser says, and what helps then; the first whose words are in the reason.
_CURES = {
    "prefix": "declare the prefix above, or correct its name",
    "end of file": "close the text that begins there",
    "Unexpected end": "end the last statement with a full stop",
    "A dot is expected": "put a full stop behind the statement before, or ; or , if it goes on",
    "Line jumps": 'close the text in its line, or put it in three quotation marks (""")',
    "IRI": "write a whole IRI without blanks between < and >",
    "escape": "write the character as it is, or a backslash as two",
    "subtag": "write a language such as en or en-GB behind @",
    "predicate": "write a property, or end the statement before with a full stop",
    "object": "write a value there, or take out what stands before it",
}
_OTHER_CURE = "correct what stands there, or right before it"


def read_turtle(path: Path, place: str) -> Lines:
    """Read a file of Turtle in which every node has an IRI.

    Raises:
        ContentError: the file is not plain text or not Turtle, or has a node without an IRI.
    """
    problems: list[Problem] = []
    lines = new_lines()
    text = read_text(path, place, problems)
    told = bool(problems)
    try:
        for quad in parse(text or "", format=RdfFormat.TURTLE):
            problems += [] if told else _check_triple(quad, place)
            lines[str(quad.subject)].add(f" {quad.predicate} {quad.object}")
    except SyntaxError as error:
        problems.append(_explain(error, place))
    if problems:
        raise ContentError(problems)
    return lines


def _check_triple(quad: Quad, place: str) -> list[Problem]:
    """Return what is wrong with a triple; the parser tells no line of it."""
    if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode | Literal):
        return [Problem(place, 0, "a node without an IRI", "write an IRI in the place of [ ], ( ), _: or << >>")]
    if not isinstance(quad.object, Literal):
        return []
    if getattr(quad.object, "direction", None) is not None:
        message = f"a text of {quad.subject} has a direction of writing"
        return [Problem(place, 0, message, "write the language alone behind @")]
    hidden = find_hidden(quad.object.value)
    return [Problem(place, 0, f"{hidden[0]}, in a text of {quad.subject}", hidden[1])] if hidden else []


def _explain(error: SyntaxError, place: str) -> Problem:
    """Return as a problem why a text is not Turtle."""
    reason = drop_place(str(error.msg))
    cure = next((cure for words, cure in _CURES.items() if words in reason), _OTHER_CURE)
    return Problem(place, error.lineno or 0, f"not Turtle, in column {error.offset}: {reason}", cure)


def build_graph(lines: Lines) -> Graph:
    """Return triples as a graph that can be asked."""
    text = "".join(f"{subject}{end} .\n" for subject, ends in lines.items() for end in ends)
    return Graph().parse(data=text, format="nt")
