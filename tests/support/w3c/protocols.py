"""Runs the tests of protocols against an endpoint that can be read only.

Requests that would write must be refused. A test of the Graph Store Protocol reads what it wrote before: what the
refused request would have done is done by the operator, who changes the data and reloads; then the read must succeed.
"""

from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

from support.w3c.comparison import find_difference
from support.w3c.results import build_graph_table, read_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.w3c.endpoint import Endpoint, Reply
    from support.w3c.exchanges import Exchange, Message

_HOST = "www.example"  # the authority of all tests: graphs that are named by the URL itself have it in their names
_NEW = f"http://{_HOST}/graphs/new"  # where the operator puts a graph that came without a name
_FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {"application/sparql-results+json", "application/sparql-results+xml", "text/csv"},
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}

Graphs = dict[pyoxigraph.NamedNode | pyoxigraph.DefaultGraph, set[pyoxigraph.Triple]]


def send_query(exchange: Exchange, endpoint: Endpoint) -> Reply:
    """Send a request of the suite of the SPARQL Protocol to the path of this server."""
    path = exchange.path.replace("/sparql/", "/sparql", 1)
    return endpoint.send(exchange.method, path, exchange.request.headers, exchange.request.body)


def find_query_failure(exchange: Exchange, reply: Reply) -> str | None:
    """Return what is wrong with an answer of the SPARQL Protocol."""
    if not exchange.allows(reply.status):
        return reply.describe()
    if exchange.format and reply.media_type not in _FORMATS[exchange.format]:
        return f"{reply.media_type} is no format for a result that is {exchange.format}"
    if exchange.boolean is not None:
        return find_difference(exchange.boolean, read_answer(reply.body, reply.media_type))
    return None


def find_store_failures(exchanges: Iterable[Exchange], endpoint: Endpoint) -> list[str]:
    """Run a test of the Graph Store Protocol, and return what is wrong with its answers."""
    graphs: Graphs = {}
    failures = []
    for exchange in exchanges:
        name = _name_graph(_find_path(exchange))
        is_read = exchange.method in {"GET", "HEAD"}
        if is_read:
            endpoint.serve(_list_quads(graphs))
        reply = _send(exchange, endpoint)
        failure = _find_read_failure(exchange, reply) if is_read else _find_refusal_failure(reply)
        if failure:
            failures.append(f"{exchange.method} {exchange.path}: {failure}")
        if not is_read:
            _write(graphs, name, exchange)
    return failures


def _list_quads(graphs: Graphs) -> list[pyoxigraph.Quad]:
    triples = [(triple, name) for name, triples in graphs.items() for triple in triples]
    return [pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, name) for triple, name in triples]


def _find_path(exchange: Exchange) -> str:
    """Return the path of a request on this server, where the protocol is at /graphs."""
    return exchange.path.replace("/gsp", "/graphs", 1).replace("$LOCATION$", _NEW)


def _send(exchange: Exchange, endpoint: Endpoint) -> Reply:
    headers = {"host": _HOST, **exchange.request.headers}
    return endpoint.send(exchange.method, _find_path(exchange), headers, exchange.request.body)


def _name_graph(path: str) -> pyoxigraph.NamedNode | pyoxigraph.DefaultGraph:
    """Return the graph that a request is about (Graph Store Protocol 4.1 and 4.2)."""
    parameters = parse_qs(urlsplit(path).query, keep_blank_values=True)
    if "default" in parameters:
        return pyoxigraph.DefaultGraph()
    if "graph" in parameters:
        return pyoxigraph.NamedNode(parameters["graph"][0])
    return pyoxigraph.NamedNode(_NEW if path == "/graphs" else f"http://{_HOST}{path}")


def _write(graphs: Graphs, name: pyoxigraph.NamedNode | pyoxigraph.DefaultGraph, exchange: Exchange) -> None:
    """Do to the graphs what the request asked for."""
    if exchange.method in {"PUT", "DELETE"}:
        graphs.pop(name, None)
    if exchange.request.body is not None:
        graphs.setdefault(name, set()).update(_read_triples(exchange.request))


def _read_triples(message: Message) -> Iterable[pyoxigraph.Triple]:
    """Return the triples of a body, which may have parts (multipart/form-data)."""
    head = f"Content-Type: {message.headers['content-type']}\r\n\r\n".encode()
    for part in message_from_bytes(head + (message.body or b"")).walk():
        if not part.is_multipart():
            form = pyoxigraph.RdfFormat.from_media_type(part.get_content_type())
            body = part.get_payload(decode=True)
            assert isinstance(body, bytes)
            yield from (quad.triple for quad in pyoxigraph.parse(body, format=form, rename_blank_nodes=True))


def _find_refusal_failure(reply: Reply) -> str | None:
    if reply.status != 405:
        return reply.describe()
    allowed = {method.strip() for method in reply.headers.get("allow", "").split(",")}
    return None if {"GET", "HEAD"} <= allowed and "PUT" not in allowed else f"Allow: {allowed}"


def _find_read_failure(exchange: Exchange, reply: Reply) -> str | None:
    if not exchange.allows(reply.status):
        return reply.describe()
    wanted = exchange.response.headers.get("content-type")
    if wanted and reply.headers.get("content-type") != wanted:
        return f"expected {wanted}, got {reply.headers.get('content-type')}"
    if exchange.method == "HEAD":
        return "HEAD has a body" if reply.body else None
    if exchange.response.body is None:
        return None
    expected = pyoxigraph.parse(exchange.response.body, format=pyoxigraph.RdfFormat.TURTLE)
    return find_difference(build_graph_table(expected), read_answer(reply.body, reply.media_type))
