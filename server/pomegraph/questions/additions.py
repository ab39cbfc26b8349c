"""Adds columns to the answer of a question: the labels of its things, and where its claims come from.

A row stays a row, in its place, and columns are named after those that they tell of.
"""

from __future__ import annotations

import difflib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pomegraph.errors import ValueUnknownError
from pomegraph.questions.claim_cells import CellPart, tell_claim, write_cell
from pomegraph.questions.labelling import find_labels
from pomegraph.questions.provenance import Provenance, find_provenance
from pomegraph.questions.question import COLUMN_TYPES, Column
from pomegraph.sparql.results import TABLE_FORMS, Table
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from pomegraph.questions.claim_cells import Cell
    from pomegraph.questions.question import Question

# What gives additions in an address, an option and a call.
WITH = "with"
LABELS, PROVENANCE = "labels", "provenance"
ADDITIONS = {
    LABELS: "the label of each thing, in a column behind that of the thing",
    PROVENANCE: "the documents that make each claim and where, what they cite for it, what primary sources say, notes",
}
_CLAIM = "claim"
_NAMING = ("thing", "iri", "any")
_LABEL = "label"
_PARTS = {
    "document": "the documents that make the claim",
    "place": "where each of these does",
    "citation": "what each of these cites for it",
    "verdict": "what primary sources make of the claim, and why",
    "note": "what is noted beside the claim there, of what its columns cannot hold",
}
_LONGEST = 100


class AddedColumn(NamedTuple):
    """A column that is added: how it is called, the column that it tells of, and what of it."""

    column: Column
    of: str
    part: str

    def write(self, cell: Cell) -> str | None:
        """Return a cell as text; a label is one text and stays as it is."""
        return (cell[0][0].text if cell else None) if self.part == _LABEL else write_cell(cell)


