"""Draws a path or a network as a list: each step stands below the one that it goes on from, as on narrow sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.charts.diagrams import MOST_EDGES, fit_diagram, make_diagram
from pomegraph.charts.lettering import LEADING, wrap

if TYPE_CHECKING:
    from pomegraph.charts.diagrams import Diagram, Edge
    from pomegraph.charts.picture import Picture
    from pomegraph.charts.scene import Spec
    from pomegraph.charts.sheet import Sheet
    from pomegraph.charts.theme import Theme

_INDENT, _GAP, _EDGE = 18, 7, 14
_MOST_DEPTH = 8
_AGAIN = "\u2191"


def fit_tree(picture: Picture, sheet: Sheet) -> Picture:
    """Return the part of a picture of a graph that is no higher than a page when it is written as a list."""
    most, fitting = MOST_EDGES, fit_diagram(picture)
    while most > 1 and (height := _List(make_diagram(fitting), sheet).measure()) > sheet.height:
        most = max(1, min(most - 1, int(most * sheet.height / height)))
        fitting = fit_diagram(picture, most)
    return fitting


def draw_tree(graph: Diagram, sheet: Sheet, theme: Theme) -> Spec:
    """Return the part of a Vega-Lite specification that draws a graph as a list."""
    steps = _List(graph, sheet).write()
    height = steps[-1]["bottom"] if steps else 0
    scale = {"y": (height, True), "x": (sheet.width - _EDGE, False)}
    axes = {
        axis: {"type": "quantitative", "axis": None, "scale": {"domain": [0, most], "range": [0, most]}}
        for axis, (most, _) in scale.items()
    }
    text = {"type": "text", "align": "left", "baseline": "top", "lineHeight": LEADING}
    line = {"type": "rule", "color": theme.unknown, "aria": False}
    place = {"x": {"field": "x", **axes["x"]}}

    def at(field: str) -> Spec:
        return {"y": {"field": field, **axes["y"]}}

    layers: list[Spec] = [
        {"mark": line, "encoding": {"x": {"field": "left", **axes["x"]}, **at("above"), "y2": {"field": "middle"}}},
        {"mark": line, "encoding": {"x": {"field": "left", **axes["x"]}, "x2": {"field": "turn"}, **at("middle")}},
        {
            "mark": text | {"color": theme.ink, "fontStyle": "italic"},
            "encoding": {**place, **at("top"), "text": {"field": "words"}},
        },
        {
            "mark": text | {"color": theme.ink, "fontWeight": "bold"},
            "encoding": {**place, **at("named"), "text": {"field": "name"}},
        },
    ]
    return {"data": {"name": "steps", "values": steps}, "layer": layers, "width": sheet.width - _EDGE, "height": height}


class _List:
    """The lines of a graph that is written as a list; what was told once is not told again."""

    def __init__(self, graph: Diagram, sheet: Sheet) -> None:
        self._width = sheet.width - _EDGE
        self._onward: dict[str, list[tuple[str, Edge]]] = {}
        self._starts = graph.starts or graph.names[:1]
        self._names = graph.names
        for edge in graph.edges:
            self._onward.setdefault(edge.start, []).append((edge.end, edge))
            if not graph.is_directed:
                self._onward.setdefault(edge.end, []).append((edge.start, edge))
        self._told: set[str] = set()
        self._drawn: set[Edge] = set()
        self._steps: list[Spec] = []
        self._height = 0.0

    def write(self) -> list[Spec]:
        """Return the steps, each with where it stands."""
        for name in (*self._starts, *self._names):
            if name not in self._told:
                self._add(name, None, 0, 0.0)
        return self._steps

    def measure(self) -> float:
        """Return how high all steps are together."""
        self.write()
        return self._height

    def _add(self, name: str, edge: Edge | None, depth: int, above: float) -> None:
        """Add a thing below another, and all that goes on from it."""
        x = _INDENT * min(depth, _MOST_DEPTH)
        words = wrap(", ".join(edge.words), self._width - x) if edge and edge.words else []
        goes_on = name in self._told and bool(self._onward.get(name))
        lines = wrap(f"{name} {_AGAIN}" if goes_on else name, self._width - x, is_bold=True)
        top = self._height
        named = top + LEADING * len(words)
        bottom = named + LEADING * len(lines) + _GAP
        step: Spec = {"name": lines, "words": words or "", "x": x, "top": top, "named": named, "bottom": bottom}
        if edge is not None:
            step |= {"left": x - _INDENT + 5, "turn": x - 3, "above": above, "middle": top + LEADING / 2}
        self._steps.append(step)
        self._height = bottom
        if name in self._told:
            return
        self._told.add(name)
        below = bottom - _GAP + 2
        for other, onward in self._onward.get(name, []):
            if onward not in self._drawn:
                self._drawn.add(onward)
                self._add(other, onward, depth + 1, below)
