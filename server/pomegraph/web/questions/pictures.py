"""Draws the answer to a question for pages and reports: a chart as SVG, light or dark, and its specification."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flask import Response, request

from pomegraph.charts.drawer import DRAWER
from pomegraph.charts.drawing import plan_drawing
from pomegraph.charts.sheet import NARROW, WIDE
from pomegraph.charts.theme import DARK, LIGHT
from pomegraph.errors import ResultFormatError
from pomegraph.sparql.formats import Wanted
from pomegraph.web.cache import Finished
from pomegraph.web.headers import build_tag, is_fresh, mark_lasting
from pomegraph.web.questions.forms import name_values
from pomegraph.web.questions.json_rows import build_answer_key, fetch_table, list_extensions
from pomegraph.web.questions.labels import name_cells
from pomegraph.web.results import check_call

if TYPE_CHECKING:
    from pomegraph.charts.drawing import Drawing
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.questions.request import AskedQuestion, QuestionService

_SVG = "image/svg+xml"
# By the end of the address.
PICTURES = {
    "svg": _SVG,
    "dark.svg": _SVG,
    "narrow.svg": _SVG,
    "narrow.dark.svg": _SVG,
    "vl.json": "application/json",
}
_SPECIFICATIONS = {"vl.json"}
_WANTED = Wanted("json", "json", None)


def respond_picture(service: QuestionService, asked: AskedQuestion, shape: str, record: QueryRecord) -> Response:
    """Return the chart of an answer.

    Raises:
        ResultFormatError: the question has none, or there is nothing to draw.
        PomegraphError: there is no answer.
    """
    tag = build_tag(service.engine.version, asked.call, f"{shape} {asked!r}")
    if is_fresh(request, tag):
        record.format, record.outcome = shape, "unchanged"
        response = Response(status=304)
    else:
        response = Response(_find_picture(service, asked, shape, record).body, content_type=PICTURES[shape])
    mark_lasting(response, tag)
    return response


def choose_look(shape: str) -> dict[str, Any]:
    """Return the colours and the sheet of a picture, by the end of its address."""
    return {"theme": DARK if "dark" in shape else LIGHT, "sheet": NARROW if "narrow" in shape else WIDE}


def render_drawing(drawing: Drawing, shape: str) -> bytes:
    """Return a drawing as SVG, or its specification.

    Raises:
        DrawingError: it cannot be drawn now.
    """
    if shape in _SPECIFICATIONS:
        return (json.dumps(json.loads(drawing.specification), ensure_ascii=False, indent=1) + "\n").encode()
    return DRAWER.draw(drawing).encode()


def _find_picture(service: QuestionService, asked: AskedQuestion, shape: str, record: QueryRecord) -> Finished:
    found = service.results.recall(build_answer_key(service.engine.version, asked, shape), record)
    if found is not None:
        return found
    table, version = fetch_table(service, asked.call, check_call(asked.call, _WANTED, record), record)
    named, subject = name_cells(service, asked.question, table), name_values(asked.told, service.list_things())
    drawing = plan_drawing(asked.question, named, subject=subject, **choose_look(shape))
    if drawing is None:
        raise ResultFormatError("there is no chart of this answer", list_extensions(asked.question))
    finished = Finished(asked.question.form, shape, version, len(table.rows), render_drawing(drawing, shape))
    service.results.keep(build_answer_key(version, asked, shape), finished)
    return finished
