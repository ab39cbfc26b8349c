"""Federation both ways over loopback, and clients that follow addresses instead of asking the endpoint."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib

from clients.questions import BRAND, POM, PRICE, PRICED_BRAND, PRICES, read_rows, write_federated
from clients.starters import ask_comunica, ask_curl
from support import servers
from support.servers import Server, find_free_port

DRUG = "https://w3id.org/pomegraph/drug/exemplamide"
JSON = ["-H", "Accept: application/sparql-results+json"]


@pytest.fixture(scope="module", params=["fuseki", "oxigraph"])
def peer(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Another store, which holds the prices and can ask other endpoints."""
    with getattr(servers, f"run_{request.param}")() as server:
        # Graph Store Protocol, 4.2: `default` has no value.
        loaded = httpx.post(f"{server.graphs_url}?default", content=PRICES, headers={"Content-Type": "text/turtle"})
        loaded.raise_for_status()
        yield server


@pytest.fixture(scope="module")
def ours(peer: Server, built: Path) -> Iterator[tuple[Server, str]]:
    """A server of ours that may ask the other one, and an address at which nobody is."""
    nobody = f"http://127.0.0.1:{find_free_port()}/sparql"
    flags = ["--allow-service", peer.query_url, "--allow-service", nobody]
    with servers.run_pomegraph("--release", str(built / "release"), *flags) as server:
        yield server, nobody


def test_other_store_asks_us(peer: Server, ours: tuple[Server, str]) -> None:
    answer = ask_curl(peer.query_url, write_federated(ours[0].query_url), *JSON)

    assert read_rows(answer, "json") == PRICED_BRAND


def test_we_ask_the_other_store(peer: Server, ours: tuple[Server, str]) -> None:
    query = f"SELECT ?name ?price {{ ?drug <{POM.brandName}> ?name SERVICE <{peer.query_url}> {{ ?drug <{PRICE}> ?price }} }}"

    assert read_rows(ask_curl(ours[0].query_url, query, *JSON), "json") == PRICED_BRAND


def test_endpoint_that_is_down_is_named(ours: tuple[Server, str]) -> None:
    query = f"SELECT * {{ SERVICE <{ours[1]}> {{ ?s ?p ?o }} }}"
    response = httpx.get(ours[0].query_url, params={"query": query})

    assert response.status_code == 502
    assert ours[1] in response.json()["detail"]


def test_comunica_reads_a_document_at_the_address_of_its_thing(ours: tuple[Server, str]) -> None:
    answer = ask_comunica(BRAND, f"{ours[0].url}/drug/exemplamide")

    assert read_rows(answer, "json") == [(rdflib.Literal("Exampla"),)]


def test_rdflib_reads_a_document_at_the_address_of_its_thing(ours: tuple[Server, str]) -> None:
    graph = rdflib.Graph().parse(f"{ours[0].url}/drug/exemplamide")

    assert graph.value(rdflib.URIRef(DRUG), POM.brandName) == rdflib.Literal("Exampla")


def test_download_that_broke_off_is_continued(ours: tuple[Server, str], built: Path, tmp_path: Path) -> None:
    data, part = (built / "release" / "pomegraph.nq").read_bytes(), tmp_path / "part"
    part.write_bytes(data[:1000])
    address = f"{ours[0].url}/release/pomegraph.nq"
    curl = servers._find_program("curl", "apt-get install curl")
    subprocess.run([curl, "-sSf", "-C", "-", "-o", str(part), address], check=True)

    assert part.read_bytes() == data
