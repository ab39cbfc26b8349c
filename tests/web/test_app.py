"""What goes round every request: ids, CORS, compression, sizes."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask.testing import FlaskClient

from pomegraph.web.app import create_app
from pomegraph.web.settings import Settings
from support.endpoint import COLOURS, EVERYTHING, ask, connect_engine, make_client

ROUTES = [
    "/",
    "/sparql",
    "/sparql?query=ASK{}",
    "/sparql?query=x",
    "/graphs",
    "/health/live",
    "/metrics",
    "/nothing",
    "/problems/size",
]


@pytest.fixture
def client() -> FlaskClient:
    return make_client()


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_every_route_is_open_to_pages_of_others(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method, headers={"Origin": "https://example.org"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["/sparql", "/sparql.json", "/graphs"])
def test_browser_may_ask_before_it_posts(client: FlaskClient, path: str) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    response = client.options(path, headers={"Origin": "https://example.org", **asked})

    assert response.status_code == 200
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "content-type"


@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_has_an_id(client: FlaskClient, path: str) -> None:
    given = client.get(path, headers={"X-Request-Id": "abc-1"})
    made = [client.get(path).headers["X-Request-Id"] for _ in range(2)]

    assert given.headers["X-Request-Id"] == "abc-1"
    assert made[0] != made[1]


@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_is_taken_for_what_it_is(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0, *", "zstd"),
        ("identity, gzip;q=0.5", None),
        ("", None),
        ("nonsense;;q=x,", None),
    ],
)
def test_long_answer_is_compressed_on_request(client: FlaskClient, accept: str, coding: str | None) -> None:
    response = client.get(
        "/sparql", query_string={"query": EVERYTHING, "format": "jsonld"}, headers={"Accept-Encoding": accept}
    )

    assert response.headers.get("Content-Encoding") == coding
    assert response.vary.as_set() == {"accept-encoding"}
    assert response.content_length == len(response.data)
    assert "Date" not in response.headers


def test_compressed_answer_is_the_same(client: FlaskClient) -> None:
    parameters = {"query": EVERYTHING, "format": "jsonld"}
    plain, gzipped, small = (
        client.get("/sparql", query_string=parameters, headers={"Accept-Encoding": coding})
        for coding in ("", "gzip", "br")
    )

    assert gzip.decompress(gzipped.data) == brotli.decompress(small.data) == plain.data
    assert gzipped.headers["ETag"] == plain.headers["ETag"]


def test_compressed_answer_can_be_unchanged(client: FlaskClient) -> None:
    asked = {"query_string": {"query": EVERYTHING, "format": "jsonld"}}
    first = client.get("/sparql", headers={"Accept-Encoding": "gzip"}, **asked)
    second = client.get("/sparql", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}, **asked)

    assert (second.status_code, second.data) == (304, b"")
    assert "Content-Encoding" not in second.headers


def test_tiny_answer_is_not_compressed(client: FlaskClient) -> None:
    response = client.get("/sparql?query=ASK{}", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.vary


def test_body_may_be_as_large_as_the_operator_says() -> None:
    client = make_client(max_body=1_000)
    sizes = {
        size: client.post("/sparql", data="ASK {}".ljust(size), content_type="application/sparql-query")
        for size in (1_000, 1_001)
    }

    assert {size: response.status_code for size, response in sizes.items()} == {1_000: 200, 1_001: 413}


@pytest.mark.parametrize("host", ["", ".", "a..b", "x" * 300, "<b>", "é", "[::1", "localhost:99999"])
@pytest.mark.parametrize("accept", ["", "text/html"])
def test_host_that_is_none_is_a_problem(client: FlaskClient, host: str, accept: str) -> None:
    response = client.get("/sparql?query=ASK{}", headers={"Host": host, "Accept": accept})

    assert response.status_code == 400
    assert "/problems/request" in response.text


def test_body_of_unknown_length_is_not_cut() -> None:
    client = make_client(max_body=1_000)
    chunked = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    statuses = [
        client.post(
            "/sparql", data="ASK {}".ljust(size), content_type="application/sparql-query", environ_overrides=chunked
        ).status_code
        for size in (900, 1_001, 5_000)
    ]

    assert statuses == [200, 413, 413]


def test_log_goes_to_stdout_unless_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    engine = connect_engine()
    ask(create_app(engine, Settings()).test_client(), COLOURS)
    ask(make_client(), COLOURS)

    assert capsys.readouterr().out.count('"outcome": "done"') == 1


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/sparql//?query=ASK%7B%7D", "/sparql/?query=ASK%7B%7D"),
        ("/questions//?x=http://a/", "/questions/?x=http://a/"),
        ("/sparql///", "/sparql/"),
    ],
)
def test_redirection_names_no_host(client: FlaskClient, path: str, location: str) -> None:
    response = client.get(path, base_url="http://elsewhere.example")

    assert response.status_code == 308
    assert response.headers["Location"] == location
