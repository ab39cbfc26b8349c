"""Tables of aliases: units by every name, and what is wrong with a table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pomegraph.content.aliases import read_units
from pomegraph.errors import Problem


def write(folder: Path, *rows: str) -> None:
    text = "\n".join(["name\tbase\tfactor\taliases", *rows, ""])
    (folder / "units.tsv").write_text(text, encoding="utf-8")


def test_unit_goes_by_every_name(tmp_path: Path) -> None:
    write(tmp_path, "year\tmonth\t12\tyears|yr")
    problems: list[Problem] = []

    units = read_units(tmp_path, problems)

    assert problems == []
    assert {units["year"], units["years"], units["yr"]} == {units["year"]}
    assert units["yr"].factor == Decimal(12)


@pytest.mark.parametrize("factor", ["", "twelve", "0", "-1"])
def test_factor_that_is_no_number_above_0_is_told(tmp_path: Path, factor: str) -> None:
    write(tmp_path, f"year\tmonth\t{factor}\tyears")
    problems: list[Problem] = []

    assert read_units(tmp_path, problems) == {}
    assert [problem.line for problem in problems] == [2]
