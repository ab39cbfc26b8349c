"""Pictures: which rows of an answer are drawn, and what each stands for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pomegraph.charts.picture import Bar, Picture, make_picture
from pomegraph.sparql.terms import Iri
from support.charts import RANKING, ask, make_table

FOREST = {"y": "regimen", "x": "ratio", "lower": "lower", "upper": "upper"}


def picture(*changes: dict[str, Any], mark: str = "bar", **channels: str) -> Picture:
    made = make_picture(ask(mark, **(channels or RANKING)), make_table(*changes))
    assert made is not None
    return made


def test_axes_are_told_apart_by_what_is_in_their_columns() -> None:
    upright, lying = picture(x="regimen", y="value"), picture()

    assert (upright.names, upright.figures) == ("x", "y")
    assert (lying.names, lying.figures) == ("y", "x")
    assert picture(mark="rect", x="measure", y="regimen", color="count").is_grid


def test_row_without_a_name_or_a_figure_is_missing() -> None:
    made = picture({"regimen": "gamma"}, {"value": Decimal(1)})

    assert (len(made.bars), made.missing, made.hidden) == (3, 2, 0)


def test_range_stands_for_a_figure_that_is_not_there() -> None:
    bar = picture({"regimen": "gamma", "low": Decimal(31), "high": Decimal(35)}).bars[-1]

    assert (bar.is_range, bar.figure) == (True, "31\u201335")


@pytest.mark.parametrize(("low", "high", "figure"), [(None, 4, "4"), (0, 4, "4"), (4, 4, "4"), (2, 4, "2\u20134")])
def test_bar_from_zero_is_no_range(low: int | None, high: int, figure: str) -> None:
    assert Bar({}, low, high, "").figure == figure


def test_figures_of_different_units_are_in_parts_of_their_own() -> None:
    made = picture({"regimen": "gamma", "value": Decimal(60), "unit": "%"})

    assert (made.units, made.panels) == (("month", "%"), ("month", "%"))


@pytest.mark.parametrize(
    ("channels", "is_stacked", "is_each_apart"),
    [
        ({"y": "regimen", "x": "count"}, True, False),
        ({"y": "regimen", "x": "value"}, False, True),
        ({"y": "role", "x": "count"}, False, False),
    ],
)
def test_only_counts_are_put_on_each_other(channels: dict[str, str], *, is_stacked: bool, is_each_apart: bool) -> None:
    made = picture(**channels)

    assert (made.is_stacked, made.is_each_apart) == (is_stacked, is_each_apart)


def test_what_is_not_told_comes_last() -> None:
    assert picture().list_names("color") == ["new", "old", "not told"]


@pytest.mark.parametrize("end", ["drug/delta", "drug/delta/", "ontology#delta"])
def test_iri_is_shown_by_its_end(end: str) -> None:
    row = {"regimen": Iri(f"http://example.org/{end}"), "value": Decimal(1)}

    assert picture(row).bars[-1].cells["regimen"] == "delta"


@pytest.mark.parametrize(("column", "is_ratio"), [("ratio", True), ("value", False)])
def test_ratio_is_known_by_what_its_column_means(column: str, *, is_ratio: bool) -> None:
    assert picture(y="regimen", x=column).is_ratio is is_ratio


def test_rows_that_say_the_same_are_drawn_once() -> None:
    row = {"regimen": "gamma", "value": Decimal(1), "ratio": Decimal("0.5")}
    made = picture(row, row, row | {"lower": Decimal("0.3"), "upper": Decimal("0.8")}, mark="point", **FOREST)

    assert [bar.figure for bar in made.bars if bar.cells["regimen"] == "gamma"] == ["0.5 (0.3\u20130.8)"]


def test_counts_that_are_put_on_each_other_all_stay() -> None:
    row = {"regimen": "alpha", "count": 3, "role": "new"}

    assert picture(row, y="regimen", x="count", color="role").highest == 11


def test_name_of_a_row_tells_what_else_it_is_of() -> None:
    made = picture(y="regimen", x="value", text="measure", detail="role")
    names = ["alpha (survival, new)", "beta (response)", "alpha (survival, old)"]

    assert [made.name_bar(bar) for bar in made.bars] == names
