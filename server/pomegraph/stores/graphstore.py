"""Writes graphs into a store elsewhere, by the SPARQL 1.1 Graph Store HTTP Protocol, and counts them there."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results, serialize

from pomegraph.errors import StoreError, StoreTimeoutError
from pomegraph.stores.connection import explain_status, is_timeout, open_client, read_message, tell_failures

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from pomegraph.stores.credentials import Credentials

_TIMEOUT = 300.0
# Seconds to wait before each new try.
_PAUSES = (1.0, 2.0, 4.0, 8.0)
_LONGEST_PAUSE = 60.0
_TRY_AGAIN = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE}
_TRIPLES = {"Content-Type": "application/n-triples"}
_TABLE = {"Accept": "application/sparql-results+json"}
# How the address for graphs ends, and how the one for queries does: Fuseki, Oxigraph, Virtuoso twice, Neptune, and
# RDF4J with GraphDB.
_QUERY_ENDINGS = {
    "/data": "/sparql",
    "/store": "/query",
    "/sparql-graph-crud-auth": "/sparql",
    "/sparql-graph-crud": "/sparql",
    "/sparql/gsp": "/sparql",
    "/rdf-graphs/service": "",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A store to write into.

    Args:
        graphs_url: Where it speaks the Graph Store Protocol.
        query_url: Where it takes queries.
        credentials: Who we are to it.
        default_graph: The named graph that stands for the default graph, in a store that has none of its own.
    """

    graphs_url: str
    query_url: str
    credentials: Credentials | None = None
    default_graph: str | None = None


def find_query_url(graphs_url: str) -> str:
    """Return where a store takes queries that has its graphs at a URL.

    Raises:
        StoreError: it cannot be told from the URL.

    >>> find_query_url("http://localhost:3030/ds/data")
    'http://localhost:3030/ds/sparql'
    """
    url = graphs_url.partition("?")[0].rstrip("/")
    for ending, other in _QUERY_ENDINGS.items():
        if url.endswith(ending):
            return url.removesuffix(ending) + other
    raise StoreError(
        f"where the store takes queries is not known: its address does not end with any of {', '.join(_QUERY_ENDINGS)}",
        "give the address for queries with --query-url",
    )


def name_graph(name: str) -> str:
    """Return how a graph is called to people; the default graph has the empty name."""
    return f"the graph <{name}>" if name else "the default graph"


class GraphStore:
    """The graphs of a store elsewhere; to be closed, as a context manager does."""

    def __init__(self, target: Target) -> None:
        _check_name(target.default_graph)
        self._target = target
        credentials = target.credentials
        self._graphs = open_client(target.graphs_url, credentials, _TIMEOUT)
        self._queries = open_client(target.query_url, credentials, _TIMEOUT)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close all connections."""
        self._graphs.close()
        self._queries.close()

    def check(self) -> None:
        """Raise an error unless the store takes queries.

        Raises:
            StoreError: it does not.
        """
        self._count("SELECT (COUNT(*) AS ?n) { }")

    def write(self, name: str, triples: list[Quad], *, first: bool) -> None:
        """Add triples to a graph; the first replace all that it has.

        Raises:
            StoreError: the store cannot be reached, or refused them.
        """
        url, graph = self._target.graphs_url, name or self._target.default_graph
        # Graph Store Protocol, 4.2: `default` has no value.
        selection = f"graph={quote(graph, safe='')}" if graph else "default"
        body = serialize((quad.triple for quad in triples), format=RdfFormat.N_TRIPLES)
        request = self._graphs.build_request(
            "PUT" if first else "POST",
            f"{url}{'&' if '?' in url else '?'}{selection}",
            content=body,
            headers=_TRIPLES,
        )
        for pause in (*_PAUSES, None):
            with tell_failures(url):
                response = self._graphs.send(request, stream=True)
                try:
                    if response.is_success:
                        return
                    if response.status_code not in _TRY_AGAIN or pause is None:
                        raise _explain_refusal(response, url, graph)
                finally:
                    response.close()
            time.sleep(_read_pause(response, pause))

    def count(self, name: str) -> int:
        """Return how many triples a graph has.

        Raises:
            StoreError: the store does not tell.
        """
        graph = name or self._target.default_graph
        return self._count(f"SELECT (COUNT(*) AS ?n) {{ {f'GRAPH <{graph}>' if graph else ''} {{ ?s ?p ?o }} }}")

    def _count(self, query: str) -> int:
        url = self._target.query_url
        with tell_failures(url):
            request = self._queries.build_request("POST", url, data={"query": query}, headers=_TABLE)
            response = self._queries.send(request, stream=True)
            try:
                if response.status_code != httpx.codes.OK:
                    raise _explain_refusal(response, url, "")
                data = response.read()
            finally:
                response.close()
        try:
            results = parse_query_results(data, format=QueryResultsFormat.JSON)
            rows = [row[0] for row in results] if isinstance(results, QuerySolutions) else []
            return int(getattr(rows[0], "value", ""))
        except (SyntaxError, ValueError, IndexError) as error:
            message = f"{url} does not answer a query with SPARQL JSON"
            raise StoreError(message, "give the address where the store takes queries with --query-url") from error


def _check_name(graph: str | None) -> None:
    try:
        NamedNode(graph or "urn:none")
    except ValueError as error:
        raise StoreError(
            f"<{graph}> is not an IRI for the default graph", "write an absolute one, such as https://example.org/graph"
        ) from error


def _read_pause(response: httpx.Response, otherwise: float) -> float:
    """Return for how many seconds a store asks to wait (RFC 9110, section 10.2.3), a minute at most."""
    value = response.headers.get("retry-after", "").strip()
    try:
        seconds = float(value) if value.isdecimal() else parsedate_to_datetime(value).timestamp() - time.time()
    except ValueError:
        return otherwise
    return min(max(0.0, seconds), _LONGEST_PAUSE)


def _explain_refusal(response: httpx.Response, url: str, graph: str | None) -> StoreError:
    status = response.status_code
    message = read_message(response)
    said = f": {message}" if message else ""
    cures: dict[int, str] = {
        HTTPStatus.UNAUTHORIZED: "set POMEGRAPH_LOAD_TOKEN, or POMEGRAPH_LOAD_USER and POMEGRAPH_LOAD_PASSWORD",
        HTTPStatus.FORBIDDEN: "use credentials that may do this",
        HTTPStatus.NOT_FOUND: "give the address of the Graph Store Protocol, such as http://localhost:3030/ds/data",
        HTTPStatus.METHOD_NOT_ALLOWED: "give an address that can be written to, such as http://localhost:3030/ds/data",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "send smaller parts with --part-size",
    }
    cure = cures.get(status)
    if graph is None and "default" in message:
        cure = "the store seems to have no default graph; name one for its triples with --default-graph"
    if cure:
        return StoreError(f"{url} refuses the request ({status}){said}", cure)
    if is_timeout(message):
        return StoreTimeoutError(f"{url} took too long{said}", "send smaller parts with --part-size")
    return explain_status(response, url, said)
