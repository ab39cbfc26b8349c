"""Describes the endpoint and its graphs: SPARQL 1.1 Service Description, with the counts of VoID."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from flask import Response, request
from pyoxigraph import Literal, NamedNode, Triple, serialize

from pomegraph.errors import ResultFormatError
from pomegraph.names import RDF, XSD
from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS, list_formats
from pomegraph.sparql.outline import VERSIONS
from pomegraph.stores.writing import RDF_FORMATS
from pomegraph.web.headers import build_tag, is_fresh, mark_lasting
from pomegraph.web.protocol import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pomegraph.engine.data import Status
    from pomegraph.web.protocol import Wishes

_SD = "http://www.w3.org/ns/sparql-service-description#"
_SPARQL = "http://www.w3.org/ns/sparql#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_ENTAILMENT = "http://www.w3.org/ns/entailment/"
_PREFIXES = {
    "sd": _SD,
    "void": _VOID,
    "formats": _FORMATS,
    "rdf": RDF,
    "xsd": XSD,
    "ent": _ENTAILMENT,
    "sparql": _SPARQL,
}
# Unique URIs for File Formats, W3C, by our names.
_FORMAT_IRIS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}


def respond_description(
    status: Status, endpoint: str, wishes: Wishes, read_more: Callable[[], Iterable[Triple]]
) -> Response:
    """Return the description of the endpoint at a URL, in the format that the client wants.

    Args:
        status: What is served.
        endpoint: The URL.
        wishes: What the client wants.
        read_more: Gives what the data say of themselves: clients that know what classes there are look here for it.

    Raises:
        ResultFormatError: there is none.
    """
    wanted = wishes.formats.graph
    if wanted is None:
        raise ResultFormatError("the service description has no format that you accept", list_formats("DESCRIBE"))
    tag = build_tag(status.version, Call(endpoint), wanted)
    if is_fresh(request, tag):
        response = Response(status=304)
    else:
        triples = itertools.chain(describe_service(status, endpoint), read_more())
        body = serialize(triples, format=RDF_FORMATS[wanted], prefixes=_PREFIXES)
        response = Response(body, content_type=GRAPH_FORMATS[wanted].content_type)
    mark_lasting(response, tag)
    response.vary.add("Accept")
    return response


def describe_service(status: Status, endpoint: str) -> Iterator[Triple]:
    """Yield the description; what has no name of its own is named by fragments of the endpoint's URL."""
    service, dataset = NamedNode(endpoint), NamedNode(endpoint + "#dataset")
    yield _say(service, RDF + "type", NamedNode(_SD + "Service"))
    yield _say(service, _SD + "endpoint", NamedNode(endpoint))
    # SPARQL 1.2 Service Description, 3.4: the language, apart from its versions. Clients of 1.1 know one name of both.
    for name in ("SPARQLQuery", "SPARQL11Query"):
        yield _say(service, _SD + "supportedLanguage", NamedNode(_SD + name))
    # Which others a store elsewhere knows, it does not say.
    for label in VERSIONS if status.store != "remote" else ("1.1",):
        yield _say(service, _SD + "supportedVersion", NamedNode(f"{_SPARQL}version-{label}"))
    yield _say(service, _SD + "defaultEntailmentRegime", NamedNode(_ENTAILMENT + "Simple"))
    for name in [*TABLE_FORMATS, *GRAPH_FORMATS]:
        yield _say(service, _SD + "resultFormat", NamedNode(_FORMATS + _FORMAT_IRIS[name]))
    if status.limits.services:
        yield _say(service, _SD + "feature", NamedNode(_SD + "BasicFederatedQuery"))
    yield _say(service, _SD + "defaultDataset", dataset)
    yield from _describe_dataset(status, endpoint, dataset)


def _describe_dataset(status: Status, endpoint: str, dataset: NamedNode) -> Iterator[Triple]:
    default = NamedNode(endpoint + "#default-graph")
    yield _say(dataset, RDF + "type", NamedNode(_SD + "Dataset"))
    yield _say(dataset, _SD + "defaultGraph", default)
    yield from _describe_graph(default, status.triples)
    for number, (name, triples) in enumerate(sorted(status.graphs.items()), 1):
        named, graph = NamedNode(f"{endpoint}#named-graph-{number}"), NamedNode(f"{endpoint}#graph-{number}")
        yield _say(dataset, _SD + "namedGraph", named)
        yield _say(named, RDF + "type", NamedNode(_SD + "NamedGraph"))
        yield _say(named, _SD + "name", NamedNode(name))
        yield _say(named, _SD + "graph", graph)
        yield from _describe_graph(graph, triples)


def _describe_graph(graph: NamedNode, triples: int | None) -> Iterator[Triple]:
    yield _say(graph, RDF + "type", NamedNode(_SD + "Graph"))
    if triples is not None:
        yield _say(graph, _VOID + "triples", Literal(str(triples), datatype=NamedNode(XSD + "integer")))


def _say(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
