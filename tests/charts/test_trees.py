"""Lists of steps: each below the one that it goes on from, nothing told twice."""

from __future__ import annotations

import itertools

import pytest

from pomegraph.charts.diagrams import Diagram, Edge, make_diagram
from pomegraph.charts.picture import make_picture
from pomegraph.charts.sheet import NARROW, WIDE, Sheet
from pomegraph.charts.theme import LIGHT
from pomegraph.charts.trees import draw_tree, fit_tree
from pomegraph.sparql.results import Table
from support.charts import ask


def list_steps(*edges: tuple[str, str], is_directed: bool = True) -> list[tuple[str, int]]:
    graph = Diagram(tuple(Edge(*ends, ("acts on",)) for ends in edges), is_directed)
    return [(" ".join(step["name"]), step["x"]) for step in draw_tree(graph, NARROW, LIGHT)["data"]["values"]]


def test_step_stands_below_the_one_that_it_goes_on_from() -> None:
    assert list_steps(("a", "b"), ("a", "c"), ("b", "d")) == [("a", 0), ("b", 18), ("d", 36), ("c", 18)]


def test_what_goes_on_above_is_marked() -> None:
    assert list_steps(("a", "b"), ("a", "c"), ("b", "d"), ("c", "b"), ("c", "d"))[-2:] == [("b \u2191", 36), ("d", 36)]


def test_circle_ends() -> None:
    assert list_steps(("a", "b"), ("b", "a")) == [("a", 0), ("b", 18), ("a \u2191", 36)]


def test_network_is_listed_from_its_middle() -> None:
    assert list_steps(("a", "hub"), ("b", "hub"), is_directed=False) == [("hub", 0), ("a", 18), ("b", 18)]


def test_parts_that_nothing_connects_stand_below_each_other() -> None:
    assert list_steps(("a", "b"), ("c", "d")) == [("a", 0), ("b", 18), ("c", 0), ("d", 18)]


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_list_is_no_higher_than_a_page(sheet: Sheet) -> None:
    names = [f"something that has a long name and the number {number}" for number in range(60)]
    table = Table(("from", "to"), tuple(itertools.pairwise(names)))
    picture = make_picture(ask("path", **{"from": "from", "to": "to"}), table)
    assert picture is not None
    made = fit_tree(picture, sheet)

    assert 1 < len(made.bars) < len(picture.bars)
    assert draw_tree(make_diagram(made), sheet, LIGHT)["height"] <= sheet.height
