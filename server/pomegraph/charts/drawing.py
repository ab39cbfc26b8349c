"""Puts a chart together: the Vega-Lite specification of an answer, and its SVG."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

import vl_convert

from pomegraph.charts.encoding import HIGH, PANEL, WORDS, Spec, encode, encode_all, has_words, make_record
from pomegraph.charts.picture import make_picture
from pomegraph.charts.theme import LIGHT, configure
from pomegraph.charts.words import describe_picture, list_notes

if TYPE_CHECKING:
    from pomegraph.charts.picture import Picture
    from pomegraph.charts.theme import Theme
    from pomegraph.questions.question import Question
    from pomegraph.sparql.results import Table

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_WIDTH, _STEP, _CELL = 480, 24, 88
_FEW, _LINE = 8, 80


def build_chart(question: Question, table: Table, *, subject: str = "", theme: Theme = LIGHT) -> Spec | None:
    """Return the Vega-Lite specification of the chart of a question; None if it has none, or no row can be drawn.

    Its title is the question; below it stands `subject`, what the question was asked for, in words.
    """
    picture = make_picture(question, table)
    if picture is None or not picture.bars:
        return None
    return {
        "$schema": _SCHEMA,
        "title": _write_title(picture, subject),
        "description": describe_picture(picture),
        "data": {"name": "answer", "values": [make_record(picture, *one) for one in enumerate(picture.bars)]},
        **_divide(picture, {"layer": _list_layers(picture, theme), **_size(picture)}),
        "config": configure(theme),
    }


def draw_chart(spec: Spec) -> str:
    """Return the SVG of a Vega-Lite specification, which needs nothing from another host."""
    return vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])


def _write_title(picture: Picture, subject: str) -> Spec:
    notes = [line for note in (subject, *list_notes(picture)) for line in textwrap.wrap(note, _LINE)]
    return {"text": textwrap.wrap(picture.question.summary, _LINE), **({"subtitle": notes} if notes else {})}


def _divide(picture: Picture, plot: Spec) -> Spec:
    """Return a picture of parts, if there are several; each has its own names and scale."""
    header = {"labelOrient": "top", "labelAngle": 0, "labelAnchor": "start", "title": None}
    fields = {"row": PANEL} if any(picture.panels) else {}
    fields |= {"column": picture.channels["column"]} if "column" in picture.channels else {}
    if not fields:
        return plot
    facets = {
        name: {"field": field, "type": "nominal", "sort": None, "header": header} for name, field in fields.items()
    }
    apart = {"x": "independent", "y": "independent"}
    return {"facet": facets, "spec": plot, "resolve": {"scale": apart, "axis": apart}}


def _size(picture: Picture) -> Spec:
    is_wide = "x" in picture.channels and picture.types[picture.channels["x"]] == "nominal"
    is_high = picture.names == "y"
    step = _CELL if is_wide and len(picture.list_names("x")) <= _FEW else 2 * _STEP
    return {"width": {"step": step} if is_wide else _WIDTH, "height": {"step": _STEP} if is_high else _WIDTH // 2}


def _list_layers(picture: Picture, theme: Theme) -> list[Spec]:
    layers = [{"mark": _describe_mark(picture, theme), "encoding": encode_all(picture, theme)}]
    layers += [_write_words(picture, theme)] if has_words(picture) else []
    layers += [_write_sums(picture, theme)] if picture.is_stacked and picture.names == "y" else []
    layers += [_write_cells(picture, theme)] if picture.mark == "rect" and picture.is_grid else []
    return layers + ([_draw_unity(picture, theme)] if picture.is_ratio else [])


def _describe_mark(picture: Picture, theme: Theme) -> Spec:
    if picture.mark == "point" and picture.has_ranges:
        return {"type": "rule", "strokeWidth": 4}
    edge = {"stroke": theme.ground, "strokeWidth": 1}
    looks: dict[str, Spec] = {"point": {"filled": True, "size": 90, "opacity": 1}, "bar": edge, "rect": edge}
    return {"type": picture.mark, **looks.get(picture.mark, {})}


def _write_words(picture: Picture, theme: Theme) -> Spec:
    """Return the figure of each bar or point, behind it."""
    end = HIGH if picture.has_ends else picture.channels["x"]
    return {
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 5 if picture.mark == "bar" else 9,
            "color": theme.ink,
            "aria": False,
        },
        "encoding": {
            "y": encode(picture, "y", theme),
            "x": {"field": end, "type": "quantitative"},
            "text": {"field": WORDS},
        },
    }


def _write_sums(picture: Picture, theme: Theme) -> Spec:
    """Return the sum of bars that are put on each other, behind them."""
    column = picture.channels["x"]
    total = {"aggregate": "sum", "field": column, "type": "quantitative"}
    return {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": theme.ink, "aria": False},
        "encoding": {"y": encode(picture, "y", theme), "x": {**total, "stack": None}, "text": total},
    }


def _write_cells(picture: Picture, theme: Theme) -> Spec:
    """Return the number in each cell, in the colour that can be read there."""
    column = picture.channels.get("text") or picture.channels["color"]
    highest = max((bar.cells[column] for bar in picture.bars if isinstance(bar.cells[column], (int, float))), default=0)
    test = {"field": column, "gt": highest * theme.turn}
    return {
        "mark": {"type": "text", "color": theme.ink, "aria": False},
        "encoding": {
            **{name: encode(picture, name, theme) for name in ("x", "y")},
            "text": {"field": column},
            "color": {"condition": {"test": test, "value": theme.ground}, "value": theme.ink},
        },
    }


def _draw_unity(picture: Picture, theme: Theme) -> Spec:
    """Return a line where a ratio says that there is no difference."""
    mark = {"type": "rule", "color": theme.ink, "strokeDash": [4, 4], "aria": False}
    return {"mark": mark, "encoding": {picture.figures: {"datum": 1, "type": "quantitative"}}}
