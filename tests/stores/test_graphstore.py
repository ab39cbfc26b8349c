"""Graphs of a store elsewhere: written, counted, and every refusal told with its cure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import NamedNode, Quad

from pomegraph.errors import StoreDownError, StoreError, StoreTimeoutError
from pomegraph.stores.credentials import Credentials
from pomegraph.stores.graphstore import GraphStore, Target, find_query_url, name_graph
from support.listener import run_bytes
from support.servers import Server, run_oxigraph

GRAPH = "https://example.org/a graph/ä".replace(" ", "%20")
QUADS = [Quad(NamedNode("a:s"), NamedNode("a:p"), NamedNode(f"a:{number}")) for number in range(3)]
FINE = b"HTTP/1.1 204 Fine\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with run_oxigraph() as server:
        yield server


@pytest.fixture
def store(server: Server) -> Iterator[GraphStore]:
    with GraphStore(Target(server.graphs_url, server.query_url)) as store:
        yield store


@pytest.mark.parametrize("name", ["", GRAPH])
def test_first_triples_replace_and_others_are_added(store: GraphStore, name: str) -> None:
    store.write(name, QUADS, first=True)
    store.write(name, QUADS[:1], first=True)
    counts = [store.count(name)]
    store.write(name, QUADS[1:], first=False)
    counts.append(store.count(name))

    assert counts == [1, 3]


def test_default_graph_may_have_a_name_there(server: Server) -> None:
    with GraphStore(Target(server.graphs_url, server.query_url, default_graph="a:default")) as store:
        store.write("", QUADS, first=True)

        assert store.count("") == store.count("a:default") == 3


def test_graph_that_is_not_there_is_empty(store: GraphStore) -> None:
    store.check()

    assert store.count("a:none") == 0


def test_credentials_go_with_every_request() -> None:
    with run_bytes(FINE) as listener:
        target = Target(listener.url, listener.url, Credentials("secret"))
        with GraphStore(target) as store:
            store.write("a:g", QUADS, first=True)

    assert b"authorization: bearer secret" in listener.requests[0].lower()
    assert b"PUT /sparql?graph=a%3Ag HTTP" in listener.requests[0]


def test_address_with_a_query_keeps_it() -> None:
    with run_bytes(FINE) as listener, GraphStore(Target(f"{listener.url}?x=y", listener.url)) as store:
        store.write("", QUADS, first=False)

    assert listener.requests[0].startswith(b"POST /sparql?x=y&default HTTP")


def test_store_that_was_busy_is_asked_again_when_it_says() -> None:
    busy = b"HTTP/1.1 503 Busy\r\nRetry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n"
    with run_bytes(busy, busy, FINE) as listener, GraphStore(Target(listener.url, listener.url)) as store:
        store.write("", QUADS, first=True)

    assert len(listener.requests) == 3
    assert len(set(listener.requests)) == 1


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        (b"HTTP/1.1 400 No\r\n\r\nno default graph here", StoreError, "name one for its triples with --default-graph"),
        (b"HTTP/1.1 413 No\r\n\r\n", StoreError, r"refuses the request \(413\); send smaller parts"),
        (b"HTTP/1.1 500 No\r\n\r\nTransaction timed out", StoreTimeoutError, "took too long: Transaction timed out"),
    ],
)
def test_refusal_is_told_with_its_cure(answer: bytes, error: type[Exception], message: str) -> None:
    with (
        run_bytes(answer) as listener,
        GraphStore(Target(listener.url, listener.url)) as store,
        pytest.raises(error, match=message),
    ):
        store.write("", QUADS, first=True)


def test_store_that_is_down_is_told() -> None:
    with GraphStore(Target("http://127.0.0.1:9/", "http://127.0.0.1:9/")) as store, pytest.raises(StoreDownError):
        store.check()


def test_graph_is_called_by_its_name() -> None:
    assert (name_graph(""), name_graph("a:b")) == ("the default graph", "the graph <a:b>")


@pytest.mark.parametrize(
    ("ending", "query"),
    [
        ("/ds/data", "/ds/sparql"),
        ("/store", "/query"),
        ("/sparql-graph-crud-auth", "/sparql"),
        ("/sparql-graph-crud", "/sparql"),
        ("/sparql/gsp/", "/sparql"),
        ("/repositories/name/rdf-graphs/service?x=y", "/repositories/name"),
    ],
)
def test_address_for_queries_is_found(ending: str, query: str) -> None:
    assert find_query_url(f"http://localhost{ending}") == f"http://localhost{query}"


def test_address_for_queries_that_is_not_found_must_be_given() -> None:
    with pytest.raises(StoreError, match="give the address for queries with --query-url"):
        find_query_url("http://localhost/somewhere")
