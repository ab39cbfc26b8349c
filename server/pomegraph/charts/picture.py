"""Sorts out what of an answer can be drawn: the rows that have a figure, where they go, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pomegraph.sparql.results import to_plain
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.questions.question import Question
    from pomegraph.sparql.results import Table

ChartRow = dict[str, Any]

# Characters of a text that are drawn: an engine for pictures lays out every one of them.
_LONGEST = 200
UNKNOWN = "not told"
# Where rows that have no single figure have theirs.
_RANGE = ("low", "high")
_SECOND = {"x": "x2", "y": "y2"}


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn of a row.

    Args:
        cells: Texts and numbers, by column.
        low: Where its bar begins, if not at zero.
        high: Where it ends, or where its point is.
        panel: The part of the picture that it belongs to.
        interval: The limits of its confidence interval, or none.
    """

    cells: ChartRow
    low: Any
    high: Any
    panel: str
    interval: tuple[Any, ...] = ()

    @property
    def is_range(self) -> bool:
        """Whether it stands for everything from one figure to another."""
        return self.low is not None and self.low != self.high and bool(self.low)

    @property
    def figure(self) -> str:
        """Its figure or figures as people read them."""
        ends = (self.low, self.high) if self.is_range else (self.high,)
        limits = f" ({_join(self.interval)})" if self.interval else ""
        return f"{_join(ends)}{limits}"


def _join(ends: Iterable[Any]) -> str:
    return "\u2013".join(str(to_plain(end)) for end in ends)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn of an answer.

    Args:
        channels: The column that each channel shows.
        types: quantitative or nominal, by column.
        names: The axis with names: y, x, or None if there is none.
        figures: The axis with figures, or None.
        units: The units of the figures, in their order.
        missing: How many rows have no figure.
        hidden: How many were left out of the end.
    """

    question: Question
    mark: str
    channels: dict[str, str]
    types: dict[str, str]
    names: str | None
    figures: str | None
    bars: tuple[Bar, ...]
    units: tuple[str, ...]
    missing: int
    hidden: int

    @property
    def is_grid(self) -> bool:
        """Whether both axes have names."""
        return self.names is not None and self.figures is None and {"x", "y"} <= self.channels.keys()

    @property
    def has_intervals(self) -> bool:
        """Whether a row has a confidence interval."""
        return any(bar.interval for bar in self.bars)

    @property
    def has_ranges(self) -> bool:
        """Whether a row stands for everything from one figure to another."""
        return any(bar.is_range for bar in self.bars)

    @property
    def has_ends(self) -> bool:
        """Whether bars are drawn from one figure to another, be it zero."""
        return self.has_ranges or self.has_second

    @property
    def has_second(self) -> bool:
        """Whether the header tells where bars end."""
        return bool({"x2", "y2"} & self.channels.keys())

    @property
    def panels(self) -> tuple[str, ...]:
        """The parts of the picture, each with its own scale."""
        return tuple(dict.fromkeys(bar.panel for bar in self.bars))

    @property
    def has_repeated_names(self) -> bool:
        """Whether a name stands at more than one row of a part."""
        return len({self.place(bar) for bar in self.bars}) < len(self.bars)

    @property
    def is_stacked(self) -> bool:
        """Whether bars of one name are put on each other: only counts can be added up."""
        return self.mark == "bar" and self.names is not None and self.has_repeated_names and self.are_counts

    @property
    def are_counts(self) -> bool:
        """Whether all figures are whole numbers of things."""
        return self.figures is not None and all(isinstance(bar.high, int) for bar in self.bars)

    @property
    def highest(self) -> Any:
        """The highest figure, or the highest sum of those that are put on each other."""
        sums: dict[tuple[str, ...], Any] = {}
        for bar in self.bars:
            sums[self.place(bar)] = bar.high + sums.get(self.place(bar), 0) if self.is_stacked else bar.high
        return max(sums.values(), default=0)

    @property
    def is_each_apart(self) -> bool:
        """Whether each row has a line of its own although names are repeated."""
        has_lines = self.mark == "bar" or (self.mark == "point" and self.names == "y")
        is_named = self.has_repeated_names or (self.names == "y" and bool({"text", "detail"} & self.channels.keys()))
        return has_lines and self.figures is not None and is_named and not self.is_stacked

    @property
    def is_ratio(self) -> bool:
        """Whether the figures are ratios, of which 1 says that there is no difference."""
        column = self.question.find_column(self.channels.get(self.figures or "", ""))
        return column is not None and "ratio" in column.means.split()

    @property
    def is_time(self) -> bool:
        """Whether the figures are years."""
        column = self.question.find_column(self.channels.get(self.figures or "", ""))
        return column is not None and column.type == "year"

    def place(self, bar: Bar) -> tuple[str, ...]:
        """Return the part of the picture and the name there that a bar belongs to."""
        return (bar.panel, str(bar.cells[self.channels[self.names]])) if self.names else (bar.panel,)

    def name_bar(self, bar: Bar) -> str:
        """Return what stands beside the line of a bar: its name and what else tells it from others."""
        name = str(bar.cells[self.channels[self.names or "y"]])
        columns = [self.channels[channel] for channel in ("text", "detail") if channel in self.channels]
        others = [str(bar.cells[column]) for column in columns if bar.cells[column] != UNKNOWN]
        return f"{name} ({', '.join(others)})" if others and self.is_each_apart else name

    def list_names(self, channel: str) -> list[str]:
        """Return the names that a channel shows, in their order, what is not told at the end."""
        names = dict.fromkeys(str(bar.cells[self.channels[channel]]) for bar in self.bars)
        return sorted(names, key=lambda name: name == UNKNOWN)


def make_picture(question: Question, table: Table) -> Picture | None:
    """Return what can be drawn of the answer to a question; None if it has no chart."""
    if question.chart is None:
        return None
    channels = dict(question.chart.channels)
    every = [dict(zip(table.columns, map(_shorten, row), strict=True)) for row in table.rows]
    types = {column: _find_type(row[column] for row in every) for column in channels.values()}
    names = next((name for name in ("y", "x") if types.get(channels.get(name, "")) == "nominal"), None)
    figures = next((name for name in ("x", "y") if types.get(channels.get(name, "")) == "quantitative"), None)
    whole = [row for row in every if _is_whole(row, channels, figures)]
    units = _list_units(whole)
    bars = tuple(_make_bar(row, channels, figures, units) for row in whole)
    missing = len(every) - len(whole)
    picture = Picture(question, question.chart.mark, channels, types, names, figures, bars, units, missing, 0)
    return picture if picture.is_stacked else replace(picture, bars=_drop_doubles(bars))


def _drop_doubles(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Return bars that differ in what is drawn of them; one that has an interval stands for one without."""
    best: dict[Any, Bar] = {}
    for bar in bars:
        key = (bar.panel, bar.low, bar.high, *(item for item in bar.cells.items() if item[0] != "_"))
        if key not in best or (bar.interval and not best[key].interval):
            best[key] = bar
        elif bar.interval and bar.interval != best[key].interval:
            best[*key, bar.interval] = bar
    return tuple(best.values())


