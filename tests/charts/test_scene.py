"""Scenes: the records that are drawn, and the ends of axes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pomegraph.charts.scene import find_domain, list_records, list_ticks
from pomegraph.charts.sheet import NARROW, WIDE, Sheet
from support.charts import RANKING, ask, stage

FOREST = {"y": "regimen", "x": "ratio", "lower": "lower", "upper": "upper"}
WIDER = {"regimen": "gamma", "ratio": Decimal("0.5"), "lower": Decimal("0.1"), "upper": Decimal("2.5")}


def test_record_has_its_figure_with_the_interval() -> None:
    record = list_records(stage(ask("point", **FOREST), WIDER))[-1]

    assert (record["_words"], record["_lower"], record["_upper"]) == ("0.5 (0.1\u20132.5)", 0.1, 2.5)


def test_record_without_an_interval_has_no_limits() -> None:
    assert "_lower" not in list_records(stage(ask("point", **FOREST), WIDER))[0]


def test_name_above_a_row_is_told_once() -> None:
    name = "a regimen with a name that is long"
    rows: list[dict[str, Any]] = [{"regimen": name, "measure": each, "count": 1} for each in ("survival", "response")]
    scene = stage(ask("rect", x="measure", y="regimen", color="count"), *rows, sheet=NARROW)

    assert [record.get("_name") for record in list_records(scene)][-2:] == [[name], None]


def test_axis_of_ratios_reaches_from_limit_to_limit() -> None:
    domain = find_domain(stage(ask("point", **FOREST), WIDER))

    assert domain is not None
    assert 0.05 < domain[0] < 0.1
    assert 2.5 < domain[1] < 4


def test_axis_of_ratios_has_no_difference_on_it_even_if_all_are_lower() -> None:
    domain = find_domain(stage(ask("point", y="regimen", x="ratio")))

    assert domain is not None
    assert domain[0] < 0.6
    assert domain[1] > 1


def test_axis_of_other_figures_is_left_to_vega() -> None:
    assert find_domain(stage(ask(**RANKING))) is None


def test_ratio_of_zero_is_not_on_a_logarithmic_axis() -> None:
    assert stage(ask("point", **FOREST), {"regimen": "gamma", "ratio": Decimal(0)}).is_logarithmic is False


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
@pytest.mark.parametrize("domain", [[0.05, 20], [0.4, 1.2], [0.9, 1.1]])
def test_no_difference_is_among_the_figures_at_the_axis(sheet: Sheet, domain: list[float]) -> None:
    scene = stage(ask("point", **FOREST), WIDER, sheet=sheet)
    ticks = list_ticks(scene, domain)

    assert 1 in ticks
    assert len(ticks) <= scene.layout.plot / 30
