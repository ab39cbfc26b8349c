"""Room: what of a picture is drawn on a sheet, and where its parts are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pomegraph.charts.fitting import fit_picture, has_words, lay_out
from pomegraph.charts.lettering import measure
from pomegraph.charts.picture import Picture
from pomegraph.charts.sheet import NARROW, WIDE, Sheet
from support.charts import RANKING, ask, depict

LONG = "pomegranate-and-everything-else-that-grows, in a trial that nobody has heard of"


def fit(*changes: dict[str, Any], sheet: Sheet = WIDE, mark: str = "bar", **channels: str) -> Picture:
    return fit_picture(depict(ask(mark, **(channels or RANKING)), *changes), sheet)


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_lines_that_do_not_fit_on_a_page_are_hidden(sheet: Sheet) -> None:
    made = fit(*({"regimen": f"r{number}", "value": Decimal(number)} for number in range(400)), sheet=sheet)

    assert (len(made.bars), made.hidden) == (sheet.lines, 403 - sheet.lines)


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
@pytest.mark.parametrize("channels", [RANKING, {"mark": "rect", "x": "measure", "y": "regimen", "color": "count"}])
def test_lines_of_long_names_are_no_higher_together_than_a_page(sheet: Sheet, channels: dict[str, str]) -> None:
    rows = (
        {"regimen": f"{number} {LONG * 2}", "measure": "m", "value": Decimal(1), "count": 1} for number in range(400)
    )
    made = fit(*rows, sheet=sheet, **channels)
    layout = lay_out(made, sheet)
    count = len({bar.cells["regimen"] for bar in made.bars})

    assert 1 < count < sheet.lines
    assert count * layout.step + layout.head <= sheet.height
    assert made.hidden == 403 - len(made.bars)


def test_part_takes_room_for_its_heading() -> None:
    rows = ({"regimen": f"r{number}", "value": Decimal(1), "unit": f"u{number}"} for number in range(400))

    assert len(fit(*rows).panels) == 6


def test_names_beside_each_other_are_those_of_most_rows() -> None:
    rows = [{"measure": f"m{number}", "regimen": "alpha", "count": 1} for number in range(400)]
    rows += [{"measure": "m399", "regimen": f"r{number}", "count": 1} for number in range(3)]
    made = fit(*rows, mark="rect", x="measure", y="regimen", color="count")

    assert "m399" in made.list_names("x")
    assert 10 < len(made.list_names("x")) < 40


def test_names_below_each_other_in_a_table_are_those_of_most_rows() -> None:
    rows = [{"measure": "m", "regimen": f"r{number}", "count": 1} for number in range(400)]
    rows += [{"measure": f"m{number}", "regimen": "r399", "count": 1} for number in range(3)]

    assert "r399" in fit(*rows, mark="rect", x="measure", y="regimen", color="count").list_names("y")


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
@pytest.mark.parametrize("name", ["short", LONG, "x" * 200])
def test_parts_are_as_wide_together_as_the_sheet(sheet: Sheet, name: str) -> None:
    layout = lay_out(fit({"regimen": name, "value": Decimal("12345.67")}, sheet=sheet), sheet)
    widest = max(measure(line) for lines in layout.names.values() for line in lines)

    assert layout.left + layout.plot + layout.right < sheet.width
    assert layout.plot > 100
    assert widest < (sheet.width if layout.is_above else layout.left)


def test_names_stand_above_their_marks_only_where_they_are_long_on_a_narrow_sheet() -> None:
    row = {"regimen": LONG, "value": Decimal(1)}
    layouts = [lay_out(fit(*rows, sheet=sheet), sheet) for sheet in (NARROW, WIDE) for rows in ([row], [])]

    assert [layout.is_above for layout in layouts] == [True, False, False, False]


def test_row_is_as_high_as_the_most_lines_of_a_name() -> None:
    low, high = (lay_out(fit({"regimen": name, "value": Decimal(1)}), WIDE).step for name in ("gamma", LONG * 3))

    assert (low, high > 2 * low) == (24, True)


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
    assert has_words(depict(ask(mark, **channels))) is verdict
