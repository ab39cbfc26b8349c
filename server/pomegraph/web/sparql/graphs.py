"""Gives away whole graphs at /graphs: the read side of the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.urls import iri_to_uri

from pomegraph.engine.client import Request
from pomegraph.sparql.formats import Wanted
from pomegraph.web.problems import GraphNotFoundError, ParameterError
from pomegraph.web.protocol import Call, read_names, read_parameters, read_wishes
from pomegraph.web.sparql.service_description import respond_description
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from pomegraph.engine.client import EngineClient
    from pomegraph.engine.data import Status
    from pomegraph.sparql.formats import Format
    from pomegraph.stores.embedded import Dataset
    from pomegraph.web.protocol import Parameters
    from pomegraph.web.results import Results

_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_ANYTHING = "ASK { GRAPH ?g { ?s ?p ?o } }"


def get_graphs_blueprint(engine: EngineClient, results: Results) -> Blueprint:
    """Return the routes of the graphs; what is not GET or HEAD is refused with 405, because all is only read."""
    blueprint = Blueprint("graphs", __name__)

    @blueprint.get("/graphs", strict_slashes=False)
    def give() -> Response:
        parameters = read_parameters(request)
        if "graph" not in parameters and "default" not in parameters:
            return _list_graphs(engine.status, parameters)
        return _respond(results, _choose_graph(engine, parameters), parameters)

    @blueprint.get("/graphs/<path:path>")
    def give_directly(path: str) -> Response:
        # Graph Store HTTP Protocol 4.1: the graph's IRI is the address that was asked for, or stands below our base.
        base = engine.status.base
        names = [request.base_url, iri_to_uri(request.base_url), *([base + path] if base else [])]
        return _respond(results, ([_find_graph(engine, *names)], []), read_parameters(request))

    return blueprint


def _list_graphs(status: Status, parameters: Parameters) -> Response:
    wishes = read_wishes(request.headers.get("Accept"), parameters.find_first("format"))
    if wishes.is_page:
        links = {graph: url_for("graphs.give") + "?" + urlencode({"graph": graph}) for graph in sorted(status.graphs)}
        response = Response(render_template("graphs.html", status=status, links=links))
        response.vary.add("Accept")
        return response
    return respond_description(status, url_for("sparql.answer", _external=True), wishes, tuple)


def _choose_graph(engine: EngineClient, parameters: Parameters) -> Dataset | None:
    # Graph Store HTTP Protocol 4.2: either `default`, or one `graph` with an absolute IRI.
    names = read_names(parameters, "graph")
    if len(names) + ("default" in parameters) != 1:
        raise ParameterError("graph", "more than one graph is asked for", "give either default or graph, once")
    return ([_find_graph(engine, names[0])], []) if names else None


def _find_graph(engine: EngineClient, *names: str) -> str:
    """Return the first of some names that is one of a graph."""
    status = engine.status
    is_known = status.store in {"memory", "disk"}
    for name in names:
        if name in status.graphs or (not is_known and _ask_graph(engine, name)):
            return name
    raise GraphNotFoundError(names[0])


def _ask_graph(engine: EngineClient, name: str) -> bool:
    # Graphs of a store elsewhere come and go.
    answer = engine.run(Request(_ANYTHING, Wanted(None, "json", None), ([], [name])))
    with closing(answer):
        return bool(json.loads(b"".join(answer.body))["boolean"])


def _respond(results: Results, dataset: Dataset | None, parameters: Parameters) -> Response:
    record = get_visit().start_record(_EVERYTHING, "graphs")
    name = parameters.find_first("format")
    call = Call(_EVERYTHING, dataset, format=name)
    which = {"graph": dataset[0][0]} if dataset else {"default": ""}

    def locate(form: Format) -> str:
        return f"{url_for('graphs.give')}?{urlencode({**which, 'format': form.name})}"

    return results.respond(call, read_wishes(request.headers.get("Accept"), name).formats, locate, record)
