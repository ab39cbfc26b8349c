"""A release loaded into a store elsewhere: three real ones, and faults that no real one can be made to have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad

from pomegraph.build.loading import Loaded, load_release
from pomegraph.errors import ReleaseError, StoreDownError, StoreError
from pomegraph.release import Release
from pomegraph.stores.credentials import Credentials
from pomegraph.stores.graphstore import GraphStore, Target, find_query_url
from support.listener import run_bytes
from support.servers import Server, run_fuseki, run_oxigraph, run_virtuoso

ALPHA = "https://w3id.org/pomegraph/source/alpha"
DEFAULT = "https://example.org/default"
SERVERS = {
    "oxigraph": run_oxigraph,
    "fuseki": lambda: run_fuseki(user=("ada", "secret")),
    "virtuoso": run_virtuoso,
}
COUNT = b'HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'
FINE = b"HTTP/1.1 204 Fine\r\n\r\n"
BUSY = b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture(
    scope="module",
    params=[name if name == "oxigraph" else pytest.param(name, marks=pytest.mark.slow) for name in SERVERS],
)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with SERVERS[request.param]() as server:
        yield server


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[Server]:
    with run_oxigraph() as server:
        yield server


def find_target(server: Server) -> Target:
    credentials = Credentials(None, *server.user) if server.user else None
    default = DEFAULT if "crud" in server.graphs_url else None
    return Target(server.graphs_url, find_query_url(server.graphs_url), credentials, default)


def load(release: Release, target: Target, *, tell: Callable[[str], None] = lambda _: None) -> Loaded:
    return load_release(release, target, part_size=100, tell=tell)


def stop_after(parts: int) -> Callable[[str], None]:
    """Return a function that breaks a load off before the part behind so many."""
    said: list[str] = []

    def tell(message: str) -> None:
        said.append(message)
        if len(said) > parts:
            raise KeyboardInterrupt

    return tell


def notes(release: Release) -> list[Path]:
    return list(release.folder.parent.glob(".load-*"))


def test_release_arrives_whole(server: Server, small_release: Release) -> None:
    loaded = load(small_release, find_target(server))

    assert server.query_url == find_target(server).query_url
    assert loaded.triples == small_release.quads.read_bytes().count(b"\n")
    assert set(loaded.graphs) == {"", ALPHA, ALPHA.replace("alpha", "beta"), "https://w3id.org/pomegraph/links"}
    assert (loaded.sent > 5, loaded.skipped, notes(small_release)) == (True, 0, [])


def test_values_that_a_store_may_keep_in_another_form_are_counted(oxigraph: Server, small_release: Release) -> None:
    quads = small_release.quads.read_text(encoding="utf-8")
    line = '<http://x/s> <http://x/p> "01"^^<http://www.w3.org/2001/XMLSchema#int> .\n'
    small_release.quads.write_text(line + quads, encoding="utf-8")
    loaded = load(small_release, find_target(oxigraph))

    assert loaded.rewritten.count == 1
    assert '"01"^^xsd:int as "1"^^xsd:integer' in str(loaded.rewritten)


def test_graph_replaces_the_one_before(server: Server, small_release: Release) -> None:
    target = find_target(server)
    alien = Quad(NamedNode("a:a"), NamedNode("a:a"), NamedNode("a:a"))
    with GraphStore(target) as store:
        store.write(ALPHA, [alien], first=False)
    first = load(small_release, target)
    second = load(small_release, target)

    assert first == second


@pytest.mark.parametrize("parts", [1, 4])
def test_load_goes_on_where_it_was_broken_off(server: Server, small_release: Release, parts: int) -> None:
    target = find_target(server)
    with pytest.raises(KeyboardInterrupt):
        load(small_release, target, tell=stop_after(parts))
    assert len(notes(small_release)) == 1
    loaded = load(small_release, target)

    assert loaded.skipped == parts
    assert loaded.triples == small_release.quads.read_bytes().count(b"\n")
    assert notes(small_release) == []


def test_load_does_not_go_on_in_another_store(oxigraph: Server, small_release: Release) -> None:
    with pytest.raises(KeyboardInterrupt):
        load(small_release, find_target(oxigraph), tell=stop_after(2))
    with run_oxigraph() as other:
        loaded = load(small_release, find_target(other))

    assert loaded.skipped == 0
    assert len(notes(small_release)) == 1


def test_wrong_number_is_an_error_that_the_next_load_mends(oxigraph: Server, small_release: Release) -> None:
    target = find_target(oxigraph)
    with pytest.raises(KeyboardInterrupt):
        load(small_release, target, tell=stop_after(2))
    httpx.delete(f"{target.graphs_url}?default").raise_for_status()
    with pytest.raises(
        StoreError, match=r"the default graph has [\d,]+ triples instead of [\d,]+; load again"
    ) as caught:
        load(small_release, target)

    assert ALPHA not in str(caught.value)
    assert load(small_release, target).skipped == 0


def test_store_that_queries_all_graphs_as_one_is_told(small_release: Release) -> None:
    with run_oxigraph(options=["--union-default-graph"]) as server:
        httpx.put(f"{server.graphs_url}?graph=a:b", content="<a:a> <a:a> 1 .", headers={"Content-Type": "text/turtle"})
        with pytest.raises(StoreError, match="name a graph of its own with --default-graph"):
            load(small_release, find_target(server))
        target = Target(server.graphs_url, server.query_url, default_graph=DEFAULT)

        assert load(small_release, target).triples > 0


@pytest.mark.slow
def test_store_without_a_default_graph_is_told(small_release: Release) -> None:
    with (
        run_virtuoso() as server,
        pytest.raises(StoreError, match=r"to have no default graph; name one .* --default-graph"),
    ):
        load(small_release, Target(server.graphs_url, server.query_url, Credentials(None, "dba", "dba")))


@pytest.mark.slow
@pytest.mark.parametrize("credentials", [None, Credentials(None, "ada", "wrong")])
def test_store_that_asks_for_credentials_is_told(small_release: Release, credentials: Credentials | None) -> None:
    with (
        run_fuseki(user=("ada", "secret")) as server,
        pytest.raises(StoreError, match="set POMEGRAPH_LOAD_TOKEN") as caught,
    ):
        load(small_release, Target(server.graphs_url, server.query_url, credentials))

    assert "wrong" not in str(caught.value)


def test_busy_store_is_tried_again(small_release: Release) -> None:
    wrong = "the default graph has 1 triples instead of"
    with run_bytes(COUNT, BUSY, BUSY, FINE, COUNT) as listener, pytest.raises(StoreError, match=wrong):
        load_release(small_release, Target(listener.url, listener.url), tell=lambda _: None)

    methods = [request.split()[0] for request in listener.requests]
    assert methods[:6] == [b"POST", b"PUT", b"PUT", b"PUT", b"PUT", b"PUT"]
    assert listener.requests[1].startswith(b"PUT /sparql?default HTTP")
    assert f"PUT /sparql?graph={ALPHA.replace(':', '%3A').replace('/', '%2F')} ".encode() in b"".join(listener.requests)
    assert len({request.partition(b"\r\n\r\n")[2] for request in listener.requests[1:4]}) == 1


def test_busy_store_is_given_up_in_the_end(small_release: Release) -> None:
    with run_bytes(COUNT, BUSY) as listener, pytest.raises(StoreDownError, match="busy or not available"):
        load(small_release, Target(listener.url, listener.url))

    assert len(listener.requests) == 6


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (b"401 No", "set POMEGRAPH_LOAD_TOKEN"),
        (b"403 No", "use credentials that may do this"),
        (b"404 No", "give the address of the Graph Store Protocol"),
        (b"405 No", "give an address that can be written to"),
        (b"413 No", "send smaller parts with --part-size"),
        (b"302 No\r\nLocation: http://example.org/", "has moved"),
        (b"500 No", r"failed \(500\)"),
        (b"504 No", "time limit"),
    ],
)
def test_refusal_is_told_with_its_cure(small_release: Release, head: bytes, message: str) -> None:
    refusal = b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % head
    with run_bytes(COUNT, refusal) as listener, pytest.raises(StoreError, match=message):
        load(small_release, Target(listener.url, listener.url))


@pytest.mark.parametrize("answer", [b"<html></html>", b'{"head":{},"boolean":true}', b""])
def test_address_that_answers_no_query_is_told_before_anything_is_sent(small_release: Release, answer: bytes) -> None:
    with run_bytes(b"HTTP/1.1 200 OK\r\n\r\n" + answer) as listener, pytest.raises(StoreError, match="--query-url"):
        load(small_release, Target(listener.url, listener.url))

    assert [request[:4] for request in listener.requests] == [b"POST"]


def test_store_that_is_down_is_told(small_release: Release) -> None:
    with pytest.raises(StoreDownError, match=r"http://127\.0\.0\.1:9/sparql cannot be reached \(Connection refused\)"):
        load(small_release, Target("http://127.0.0.1:9/data", "http://127.0.0.1:9/sparql"))


def test_name_that_is_no_iri_is_told(small_release: Release) -> None:
    with pytest.raises(StoreError, match="<a b> is not an IRI"):
        load(small_release, Target("http://127.0.0.1:9/data", "http://127.0.0.1:9/sparql", default_graph="a b"))


def test_release_that_is_damaged_is_told(oxigraph: Server, small_release: Release) -> None:
    with small_release.quads.open("ab") as file:
        file.write(b"<a:a> <a:")

    with pytest.raises(ReleaseError, match=r"pomegraph\.nq: cannot be read .*; build the release again"):
        load(small_release, find_target(oxigraph))


def test_note_that_cannot_be_written_is_told(oxigraph: Server, small_release: Release) -> None:
    with pytest.raises(KeyboardInterrupt):
        load(small_release, find_target(oxigraph), tell=stop_after(1))
    notes(small_release)[0].with_suffix(".draft").mkdir()

    with pytest.raises(ReleaseError, match="cannot note what was loaded"):
        load(small_release, find_target(oxigraph))
