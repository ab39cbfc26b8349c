"""Describes the data at /void: VoID, DCAT and HCLS, as the release has them, and where they are served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for
from pyoxigraph import Literal, NamedNode, Triple

from pomegraph.errors import ResultFormatError
from pomegraph.names import DCTERMS, PAV, RDF, RDFS, XSD
from pomegraph.sparql.formats import GRAPH_FORMATS, list_formats
from pomegraph.web.dataset.pages import respond_dataset
from pomegraph.web.headers import build_tag, is_fresh, mark_lasting
from pomegraph.web.protocol import PAGE, Call, read_parameters, read_wishes
from pomegraph.web.questions.request import give_tag
from pomegraph.web.rendering import render_triples
from pomegraph.web.things.finding import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.wrappers import Response as Answer

    from pomegraph.web.questions.request import QuestionService
    from pomegraph.web.release_files import ReleaseFiles

_DCAT = "http://www.w3.org/ns/dcat#"
_VOID = "http://rdfs.org/ns/void#"
_PREFIXES = {
    "dcat": _DCAT,
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": _VOID,
    "void-ext": "http://ldf.fi/void-ext#",
    "dcterms": DCTERMS,
    "pav": PAV,
    "rdf": RDF,
    "rdfs": RDFS,
    "xsd": XSD,
}


def get_dataset_blueprint(service: QuestionService, files: ReleaseFiles) -> Blueprint:
    """Return the routes of the description."""
    blueprint = Blueprint("dataset", __name__)
    blueprint.after_request(give_tag)

    @blueprint.get("/.well-known/void")
    @blueprint.get("/void")
    def give_void() -> Response:
        return _respond(service, files, read_parameters(request).find_first("format"))

    @blueprint.get(f"/void.<any({', '.join(EXTENSIONS)}):extension>")
    def give_form(extension: str) -> Response:
        return _respond(service, files, EXTENSIONS[extension])

    @blueprint.get("/dataset")
    @blueprint.get("/dataset/<version>")
    @blueprint.get("/dataset/<version>/layer/<layer>")
    def lead_on(version: str = "", layer: str = "") -> Answer:  # noqa: ARG001  # each is described there
        return redirect(url_for("dataset.give_void"), 303)

    return blueprint


def _respond(service: QuestionService, files: ReleaseFiles, name: str | None) -> Response:
    wishes = read_wishes(request.headers.get("Accept"), name)
    if wishes.is_page:
        return respond_dataset(service, files)
    form = wishes.formats.graph
    if form is None:
        raise ResultFormatError("the description has no format that you accept", list_formats("DESCRIBE"))
    root, version = url_for("home.show", _external=True), service.engine.version
    tag = build_tag(version, Call(f"{root}void"), form)
    if is_fresh(request, tag):
        response = Response(status=304)
    else:
        body = render_triples(describe_served(service, files), form, {**service.engine.status.prefixes, **_PREFIXES})
        response = Response(body, content_type=GRAPH_FORMATS[form].content_type)
        response.headers["Content-Location"] = url_for("dataset.give_form", extension=GRAPH_FORMATS[form].extension)
    mark_lasting(response, tag)
    response.vary.add("Accept")
    page = url_for("dataset.give_form", extension=PAGE, _external=True)
    response.headers["Link"] = f'<{page}>; rel="describes"; type="text/html"'
    return response


def describe_served(service: QuestionService, files: ReleaseFiles) -> list[Triple]:
    """Return the description of what is served, with the addresses that it has here."""
    triples = files.read_description()
    root = url_for("home.show", _external=True)
    known = dict.fromkeys(triples)
    return list(known | dict.fromkeys(_describe_here(service, triples, root)))


def _describe_here(service: QuestionService, triples: list[Triple], root: str) -> Iterator[Triple]:
    """Yield where this server has what is described; of data that describe nothing, what is known of them too."""
    base, status = service.engine.status.base, service.engine.status
    version = next((one.subject for one in triples if one.predicate.value == f"{PAV}version"), None)
    if version is None or base is None:
        version = NamedNode(f"{root}void#dataset")
        yield Triple(version, NamedNode(f"{RDF}type"), NamedNode(f"{_VOID}Dataset"))
        yield Triple(version, NamedNode(f"{RDFS}label"), Literal("What is served here"))
        if status.triples is not None:
            count = Literal(str(status.triples), datatype=NamedNode(f"{XSD}integer"))
            yield Triple(version, NamedNode(f"{_VOID}triples"), count)
    yield Triple(version, NamedNode(f"{_VOID}sparqlEndpoint"), NamedNode(f"{root}sparql"))
    yield Triple(version, NamedNode(f"{_VOID}openSearchDescription"), NamedNode(f"{root}opensearch.xml"))
    yield Triple(version, NamedNode(f"{RDFS}seeAlso"), NamedNode(f"{root}.well-known/sparql-examples"))
    for one in triples:
        if base and one.predicate.value in {f"{_VOID}dataDump", f"{_DCAT}downloadURL"}:
            here = str(getattr(one.object, "value", "")).removeprefix(base)
            yield Triple(one.subject, one.predicate, NamedNode(f"{root}{here}"))