@dataclass(frozen=True, slots=True)
class Added:
    """What is added to a table.

    Args:
        columns: The columns.
        rows: The cells in these, for each row of the table.
    """

    columns: tuple[AddedColumn, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    def extend_table(self, table: Table) -> Table:
        """Return the table with the columns in their places."""
        names = self.place(table.columns)
        records = [
            dict(zip(table.columns, row, strict=True)) | texts
            for row, texts in zip(table.rows, self._list_texts(), strict=True)
        ]
        return Table(names, tuple(tuple(record[name] for name in names) for record in records))

    def extend_results(self, data: bytes) -> bytes:
        """Return a table in SPARQL 1.1 Query Results JSON with the columns in their places."""
        document = json.loads(data)
        document["head"]["vars"] = list(self.place(document["head"]["vars"]))
        for binding, texts in zip(document["results"]["bindings"], self._list_texts(), strict=True):
            binding |= {name: {"type": "literal", "value": text} for name, text in texts.items() if text is not None}
        return json.dumps(document, ensure_ascii=False).encode()

    def place(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the names of all columns: a label is behind what it names, all else behind the others."""
        labels = {one.of: one.column.name for one in self.columns if one.part == _LABEL}
        others = [one.column.name for one in self.columns if one.part != _LABEL]
        return (*(name for each in names for name in (each, labels.get(each)) if name), *others)

    def _list_texts(self) -> Iterator[dict[str, str | None]]:
        for cells in self.rows:
            yield {one.column.name: one.write(cell) for one, cell in zip(self.columns, cells, strict=True)}


def list_additions(question: Question) -> tuple[str, ...]:
    """Return what can be added to the answer of a question."""
    if question.form not in TABLE_FORMS:
        return ()
    fits = {LABELS: any(map(_names_things, question.columns)), PROVENANCE: any(map(_names_claims, question.columns))}
    return tuple(name for name in ADDITIONS if fits[name])


def read_additions(question: Question, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the additions that some texts name, each once.

    Raises:
        ValueUnknownError: there is no such addition, or the question has nothing that it would tell of.
    """
    named = [text.strip() for text in texts if text.strip()]
    for name in named:
        if name not in ADDITIONS:
            raise _refuse_unknown(name)
        if name not in list_additions(question):
            raise ValueUnknownError(WITH, _tell_unfit(question, name), f"leave {name} out")
    return tuple(name for name in ADDITIONS if name in named)


def split_additions(question: Question, given: Mapping[str, list[str]]) -> tuple[list[str], dict[str, list[str]]]:
    """Return what was given as additions, and what was given for the parameters of a question.

    A parameter that was called as the additions are has what names none of them.
    """
    texts = given.get(WITH, [])
    others = [text for text in texts if text not in ADDITIONS] if question.find_parameter(WITH) else []
    rest = {name: values for name, values in given.items() if name != WITH} | ({WITH: others} if others else {})
    return [text for text in texts if text not in others], rest


def list_added(question: Question, additions: Sequence[str]) -> tuple[AddedColumn, ...]:
    """Return the columns that additions give, under names that no other column has."""
    taken = {column.name for column in question.columns}
    things = filter(_names_things, question.columns if LABELS in additions else ())
    claims = filter(_names_claims, question.columns if PROVENANCE in additions else ())
    labels = [_make_column(one, _LABEL, f"the label of what stands in {one.name}", taken) for one in things]
    return (*labels, *(_make_column(one, part, means, taken) for one in claims for part, means in _PARTS.items()))


def extend_columns(question: Question, additions: Sequence[str]) -> tuple[Column, ...]:
    """Return all columns of an answer in their order, with those that additions give."""
    added = Added(list_added(question, additions))
    known = {column.name: column for column in (*question.columns, *(one.column for one in added.columns))}
    return tuple(known[name] for name in added.place(column.name for column in question.columns))


def find_added(select: Callable[[str], Table], question: Question, additions: Sequence[str], table: Table) -> Added:
    """Return what additions give for some rows of the answer to a question.

    Args:
        select: Answers a SPARQL query; it is asked once for hundreds of things or claims.
        question: The question.
        additions: Those that are wanted.
        table: The rows.
    """
    columns = list_added(question, additions)
    named = {one.of for one in columns if one.part == _LABEL}
    claims = {one.of for one in columns if one.part != _LABEL}
    labels = find_labels(select, _list_iris(table, named)) if named else {}
    provenance = find_provenance(select, _list_iris(table, claims)) if claims else Provenance()
    rows = []
    for row in table.rows:
        record = dict(zip(table.columns, row, strict=True))
        told = {name: tell_claim(provenance, record[name], row) for name in claims}
        rows.append(
            tuple(_tell_label(labels, record[of]) if part == _LABEL else told[of][part] for _, of, part in columns)
        )
    return Added(columns, tuple(rows))


def _tell_label(labels: Mapping[str, str], cell: Any) -> Cell:
    label = labels.get(cell.value) if isinstance(cell, Iri) else None
    return ((CellPart(label),),) if label is not None else ()


def _list_iris(table: Table, columns: set[str]) -> set[str]:
    places = [place for place, name in enumerate(table.columns) if name in columns]
    return {row[place].value for row in table.rows for place in places if isinstance(row[place], Iri)}


def _make_column(column: Column, part: str, means: str, taken: set[str]) -> AddedColumn:
    """Return a column that is called after another one, by a name that is not taken, and take it."""
    start = f"{column.name}{part.capitalize()}"
    name = next(
        name for number in itertools.count(1) if (name := f"{start}{number if number > 1 else ''}") not in taken
    )
    taken.add(name)
    return AddedColumn(Column(name, "text", means), column.name, part)


def _names_things(column: Column) -> bool:
    return column.type in _NAMING or column.type not in COLUMN_TYPES


def _names_claims(column: Column) -> bool:
    return column.type == _CLAIM


def _refuse_unknown(name: str) -> ValueUnknownError:
    near = difflib.get_close_matches(name[:_LONGEST], ADDITIONS)
    return ValueUnknownError(
        WITH, f"'{WITH}' does not take '{name[:_LONGEST]}'", f"choose one of {', '.join(ADDITIONS)}", near
    )


def _tell_unfit(question: Question, name: str) -> str:
    """Return why an addition does not fit a question."""
    if question.form not in TABLE_FORMS:
        return f"the answer to '{question.stem}' is a graph, to which no columns can be added"
    what = {LABELS: "thing by its IRI, so there is no label", PROVENANCE: "claim, so there is no provenance"}
    return f"the answer to '{question.stem}' names no {what[name]} to add"
