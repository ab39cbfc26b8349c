"""Tests of protocols as manifests describe them: requests, and what the answer to each must be."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph

from support.w3c.graphs import Graph, Term, find_file, read_quads
from support.w3c.manifest import MF, Entry

_HT = "http://www.w3.org/2011/http#"
_HTS = "http://www.w3.org/2011/http-statusCodes#"
_CNT = "http://www.w3.org/2011/content#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

_STATUSES = {
    "OK": range(200, 201),
    "Created": range(201, 202),
    "NoContent": range(204, 205),
    "NotFound": range(404, 405),
    "StatusCode2xx": range(200, 300),
    "StatusCode3xx": range(300, 400),
    "StatusCode4xx": range(400, 500),
}


@dataclass(frozen=True, slots=True)
class Message:
    """The headers and the body of a request or of an answer; the names of headers are in lower case."""

    headers: dict[str, str]
    body: bytes | None

    @property
    def media_type(self) -> str:
        """The content type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what the answer must be: its status, kind (boolean, tabular, RDF) and truth, where they are told."""

    method: str
    path: str
    request: Message
    response: Message
    statuses: tuple[range, ...]
    format: str | None
    boolean: bool | None
    location: str | None

    def allows(self, status: int) -> bool:
        """Return whether an answer may have this status."""
        return any(status in statuses for statuses in self.statuses)


def read_exchanges(entry: Entry) -> list[Exchange]:
    """Read the requests of a test in their order; none where it is told in words."""
    action = entry.graph.find_value(entry.subject, MF + "action")
    return [_read_exchange(entry.graph, request) for request in entry.graph.get_members(action, _HT + "requests")]


def read_named_graphs(entry: Entry) -> list[pyoxigraph.Quad]:
    """Read the named graphs that a test of the protocol asks about."""
    quads = []
    for graph in entry.graph.get_values(entry.subject, _UT + "graphData"):
        name = pyoxigraph.NamedNode(entry.graph.get_text(graph, _LABEL))
        path = find_file(entry.graph.get_text(graph, _UT + "graph"))
        quads += [pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, name) for quad in read_quads(path)]
    return quads


def _read_exchange(graph: Graph, request: Term) -> Exchange:
    response = graph.find_value(request, _HT + "resp")
    statuses = graph.get_values(response, MF + "expectedStatus")
    names = [status.value.removeprefix(_HTS) for status in statuses if isinstance(status, pyoxigraph.NamedNode)]
    boolean = _find_text(graph, response, MF + "expectedBoolean")
    return Exchange(
        method=graph.get_text(request, _HT + "methodName"),
        path=graph.get_text(request, _HT + "absolutePath"),
        request=_read_message(graph, request),
        response=_read_message(graph, response),
        statuses=tuple(_STATUSES[name] for name in names),
        format=_find_text(graph, response, MF + "expectedFormat"),
        boolean=None if boolean is None else boolean == "true",
        location=_find_text(graph, response, MF + "expectedLocation"),
    )


def _read_message(graph: Graph, subject: Term | None) -> Message:
    fields = graph.get_members(subject, _HT + "headers")
    names = [graph.get_text(field, _HT + "fieldName").lower() for field in fields]
    values = [graph.get_text(field, _HT + "fieldValue") for field in fields]
    body = graph.find_value(subject, _HT + "body")
    if body is None:
        return Message(dict(zip(names, values, strict=True)), None)
    content = graph.get_text(body, _CNT + "chars").encode(graph.get_text(body, _CNT + "characterEncoding"))
    return Message(dict(zip(names, values, strict=True)), content)


def _find_text(graph: Graph, subject: Term | None, iri: str) -> str | None:
    value = graph.find_value(subject, iri)
    return value.value if isinstance(value, pyoxigraph.NamedNode | pyoxigraph.Literal) else None
