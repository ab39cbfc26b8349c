"""Graphs in the language of Graphviz: boxes of a fixed size, and names as they are."""

from __future__ import annotations

import pytest

from pomegraph.charts.diagrams import Diagram, Edge
from pomegraph.charts.dots import write_dot
from pomegraph.charts.drawing import Drawing
from pomegraph.charts.pencil import draw
from pomegraph.charts.theme import DARK, LIGHT
from support.charts import read_lines

GRAPH = Diagram((Edge("drug", "target", ("binds",)), Edge("target", "disease", ())), is_directed=True)


def write(graph: Diagram = GRAPH, *, is_dark: bool = False) -> str:
    return write_dot(graph, ("LR", 1), (["A title"], ["a note"]), DARK if is_dark else LIGHT)


def test_boxes_have_a_size_of_their_own() -> None:
    boxes = [line for line in write().split("\n") if line.startswith("n") and "fillcolor" in line]

    assert len(boxes) == 3
    assert all("width=" in box and "height=" in box for box in boxes)


def test_path_has_arrows_and_a_network_has_none() -> None:
    assert "n0 -> n1" in write()
    assert "n0 -- n1" in write(Diagram(GRAPH.edges, is_directed=False))


def test_colours_are_those_of_the_theme() -> None:
    assert DARK.ground in write(is_dark=True)
    assert DARK.ground not in write()


@pytest.mark.parametrize("name", ['a "b" \\n', "<script>", "x & y &lt;", "] ; n0 -> n1", "\\N", "\u6f22\u5b57"])
def test_name_is_drawn_as_it_is(name: str) -> None:
    graph = Diagram((Edge(name, "end", (name,)),), is_directed=True)
    svg = draw(Drawing("{}", "words", 2_000, (write_dot(graph, ("LR", 1), ([name], []), LIGHT),)))

    assert [text.strip() for text in read_lines(svg)].count(name) == 3
