"""What tests of charts share: a question with a chart, rows to draw, and what is read in a picture."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

from pomegraph.charts.drawing import build_chart
from pomegraph.questions.question import Chart, Column, Question
from pomegraph.sparql.results import Table

COLUMNS = (
    Column("regimen", "text", "the regimen"),
    Column("value", "decimal", "the value, highest first"),
    Column("low", "decimal", "the lower end of a range"),
    Column("high", "decimal", "the upper end of a range"),
    Column("unit", "text", "the unit"),
    Column("role", "text", "its role"),
    Column("ratio", "decimal", "the hazard ratio"),
    Column("measure", "text", "what was measured"),
    Column("count", "integer", "how many claims"),
)
ROWS: list[dict[str, Any]] = [
    {
        "regimen": "alpha",
        "value": Decimal("12.4"),
        "low": Decimal(10),
        "role": "new",
        "measure": "survival",
        "count": 3,
    },
    {"regimen": "beta", "value": Decimal("4.0"), "low": Decimal(0), "role": None, "measure": "response", "count": 4},
    {"regimen": "alpha", "value": Decimal("6.5"), "low": Decimal(0), "role": "old", "measure": "survival", "count": 5},
]
RANKING = {"y": "regimen", "x": "value", "color": "role"}


def ask(mark: str = "bar", **channels: str) -> Question:
    """Return a question with a chart."""
    chart = Chart(mark, tuple(channels.items()))
    texts = ("x", "Which is the best?", "", (), (), "SELECT", "")
    return Question(*texts, parameters=(), columns=COLUMNS, chart=chart)


def make_table(*changes: dict[str, Any], unit: str | None = "month") -> Table:
    """Return an answer to it: three rows, and more with the cells that are given."""
    names = [column.name for column in COLUMNS]
    rows = [{"unit": unit, "ratio": Decimal("0.6")} | row for row in [*ROWS, *changes]]
    return Table(tuple(names), tuple(tuple(row.get(name) for name in names) for row in rows))


def build(question: Question, table: Table | None = None) -> dict[str, Any]:
    """Return the specification of its chart."""
    spec = build_chart(question, table or make_table())
    assert spec is not None
    return spec


def read_texts(svg: str) -> list[str]:
    """Return the texts of a picture, each line of its own."""
    return [text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") if (text := element.text)]  # noqa: S314 - ours


def read_lines(svg: str) -> list[str]:
    """Return all texts of a picture, also those in parts of a text."""
    return list(ET.fromstring(svg).itertext())  # noqa: S314 - ours
