"""Runs a query in two engines that have nothing in common, and brings the rows into one form."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph
import rdflib
from rdflib.plugins.sparql.processor import SPARQLResult

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMERIC = {_XSD + name for name in ("integer", "decimal", "double", "float")}

Row = tuple[str, ...]


def load_rdflib(quads: Path) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data=quads.read_bytes(), format="nquads")
    return dataset


def solve(store: pyoxigraph.Store, query: str, prefixes: Mapping[str, str] | None = None) -> pyoxigraph.QuerySolutions:
    """Return the solutions of a SELECT."""
    results = store.query(query, prefixes=dict(prefixes or {}))
    assert isinstance(results, pyoxigraph.QuerySolutions)
    return results


def rows_in_oxigraph(store: pyoxigraph.Store, query: str) -> list[Row]:
    """Return the header and the rows of a SELECT in their order."""
    results = solve(store, query)
    header = tuple(f"?{variable.value}" for variable in results.variables)
    return [header, *(tuple(_show_oxigraph(term) for term in row) for row in results)]


def rows_in_rdflib(dataset: rdflib.Dataset, query: str) -> list[Row]:
    """Return the header and the rows of a SELECT in their order."""
    results = dataset.query(query)
    assert isinstance(results, SPARQLResult)
    header = tuple(f"?{variable}" for variable in results.vars or ())
    return [header, *(tuple(_show_rdflib(term) for term in row) for row in list_rows(results))]


def list_rows(results: rdflib.query.Result) -> list[tuple[rdflib.term.Node | None, ...]]:
    """Return the rows of a SELECT as plain tuples."""
    return [tuple(row) for row in results if isinstance(row, rdflib.query.ResultRow)]


def read_answer(path: Path) -> list[Row]:
    """Read a golden answer: SPARQL 1.1 Query Results TSV, numbers in canonical form."""
    return [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]


def _show_oxigraph(term: object) -> str:
    match term:
        case None:
            return ""
        case pyoxigraph.Literal():
            return _show(term.value, term.datatype.value, term.language)
        case _:
            return str(term)


def _show_rdflib(term: object) -> str:
    match term:
        case None:
            return ""
        case rdflib.Literal():
            return _show(str(term), str(term.datatype or _XSD + "string"), term.language)
        case _:
            return f"<{term}>"


def _show(value: str, datatype: str, language: str | None) -> str:
    if datatype in _NUMERIC:
        return format(Decimal(value).normalize(), "f")
    text = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    if language:
        return f'"{text}"@{language}'
    return f'"{text}"' if datatype == _XSD + "string" else f'"{text}"^^<{datatype}>'
