"""Writes the parts of a Vega-Lite specification: what each channel of a picture shows, and how."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pomegraph.charts.fitting import has_words
from pomegraph.charts.lettering import LEADING, measure, wrap
from pomegraph.charts.picture import UNKNOWN
from pomegraph.charts.scene import HIGH, LOW, PLACE, RANK, Scene, Spec, find_domain, list_ticks
from pomegraph.charts.words import name_channel, spell_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.charts.theme import Theme

# What the mark itself does not show, or not by a channel of this name.
_ASIDE = {"row", "column", "tooltip", "text", "x2", "y2", "lower", "upper", "detail"}
# Beside the text of an explanation stands its symbol.
_SYMBOL, _TICK = 34, 46
# Fewer counts than these are all written at their axis.
_FEW = 5


def encode_all(scene: Scene) -> Spec:
    """Return what the mark itself shows."""
    picture = scene.picture
    encoded = {name: encode(scene, name) for name in picture.channels if name not in _ASIDE}
    if picture.has_ends and picture.figures is not None:
        encoded[f"{picture.figures}2"] = {"field": HIGH}
    if picture.is_stacked and "color" in picture.channels:
        encoded["order"] = {"field": RANK, "type": "quantitative"}
    encoded |= sink(scene)
    shown = dict.fromkeys(picture.channels.values())
    tooltip = [{"field": name, "type": picture.types[name], "title": spell_out(name)} for name in shown]
    return encoded | {"tooltip": tooltip}


def encode(scene: Scene, channel: str) -> Spec:
    """Return what one channel shows."""
    picture = scene.picture
    column = picture.channels[channel]
    encoded: Spec = {"field": column, "type": picture.types[column], "title": _write_title(scene, channel)}
    if encoded["type"] == "nominal":
        encoded["sort"] = None
    if channel in {"color", "shape"}:
        return encoded | _explain(scene, channel)
    if channel == picture.figures:
        return encoded | _measure(scene)
    if channel == "y" and encoded["type"] == "nominal":
        return encoded | _place_names(scene)
    return encoded | (_place_columns(scene) if channel == "x" and encoded["type"] == "nominal" else {})


def sink(scene: Scene) -> Spec:
    """Return how far below the top of its row everything is that stands below a name."""
    return {"yOffset": {"value": scene.layout.shift}} if scene.layout.is_above else {}


def _write_title(scene: Scene, channel: str) -> str | list[str]:
    name = name_channel(scene.picture, channel)
    title = name[:1].upper() + name[1:]
    if channel != scene.picture.figures:
        return title
    if scene.is_logarithmic:
        title = f"{title} (1: no difference; logarithmic)"
    elif scene.picture.is_ratio:
        title = f"{title} (1: no difference)"
    lines = wrap(title, scene.layout.plot + scene.layout.right if channel == "x" else scene.sheet.width / 2)
    return lines if len(lines) > 1 else title


def _measure(scene: Scene) -> Spec:
    """Return how figures are shown: ratios and years without a zero, ranges from end to end, counts as whole."""
    picture, domain = scene.picture, find_domain(scene)
    encoded: Spec = {"field": LOW} if picture.has_ends else {}
    if len(picture.units) > 1:
        # The parts have their units in their headings.
        encoded["title"] = None
    scale: Spec = {"range": [0, round(scene.layout.plot)]} if picture.figures == "x" else {}
    axis: Spec = {"tickMinStep": 1, "format": "d"} if picture.are_counts else {}
    axis |= {"values": list(range(picture.highest + 1))} if picture.are_counts and picture.highest < _FEW else {}
    if domain:
        scale |= {"zero": False, "domain": domain, "nice": False}
    if domain and scene.is_logarithmic:
        scale |= {"type": "log"}
        axis |= {"values": list_ticks(scene, domain), "format": "~g"}
    if picture.figures == "x" and "values" not in axis:
        axis |= {"tickCount": max(2, min(8, int(scene.layout.plot // _TICK)))}
    # Where the figures themselves are written, lines only cross them.
    has_lines = not has_words(picture) and not picture.is_stacked
    return encoded | {"axis": {**axis, "grid": has_lines, "titleAnchor": "start"}, "scale": scale}


def _place_names(scene: Scene) -> Spec:
    """Return how names stand at the left: in lines, each row on its own where names are repeated."""
    picture, left = scene.picture, round(scene.layout.left)
    axis: Spec = {"minExtent": left, "maxExtent": left}
    if scene.layout.is_above:
        axis |= {"labels": False}
    else:
        # The middle of a name of several lines is at the middle of its row.
        offset = f"-{LEADING / 2} * (length({_look_up(scene.layout.names)}) - 1)"
        axis |= {"labelExpr": _look_up(scene.layout.names), "labelLineHeight": LEADING, "labelOffset": {"expr": offset}}
    scale = {"scale": {"type": "band", "padding": 0}} if scene.layout.is_above else {}
    if picture.is_each_apart:
        return {"field": PLACE, "type": "ordinal", "title": None, "axis": axis, **scale}
    axis["grid"] = picture.is_grid and picture.mark == "point" and not scene.layout.is_above
    return {"title": None, "axis": axis, "sort": _sort(picture.list_names("y")) if picture.is_grid else None, **scale}


def _sort(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (name == UNKNOWN, name.casefold()))


def _place_columns(scene: Scene) -> Spec:
    """Return how names above or below a picture are written: upright in short lines, or turned."""
    layout, picture = scene.layout, scene.picture
    lines, head = f"length({_look_up(layout.columns)}) - 1", round(layout.head)
    axis: Spec = {"labelExpr": _look_up(layout.columns), "minExtent": head, "labelLineHeight": LEADING}
    if layout.is_turned:
        align = "left" if picture.is_grid else "right"
        axis |= {"labelAngle": -90, "labelAlign": align, "labelBaseline": "middle"}
        axis |= {"labelOffset": {"expr": f"-{LEADING / 2} * ({lines})"}}
    else:
        axis |= {"labelAngle": 0, "labelAlign": "center"}
    if not picture.is_grid:
        return {"axis": axis, "title": None}
    if not layout.is_turned:
        # Lines grow downwards, towards the picture.
        axis |= {"labelPadding": {"expr": f"6 + {LEADING} * ({lines})"}}
    axis |= {"orient": "top", "grid": picture.mark == "point"}
    return {"axis": axis, "title": None, "sort": _sort(picture.list_names("x"))}


def _look_up(lines: Mapping[str, Sequence[str]]) -> str:
    """Return the expression for the lines of the name at an axis."""
    return f"{json.dumps(lines, ensure_ascii=False)}[datum.value]"


def _explain(scene: Scene, channel: str) -> Spec:
    """Return how a colour or a shape is explained; not at all where the names stand at an axis already."""
    picture = scene.picture
    column = picture.channels[channel]
    if picture.types[column] == "quantitative":
        scale = {"type": "sqrt", "range": list(scene.theme.cells)}
        return {"scale": scale, "legend": None} if picture.mark == "rect" else {}
    if column in {picture.channels.get(name) for name in ("x", "y", "row", "column")}:
        return {"legend": None}
    names = picture.list_names(channel)
    explained: Spec = {"legend": _list_names(scene, names) if len(names) > 1 else None}
    return explained | (_colour(names, scene.theme) if channel == "color" else {})


def _list_names(scene: Scene, names: Sequence[str]) -> Spec:
    """Return a list of explanations in as many columns as there is room for."""
    # The columns are as wide as the widest font needs, whichever the text was measured with.
    padding = round(max(map(measure, names)) * 0.2) + 8
    room = scene.sheet.width - scene.layout.left
    columns = max(1, min(scene.sheet.legends, int(room // (max(map(measure, names)) + _SYMBOL + padding))))
    lines = {name: wrap(name, room / columns - _SYMBOL) for name in names}
    legend: Spec = {"columns": columns, "columnPadding": padding}
    legend |= {"symbolType": "square", "symbolStrokeWidth": 0} if scene.picture.has_intervals else {}
    return legend | ({"labelExpr": _look_up(lines)} if any(len(each) > 1 for each in lines.values()) else {})


def _colour(names: list[str], theme: Theme) -> dict[str, Any]:
    told = [name for name in names if name != UNKNOWN]
    colours = {name: theme.marks[place % len(theme.marks)] for place, name in enumerate(told)}
    return {"scale": {"domain": names, "range": [colours.get(name, theme.unknown) for name in names]}}
