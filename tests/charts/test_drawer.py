"""The process that draws: started when wanted, replaced when it ends, never waited for in vain."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from pomegraph.charts.drawer import Drawer
from pomegraph.charts.drawing import Drawing, plan_drawing
from pomegraph.errors import DrawingError
from support.charts import RANKING, ask, make_table

ENDLESS = {"data": {"sequence": {"start": 0, "stop": 1e9}}, "mark": "point"}


@pytest.fixture(scope="module")
def drawer() -> Iterator[Drawer]:
    drawer = Drawer(deadline=60)
    yield drawer
    drawer.close()


def plan() -> Drawing:
    drawing = plan_drawing(ask(**RANKING), make_table())
    assert drawing is not None
    return drawing


def test_pictures_are_drawn_by_one_process(drawer: Drawer) -> None:
    assert "alpha" in drawer.draw(plan())
    first = drawer.number

    assert "alpha" in drawer.draw(plan())
    assert drawer.number == first


def test_process_that_ended_is_replaced(drawer: Drawer) -> None:
    drawer.draw(plan())
    first = drawer.number
    drawer.close()

    assert "alpha" in drawer.draw(plan())
    assert drawer.number != first


def test_what_is_no_chart_is_refused_and_the_next_is_drawn(drawer: Drawer) -> None:
    with pytest.raises(DrawingError):
        drawer.draw(Drawing("no JSON", "", 0))

    assert "alpha" in drawer.draw(plan())


def test_picture_that_takes_too_long_is_given_up() -> None:
    hasty = Drawer(deadline=1)

    with pytest.raises(DrawingError, match="took too long"):
        hasty.draw(Drawing(json.dumps(ENDLESS), "", 0))

    assert hasty.number is None
