"""Answers at the address of each thing, which is its IRI below the base: leads to a document about it, in many forms.

A drug is not a document, and so its address leads on (303) to one about it, as Cool URIs for the Semantic Web has it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.routing import PathConverter

from pomegraph.content.excerpts import DocumentFolder
from pomegraph.errors import ResultFormatError
from pomegraph.sparql.formats import GRAPH_FORMATS, list_formats
from pomegraph.web.headers import mark_checked
from pomegraph.web.protocol import PAGE, read_parameters, read_wishes
from pomegraph.web.questions.request import give_tag
from pomegraph.web.things.documents import respond_document
from pomegraph.web.things.finding import find_named, list_candidates, refuse
from pomegraph.web.things.jsonld import build_context, build_frame, read_term_words
from pomegraph.web.things.pages import respond_composed
from pomegraph.web.things.signposts import find_place, write_links

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.things.finding import Named

JSON_LD = GRAPH_FORMATS["jsonld"].content_type


class SegmentsConverter(PathConverter):
    """Paths of segments that are not empty, so that `//` and a slash too many lead where they should."""

    regex = "[^/]+(?:/[^/]+)*"
    part_isolating = False


def get_things_blueprint(service: QuestionService, folder: Path | None = None) -> Blueprint:
    """Return the routes of all things, and of the context and the frame of their JSON-LD.

    Args:
        service: What knows of the things.
        folder: The documents whose lines are shown on pages, if any are.
    """
    blueprint = Blueprint("things", __name__)
    documents = None if folder is None else DocumentFolder(folder)
    blueprint.after_request(give_tag)

    @blueprint.get("/context.jsonld")
    def give_context() -> Response:
        return _give_json(build_context(read_term_words(service)))

    @blueprint.get("/frame.jsonld")
    def give_frame() -> Response:
        return _give_json(build_frame(url_for("things.give_context", _external=True)))

    @blueprint.get("/<segments:path>")
    def answer(path: str) -> Response:
        named = find_named(service, path)
        if named is None:
            return _find_graph(service, path)
        parameters = read_parameters(request)
        if named.form is None:
            return _lead_on(service, named, parameters.find_first("format"))
        if named.form == PAGE:
            place = find_place(named)
            response = respond_composed(service, place, documents)
            response.headers["Link"] = write_links(service, place, PAGE)
            return response
        return respond_document(service, named, named.form, parameters)

    return blueprint


def _find_graph(service: QuestionService, path: str) -> Response:
    """Return the response that leads to the named graph that a path names.

    Raises:
        AddressUnknownError: it names none.
    """
    status = service.engine.status
    for name in list_candidates(status.base, path):
        if name in status.graphs:
            return cast("Response", redirect(f"{url_for('graphs.give')}?{urlencode({'graph': name})}", 303, Response))
    raise refuse(service, path)


def _give_json(document: object) -> Response:
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    response = Response(text, content_type=JSON_LD)
    mark_checked(response)
    return response


def _lead_on(service: QuestionService, named: Named, name: str | None) -> Response:
    """Return the response that leads from a thing to the document that the client likes best.

    Raises:
        ResultFormatError: there is none that it accepts.
    """
    wishes = read_wishes(request.headers.get("Accept"), name)
    form = PAGE if wishes.is_page else wishes.formats.graph
    if form is None:
        raise ResultFormatError("what is known of this has no format that you accept", list_formats("DESCRIBE"))
    place = find_place(named)
    where = place.locate(form)
    response = Response(f"{where}\n", 303, content_type="text/plain; charset=utf-8")
    response.headers["Location"] = where
    response.headers["Link"] = write_links(service, place)
    mark_checked(response)
    return response
