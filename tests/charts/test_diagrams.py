"""Graphs of answers: steps from one thing to another, from where they begin on."""

from __future__ import annotations

from typing import Any

import pytest

from pomegraph.charts.diagrams import Diagram, Edge, fit_diagram, make_diagram
from pomegraph.charts.picture import Picture, make_picture
from pomegraph.sparql.results import Table
from support.charts import ask

CHANNELS = {"from": "regimen", "to": "measure", "text": "role"}


def picture(*rows: tuple[Any, ...], mark: str = "path", **channels: str) -> Picture:
    table = Table(("regimen", "measure", "role", "unit"), tuple((*row, None, None)[:4] for row in rows))
    made = make_picture(ask(mark, **(CHANNELS | channels)), table)
    assert made is not None
    return made


def test_steps_come_from_the_beginning_on() -> None:
    graph = make_diagram(picture(("b", "c", "y"), ("a", "b", "x")))

    assert graph.edges == (Edge("a", "b", ("x",)), Edge("b", "c", ("y",)))
    assert (graph.starts, graph.ends, graph.names) == (("a",), ("c",), ("a", "b", "c"))


def test_rows_between_the_same_things_are_one_step_with_all_words() -> None:
    rows = [("a", "b", word) for word in ("one", "two", "three", "four", "five", "one")]

    assert make_diagram(picture(*rows)).edges == (Edge("a", "b", ("one", "two", "three", "and 2 more")),)


def test_detail_is_told_behind_the_words() -> None:
    graph = make_diagram(picture(("a", "b", "decreases", "activity"), ("b", "c", None, None), detail="unit"))

    assert [edge.words for edge in graph.edges] == [("decreases (activity)",), ()]


def test_circle_is_begun_somewhere() -> None:
    graph = make_diagram(picture(("a", "b"), ("b", "a"), ("c", "c")))

    assert graph.edges == (Edge("a", "b", ()), Edge("b", "a", ()))


def test_network_begins_with_what_has_the_most_beside_it() -> None:
    graph = make_diagram(picture(("c", "d"), ("a", "hub"), ("b", "hub"), mark="network"))

    assert (graph.starts, graph.ends) == (("hub",), ())
    assert [edge.start for edge in graph.edges] == ["a", "b", "c"]


def test_what_is_far_from_the_beginning_is_hidden() -> None:
    made = fit_diagram(picture(*((f"n{number}", f"n{number + 1}") for number in range(100))))

    assert (len(made.bars), made.hidden) == (40, 60)
    assert make_diagram(made).starts == ("n0",)


@pytest.mark.parametrize("row", [(None, "b"), ("a", None)])
def test_row_without_an_end_is_missing(row: tuple[Any, ...]) -> None:
    assert picture(row, ("a", "b")).missing == 1


def test_graph_without_steps_has_no_names() -> None:
    assert Diagram((), is_directed=True).names == ()
