"""What tests of charts share: a question with a chart, rows to draw, and what is read in a picture."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

from pomegraph.charts.drawing import Drawing, plan_drawing
from pomegraph.charts.pencil import draw
from pomegraph.charts.picture import Picture, make_picture
from pomegraph.charts.scene import Scene, set_scene
from pomegraph.charts.sheet import WIDE, Sheet
from pomegraph.charts.theme import LIGHT
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
    Column("lower", "decimal", "the lower limit of the confidence interval"),
    Column("upper", "decimal", "its upper limit"),
    Column("since", "year", "the year"),
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


def build(question: Question, table: Table | None = None, sheet: Sheet = WIDE, *, subject: str = "") -> dict[str, Any]:
    """Return the specification of its chart."""
    drawing = plan_drawing(question, table or make_table(), subject=subject, sheet=sheet)
    assert drawing is not None
    spec: dict[str, Any] = json.loads(drawing.specification)
    return spec


def depict(question: Question, *changes: dict[str, Any]) -> Picture:
    """Return what can be drawn of the answer to it."""
    picture = make_picture(question, make_table(*changes))
    assert picture is not None
    return picture


def stage(question: Question, *changes: dict[str, Any], sheet: Sheet = WIDE) -> Scene:
    """Return what is drawn of the answer to it on a sheet."""
    return set_scene(depict(question, *changes), LIGHT, sheet)


def draw_chart(spec: dict[str, Any]) -> str:
    """Return the SVG of a specification."""
    return draw(Drawing(json.dumps(spec), "", 0))


def read_texts(svg: str) -> list[str]:
    """Return the texts of a picture, each line of its own."""
    return [text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") if (text := element.text)]  # noqa: S314 - ours


def read_lines(svg: str) -> list[str]:
    """Return all texts of a picture, also those in parts of a text."""
    return list(ET.fromstring(svg).itertext())  # noqa: S314 - ours
