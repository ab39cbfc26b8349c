"""The query operation over HTTP, and what else is at /sparql."""

from __future__ import annotations

import csv
import io

import pytest
import rdflib
from flask.testing import FlaskClient

from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS
from support.endpoint import COLOURS, EVERYTHING, TRIPLES, ask, make_client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def client() -> FlaskClient:
    return make_client()


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_query_is_answered_each_way(client: FlaskClient, way: str, path: str) -> None:
    response = {
        "get": lambda: client.get(path, query_string={"query": COLOURS}),
        "form": lambda: client.post(path, data={"query": COLOURS}),
        "direct": lambda: client.post(path, data=COLOURS, content_type="application/sparql-query"),
    }[way]()

    assert response.status_code == 200
    assert response.content_type == "application/sparql-results+json; charset=utf-8"
    assert [row["colour"]["value"] for row in response.get_json(force=True)["results"]["bindings"]] == [
        "green",
        "vert",
        "yellow",
    ]


@pytest.mark.parametrize("way", ["get", "form", "form with url", "direct"])
def test_dataset_is_taken_from_the_parameters(client: FlaskClient, way: str) -> None:
    graphs = {"default-graph-uri": ["https://example.org/red", "https://example.org/green"]}
    response = {
        "get": lambda: client.get("/sparql", query_string={"query": COUNT, **graphs}),
        "form": lambda: client.post("/sparql", data={"query": COUNT, **graphs}),
        "form with url": lambda: client.post("/sparql", data={"query": COUNT}, query_string=graphs),
        "direct": lambda: client.post(
            "/sparql", data=COUNT, query_string=graphs, content_type="application/sparql-query"
        ),
    }[way]()

    assert response.get_json(force=True)["results"]["bindings"][0]["n"]["value"] == "3"


@pytest.mark.parametrize(
    ("parameters", "is_there"),
    [
        ({}, True),
        ({"named-graph-uri": "https://example.org/red"}, True),
        ({"named-graph-uri": "https://example.org/green"}, False),
        ({"default-graph-uri": "https://example.org/red"}, False),
    ],
)
def test_named_graphs_are_those_of_the_parameters(
    client: FlaskClient, parameters: dict[str, str], is_there: bool
) -> None:
    response = ask(client, "ASK { GRAPH ?g { ?s <https://example.org/eaten> true } }", **parameters)

    assert response.get_json(force=True)["boolean"] is is_there


def test_dataset_of_the_request_replaces_that_of_the_query(client: FlaskClient) -> None:
    query = COUNT.replace("{", "FROM <https://example.org/red> {")

    assert "1" in ask(client, query, "text/csv").text
    assert "2" in ask(client, query, "text/csv", **{"default-graph-uri": "https://example.org/green"}).text


def test_named_graphs_alone_leave_the_default_graph_empty(client: FlaskClient) -> None:
    assert "0" in ask(client, COUNT, "text/csv", **{"named-graph-uri": "https://example.org/green"}).text


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (COLOURS, "application/sparql-results+xml", "application/sparql-results+xml"),
        (COLOURS, "text/csv;q=0.9, application/sparql-results+xml;q=0.5", "text/csv"),
        (COLOURS, "text/tab-separated-values", "text/tab-separated-values"),
        (COLOURS, "*/*", "application/sparql-results+json"),
        ("ASK {}", "text/csv, */*;q=0.1", "application/sparql-results+json"),
        (EVERYTHING, "text/turtle; charset=utf-8", "text/turtle"),
        (EVERYTHING, "application/n-triples", "application/n-triples"),
        (EVERYTHING, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <https://example.org/pear>", "application/ld+json", "application/ld+json"),
    ],
)
def test_format_is_negotiated(client: FlaskClient, query: str, accept: str, media_type: str) -> None:
    response = ask(client, query, accept)

    assert response.content_type == f"{media_type}; charset=utf-8"
    assert "Accept" in response.vary


