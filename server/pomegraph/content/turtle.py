"""Reads Turtle that people write: the ontology, what steers the reading, the shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, RdfFormat, parse
from rdflib import Graph

from pomegraph.errors import ContentError, Problem
from pomegraph.names import new_lines

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.names import Lines

_PLACE = re.compile(r"^Parser error at [^:]*: ")


def read_turtle(path: Path, place: str) -> Lines:
    """Read a file of Turtle in which every node has an IRI.

    Raises:
        ContentError: the file is not Turtle, or has a blank node.
    """
    lines = new_lines()
    try:
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise ContentError([Problem(place, 0, "a blank node", "give every node an IRI")])
            lines[str(quad.subject)].add(f" {quad.predicate} {quad.object}")
    except SyntaxError as error:
        reason = _PLACE.sub("", str(error.msg))
        message = f"not Turtle: {reason} (column {error.offset})"
        raise ContentError([Problem(place, error.lineno or 0, message, "mend the syntax there")]) from error
    return lines


def build_graph(lines: Lines) -> Graph:
    """Return triples as a graph that can be asked."""
    text = "".join(f"{subject}{end} .\n" for subject, ends in lines.items() for end in ends)
    return Graph().parse(data=text, format="nt")
