"""What the editor asks for: its vocabulary at /editor.json, and the chart of a result at /sparql.svg."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from pomegraph.sparql.formats import Wanted
from pomegraph.web.cache import Finished, hash_parts
from pomegraph.web.editor.charts import build_result_chart, read_wish
from pomegraph.web.editor.vocabulary import VocabularyBuilder
from pomegraph.web.headers import build_tag, is_fresh, mark_fleeting, mark_lasting
from pomegraph.web.protocol import Call, read_dataset, read_parameters, read_query, read_timeout
from pomegraph.web.questions.json_rows import JSON, fetch_table
from pomegraph.web.questions.pictures import PICTURES, render_drawing
from pomegraph.web.results import check_call
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from pomegraph.sparql.outline import Outline
    from pomegraph.web.editor.charts import ChartWish
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.questions.request import QuestionService

# A graph has no columns to choose from.
_WANTED = Wanted("json", "json", None)


def get_editor_blueprint(service: QuestionService) -> Blueprint:
    """Return the routes."""
    blueprint = Blueprint("editor", __name__)
    builder = VocabularyBuilder(service)

    @blueprint.get("/editor.json")
    def give() -> Response:
        return _respond_vocabulary(builder)

    @blueprint.route("/sparql.svg", methods=["GET", "POST"], defaults={"shape": "svg"})
    @blueprint.route("/sparql.dark.svg", methods=["GET", "POST"], defaults={"shape": "dark.svg"})
    @blueprint.route("/sparql.narrow.svg", methods=["GET", "POST"], defaults={"shape": "narrow.svg"})
    @blueprint.route("/sparql.narrow.dark.svg", methods=["GET", "POST"], defaults={"shape": "narrow.dark.svg"})
    @blueprint.route("/sparql.vl.json", methods=["GET", "POST"], defaults={"shape": "vl.json"})
    def draw(shape: str) -> Response:
        parameters = read_parameters(request)
        query, wish = read_query(request, parameters), read_wish(parameters)
        record = get_visit().start_record(query, "sparql")
        call = Call(query, read_dataset(parameters), read_timeout(parameters))
        return _respond_chart(service, call, wish, shape, record)

    return blueprint


def _respond_vocabulary(builder: VocabularyBuilder) -> Response:
    tag = builder.tag
    if is_fresh(request, tag):
        response = Response(status=304)
        mark_lasting(response, tag)
        return response
    vocabulary = builder.build()
    text = json.dumps(vocabulary.document, ensure_ascii=False, separators=(",", ":"))
    response = Response(text + "\n", content_type=JSON)
    # While it was built the data may have changed.
    if vocabulary.is_whole and tag == builder.tag:
        mark_lasting(response, tag)
    else:
        mark_fleeting(response)
    return response


def _respond_chart(service: QuestionService, call: Call, wish: ChartWish, shape: str, record: QueryRecord) -> Response:
    outline = check_call(call, _WANTED, record)
    tag = build_tag(service.engine.version, call, f"{shape} {wish!r}")
    if not outline.is_volatile and is_fresh(request, tag):
        record.format, record.outcome = shape, "unchanged"
        response = Response(status=304)
    else:
        response = Response(_find_chart(service, call, (outline, wish, shape), record), content_type=PICTURES[shape])
    mark_lasting(response, tag)
    if outline.is_volatile:
        mark_fleeting(response)
    return response


def _find_chart(
    service: QuestionService, call: Call, what: tuple[Outline, ChartWish, str], record: QueryRecord
) -> bytes:
    """Return a chart, which may have been kept: its title and colours belong to the query and the wish."""
    outline, wish, shape = what
    found = (
        None if outline.is_volatile else service.results.recall(_build_key(service.engine.version, call, what), record)
    )
    if found is not None:
        return found.body
    table, version = fetch_table(service, call, outline, record)
    body = render_drawing(build_result_chart(service, table, wish, shape), shape)
    finished = Finished("SELECT", shape, version, len(table.rows), body)
    if not outline.is_volatile:
        service.results.keep(_build_key(version, call, what), finished)
    return finished.body


def _build_key(version: str, call: Call, what: tuple[Outline, ChartWish, str]) -> str:
    _, wish, shape = what
    return f"chart {hash_parts(version, call.query, call.dataset, wish, shape)}"