@pytest.mark.parametrize("name", TABLE_FORMATS)
def test_table_has_each_format_by_name_and_extension(client: FlaskClient, name: str) -> None:
    by_name = ask(client, COLOURS, "text/turtle", format=name)
    by_extension = client.get(f"/sparql.{name}", query_string={"query": COLOURS})

    assert by_name.status_code == by_extension.status_code == 200
    assert by_name.data == by_extension.data
    assert by_name.mimetype == TABLE_FORMATS[name].media_type
    assert "Accept" not in by_name.vary


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graph_has_each_format_by_name_and_extension(client: FlaskClient, name: str) -> None:
    by_name = ask(client, EVERYTHING, format=name)
    by_extension = client.get(f"/sparql.{GRAPH_FORMATS[name].extension}", query_string={"query": EVERYTHING})
    graph = rdflib.Dataset()
    graph.parse(data=by_name.text, format=GRAPH_FORMATS[name].media_type)

    assert by_name.data == by_extension.data
    assert len(list(graph.quads())) == TRIPLES


def test_answer_is_found_again_at_its_own_address(client: FlaskClient) -> None:
    first = ask(
        client, COLOURS, "text/csv", **{"named-graph-uri": "a:b", "default-graph-uri": "https://example.org/red"}
    )
    second = client.get(first.headers["Content-Location"], headers={"Accept": "text/turtle"})

    assert first.headers["Content-Location"].startswith("/sparql.csv?query=SELECT")
    assert (second.data, second.headers["ETag"]) == (first.data, first.headers["ETag"])


def test_posted_query_has_no_address_of_its_own(client: FlaskClient) -> None:
    response = client.post("/sparql", data={"query": COLOURS})

    assert "Content-Location" not in response.headers


def test_query_of_ten_megabytes_is_answered(client: FlaskClient) -> None:
    query = "SELECT * { VALUES ?x { " + "'0123456789' " * 770_000 + " } } LIMIT 1"
    response = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})

    assert len(query) > 10_000_000
    assert list(csv.reader(io.StringIO(response.text))) == [["x"], ["0123456789"]]


@pytest.mark.parametrize("parameters", [{}, {"unknown": "1"}, {"format": "turtle"}, {"default": ""}])
def test_bare_get_is_the_service_description(client: FlaskClient, parameters: dict[str, str]) -> None:
    response = client.get("/sparql", query_string=parameters)

    assert response.content_type == "text/turtle; charset=utf-8"
    assert "sd:Service" in response.text


@pytest.mark.parametrize("parameters", [{"timeout": "1"}, {"default-graph-uri": "a:b"}])
def test_get_that_asks_without_a_query_is_refused(client: FlaskClient, parameters: dict[str, str]) -> None:
    response = client.get("/sparql", query_string=parameters)

    assert response.status_code == 400
    assert "there are 0 queries" in response.text


def test_bare_post_is_refused(client: FlaskClient) -> None:
    assert client.post("/sparql", data={}).status_code == 415
    assert client.post("/sparql", data="", content_type="application/x-www-form-urlencoded").status_code == 400


def test_browser_gets_pages(client: FlaskClient) -> None:
    editor = client.get("/sparql", headers={"Accept": BROWSER})
    result = ask(client, COLOURS, BROWSER)

    assert editor.mimetype == result.mimetype == "text/html"
    assert "<textarea" in editor.text
    assert "<table>" in result.text


def test_browser_gets_the_format_that_it_asks_for_by_name(client: FlaskClient) -> None:
    assert ask(client, COLOURS, BROWSER, format="csv").mimetype == "text/csv"


def test_options_tell_the_methods(client: FlaskClient) -> None:
    response = client.options("/sparql")

    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("extension", ["exe", "JSON", "html.json", " "])
def test_unknown_extension_is_no_address(client: FlaskClient, extension: str) -> None:
    assert client.get(f"/sparql.{extension}?query=ASK").status_code == 404
