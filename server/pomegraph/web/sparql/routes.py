"""The query operation of the SPARQL 1.1 Protocol at /sparql; a browser gets a page, a bare GET the description."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request, url_for

from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS
from pomegraph.web.headers import build_location
from pomegraph.web.protocol import (
    PAGE,
    Call,
    check_version,
    read_dataset,
    read_parameters,
    read_query,
    read_timeout,
    read_wishes,
)
from pomegraph.web.sparql.pages import Naming, respond_editor, respond_page
from pomegraph.web.sparql.service_description import respond_description
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from pomegraph.engine.client import EngineClient
    from pomegraph.sparql.formats import Format, Wanted
    from pomegraph.web.release_files import ReleaseFiles
    from pomegraph.web.results import Results
    from pomegraph.web.sparql.pages import FindLabels

_EXTENSIONS = {each.extension for formats in (TABLE_FORMATS, GRAPH_FORMATS) for each in formats.values()} | {PAGE}
# With none of these a GET asks for nothing in particular (Service Description, section 2).
_ASKING = ("query", "update", "default-graph-uri", "named-graph-uri", "timeout")


def get_sparql_blueprint(
    engine: EngineClient, results: Results, files: ReleaseFiles, find_labels: FindLabels
) -> Blueprint:
    """Return the routes of the endpoint; what finds labels of IRIs helps pages to show them."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
    @blueprint.route("/sparql.<extension>", methods=["GET", "POST"])
    def answer(extension: str | None = None) -> Response:
        if extension is not None and extension not in _EXTENSIONS:
            abort(404)
        parameters = read_parameters(request)
        name = extension or parameters.find_first("format")
        wishes = read_wishes(request.headers.get("Accept"), name)
        if request.method != "POST" and not any(each in parameters for each in _ASKING):
            status = engine.status
            if wishes.is_page:
                return respond_editor(status)
            return respond_description(status, _get_endpoint(), wishes, files.read_description)
        check_version(request, parameters)
        query, visit = read_query(request, parameters), get_visit()
        record = visit.start_record(query, "sparql")
        call = Call(query, read_dataset(parameters), read_timeout(parameters), name)
        if wishes.is_page:
            visit.call = call
            return respond_page(results, call, Naming(engine.status, find_labels), record)
        return results.respond(
            call, wishes.formats if name else _accept_graph(wishes.formats), functools.partial(_locate, call), record
        )

    return blueprint


def _accept_graph(wanted: Wanted) -> Wanted:
    """Return what is wanted, with the usual format of graphs where types of tables are accepted only.

    Clients such as rdflib's name these for queries of every form, and read what comes by its type. RFC 9110, section
    12.5.1: a field that cannot be honoured may be disregarded.
    """
    return replace(wanted, graph=next(iter(GRAPH_FORMATS))) if wanted.table and not wanted.graph else wanted


def _get_endpoint() -> str:
    return url_for("sparql.answer", _external=True)


def _locate(call: Call, form: Format) -> str | None:
    return build_location(f"{url_for('sparql.answer')}.{form.extension}", call)
