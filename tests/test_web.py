"""The small endpoint: the query operation of the SPARQL 1.1 Protocol."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from pomegraph.engine import Engine
from pomegraph.release import Release
from pomegraph.web.app import create_app

BRAND = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"
TRIPLES = "CONSTRUCT WHERE { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"


@pytest.fixture
def client(small_release: Release) -> FlaskClient:
    return create_app(Engine.open(small_release.store)).test_client()


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_query_is_answered_each_way(client: FlaskClient, way: str) -> None:
    response = {
        "get": lambda: client.get("/sparql", query_string={"query": BRAND}),
        "form": lambda: client.post("/sparql", data={"query": BRAND}),
        "direct": lambda: client.post("/sparql", data=BRAND, content_type="application/sparql-query"),
    }[way]()

    assert response.status_code == 200
    assert response.content_type == "application/sparql-results+json; charset=utf-8"
    assert response.get_json(force=True)["results"]["bindings"][0]["name"]["value"] == "Exampla"


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (BRAND, "application/sparql-results+xml", "application/sparql-results+xml"),
        (BRAND, "text/csv;q=0.9, application/sparql-results+xml;q=0.5", "text/csv"),
        (BRAND, "text/tab-separated-values", "text/tab-separated-values"),
        (BRAND, "*/*", "application/sparql-results+json"),
        (TRIPLES, "text/turtle", "text/turtle"),
        (TRIPLES, "application/n-triples", "application/n-triples"),
        (TRIPLES, "application/rdf+xml", "application/rdf+xml"),
        (BRAND, "text/html, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        (TRIPLES, "text/html, */*;q=0.1", "text/turtle"),
    ],
)
def test_format_is_negotiated(client: FlaskClient, query: str, accept: str, media_type: str) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})

    assert response.mimetype == media_type
    assert "Exampla" in response.text


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"query_string": {}}),
        (400, {"query_string": {"query": "SELECT"}}),
        (400, {"query_string": [("query", "ASK {}"), ("query", "ASK {}")]}),
        (400, {"query_string": {"query": "SELECT (<http://x/f>(?s) AS ?x) { ?s ?p ?o }"}}),
        (406, {"query_string": {"query": "ASK {}"}, "headers": {"Accept": "text/turtle"}}),
        (415, {"method": "POST", "data": "ASK {}", "content_type": "text/plain"}),
        (400, {"method": "POST", "data": b"\xff", "content_type": "application/sparql-query"}),
        (405, {"method": "DELETE"}),
        (404, {"path": "/nothing"}),
    ],
)
def test_bad_request_is_told_in_words(client: FlaskClient, status: int, request_: dict[str, object]) -> None:
    response = client.open(**{"path": "/sparql", **request_})

    assert response.status_code == status
    assert response.mimetype == "text/plain"
    assert "Traceback" not in response.text
    assert len(response.text) > 10


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_dataset_is_taken_from_the_parameters(client: FlaskClient, way: str) -> None:
    query = "ASK { ?drug <https://w3id.org/pomegraph/ontology#generation> 2 }"
    dataset = {"default-graph-uri": "https://w3id.org/pomegraph/source/beta"}
    response = {
        "get": lambda: client.get("/sparql", query_string={"query": query, **dataset}),
        "form": lambda: client.post("/sparql", data={"query": query, **dataset}),
        "direct": lambda: client.post(
            "/sparql", data=query, query_string=dataset, content_type="application/sparql-query"
        ),
    }[way]()

    assert response.get_json(force=True)["boolean"] is False


def test_method_that_is_not_allowed_names_those_that_are(client: FlaskClient) -> None:
    assert "GET" in client.delete("/sparql").headers["Allow"]


def test_front_page_says_what_this_is(client: FlaskClient) -> None:
    page = client.get("/")

    assert page.mimetype == "text/html"
    assert "evidence graph" in page.text
    assert "no medical advice" in page.text
