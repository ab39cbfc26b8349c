"""Channels: what each shows of a picture, and how."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pomegraph.charts.encoding import encode, encode_all, has_words, make_record
from pomegraph.charts.picture import Picture, make_picture
from pomegraph.charts.theme import LIGHT
from support.charts import RANKING, ask, build, make_table


def picture(mark: str = "bar", *changes: dict[str, Any], **channels: str) -> Picture:
    made = make_picture(ask(mark, **channels), make_table(*changes))
    assert made is not None
    return made


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
    tooltip = encode_all(picture(**RANKING, tooltip="measure"), LIGHT)["tooltip"]

    assert [(each["field"], each["title"]) for each in tooltip] == [
        ("regimen", "regimen"),
        ("value", "value"),
        ("role", "role"),
        ("measure", "measure"),
    ]


@pytest.mark.parametrize(
    ("mark", "channels", "verdict"),
    [
        ("bar", {"y": "regimen", "x": "value"}, True),
        ("point", {"y": "regimen", "x": "value"}, True),
        ("bar", {"y": "regimen", "x": "count"}, False),
        ("bar", {"x": "regimen", "y": "value"}, False),
        ("rect", {"x": "measure", "y": "regimen", "color": "count"}, False),
    ],
)
def test_figure_stands_beside_its_mark_on_lines_of_their_own(
    mark: str, channels: dict[str, str], verdict: bool
) -> None:
    assert has_words(picture(mark, **channels)) is verdict


def test_record_has_what_stands_beside_the_figure() -> None:
    made = picture(**RANKING, text="measure")

    assert [make_record(made, *one)["_words"] for one in enumerate(made.bars)] == [
        "12.4 (survival)",
        "4 (response)",
        "6.5 (survival)",
    ]


def test_many_names_below_a_picture_stand_aslant() -> None:
    rows = [{"role": f"r{number}", "value": Decimal(number)} for number in range(9)]
    few, many = (encode(picture("bar", *some, x="role", y="value"), "x", LIGHT) for some in ([], rows))

    assert (few["axis"]["labelAngle"], many["axis"]["labelAngle"]) == (0, -35)


def test_counts_have_no_fractions_at_their_axis() -> None:
    assert encode(picture(y="regimen", x="count"), "x", LIGHT)["axis"]["format"] == "d"
    assert "format" not in encode(picture(y="regimen", x="value"), "x", LIGHT)["axis"]
