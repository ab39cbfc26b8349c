"""Whole graphs: the read side of the Graph Store HTTP Protocol."""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient

from pomegraph.sparql.formats import GRAPH_FORMATS
from support.endpoint import GRAPHS, TRIPLES, make_client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def client() -> FlaskClient:
    return make_client()


def count(text: str, media_type: str = "text/turtle") -> int:
    graph = rdflib.Dataset()
    graph.parse(data=text, format=media_type)
    return len(list(graph.quads()))


@pytest.mark.parametrize(
    ("parameters", "triples"),
    [
        ("default", TRIPLES),
        ("default=", TRIPLES),
        ("graph=https://example.org/red", 1),
        ("graph=https%3A%2F%2Fexample.org%2Fgreen", 2),
        ("graph=https://example.org/gr%C3%B6%C3%9Fe", 1),
    ],
)
def test_graph_is_given_by_name(client: FlaskClient, parameters: str, triples: int) -> None:
    response = client.get(f"/graphs?{parameters}")

    assert response.content_type == "text/turtle; charset=utf-8"
    assert count(response.text) == triples


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graph_has_each_format(client: FlaskClient, name: str) -> None:
    negotiated = client.get("/graphs?default", headers={"Accept": GRAPH_FORMATS[name].media_type})
    named = client.get(f"/graphs?default&format={name}")

    assert negotiated.mimetype == named.mimetype == GRAPH_FORMATS[name].media_type
    assert count(named.text, named.mimetype) == TRIPLES
    assert named.headers["Content-Location"] == f"/graphs?default=&format={name}"


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/graphs/gr%C3%B6%C3%9Fe", "localhost", 200),
        ("/graphs/größe", "localhost", 200),
        ("/graphs/gr%C3%BCn", "localhost", 200),
        ("/graphs/grün", "localhost", 200),
        ("/graphs/größe", "example.org", 404),
        ("/graphs/red", "localhost", 404),
        ("/graphs/https://example.org/red", "localhost", 404),
    ],
)
def test_graph_is_given_at_its_own_address(client: FlaskClient, path: str, host: str, status: int) -> None:
    response = client.get(path, base_url=f"http://{host}")

    assert response.status_code == status


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ("graph=https://example.org/blue", 404),
        ("graph=https://example.org/gr%25C3%25B6%25C3%259Fe", 404),
        ("graph=red", 400),
        ("graph=", 400),
        ("graph=%FF", 400),
        ("default&graph=https://example.org/red", 400),
        ("graph=https://example.org/red&graph=https://example.org/red", 400),
        ("default&format=csv", 406),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_graph_that_cannot_be_given_is_a_problem(
    client: FlaskClient, parameters: str, status: int, method: str
) -> None:
    response = client.open(f"/graphs?{parameters}", method=method)

    assert response.status_code == status
    assert response.mimetype == "application/problem+json"


def test_head_has_the_headers_of_get(client: FlaskClient) -> None:
    get, head = (client.open("/graphs?default", method=method) for method in ("GET", "HEAD"))

    assert head.data == b""
    assert {**head.headers, "X-Request-Id": ""} == {**get.headers, "X-Request-Id": ""}


def test_unchanged_graph_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/graphs?default")
    second = client.get("/graphs?default", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 304


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/graphs?default", "/graphs?graph=a:b", "/graphs/x"])
def test_graph_cannot_be_changed(client: FlaskClient, method: str, path: str) -> None:
    response = client.open(path, method=method, data="<a:s> <a:p> <a:o> .", content_type="text/turtle")

    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_graphs_are_listed_for_people(client: FlaskClient) -> None:
    page = client.get("/graphs", headers={"Accept": BROWSER}).text

    assert page.count("<tr>") == 2 + GRAPHS
    assert "graph=https%3A%2F%2Fexample.org%2Fred" in page


def test_graphs_are_listed_for_programs(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/graphs").text, format="turtle")
    names = graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#name"))

    assert len(list(names)) == GRAPHS
