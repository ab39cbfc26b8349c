"""Writes the parts of a Vega-Lite specification: what each channel of a picture shows, and how."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, Any

from pomegraph.charts.picture import UNKNOWN
from pomegraph.charts.words import name_channel, spell_out
from pomegraph.sparql.results import to_plain

if TYPE_CHECKING:
    from pomegraph.charts.picture import Bar, Picture
    from pomegraph.charts.theme import Theme

Spec = dict[str, Any]

# Fields of the records that are no columns.
PLACE, WORDS, LOW, HIGH, RANK, PANEL = "_place", "_words", "_low", "_high", "_rank", "_panel"
# Names below a picture stand upright while they are few.
_FEW, _LINE, _LEADING = 8, 15, 14
_SHORT = 20


def make_record(picture: Picture, place: int, bar: Bar) -> Spec:
    """Return a row of the data of a specification."""
    record = dict(bar.cells)
    if has_words(picture):
        record[WORDS] = " ".join([bar.figure, *_list_others(picture, bar)])
    if picture.has_ends:
        record |= {LOW: to_plain(bar.low or 0), HIGH: to_plain(bar.high)}
    if picture.is_stacked and "color" in picture.channels:
        record[RANK] = picture.list_names("color").index(str(bar.cells[picture.channels["color"]]))
    record |= {PANEL: bar.panel} if bar.panel else {}
    return record | ({PLACE: place} if picture.is_each_apart else {})


def has_words(picture: Picture) -> bool:
    """Return whether each bar or point has its figure beside it: not where bars are put on each other."""
    is_line = picture.names == "y" and picture.figures == "x"
    return is_line and picture.mark in {"bar", "point"} and not picture.is_stacked


def _list_others(picture: Picture, bar: Bar) -> list[str]:
    column = picture.channels.get("text")
    return [f"({bar.cells[column]})"] if column is not None and bar.cells[column] != UNKNOWN else []


def encode_all(picture: Picture, theme: Theme) -> Spec:
    """Return what the mark itself shows."""
    drawn = [name for name in picture.channels if name not in {"row", "column", "tooltip", "text", "x2", "y2"}]
    encoded = {name: encode(picture, name, theme) for name in drawn}
    if picture.has_ends and picture.figures is not None:
        encoded[f"{picture.figures}2"] = {"field": HIGH}
    if picture.is_stacked and "color" in picture.channels:
        encoded["order"] = {"field": RANK, "type": "quantitative"}
    shown = dict.fromkeys(picture.channels.values())
    tooltip = [{"field": name, "type": picture.types[name], "title": spell_out(name)} for name in shown]
    return encoded | {"tooltip": tooltip}


def encode(picture: Picture, channel: str, theme: Theme) -> Spec:
    """Return what one channel shows."""
    column = picture.channels[channel]
    title = _capitalize(name_channel(picture, channel))
    encoded: Spec = {"field": column, "type": picture.types[column], "title": title}
    if encoded["type"] == "nominal":
        encoded["sort"] = None
    if channel in {"color", "shape"}:
        return encoded | _explain(picture, channel, theme)
    if channel == picture.figures:
        return encoded | _measure(picture)
    if channel == picture.names:
        encoded |= _place_names(picture, channel)
    return encoded | (_turn_names(picture) if channel == "x" and encoded["type"] == "nominal" else {})


def _measure(picture: Picture) -> Spec:
    """Return how figures are shown: a ratio without a zero, ranges from end to end, counts without fractions."""
    encoded: Spec = {"field": LOW} if picture.has_ends else {}
    if len(picture.units) > 1:
        # The parts have their units in their headings.
        encoded["title"] = None
    if picture.is_ratio:
        title = _capitalize(name_channel(picture, picture.figures or "x"))
        encoded |= {"scale": {"zero": False, "padding": 24}, "title": f"{title} (1: no difference)"}
    axis: Spec = {"tickMinStep": 1, "format": "d"} if picture.are_counts else {}
    # Where the figures themselves are written, lines only cross them.
    has_lines = not has_words(picture) and not picture.is_stacked
    return encoded | {"axis": {**axis, "grid": has_lines}}


def _place_names(picture: Picture, channel: str) -> Spec:
    if not picture.is_each_apart:
        is_dotted = picture.is_grid and picture.mark == "point"
        return {"title": None, "axis": {"grid": is_dotted}, "sort": "ascending" if picture.is_grid else None}
    names = [str(bar.cells[picture.channels[channel]]) for bar in picture.bars]
    label = f"{json.dumps(names, ensure_ascii=False)}[datum.value]"
    return {"field": PLACE, "type": "ordinal", "title": None, "axis": {"labelExpr": label}}


def _turn_names(picture: Picture) -> Spec:
    """Return how names below or above a picture are written: upright in short lines, or aslant where they are many."""
    names = picture.list_names("x")
    if len(names) > _FEW:
        return {"axis": {"labelAngle": -35, "labelAlign": "right", "labelBaseline": "middle"}}
    lines = {name: textwrap.wrap(name, _LINE) or [name] for name in names}
    label = f"{json.dumps(lines, ensure_ascii=False)}[datum.value]"
    axis = {"labelAngle": 0, "labelExpr": label, "labelAlign": "center"}
    if not picture.is_grid:
        return {"axis": axis, "title": None}
    # Lines grow downwards, towards the picture.
    above = {"orient": "top", "labelPadding": 6 + _LEADING * (max(map(len, lines.values())) - 1)}
    return {"axis": {**axis, **above, "grid": picture.mark == "point"}, "title": None, "sort": "ascending"}


def _explain(picture: Picture, channel: str, theme: Theme) -> Spec:
    """Return how a colour or a shape is explained; not at all where the names stand at an axis already."""
    column = picture.channels[channel]
    if picture.types[column] == "quantitative":
        scale = {"type": "sqrt", "range": list(theme.cells)}
        return {"scale": scale, "legend": None} if picture.mark == "rect" else {}
    if column in {picture.channels.get(name) for name in ("x", "y", "row", "column")}:
        return {"legend": None}
    names = picture.list_names(channel)
    columns = 4 if max(map(len, names)) <= _SHORT else 2
    explained: Spec = {"legend": {"columns": columns} if len(names) > 1 else None}
    return explained | (_colour(names, theme) if channel == "color" else {})


def _colour(names: list[str], theme: Theme) -> Spec:
    told = [name for name in names if name != UNKNOWN]
    colours = {name: theme.marks[place % len(theme.marks)] for place, name in enumerate(told)}
    return {"scale": {"domain": names, "range": [colours.get(name, theme.unknown) for name in names]}}


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]
