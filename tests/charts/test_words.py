"""Charts in words: what is highest and lowest, what is made of what, what is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pomegraph.charts.words import describe_chart
from pomegraph.sparql.results import Table
from support.charts import COLUMNS, RANKING, ask, make_table


@pytest.mark.parametrize("cells", [(), (("gamma",),)], ids=["no row", "no figure"])
def test_nothing_to_draw_has_no_words(cells: tuple[tuple[str], ...]) -> None:
    names = tuple(column.name for column in COLUMNS)
    rows = tuple(tuple(dict(zip(("regimen",), cell, strict=True)).get(name) for name in names) for cell in cells)

    assert describe_chart(ask(**RANKING), Table(names, rows)) is None


def test_ends_and_what_is_left_out_are_told() -> None:
    assert describe_chart(ask(**RANKING), make_table({"regimen": "gamma"}, unit=None)) == (
        "Bar chart of value by regimen, coloured by role: 3 rows. Highest: alpha, 12.4. Lowest: beta, 4. "
        "Not drawn, for want of a figure: 1 row."
    )


def test_unit_is_told_where_all_figures_have_one() -> None:
    assert str(describe_chart(ask(**RANKING), make_table())).startswith("Bar chart of value (month) by regimen,")


def test_part_of_each_unit_has_ends_of_its_own() -> None:
    words = describe_chart(ask(**RANKING), make_table({"regimen": "gamma", "value": Decimal(60), "unit": "%"}))

    assert words is not None
    assert "in 2 parts: 4 rows. month: Highest: alpha, 12.4. Lowest: beta, 4. %: gamma, 60." in words


def test_sums_are_told_with_what_they_are_made_of() -> None:
    assert describe_chart(ask(y="regimen", x="count", color="role"), make_table()) == (
        "Bar chart of count by regimen, coloured by role: 3 rows. alpha: 8 (new 3, old 5). beta: 4 (not told 4)."
    )


def test_ratios_below_one_are_counted() -> None:
    words = describe_chart(ask("point", y="regimen", x="ratio"), make_table({"regimen": "gamma", "ratio": Decimal(2)}))

    assert words is not None
    assert "Below 1, where there is no difference: 2 of 3." in words


def test_table_of_counts_is_told_by_its_ends() -> None:
    assert describe_chart(ask("rect", x="measure", y="regimen", color="count"), make_table()) == (
        "Table of count by regimen and measure: 3 rows. Highest: alpha, survival, 5. Lowest: alpha, survival, 3."
    )


@pytest.mark.parametrize("count", [1, 2])
def test_figures_that_are_the_same_are_told_once(count: int) -> None:
    rows = [("a", Decimal(4)), ("b", Decimal(4))][:count]
    words = describe_chart(ask(y="regimen", x="value"), Table(("regimen", "value"), tuple(rows)))

    assert str(words).endswith("All the same: a, 4." if count > 1 else "1 row. a, 4.")


def test_marks_without_figures_are_told_by_name() -> None:
    words = describe_chart(ask("point", x="measure", y="regimen"), make_table())

    assert words == "Point chart of regimen and measure: 2 rows. alpha: survival. beta: response."


def test_steps_of_a_path_are_told() -> None:
    words = describe_chart(ask("path", **{"from": "regimen", "to": "measure", "text": "role"}), make_table())

    assert words == "Path of 4 things in 2 steps. alpha new, old survival. beta leads to response."


def test_pairs_of_a_network_are_told() -> None:
    words = describe_chart(ask("network", **{"from": "regimen", "to": "measure", "text": "role"}), make_table())

    assert words == "Network of 4 things in 2 steps. alpha and survival: new, old. beta and response."


def test_figure_is_told_with_its_interval() -> None:
    row = {"regimen": "gamma", "ratio": Decimal("0.5"), "lower": Decimal("0.3"), "upper": Decimal("0.8")}
    words = describe_chart(ask("point", y="regimen", x="ratio", lower="lower", upper="upper"), make_table(row))

    assert words is not None
    assert "Lowest: gamma, 0.5 (0.3\u20130.8)." in words
