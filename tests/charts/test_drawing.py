"""What is drawn: a chart in Vega-Lite always, and graphs on wide sheets."""

from __future__ import annotations

import json

import pytest

from pomegraph.charts.drawing import plan_drawing
from pomegraph.charts.sheet import NARROW, WIDE, Sheet
from pomegraph.questions.question import Question
from pomegraph.sparql.results import Table
from support.charts import COLUMNS, RANKING, ask, make_table

PATH = {"from": "regimen", "to": "measure"}


@pytest.mark.parametrize(("mark", "channels"), [("bar", RANKING), ("path", PATH)])
def test_answer_without_rows_is_not_drawn(mark: str, channels: dict[str, str]) -> None:
    assert plan_drawing(ask(mark, **channels), Table(tuple(column.name for column in COLUMNS), ())) is None


def test_question_without_a_chart_is_not_drawn() -> None:
    question = ask()
    plain = Question(**{name: getattr(question, name) for name in question.__slots__} | {"chart": None})

    assert plan_drawing(plain, make_table()) is None


@pytest.mark.parametrize(
    ("mark", "channels", "sheet", "graphs"),
    [("bar", RANKING, WIDE, 0), ("path", PATH, WIDE, 4), ("network", PATH, WIDE, 4), ("path", PATH, NARROW, 0)],
)
def test_graphs_are_drawn_on_wide_sheets(mark: str, channels: dict[str, str], sheet: Sheet, graphs: int) -> None:
    drawing = plan_drawing(ask(mark, **channels), make_table(), sheet=sheet)

    assert drawing is not None
    assert (len(drawing.dots), drawing.width) == (graphs, sheet.width)
    assert json.loads(drawing.specification)["description"] == drawing.description
