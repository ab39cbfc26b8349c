"""Layers: marks, intervals, the line of no difference, figures and names beside them."""

from __future__ import annotations

from decimal import Decimal

from pomegraph.charts.layers import list_layers
from pomegraph.charts.sheet import NARROW
from support.charts import RANKING, ask, stage

FOREST = {"y": "regimen", "x": "ratio", "lower": "lower", "upper": "upper", "color": "measure"}
ROW = {"regimen": "gamma", "ratio": Decimal("0.5"), "lower": Decimal("0.1"), "upper": Decimal("2.5")}


def test_intervals_go_from_limit_to_limit_in_the_colour_of_their_point() -> None:
    point, interval = list_layers(stage(ask("point", **FOREST), ROW))[1:3]

    assert (interval["encoding"]["x"]["field"], interval["encoding"]["x2"]["field"]) == ("_lower", "_upper")
    assert interval["encoding"]["color"] == point["encoding"]["color"]
    assert interval["encoding"]["x"]["scale"] == point["encoding"]["x"]["scale"]


def test_figures_with_intervals_stand_in_a_column_of_their_own() -> None:
    scene = stage(ask("point", **FOREST), ROW)

    assert list_layers(scene)[-1]["encoding"]["x"] == {"value": round(scene.layout.plot)}


def test_line_of_no_difference_is_at_one() -> None:
    unity = list_layers(stage(ask("point", y="regimen", x="ratio")))[0]

    assert (unity["mark"]["type"], unity["encoding"]["x"]["datum"]) == ("rule", 1)


def test_line_of_no_difference_leaves_out_names_above_rows() -> None:
    row = ROW | {"regimen": "a regimen with a name that is long"}
    unity = list_layers(stage(ask("point", **FOREST), row, sheet=NARROW))[0]

    assert unity["mark"]["type"] == "tick"


def test_figure_stands_behind_its_bar() -> None:
    words = list_layers(stage(ask(**RANKING)))[-1]

    assert (words["encoding"]["x"]["field"], words["mark"]["dx"]) == ("value", 5)
