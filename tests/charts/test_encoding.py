"""Channels: what each shows of a picture, and how."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pomegraph.charts.encoding import encode, encode_all
from pomegraph.charts.scene import Scene
from pomegraph.charts.sheet import NARROW
from pomegraph.charts.theme import LIGHT
from support.charts import RANKING, ask, build, stage


def scene(mark: str = "bar", *changes: dict[str, Any], **channels: str) -> Scene:
    return stage(ask(mark, **channels), *changes)


def test_types_follow_what_is_in_a_column() -> None:
    encoding = build(ask(**RANKING))["layer"][0]["encoding"]

    assert (encoding["x"]["type"], encoding["color"]["type"]) == ("quantitative", "nominal")


def test_axis_is_named_by_the_meaning_of_its_column_and_the_unit() -> None:
    assert build(ask(**RANKING))["layer"][0]["encoding"]["x"]["title"] == "Value (month)"


def test_what_is_not_told_is_grey_and_comes_last() -> None:
    scale = build(ask(**RANKING))["layer"][0]["encoding"]["color"]["scale"]

    assert scale == {"domain": ["new", "old", "not told"], "range": [LIGHT.marks[0], LIGHT.marks[1], LIGHT.unknown]}


def test_explanation_of_one_colour_is_left_out() -> None:
    assert build(ask(y="regimen", x="value", color="unit"))["layer"][0]["encoding"]["color"]["legend"] is None


def test_every_column_of_a_chart_is_in_its_tooltip() -> None:
    tooltip = encode_all(scene(**RANKING, tooltip="measure"))["tooltip"]

    assert [(each["field"], each["title"]) for each in tooltip] == [
        ("regimen", "regimen"),
        ("value", "value"),
        ("role", "role"),
        ("measure", "measure"),
    ]


def test_names_that_are_too_long_for_their_columns_are_turned() -> None:
    rows = [{"role": f"role of number {number}", "value": Decimal(number)} for number in range(20)]
    few, many = (encode(scene("bar", *some, x="role", y="value"), "x") for some in ([], rows))

    assert (few["axis"]["labelAngle"], many["axis"]["labelAngle"]) == (0, -90)


def test_no_label_is_cut() -> None:
    config = build(ask(**RANKING))["config"]

    assert (config["axis"]["labelLimit"], config["legend"]["labelLimit"], config["title"]["limit"]) == (0, 0, 0)


def test_names_have_as_much_room_at_the_left_as_their_widest_line() -> None:
    shown = scene(y="regimen", x="value")
    axis = encode(shown, "y")["axis"]

    assert axis["minExtent"] == axis["maxExtent"] == round(shown.layout.left)


def test_long_names_stand_above_their_marks_on_a_narrow_sheet() -> None:
    row = {"regimen": "a regimen with a name that is long", "value": Decimal(1)}
    shown = stage(ask(y="regimen", x="value"), row, sheet=NARROW)

    assert encode(shown, "y")["axis"]["labels"] is False
    assert encode_all(shown)["yOffset"] == {"value": shown.layout.shift}


def test_ratios_stand_on_a_logarithmic_axis_with_no_difference_on_it() -> None:
    axis = encode(scene("point", {"regimen": "gamma", "ratio": Decimal(2)}, y="regimen", x="ratio"), "x")

    assert (axis["scale"]["type"], axis["scale"]["zero"]) == ("log", False)
    assert axis["scale"]["domain"][0] < 0.6
    assert axis["scale"]["domain"][1] > 2
    assert 1 in axis["axis"]["values"]
    assert axis["title"] == "Ratio (month) (1: no difference; logarithmic)"


def test_years_have_no_zero_and_no_fractions() -> None:
    rows = [{"regimen": f"r{year}", "since": year} for year in (2013, 2020)]
    axis = encode(scene("point", *rows, y="regimen", x="since"), "x")

    assert axis["scale"]["domain"] == [2012.5, 2020.5]
    assert axis["axis"]["format"] == "d"


def test_counts_have_no_fractions_at_their_axis() -> None:
    assert encode(scene(y="regimen", x="count"), "x")["axis"]["format"] == "d"
    assert "format" not in encode(scene(y="regimen", x="value"), "x")["axis"]
