"""Draws the answer to a question: a Vega-Lite specification from the header and the rows, its SVG, and its words."""

from __future__ import annotations

import itertools
import json
import textwrap
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import vl_convert

from pomegraph.questions.table import Iri, to_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.questions.question import Chart, Question
    from pomegraph.questions.table import Table

Spec = dict[str, Any]
Record = dict[str, Any]

_VERSION = "v6"
# As many are shown as can still be read, and drawn in a second.
_MOST_NAMES, _MOST_ROWS = 60, 300
_WIDTH, _STEP = 480, 24
_LINE = 80
_UNKNOWN = "not told"
_PLACE, _WORDS = "_place", "_words"
_RANGE_ENDS = {"x": "x2", "y": "y2"}


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours: the first eight marks have a contrast of 3:1 to the ground, and differ for the colour-blind."""

    ground: str
    ink: str
    faint: str
    unknown: str
    marks: tuple[str, ...]


# For those beyond the eighth.
_MORE = ("#56b4e9", "#e69f00", "#57b28c", "#cc79a7", "#a39a52", "#99a1b0", "#e0708f", "#7c86d9")
LIGHT = Theme(
    "#ffffff",
    "#1f2430",
    "#d9dce3",
    "#8a909c",
    ("#0072b2", "#d55e00", "#00805c", "#8e4585", "#7a6200", "#5f6673", "#b3184f", "#333c9e", *_MORE),
)
DARK = Theme(
    "#171a21",
    "#e8eaf0",
    "#3a4050",
    "#757d8c",
    ("#56b4e9", "#e69f00", "#2fbf91", "#cc79a7", "#f0e442", "#a9b0bf", "#ff8c7a", "#9fa8ff", *_MORE),
)


def build_chart(question: Question, table: Table, *, theme: Theme = LIGHT) -> Spec | None:
    """Return the Vega-Lite specification of the chart of a question; None if it has none, or no row can be drawn."""
    if question.chart is None:
        return None
    picture = _Picture(question, question.chart, table)
    return picture.build(theme) if picture.records else None


def draw_chart(spec: Spec) -> str:
    """Return the SVG of a Vega-Lite specification, which needs nothing from another host."""
    return vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])


def describe_chart(question: Question, table: Table) -> str | None:
    """Return in words what the chart of a question shows; None if there is no chart."""
    if question.chart is None:
        return None
    return _Picture(question, question.chart, table).describe()


class _Picture:
    """The rows that can be drawn, and what each channel shows."""

    def __init__(self, question: Question, chart: Chart, table: Table) -> None:
        self._question = question
        self._mark = chart.mark
        self._channels = dict(chart.channels)
        self._means = dict(question.columns)
        every = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        needed = [self._channels[name] for name in ("x", "y", "theta", "x2", "y2") if name in self._channels]
        whole = [row for row in every if all(row[column] is not None for column in needed)]
        self._types = {column: _find_type([row[column] for row in whole]) for column in self._channels.values()}
        self._names = next((name for name in ("y", "x") if self._is_nominal(name)), None)
        kept = self._cut(whole)
        self._missing, self._hidden = len(every) - len(whole), len(whole) - len(kept)
        self._rows = kept
        self._units = list(dict.fromkeys(str(row["unit"]) for row in kept if row.get("unit") is not None))
        self._figures = "x" if self._names == "y" else "y"
        self._is_each_apart = self._must_stand_apart()
        self.records = [self._record(place, row) for place, row in enumerate(kept)]

    def _is_nominal(self, channel: str) -> bool:
        return channel in self._channels and self._types[self._channels[channel]] == "nominal"

    def _cut(self, rows: list[Record]) -> list[Record]:
        """Return the rows of the first names."""
        if self._names is None:
            return rows[:_MOST_ROWS]
        column = self._channels[self._names]
        names = list(dict.fromkeys(str(row[column]) for row in rows))[:_MOST_NAMES]
        return [row for row in rows if str(row[column]) in names][:_MOST_ROWS]

    def _must_stand_apart(self) -> bool:
        """Return whether bars of one name must not be put on each other: only counts can be added up."""
        if self._mark != "bar" or self._names is None or self._figures not in self._channels:
            return False
        figures = [row[self._channels[self._figures]] for row in self._rows]
        keys = [tuple(str(row[self._channels[name]]) for name in self._place_channels()) for row in self._rows]
        return not all(isinstance(figure, int) for figure in figures) and len(set(keys)) < len(keys)

    def _place_channels(self) -> list[str]:
        return [name for name in (self._names, "row", "column") if name in self._channels and name is not None]

    def _record(self, place: int, row: Record) -> Record:
        record = {column: _show(row[column]) for column in self._channels.values()}
        if self._has_words():
            record[_WORDS] = self._word(row)
        return record | ({_PLACE: place} if self._is_each_apart else {})

    def _has_words(self) -> bool:
        """Return whether each bar has its figure beside it: not where bars are put on each other."""
        return self._mark == "bar" and self._names == "y" and not self._is_stacked()

    def _is_stacked(self) -> bool:
        return (
            "color" in self._channels
            and not self._is_each_apart
            and len(self._rows)
            > len({tuple(str(row[self._channels[name]]) for name in self._place_channels()) for row in self._rows})
        )

    def _word(self, row: Record) -> str:
        ends = [row[self._channels[name]] for name in ("x", "x2") if name in self._channels]
        figures = [str(to_plain(end)) for end in ends if end] or ["0"]
        others = [row[self._channels[name]] for name in ("text", "tooltip") if name in self._channels]
        unit = [str(row["unit"])] if len(self._units) > 1 and row.get("unit") is not None else []
        return " ".join(
            ["-".join(dict.fromkeys(figures)), *unit, *(str(other) for other in others if other is not None)]
        )

    # The specification.

    def build(self, theme: Theme) -> Spec:
        names = [f"{self._channels[self._names]}"] if self._names else []
        layers = [{"mark": self._describe_mark(theme.ground), "encoding": self._encode_all(theme)}]
        layers += [self._write_words(theme)] if self._has_words() else []
        layers += self._draw_unity(theme)
        plot: Spec = {"layer": layers, **self._measure()}
        facets = {name: self._facet(name) for name in ("row", "column") if name in self._channels}
        body = {"facet": facets, "spec": plot, "resolve": _apart()} if facets else plot
        return {
            "$schema": f"https://vega.github.io/schema/vega-lite/{_VERSION}.json",
            "title": self._title(),
            "description": self.describe(),
            "data": {"name": "_".join(["answer", *names]), "values": self.records},
            **body,
            "config": _configure(theme),
        }

    def _title(self) -> Spec:
        notes = [f"The first {len(self.records)} rows are shown."] if self._hidden else []
        return {"text": textwrap.wrap(self._question.summary, _LINE), **({"subtitle": notes} if notes else {})}

    def _describe_mark(self, ground: str) -> Spec:
        filled = {"filled": True, "size": 90, "opacity": 1} if self._mark == "point" else {}
        edge = {"stroke": ground, "strokeWidth": 1} if self._mark == "bar" else {}
        return {"type": self._mark, **filled, **edge}

    def _measure(self) -> Spec:
        wide = {"step": 2 * _STEP} if self._is_nominal("x") else _WIDTH
        return {"width": wide, "height": {"step": _STEP} if self._is_nominal("y") else _WIDTH // 2}

    def _encode_all(self, theme: Theme) -> Spec:
        drawn = [name for name in self._channels if name not in {"row", "column", "tooltip", "text"}]
        return {name: self._encode(name, theme) for name in drawn} | self._encode_tooltips()

    def _encode_tooltips(self) -> Spec:
        shown = dict.fromkeys(self._channels.values())
        return {"tooltip": [{"field": name, "type": self._types[name], "title": self._name(name)} for name in shown]}

    def _encode(self, channel: str, theme: Theme) -> Spec:
        column = self._channels[channel]
        if channel in {"x2", "y2"}:
            return {"field": column}
        encoded: Spec = {"field": column, "type": self._types[column], "title": self._name_channel(channel)}
        if encoded["type"] == "nominal":
            encoded["sort"] = None
        if channel == self._names:
            encoded |= self._place_names(column)
        if channel in {"color", "shape"}:
            encoded |= self._explain(channel, column, theme)
        if channel == self._figures and self._is_ratio(channel):
            encoded["scale"] = {"zero": False, "padding": 24}
        return encoded

    def _place_names(self, column: str) -> Spec:
        if not self._is_each_apart:
            return {"title": None}
        names = [record[column] for record in self.records]
        label = f"{json.dumps(names, ensure_ascii=False)}[datum.value]"
        return {"field": _PLACE, "type": "ordinal", "title": None, "axis": {"labelExpr": label}}

    def _explain(self, channel: str, column: str, theme: Theme) -> Spec:
        """Return how a legend is shown; none where the names stand at an axis already."""
        if column in {self._channels.get(name) for name in ("x", "y", "row", "column")}:
            return {"legend": None}
        legend = {"legend": {"columns": 2 if channel == "color" else 1}}
        if channel == "color" and self._types[column] == "nominal":
            names = list(dict.fromkeys(record[column] for record in self.records))
            marks = itertools.cycle(theme.marks)
            colours = [theme.unknown if name == _UNKNOWN else next(marks) for name in names]
            return {"scale": {"domain": names, "range": colours}, **legend}
        return legend

    def _facet(self, channel: str) -> Spec:
        column = self._channels[channel]
        header = {"labelOrient": "top", "labelAngle": 0, "labelAnchor": "start", "title": None}
        return {"field": column, "type": self._types[column], "sort": None, "header": header}

    def _write_words(self, theme: Theme) -> Spec:
        end = self._channels.get(_RANGE_ENDS["x"], self._channels["x"])
        names = self._encode("y", theme)
        return {
            "mark": {"type": "text", "align": "left", "dx": 5, "color": theme.ink, "aria": False},
            "encoding": {"y": names, "x": {"field": end, "type": "quantitative"}, "text": {"field": _WORDS}},
        }

    def _draw_unity(self, theme: Theme) -> list[Spec]:
        """Return a line where a ratio says that there is no difference."""
        mark = {"type": "rule", "color": theme.ink, "strokeDash": [4, 4], "aria": False}
        return [
            {"mark": mark, "encoding": {name: {"datum": 1, "type": "quantitative"}}}
            for name in ("x", "y")
            if self._is_ratio(name)
        ]

    def _is_ratio(self, channel: str) -> bool:
        column = self._channels.get(channel, "")
        return self._types.get(column) == "quantitative" and "ratio" in self._means.get(column, "").split()

    # Words.

    def _name(self, column: str) -> str:
        """Return a heading made from what a column means: its first phrase, without the article."""
        phrase = self._means[column].partition(",")[0].partition(";")[0].strip()
        for article in ("the ", "a ", "an "):
            phrase = phrase.removeprefix(article)
        return phrase[:1].upper() + phrase[1:]

    def _name_channel(self, channel: str) -> str:
        """Return the heading of an axis or legend: that of ranges is what the values are."""
        column = self._channels[channel]
        if _RANGE_ENDS.get(channel) in self._channels and "value" in self._means:
            column = "value"
        return f"{self._name(column)} ({self._units[0]})" if self._has_unit(channel) else self._name(column)

    def _has_unit(self, channel: str) -> bool:
        """Return whether what a channel shows has one unit; counts have none."""
        figures = [row[self._channels[channel]] for row in self._rows]
        is_figure = channel == self._figures and self._types[self._channels[channel]] == "quantitative"
        return is_figure and len(self._units) == 1 and not all(isinstance(figure, int) for figure in figures)

    def describe(self) -> str:
        """Return in words what the picture shows."""
        if not self.records:
            return "There is nothing to draw."
        shown = [self._name_channel(name).lower() for name in ("y", "x") if name in self._channels]
        parts = [f"{self._mark.capitalize()} chart of {' and '.join(shown)}, {_count(len(self.records))}."]
        parts += self._describe_ends()
        if self._missing:
            parts.append(f"Not drawn, for want of a figure: {_count(self._missing)}.")
        if self._hidden:
            parts.append(f"Left out: {_count(self._hidden)}.")
        return " ".join(parts)

    def _describe_ends(self) -> list[str]:
        """Return the highest and the lowest figure with their names."""
        column = self._channels.get(_RANGE_ENDS.get(self._figures, ""), self._channels.get(self._figures, ""))
        if self._names is None or self._types.get(column) != "quantitative" or "row" in self._channels:
            return []
        figures = [(str(_show(row[self._channels[self._names]])), row[column]) for row in self._rows]
        if self._is_stacked():
            sums = {name: sum(figure for other, figure in figures if other == name) for name, _ in figures}
            figures = list(sums.items())
        ordered = sorted(figures, key=lambda pair: pair[1])
        if ordered[0][1] == ordered[-1][1]:
            return []
        ends = {"Highest": ordered[-1], "Lowest": ordered[0]}
        return [f"{what}: {name}, {to_plain(figure)}." for what, (name, figure) in ends.items()]


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _apart() -> Spec:
    """Return that each part of a picture has its own scales for names and figures, which may have other units."""
    return {"scale": {"x": "independent", "y": "independent"}, "axis": {"x": "independent", "y": "independent"}}


def _configure(theme: Theme) -> Spec:
    label = {
        "labelColor": theme.ink,
        "titleColor": theme.ink,
        "labelLimit": 420,
        "titleLimit": 480,
        "labelFontSize": 12,
    }
    line = {"domainColor": theme.faint, "tickColor": theme.faint, "gridColor": theme.faint}
    symbols = {"symbolBaseFillColor": theme.ink, "symbolBaseStrokeColor": theme.ink}
    heading = {"titleFontSize": 12, "titleFontWeight": "normal"}
    return {
        "background": theme.ground,
        "padding": 16,
        "font": "Arial, Helvetica, Liberation Sans, sans-serif",
        "mark": {"color": theme.marks[0]},
        "range": {"category": list(theme.marks)},
        "axis": {**label, **line, **heading, "labelPadding": 6, "titlePadding": 10},
        "axisXDiscrete": {"labelAngle": -35, "labelAlign": "right", "labelBaseline": "middle"},
        "axisYDiscrete": {"grid": False},
        "header": {"labelColor": theme.ink, "labelFontSize": 13, "labelFontWeight": "bold", "labelLimit": 600},
        "legend": {**label, **heading, "orient": "bottom", "symbolLimit": 30, "direction": "vertical", **symbols},
        "title": {"anchor": "start", "color": theme.ink, "fontSize": 15, "offset": 16, "subtitleColor": theme.ink},
        "view": {"stroke": None},
        "text": {"fontSize": 12},
    }


def _find_type(cells: Sequence[Any]) -> str:
    """Return the type of a column in terms of Vega-Lite, by what is in it."""
    told = [cell for cell in cells if cell is not None]
    is_figure = bool(told) and all(
        isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool) for cell in told
    )
    return "quantitative" if is_figure else "nominal"


def _show(cell: Any) -> Any:
    """Return a cell as the picture shows it: of an IRI its end."""
    if isinstance(cell, Iri):
        return cell.value.rstrip("/").replace("#", "/").rpartition("/")[2]
    return _UNKNOWN if cell is None else to_plain(cell)
