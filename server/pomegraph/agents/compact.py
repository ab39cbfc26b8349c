"""Makes rows that a language model reads with few tokens: labels, places, no empty cell, IRIs on request only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pomegraph.agents.citing import find_citations
from pomegraph.agents.desk import CLAIM_PATH, PASSAGE_PATH, SOURCE_PATH, is_sound, name_document, name_place
from pomegraph.names import shorten
from pomegraph.questions.background import NOTICE
from pomegraph.questions.labelling import find_labels
from pomegraph.sparql.results import to_plain
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.agents.citing import Citations
    from pomegraph.agents.desk import Desk
    from pomegraph.sparql.results import Table

# Characters of the rows of one answer: about 6,000 tokens.
LONGEST_ROWS = 24_000
_APART = (CLAIM_PATH, PASSAGE_PATH, SOURCE_PATH)
NOTED = "noted"
_SOURCES, _VERDICT, _IRIS = "sources", "verdict", "iris"


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows are wanted: how many at most, how many are left out before them, and whether with IRIs."""

    limit: int
    offset: int = 0
    with_iris: bool = False


def tell_rows(desk: Desk, table: Table, window: Window, unsaid: Sequence[str] = ()) -> dict[str, Any]:
    """Return how many rows there are, some of them, their documents and the notice, as JSON has it.

    Args:
        desk: What is asked for labels, places and verdicts.
        table: All rows.
        window: Those that are wanted.
        unsaid: Columns that need not be told.

    Raises:
        PomegraphError: a query fails.
    """
    part = table.cut(window.limit, window.offset)
    names = {cell.value for row in part.rows for cell in row if isinstance(cell, Iri) and is_sound(cell.value)}
    citations = find_citations(desk, names)
    writer = _RowWriter(citations, find_thing_labels(desk, names), desk.graph.prefixes, table.columns, window.with_iris)
    rows, taken = _fit(writer.write(row, unsaid) for row in part.rows)
    told: dict[str, Any] = {"total": len(table.rows)}
    end = window.offset + taken
    if end < len(table.rows):
        told["cut"] = f"{len(table.rows) - end} more: offset={end}"
    told["rows"] = rows
    if citations.documents:
        told["documents"] = dict(sorted(citations.documents.items()))
        told["notice"] = NOTICE
    return told


def tell_values(values: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return values of parameters as `ask` takes them: a list where there are several."""
    return {name: list(texts) if len(texts) > 1 else texts[0] for name, texts in values.items()}


def find_thing_labels(desk: Desk, names: Iterable[str]) -> dict[str, str]:
    """Return the labels of things among some IRIs; claims, passages and sources are called otherwise.

    Raises:
        PomegraphError: the query fails.
    """
    return find_labels(desk.select, (name for name in names if not any(part in name for part in _APART)))


def _fit(rows: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """Return as many rows as one answer holds, and one at least; those that differ in their sources only are one.

    The number is that of the rows that went into them.
    """
    fitting: dict[str, dict[str, Any]] = {}
    size = taken = 0
    for row in rows:
        key = json.dumps({name: row[name] for name in row if name not in (_SOURCES, NOTED)}, ensure_ascii=False)
        size += len(
            json.dumps([row.get(_SOURCES), row.get(NOTED)]) if key in fitting else json.dumps(row, ensure_ascii=False)
        )
        if fitting and size > LONGEST_ROWS:
            break
        taken += 1
        if key in fitting and _SOURCES in row:
            _merge(fitting[key], row)
        else:
            fitting.setdefault(key, row)
    return list(fitting.values()), taken


def _merge(known: dict[str, Any], row: Mapping[str, Any]) -> None:
    """Add the places of a row, and what is noted there, to one that says the same."""
    places = known.setdefault(_SOURCES, [])
    places += [place for place in row[_SOURCES] if place not in places]
    noted, told = row.get(NOTED, ""), known.get(NOTED, "")
    if noted not in told:
        known[NOTED] = f"{told}; {noted}" if told else noted


@dataclass(frozen=True, slots=True)
class _RowWriter:
    """Writes the rows of one table."""

    citations: Citations
    labels: Mapping[str, str]
    prefixes: Mapping[str, str]
    columns: Sequence[str]
    with_iris: bool

    def write(self, row: Sequence[Any], unsaid: Sequence[str]) -> dict[str, Any]:
        """Return a row: its values, then where its claims are made, and what became of them."""
        told: dict[str, Any] = {}
        claims: dict[str, str] = {}
        documents: dict[str, str] = {}
        for column, cell in zip(self.columns, row, strict=True):
            if isinstance(cell, Iri) and CLAIM_PATH in cell.value:
                claims[column] = cell.value
            elif isinstance(cell, Iri) and SOURCE_PATH in cell.value:
                documents[column] = name_document(cell.value)
            elif cell is not None and column not in unsaid:
                told[column] = self._show(cell)
        is_cited = [self._cite(told, column, claim, documents, len(claims) > 1) for column, claim in claims.items()]
        if not any(is_cited):
            told |= documents
        if self.with_iris:
            named = zip(self.columns, row, strict=True)
            told[_IRIS] = {column: cell.value for column, cell in named if isinstance(cell, Iri)}
        return told

    def _show(self, cell: Any) -> Any:
        if not isinstance(cell, Iri):
            return to_plain(cell)
        if PASSAGE_PATH in cell.value:
            return name_place(cell.value)
        return self.labels.get(cell.value) or shorten(cell.value, self.prefixes)

    def _cite(
        self, told: dict[str, Any], column: str, claim: str, documents: Mapping[str, str], is_one_of_several: bool
    ) -> bool:
        """Add where a claim is made, unless its row names the passage; tell whether that names the row's documents."""
        start = f"{column}_" if is_one_of_several else ""
        places = self.citations.places.get(claim, [])
        ours = [place for place in places if place.partition(":")[0] in documents.values()]
        chosen = ours or places
        if chosen and not set(chosen) & {value for value in told.values() if isinstance(value, str)}:
            told[start + _SOURCES] = chosen
        noted = self.citations.note(claim, documents.values())
        if noted:
            told[start + NOTED] = noted
        verdict = self.citations.verdicts.get(claim)
        if verdict and _VERDICT not in told:
            told[start + _VERDICT] = verdict
        return len(set(documents.values())) <= 1 and bool(ours)
