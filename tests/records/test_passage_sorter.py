"""Passages are sorted, whether they fit in memory or not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pomegraph.records.passage_sorter import PassageRow, PassageSorter


@pytest.mark.parametrize("limit", [10, 1 << 20])
def test_rows_come_in_order(tmp_path: Path, limit: int) -> None:
    """Also with what ends a line for some: U+2028, a carriage return."""
    rows = [PassageRow(f"s{number % 3}", f"/{number}\u2028", f"line {number}", 1, "x\r.json") for number in range(50)]
    sorter = PassageSorter(tmp_path / "runs", limit=limit)
    for row in random.Random(1).sample(rows, len(rows)):  # noqa: S311 - no secret
        sorter.add(row)

    assert list(sorter.rows()) == sorted(rows)
    assert bool(list((tmp_path / "runs").iterdir())) is (limit == 10)
