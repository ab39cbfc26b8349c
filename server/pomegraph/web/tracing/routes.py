"""The form at /trace, and the answer to a table of figures that is sent there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from pomegraph.errors import ResultFormatError
from pomegraph.evidence.rendering import render_cells, render_json
from pomegraph.sparql.formats import choose_media_type, prefers_html
from pomegraph.web.headers import mark_checked, mark_fleeting
from pomegraph.web.protocol import PAGE, read_parameters
from pomegraph.web.questions.json_rows import JSON
from pomegraph.web.questions.request import give_tag
from pomegraph.web.tracing.pages import render_form, render_verdicts
from pomegraph.web.tracing.request import read_posted, read_sent
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from pomegraph.evidence.attribution import Attribution
    from pomegraph.web.tracing.request import TraceService

_MEDIA_TYPES = {"json": JSON, "csv": "text/csv", "tsv": "text/tab-separated-values"}


def get_trace_blueprint(service: TraceService) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("trace", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/trace")
    def show() -> Response:
        response = Response(render_form())
        mark_checked(response)
        return response

    @blueprint.post("/trace")
    def answer() -> Response:
        parameters = read_parameters(request)
        form = _choose_form(parameters.find_first("format"))
        data = read_posted(parameters)
        text = get_visit().table = data.decode("utf-8-sig", "replace") if form == PAGE else ""
        figures = read_sent(data)
        tracer = service.open_tracer()
        verdicts = [tracer.trace(figure) for figure in figures]
        if form == PAGE:
            response = Response(render_verdicts(service, figures, verdicts, text))
        else:
            response = Response(_render(verdicts, form), content_type=f"{_MEDIA_TYPES[form]}; charset=utf-8")
        response.vary.add("Accept")
        mark_fleeting(response)
        return response

    return blueprint


def _choose_form(name: str | None) -> str:
    """Return the name of the format that is wanted: by its name, or by what the client accepts.

    Raises:
        ResultFormatError: there is none.
    """
    accept = request.headers.get("Accept")
    asked = (name or "").strip().lower()
    if asked == PAGE or (not asked and prefers_html(accept)):
        return PAGE
    wanted = _MEDIA_TYPES.get(asked, asked) or choose_media_type(accept, _MEDIA_TYPES.values())
    for form, media_type in _MEDIA_TYPES.items():
        if media_type == wanted:
            return form
    raise ResultFormatError("what is told of figures has no format that you accept", [*_MEDIA_TYPES, PAGE])


def _render(verdicts: list[Attribution], form: str) -> bytes:
    return render_json(verdicts) if form == "json" else render_cells(verdicts, "\t" if form == "tsv" else ",")
