"""Shows what is in an answer to people: IRIs by their labels, as links to what the graph says of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import url_for

from pomegraph.questions.table import Iri
from pomegraph.web.forms import spell_out
from pomegraph.web.pages import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.questions.question import Question
    from pomegraph.questions.table import Table
    from pomegraph.questions.things import Things
    from pomegraph.web.asking import Asker


_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, what it is called in words, what it means, whether it holds numbers."""

    name: str
    title: str
    means: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of IRIs and names, to show them: labels, prefixes, things, and what our IRIs begin with."""

    labels: Mapping[str, str]
    prefixes: Mapping[str, str]
    things: Things
    base: str | None

    def show_iri(self, iri: str) -> Shown:
        """Return an IRI by its label, or short; what the graph speaks of leads to what it says."""
        label = self.labels.get(iri)
        if label is not None or (self.base is not None and iri.startswith(self.base)):
            return Shown(_cut(label or self.shorten(iri)), describe_address(iri), label or iri)
        # Anything else, such as javascript:, must not be followed.
        return Shown(self.shorten(iri), iri if iri.startswith(("https://", "http://")) else "", iri)

    def shorten(self, iri: str) -> str:
        """Return an IRI with a prefix, if there is one for it."""
        found = max((item for item in self.prefixes.items() if iri.startswith(item[1])), key=_measure, default=None)
        return f"{found[0]}:{iri.removeprefix(found[1])}" if found else iri

    def show(self, cell: Any, column: str) -> Shown:
        """Return a cell of a table; the name of a thing in a column of its kind leads to what the graph says of it."""
        if isinstance(cell, Iri):
            return self.show_iri(cell.value)
        if cell is None or isinstance(cell, bool):
            return Shown({None: "", True: "yes", False: "no"}[cell])
        if isinstance(cell, Decimal):
            return Shown(format(cell, "f"))
        found = self.things.find(column, cell) if isinstance(cell, str) else []
        return Shown(found[0].label, describe_address(found[0].iri), cell) if len(found) == 1 else Shown(str(cell))


def _cut(label: str) -> str:
    """Return the beginning of a long label: a claim has its whole content in its own."""
    return label if len(label) <= _LONGEST else label[:_LONGEST].rpartition(" ")[0].rstrip(",:;") + " ..."


def _measure(prefix: tuple[str, str]) -> int:
    return len(prefix[1])


def describe_address(iri: str) -> str:
    """Return the address of the page with what the graph says of an IRI."""
    return url_for("describe.show") + "?" + urlencode({"iri": iri})


def build_labels(asker: Asker, iris: set[str]) -> Labels:
    """Return what is needed to show some IRIs."""
    status = asker.engine.status
    return Labels(asker.find_labels(iris), status.prefixes, asker.list_things(), status.base)


def build_columns(question: Question, table: Table) -> list[Column]:
    """Return how the columns of a table are headed; those that are empty in all rows are left out."""
    means = dict(question.columns)
    columns = zip(table.columns, zip(*table.rows, strict=True), strict=False)
    return [
        Column(name, spell_out(name), means.get(name, ""), _is_number(cells))
        for name, cells in columns
        if any(cell is not None for cell in cells)
    ]


def _is_number(column: Sequence[Any]) -> bool:
    told = [cell for cell in column if cell is not None]
    return all(isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) for cell in told)
