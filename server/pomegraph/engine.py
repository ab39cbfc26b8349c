"""Answers SPARQL queries from a store. Knows no HTTP."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from pomegraph.errors import QueryError, ReleaseError, ResultFormatError

if TYPE_CHECKING:
    from pathlib import Path

    Results = QuerySolutions | QueryBoolean | QueryTriples

TABLE_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {"turtle": RdfFormat.TURTLE, "ntriples": RdfFormat.N_TRIPLES, "rdfxml": RdfFormat.RDF_XML}

# Names of the graphs that make the default graph, and of the named graphs.
Dataset: TypeAlias = tuple[list[str], list[str]]
# Deeper nesting overflows the parser's stack and ends the process.
_DEEPEST = 500


def _measure_depth(query: str) -> int:
    steps = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
    return max(itertools.accumulate((steps.get(character, 0) for character in query), initial=0))


class Engine:
    """Runs queries on one store, which is only read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, folder: Path) -> Engine:
        """Open the database of a release."""
        try:
            return cls(Store.read_only(str(folder)))
        except OSError as error:
            raise ReleaseError(f"{folder}: no database that can be read ({error}); build the release again") from error

    def __len__(self) -> int:
        """Return the number of quads."""
        return len(self._store)

    def run(self, query: str, dataset: Dataset | None = None) -> Results:
        """Run a query: SELECT, ASK, CONSTRUCT or DESCRIBE (SPARQL 1.1 Query Language), on a dataset or on all.

        Raises:
            QueryError: it is not SPARQL, or it fails.
        """
        if _measure_depth(query) > _DEEPEST:
            raise QueryError(f"brackets are nested more than {_DEEPEST} deep; write the query flatter")
        try:
            if dataset is None:
                return self._store.query(query)
            return self._store.query(
                query,
                default_graph=[NamedNode(name) for name in dataset[0]],
                named_graphs=[NamedNode(name) for name in dataset[1]],
            )
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise QueryError(str(error)) from error


def serialize_results(results: Results, name: str) -> bytes:
    """Return results in a format, named as in `TABLE_FORMATS` for SELECT and ASK, `GRAPH_FORMATS` for triples.

    Raises:
        ResultFormatError: results of this kind have no such format.
        QueryError: the query failed while its rows were made.
    """
    formats = list_formats(results)
    if name not in formats:
        raise ResultFormatError(f"this result has no format '{name}'; it has {', '.join(formats)}")
    try:
        if isinstance(results, QueryTriples):
            return results.serialize(format=GRAPH_FORMATS[name]) or b""
        return results.serialize(format=TABLE_FORMATS[name]) or b""
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error)) from error


def list_formats(results: Results) -> list[str]:
    """Return the formats that results can have, the usual one first; an ASK has no CSV and no TSV."""
    if isinstance(results, QueryTriples):
        return list(GRAPH_FORMATS)
    return ["json", "xml"] if isinstance(results, QueryBoolean) else list(TABLE_FORMATS)


def list_rows(results: Results) -> tuple[list[str], list[list[str]]] | None:
    """Return columns and rows of plain texts for people; an ASK has one cell, triples have no rows: None."""
    if isinstance(results, QueryTriples):
        return None
    if isinstance(results, QueryBoolean):
        return ["answer"], [[str(bool(results)).lower()]]
    columns = [variable.value for variable in results.variables]
    try:
        return columns, [["" if term is None else _show(term) for term in row] for row in results]
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(str(error)) from error


def _show(term: object) -> str:
    return str(getattr(term, "value", term))
