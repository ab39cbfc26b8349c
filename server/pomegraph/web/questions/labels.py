"""Shows what is in an answer to people: IRIs by their labels, as links to what the graph says of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pomegraph.charts.words import spell_out
from pomegraph.names import shorten
from pomegraph.questions.background import Background
from pomegraph.questions.provenance import choose_places, find_places
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from pomegraph.web.questions.request import list_iris
from pomegraph.web.terms import LONGEST, Shown, cut_label, cut_text, locate_thing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.questions.provenance import ClaimPlace
    from pomegraph.questions.question import Question
    from pomegraph.questions.things import Things
    from pomegraph.web.questions.request import QuestionService


# Where a row has more cells than these and does not begin with its claim, they say what the claim says.
_MOST_ALONE = 3


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a table: its name, what it is called in words, what it means, whether it holds numbers."""

    name: str
    title: str
    means: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of IRIs and names, to show them.

    Args:
        labels: Names of IRIs.
        prefixes: Namespaces by prefix.
        things: What can be asked about.
        base: What our IRIs begin with.
        background: What a reader must know of the claims and sources among them.
    """

    labels: Mapping[str, str]
    prefixes: Mapping[str, str]
    things: Things
    base: str | None
    background: Background = field(default_factory=Background)

    def show_iri(self, iri: str) -> Shown:
        """Return an IRI by its label, or short; what the graph speaks of leads to what it says."""
        label = self.labels.get(iri)
        if label is not None or (self.base is not None and iri.startswith(self.base)):
            text, warning = cut_label(label or shorten(iri, self.prefixes)), cut_text(self.background.warn(iri))
            return Shown(text, locate_thing(iri, self.base), cut_text(label or iri), warning=warning)
        # Anything else, such as javascript:, must not be followed.
        is_link = len(iri) <= LONGEST and iri.startswith(("https://", "http://"))
        return Shown(cut_text(shorten(iri, self.prefixes)), iri if is_link else "", cut_text(iri))

    def show(self, cell: Any, column: str) -> Shown:
        """Return a cell of a table; the name of a thing in a column of its kind leads to what the graph says of it."""
        if isinstance(cell, Iri):
            return self.show_iri(cell.value)
        if cell is None or isinstance(cell, bool):
            return Shown({None: "", True: "yes", False: "no"}[cell])
        if isinstance(cell, Decimal):
            return Shown(cut_text(format(cell, "f")))
        # Of columns that hold no things, nothing has to be looked up.
        is_name = isinstance(cell, str) and len(cell) <= LONGEST and column in self.things.by_kind
        found = self.things.find(column, cell) if is_name else []
        is_thing = len(found) == 1
        return (
            Shown(found[0].label, locate_thing(found[0].iri, self.base), cell)
            if is_thing
            else Shown(cut_text(str(cell)))
        )


def show_rows(
    service: QuestionService, table: Table, names: Sequence[str], shown: Labels, *, is_told: bool = False
) -> list[list[Shown]]:
    """Return some columns of a table as a page shows them; a claim leads to the passages that make it, too.

    Args:
        service: What is asked for these passages.
        table: The rows.
        names: The columns.
        shown: What is known of what stands in them.
        is_told: Whether columns of their own tell where a claim is made, and what speaks against it.
    """
    records = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    is_asked = "claim" in names and "passage" not in names and not is_told and shown.base is not None
    places = find_places(service.select, (str(record["claim"]) for record in records)) if is_asked else {}
    is_short = len(names) > _MOST_ALONE and names[0] != "claim"
    return [
        [
            _show_claim(shown, record, places, is_short=is_short, is_told=is_told)
            if name == "claim" and isinstance(record[name], Iri)
            else shown.show(record[name], name)
            for name in names
        ]
        for record in records
    ]


def _show_claim(
    shown: Labels,
    record: Mapping[str, Any],
    places: Mapping[str, Sequence[ClaimPlace]],
    *,
    is_short: bool,
    is_told: bool,
) -> Shown:
    claim = shown.show(record["claim"], "claim")
    ours = choose_places(places.get(str(record["claim"]), ()), record.values())
    return replace(
        claim,
        text="claim" if is_short else claim.text,
        more=tuple(_show_place(each, shown.base, is_whole=not record.get("source")) for each in ours),
        warning="" if is_told else claim.warning,
        note="" if is_told else cut_text(shown.background.note(_list_named(record))),
    )


def _list_named(record: Mapping[str, Any]) -> list[str]:
    return [cell.value for cell in record.values() if isinstance(cell, Iri)]


def _show_place(place: ClaimPlace, base: str | None, *, is_whole: bool) -> Shown:
    """Return where a claim is made as a link to the passage: within its document, or with the name of that."""
    return Shown(place.label if is_whole else place.shown, locate_thing(place.passage, base), place.label)


def build_labels(service: QuestionService, iris: set[str], *, with_sources: bool = True) -> Labels:
    """Return what is needed to show some IRIs, and to tell how current their sources are, if that is to be told."""
    status = service.engine.status
    things, background = service.list_things(), service.find_background(iris, with_sources=with_sources)
    return Labels(service.find_labels(iris), status.prefixes, things, status.base, background)


def name_cells(service: QuestionService, question: Question, table: Table) -> Table:
    """Return a table with things by their labels in the columns that the chart of a question shows."""
    drawn = {column for _, column in question.chart.channels} if question.chart else set()
    places = [place for place, column in enumerate(table.columns) if column in drawn]
    shown = build_labels(
        service, list_iris(Table((), tuple(tuple(row[place] for place in places) for row in table.rows)))
    )
    rows = [
        tuple(
            _name_cell(shown, cell, column) if column in drawn and isinstance(cell, (str, Iri)) else cell
            for column, cell in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    ]
    return Table(table.columns, tuple(rows))


def _name_cell(shown: Labels, cell: str | Iri, column: str) -> str:
    # Labels are cut on pages only: a chart writes them in lines.
    label = shown.labels.get(cell.value) if isinstance(cell, Iri) else None
    return label or shown.show(cell, column).text


def list_ends(question: Question) -> tuple[str, ...]:
    """Return the columns that only tell where the bars of a chart begin and end."""
    channels = dict(question.chart.channels) if question.chart else {}
    ends = [channels[name] for name in ("x", "x2") if "x2" in channels]
    return tuple(name for name in ends if name not in {"value", "low", "high"})


def build_columns(question: Question, table: Table) -> list[ShownColumn]:
    """Return how the columns of a table are headed; those that are empty in all rows are left out."""
    means, ends = {column.name: column.means for column in question.columns}, list_ends(question)
    columns = zip(table.columns, zip(*table.rows, strict=True), strict=False)
    return [
        ShownColumn(name, spell_out(name), means.get(name, ""), _is_number(cells))
        for name, cells in columns
        if name not in ends and any(cell is not None for cell in cells)
    ]


def _is_number(column: Sequence[Any]) -> bool:
    told = [cell for cell in column if cell is not None]
    return all(isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) for cell in told)
