"""The query operation of the SPARQL 1.1 Protocol at /sparql."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, NotAcceptable, UnsupportedMediaType

from pomegraph.engine import list_formats, serialize_results

if TYPE_CHECKING:
    from pomegraph.engine import Dataset, Engine

MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
_ALIASES = {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "text/plain": "ntriples"}
_DIRECT = "application/sparql-query"
_FORM = "application/x-www-form-urlencoded"


def get_sparql_blueprint(engine: Engine) -> Blueprint:
    """Return the routes of the endpoint."""
    blueprint = Blueprint("sparql", __name__)

    @blueprint.route("/sparql", methods=["GET", "POST"])
    def answer() -> Response:
        results = engine.run(_read_query(), _read_dataset())
        name, media_type = _choose_format(list_formats(results))
        return Response(serialize_results(results, name), content_type=f"{media_type}; charset=utf-8")

    return blueprint


def _read_query() -> str:
    # SPARQL 1.1 Protocol 2.1: by GET, by POST as a form, by POST as the body itself.
    if request.method == "POST" and request.mimetype == _DIRECT:
        return _decode(request.get_data())
    if request.method == "POST" and request.mimetype != _FORM:
        raise UnsupportedMediaType(f"send the query as {_DIRECT} or as the parameter query of {_FORM}")
    queries = (request.form if request.method == "POST" else request.args).getlist("query")
    if len(queries) != 1:
        raise BadRequest(f"give one parameter query with a SPARQL query, not {len(queries)}")
    return queries[0]


def _read_dataset() -> Dataset | None:
    # SPARQL 1.1 Protocol 2.1.4: with any of the two given, they make the whole dataset.
    given = request.form if request.mimetype == _FORM else request.args
    dataset = given.getlist("default-graph-uri"), given.getlist("named-graph-uri")
    return dataset if any(dataset) else None


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("the query is not UTF-8; send it as UTF-8") from error


def _choose_format(names: list[str]) -> tuple[str, str]:
    """Return a format and the media type under which it was asked for."""
    known = {MEDIA_TYPES[name]: name for name in names}
    known |= {media_type: name for media_type, name in _ALIASES.items() if name in names}
    if not request.accept_mimetypes:
        return names[0], MEDIA_TYPES[names[0]]
    chosen = request.accept_mimetypes.best_match(known)
    if chosen is None:
        raise NotAcceptable(f"this result can be had as {', '.join(known)}")
    return known[chosen], chosen
