"""Writes the layers of a chart: its marks, and what stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.charts.encoding import encode, encode_all, sink
from pomegraph.charts.fitting import has_words
from pomegraph.charts.lettering import LEADING
from pomegraph.charts.scene import HIGH, LOWER, NAME, UPPER, WORDS

if TYPE_CHECKING:
    from pomegraph.charts.scene import Scene, Spec


def list_layers(scene: Scene) -> list[Spec]:
    """Return the layers of a chart, or of each of its parts, from the lowest to the highest."""
    picture = scene.picture
    layers = [_draw_unity(scene)] if picture.is_ratio else []
    # The order of the rows is that of the first layer that has all of them.
    layers += [{"mark": _describe_mark(scene), "encoding": encode_all(scene)}]
    layers += [_draw_intervals(scene)] if picture.has_intervals else []
    layers += [_write_names(scene)] if scene.layout.is_above else []
    layers += [_write_words(scene)] if has_words(picture) else []
    layers += [_write_sums(scene)] if picture.is_stacked and picture.names == "y" else []
    return layers + ([_write_cells(scene)] if picture.mark == "rect" and picture.is_grid else [])


def _describe_mark(scene: Scene) -> Spec:
    picture = scene.picture
    if picture.mark == "point" and picture.has_ranges:
        return {"type": "rule", "strokeWidth": 4}
    edge = {"stroke": scene.theme.ground, "strokeWidth": 1}
    point: Spec = {"filled": True, "size": 80, "opacity": 1}
    if picture.has_intervals:
        point |= {"shape": "square", "size": 60}
    thick: Spec = {"height": 16} if picture.names == "y" else {}
    cell = {"height": scene.layout.mark} if scene.layout.is_above else {}
    looks: dict[str, Spec] = {"point": point, "bar": edge | thick, "rect": edge | cell}
    return {"type": picture.mark, **looks.get(picture.mark, {})}


def _draw_intervals(scene: Scene) -> Spec:
    """Return a line from limit to limit of each confidence interval, in the colour of its point."""
    figures, names = scene.picture.figures or "x", scene.picture.names or "y"
    shown = {name: encode(scene, name) for name in (figures, names, "color") if name in scene.picture.channels}
    shown[figures] |= {"field": LOWER}
    mark = {"type": "rule", "strokeWidth": 2, "aria": False}
    return {"mark": mark, "encoding": {**shown, f"{figures}2": {"field": UPPER}, **sink(scene)}}


def _write_names(scene: Scene) -> Spec:
    """Return the names of rows, each above its marks."""
    most = max(map(len, scene.layout.names.values()))
    # Short ones stand as close to their marks as long ones.
    mark: Spec = {"type": "text", "dy": {"expr": f"{LEADING} * ({most} - length(datum.{NAME}))"}}
    mark |= {"align": "left", "baseline": "top", "lineHeight": LEADING, "color": scene.theme.ink}
    encoding = {"x": {"value": 0}, "y": encode(scene, "y"), "text": {"field": NAME}}
    encoding["yOffset"] = {"value": 4}
    return {"transform": [{"filter": f"isValid(datum.{NAME})"}], "mark": mark | {"aria": False}, "encoding": encoding}


def _write_words(scene: Scene) -> Spec:
    """Return the figure of each bar or point: behind it, or in a column of their own where there are intervals."""
    picture = scene.picture
    encoding: Spec = {"y": encode(scene, "y"), "text": {"field": WORDS}, **sink(scene)}
    if picture.has_intervals:
        encoding["x"] = {"value": round(scene.layout.plot)}
    else:
        encoding["x"] = encode(scene, "x") | {"field": HIGH if picture.has_ends else picture.channels["x"]}
    shift = 5 if picture.mark == "bar" else 9
    mark = {"type": "text", "align": "left", "dx": shift, "color": scene.theme.ink, "aria": False}
    return {"mark": mark, "encoding": encoding}


def _write_sums(scene: Scene) -> Spec:
    """Return the sum of bars that are put on each other, behind them."""
    column = scene.picture.channels["x"]
    total = {"aggregate": "sum", "field": column, "type": "quantitative"}
    figures = {key: value for key, value in encode(scene, "x").items() if key in {"axis", "scale", "title"}}
    return {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": scene.theme.ink, "aria": False},
        "encoding": {"y": encode(scene, "y"), "x": {**figures, **total, "stack": None}, "text": total, **sink(scene)},
    }


def _write_cells(scene: Scene) -> Spec:
    """Return the number in each cell, in the colour that can be read there."""
    picture, theme = scene.picture, scene.theme
    column = picture.channels.get("text") or picture.channels["color"]
    highest = max((bar.cells[column] for bar in picture.bars if isinstance(bar.cells[column], (int, float))), default=0)
    test = {"field": column, "gt": highest * theme.turn}
    return {
        "mark": {"type": "text", "color": theme.ink, "aria": False},
        "encoding": {
            **{name: encode(scene, name) for name in ("x", "y")},
            "text": {"field": column},
            **sink(scene),
            "color": {"condition": {"test": test, "value": theme.ground}, "value": theme.ink},
        },
    }


def _draw_unity(scene: Scene) -> Spec:
    """Return a line where a ratio says that there is no difference; it leaves out names above rows."""
    figures, ink = scene.picture.figures or "x", scene.theme.ink
    mark: Spec = {"type": "rule", "color": ink, "strokeDash": [4, 4], "aria": False}
    rows: Spec = {}
    if scene.layout.is_above:
        mark = {"type": "tick", "color": ink, "size": scene.layout.mark, "thickness": 1, "aria": False}
        rows = {"y": encode(scene, "y"), **sink(scene)}
    shown = {key: value for key, value in encode(scene, figures).items() if key in {"axis", "scale", "title"}}
    return {"mark": mark, "encoding": {figures: {**shown, "datum": 1, "type": "quantitative"}, **rows}}
