"""What a store elsewhere holds, as far as it tells soon."""

from __future__ import annotations

import httpx
import pytest

from pomegraph.errors import StoreDownError, StoreError
from pomegraph.names import POM
from pomegraph.stores.remote import RemoteStore
from pomegraph.stores.survey import RemoteStatus, check_remote, survey_store
from support.listener import run_bytes
from support.servers import run_fuseki, run_oxigraph, run_virtuoso

GRAPH = "https://example.org/graph"
YES = b'HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n{"head":{},"boolean":true}'
NO = b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"


@pytest.mark.parametrize(
    "run",
    [
        run_oxigraph,
        pytest.param(run_fuseki, marks=pytest.mark.slow),
        pytest.param(run_virtuoso, marks=pytest.mark.slow),
    ],
)
def test_graphs_are_counted(run: type) -> None:
    with run() as server:
        login = httpx.DigestAuth(*server.user) if server.user else None
        kind, triples = {"Content-Type": "text/turtle"}, "<a:a> <a:a> <a:a>, <a:b> ."
        httpx.put(
            server.graphs_url, params={"graph": GRAPH}, auth=login, content=triples, headers=kind
        ).raise_for_status()
        store = RemoteStore(server.query_url)
        status = survey_store(store)
        store.close()

    assert status.graphs[GRAPH] == 2
    assert status.triples is not None


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("https://w3id.org/pomegraph/claim/0123456789abcdef0123", "https://w3id.org/pomegraph/"),
        ("https://example.org/drugs#claim/0123456789abcdef0123", "https://example.org/drugs#"),
        ("https://example.org/claims/7", None),
    ],
)
def test_base_is_that_of_claims(name: str, base: str | None) -> None:
    with run_oxigraph() as server:
        triple = f"<{name}> a <{POM}Claim> ."
        httpx.post(
            f"{server.graphs_url}?default", content=triple, headers={"Content-Type": "text/turtle"}
        ).raise_for_status()
        store = RemoteStore(server.query_url)
        status = survey_store(store)
        store.close()

    assert status.base == base


def test_store_that_does_not_count_is_described_all_the_same() -> None:
    with run_bytes(YES, NO) as listener:
        store = RemoteStore(listener.url)
        status = survey_store(store)
        store.close()

    assert status == RemoteStatus(None, {})


def test_store_that_is_down_is_told() -> None:
    with run_bytes(NO) as listener:
        store = RemoteStore(listener.url)
        with pytest.raises(StoreError, match="failed"):
            check_remote(store)
    with pytest.raises(StoreDownError, match="cannot be reached"):
        check_remote(store)
    store.close()
