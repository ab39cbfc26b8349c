"""What Virtuoso does in its own way."""

from __future__ import annotations

import io
from collections.abc import Iterator

import httpx
import pytest

from pomegraph.errors import QueryError, StoreError, StoreTimeoutError
from pomegraph.sparql.formats import choose_formats
from pomegraph.stores.remote import RemoteStore
from support.servers import Server, run_virtuoso

GRAPH = "https://example.org/graph"
TRIPLES = "".join(
    f"<https://example.org/{i}> <https://example.org/p> <https://example.org/{i % 7}> .\n" for i in range(300)
)
IN_GRAPH = f"GRAPH <{GRAPH}> {{ ?s ?p ?o }}"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that gives at most a hundred rows, in a table or in a graph."""
    with run_virtuoso("ResultSetMaxRows = 100") as server:
        kind, login = {"Content-Type": "application/n-triples"}, httpx.DigestAuth("dba", "dba")
        httpx.put(
            server.graphs_url, params={"graph": GRAPH}, auth=login, content=TRIPLES, headers=kind
        ).raise_for_status()
        yield server


@pytest.fixture
def store(server: Server) -> Iterator[RemoteStore]:
    store = RemoteStore(server.query_url)
    yield store
    store.close()


def ask(store: RemoteStore, query: str) -> str:
    output = io.BytesIO()
    store.answer(query, None, choose_formats("text/csv, application/n-triples")).write(output)
    return output.getvalue().decode()


@pytest.mark.parametrize("head", ["SELECT *", "CONSTRUCT { ?s ?p ?o }"])
@pytest.mark.parametrize("tail", ["", "LIMIT 101", "ORDER BY ?s LIMIT 200"])
def test_answer_that_was_cut_off_is_an_error(store: RemoteStore, head: str, tail: str) -> None:
    with pytest.raises(StoreError, match="cut the answer off at 100 rows"):
        ask(store, f"{head} {{ {IN_GRAPH} }} {tail}")


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (f"SELECT ?s {{ {IN_GRAPH} }} LIMIT 100", 101),
        (f"SELECT ?s {{ {IN_GRAPH} }} LIMIT 100 OFFSET 100", 101),
        (f"SELECT ?s {{ {IN_GRAPH} }} LIMIT 99", 100),
        (f"CONSTRUCT {{ ?s ?p ?o }} {{ {IN_GRAPH} }} LIMIT 100", 100),
        (f"CONSTRUCT {{ <a:a> ?p ?o }} {{ {IN_GRAPH} }}", 7),
        (f"DESCRIBE ?s FROM <{GRAPH}> {{ ?s ?p <https://example.org/1> }}", 43),
    ],
)
def test_answer_that_was_not_cut_off_is_given(store: RemoteStore, query: str, lines: int) -> None:
    assert ask(store, query).count("\n") == lines


def test_limit_is_found_out_once(store: RemoteStore) -> None:
    for _ in range(2):
        with pytest.raises(StoreError, match="cut the answer off"):
            ask(store, f"CONSTRUCT {{ ?s ?p ?o }} {{ {IN_GRAPH} }}")

    assert ask(store, f"CONSTRUCT {{ ?s ?p ?o }} {{ {IN_GRAPH} }} LIMIT 50").count("\n") == 50


@pytest.mark.parametrize("head", ["SELECT ?a", "CONSTRUCT { ?a ?b ?c }"])
def test_what_was_found_when_the_time_was_up_is_an_error(server: Server, head: str) -> None:
    store = RemoteStore(f"{server.query_url}?timeout=1000")
    with pytest.raises(StoreTimeoutError, match="time limit"):
        ask(
            store, f"{head} {{ GRAPH <{GRAPH}> {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }} FILTER(STR(?a) > 'x') }}"
        )
    store.close()


def test_function_that_is_not_known_is_a_fault_of_the_query(store: RemoteStore) -> None:
    with pytest.raises(QueryError, match=r"<https://example\.org/f> is not supported"):
        ask(store, f"SELECT (<https://example.org/f>(?s) AS ?x) {{ {IN_GRAPH} }}")
