"""The answer to a question as typed rows."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pomegraph.names import XSD
from pomegraph.sparql.terms import Iri, Literal, read_value, render_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The forms of queries whose answer is a table; that of the others is a graph.
TABLE_FORMS = ("SELECT", "ASK")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows of plain typed values in their order; an IRI is an `Iri`, what is unbound is None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def cut(self, limit: int | None, offset: int = 0) -> Table:
        """Return a part of the rows."""
        end = None if limit is None else offset + limit
        return Table(self.columns, self.rows[offset:end])

    def sort(self) -> Table:
        """Return the rows in order of their cells as texts, the first first, as SPARQL 1.1 has it in section 15.1.

        What is unbound comes before IRIs, these before all else. A store takes long to order thousands of rows.

        >>> Table(("of",), (("b",), (Iri("http://example.org/"),), (None,), ("a",))).sort().rows
        ((None,), (Iri(value='http://example.org/'),), ('a',), ('b',))
        """
        return Table(self.columns, tuple(sorted(self.rows, key=lambda row: [_rank(cell) for cell in row])))

    def to_records(self) -> list[dict[str, Any]]:
        """Return the rows as JSON has them: by column, IRIs as texts, decimals as numbers, null for what is unbound."""
        return [dict(zip(self.columns, map(to_plain, row), strict=True)) for row in self.rows]


def _rank(cell: Any) -> tuple[int, str]:
    return (0, "") if cell is None else (1, cell.value) if isinstance(cell, Iri) else (2, str(cell))


def to_plain(cell: Any) -> Any:
    """Return a cell as JSON has it; what is not a number there is a text.

    >>> to_plain(Decimal("4.0")), to_plain(Decimal("11.20")), to_plain(Iri("http://example.org/"))
    (4, 11.2, 'http://example.org/')
    >>> to_plain(float("-inf"))
    '-INF'
    """
    if isinstance(cell, float) and not math.isfinite(cell):
        return "NaN" if math.isnan(cell) else "INF" if cell > 0 else "-INF"
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell.value if isinstance(cell, Iri) else cell


def read_table(data: bytes) -> Table:
    """Return the table in SPARQL 1.1 Query Results JSON; an ASK has one cell."""
    results = json.loads(data)
    if "boolean" in results:
        return Table(("answer",), ((results["boolean"],),))
    columns: Sequence[str] = results["head"]["vars"]
    rows = [tuple(_read_term(row.get(column)) for column in columns) for row in results["results"]["bindings"]]
    return Table(tuple(columns), tuple(rows))


def _read_term(term: dict[str, Any] | None) -> Any:
    if term is None:
        return None
    if term["type"] == "triple":
        return _write_triple(term["value"])
    return Iri(term["value"]) if term["type"] == "uri" else read_value(term["value"], term.get("datatype", ""))


def _write_triple(parts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a triple term as SPARQL 1.2 writes it."""
    terms = " ".join(_write_term(parts[name]) for name in ("subject", "predicate", "object"))
    return f"<<( {terms} )>>"


def _write_term(term: Mapping[str, Any]) -> str:
    value: Any = term["value"]
    if term["type"] == "triple":
        return _write_triple(value)
    if term["type"] == "bnode":
        return f"_:{value}"
    if term["type"] == "uri":
        return render_term(Iri(value))
    direction = f"--{term['its:dir']}" if "its:dir" in term else ""
    literal = Literal(value, term.get("datatype", XSD + "string"), term.get("xml:lang", ""))
    return render_term(literal) + direction
