"""Writes what was told of figures as JSON and as tables of text, the same for all who ask."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.evidence.attribution import Attribution

COLUMNS = ("id", "verdict", "trials", "claims", "reason")


def render_json(verdicts: Iterable[Attribution]) -> bytes:
    """Return a list with an object for each figure."""
    rows = [{name: asdict(verdict)[name] for name in COLUMNS} for verdict in verdicts]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n"


def render_cells(verdicts: Iterable[Attribution], delimiter: str = ",") -> bytes:
    """Return a heading and a row for each figure, as CSV or with another delimiter."""
    output = io.StringIO(newline="")
    csv.writer(output, delimiter=delimiter).writerows([COLUMNS, *list_cells(verdicts)])
    return output.getvalue().encode()


def list_cells(verdicts: Iterable[Attribution]) -> list[list[str]]:
    """Return a row of texts for each figure; several trials or claims stand in one cell."""
    return [[one.id, one.verdict, "; ".join(one.trials), "; ".join(one.claims), one.reason] for one in verdicts]
