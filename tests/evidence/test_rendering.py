"""What was told of figures, as JSON and as tables."""

from __future__ import annotations

import csv
import io
import json

from pomegraph.evidence.attribution import Attribution
from pomegraph.evidence.rendering import COLUMNS, list_cells, render_cells, render_json

VERDICTS = [
    Attribution("a", "several", ("MM-010", "MM-011"), ("c:1", "c:2"), "the same figure, in 2 trials"),
    Attribution("b", "none", (), (), "no figure"),
]


def test_json_has_lists() -> None:
    rows = json.loads(render_json(VERDICTS))

    assert [tuple(row) for row in rows] == [COLUMNS, COLUMNS]
    assert (rows[0]["trials"], rows[1]["claims"]) == (["MM-010", "MM-011"], [])


def test_table_can_be_read_again() -> None:
    for delimiter in (",", "\t"):
        text = render_cells(VERDICTS, delimiter).decode()

        assert list(csv.reader(io.StringIO(text), delimiter=delimiter)) == [list(COLUMNS), *list_cells(VERDICTS)]


def test_several_trials_stand_in_one_cell() -> None:
    assert list_cells(VERDICTS)[0][2] == "MM-010; MM-011"
