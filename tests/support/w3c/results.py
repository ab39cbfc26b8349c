"""Results in one form, whatever they were written in: a truth value, or a table."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph

from support.w3c.graphs import FORMATS, Graph, Term, read_quads

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions, their variables in alphabetical order; a graph is a table of three columns."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    is_ordered: bool = False


Result = bool | Table

# Formats that list solutions in an order, by file name extension.
SEQUENCES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
_TABLE_FORMATS = {
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
_GRAPH = ("subject", "predicate", "object")


def choose_media_type(path: Path) -> str:
    """Return what to accept, so that each format is asked for by the tests that are written in it."""
    table = SEQUENCES.get(path.suffix, "application/sparql-results+json")
    return f"{table}, {FORMATS.get(path.suffix, pyoxigraph.RdfFormat.N_TRIPLES).media_type}"


def read_expected(path: Path) -> Result:
    """Read a file of the suites: a format of results, a graph, or results written as a graph."""
    if path.suffix in SEQUENCES:
        return read_answer(path.read_bytes(), SEQUENCES[path.suffix])
    graph = Graph(read_quads(path))
    sets = graph.get_instances(RS + "ResultSet")
    return _read_result_set(graph, sets[0]) if sets else build_graph_table(graph)


def read_answer(body: bytes, media_type: str) -> Result:
    """Read the body of an answer."""
    if media_type == "text/csv":
        return _read_csv(body.decode())
    if media_type not in _TABLE_FORMATS:
        return build_graph_table(pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.from_media_type(media_type)))
    results = pyoxigraph.parse_query_results(body, format=_TABLE_FORMATS[media_type])
    if isinstance(results, pyoxigraph.QueryBoolean):
        return bool(results)
    variables = sorted(variable.value for variable in results.variables)
    return Table(tuple(variables), tuple(tuple(row[name] for name in variables) for row in results))


def build_graph_table(quads: Iterable[pyoxigraph.Quad]) -> Table:
    """Return a graph as a table; a triple that comes twice is one."""
    return Table(_GRAPH, tuple({(quad.subject, quad.predicate, quad.object): None for quad in quads}))


def _read_csv(text: str) -> Table:
    """Read CSV, which tells only the characters of a term, as plain literals; blank nodes stay such."""
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    order = sorted(range(len(header)), key=lambda index: header[index])
    rows = (tuple(_read_csv_value(line[index]) for index in order) for line in lines)
    return Table(tuple(header[index] for index in order), tuple(rows))


def _read_csv_value(text: str) -> Term:
    return pyoxigraph.BlankNode(text[2:]) if text.startswith("_:") else pyoxigraph.Literal(text)


def _read_result_set(graph: Graph, subject: Term) -> Result:
    boolean = graph.find_value(subject, RS + "boolean")
    if isinstance(boolean, pyoxigraph.Literal):
        return boolean.value == "true"
    names = graph.get_values(subject, RS + "resultVariable")
    variables = tuple(sorted(name.value for name in names if isinstance(name, pyoxigraph.Literal)))
    solutions = graph.get_values(subject, RS + "solution")
    is_ordered = bool(solutions) and all(graph.find_value(solution, RS + "index") for solution in solutions)
    if is_ordered:
        solutions.sort(key=lambda solution: int(graph.get_text(solution, RS + "index")))
    return Table(variables, tuple(_read_solution(graph, solution, variables) for solution in solutions), is_ordered)


def _read_solution(graph: Graph, solution: Term, variables: tuple[str, ...]) -> Row:
    values = {
        graph.get_text(binding, RS + "variable"): graph.find_value(binding, RS + "value")
        for binding in graph.get_values(solution, RS + "binding")
    }
    return tuple(values.get(variable) for variable in variables)