def _shorten(cell: Any) -> Any:
    """Return a cell, of a text that is too long for a picture the beginning."""
    return f"{cell[:_LONGEST]} ..." if isinstance(cell, str) and len(cell) > _LONGEST else cell


def _is_whole(row: ChartRow, channels: dict[str, str], figures: str | None) -> bool:
    needed = [name for name in ("x", "y", "theta", "x2", "y2", "from", "to") if name in channels and name != figures]
    return all(row[channels[name]] is not None for name in needed) and (
        figures is None or row[channels[figures]] is not None or _has_range(row)
    )


def _has_range(row: ChartRow) -> bool:
    return all(row.get(name) is not None for name in _RANGE)


def _list_units(rows: Sequence[ChartRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["unit"]) for row in rows if row.get("unit") is not None))


def _make_bar(row: ChartRow, channels: dict[str, str], figures: str | None, units: tuple[str, ...]) -> Bar:
    low, high = _find_ends(row, channels, figures)
    cells = {column: _show(row[column]) for name, column in channels.items() if name not in {"lower", "upper"}}
    parts = [str(cells[channels[name]]) for name in ("row", "column") if name in channels]
    # Figures of different units cannot stand on one axis.
    parts += [str(row.get("unit") or UNKNOWN)] if len(units) > 1 else []
    limits = [row[channels[name]] for name in ("lower", "upper") if name in channels]
    is_told = limits and all(isinstance(limit, (int, float, Decimal)) for limit in limits)
    return Bar(cells, low, high, ", ".join(parts), tuple(limits) if is_told else ())


def _find_ends(row: ChartRow, channels: dict[str, str], figures: str | None) -> tuple[Any, Any]:
    if figures is None:
        return None, None
    figure, second = row[channels[figures]], channels.get(_SECOND[figures])
    if second is not None:
        return figure, row[second]
    return (row[_RANGE[0]], row[_RANGE[1]]) if figure is None else (None, figure)


def _find_type(cells: Iterable[Any]) -> str:
    """Return the type of a column in terms of Vega-Lite, by what is in it."""
    told = [cell for cell in cells if cell is not None]
    is_figure = bool(told) and all(
        isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) for cell in told
    )
    return "quantitative" if is_figure else "nominal"


def _show(cell: Any) -> Any:
    """Return a cell as the picture shows it: of an IRI its end."""
    if isinstance(cell, Iri):
        return _shorten(cell.value.rstrip("/").replace("#", "/").rpartition("/")[2])
    return UNKNOWN if cell is None else to_plain(cell)
