"""Answers from the cache or the engine, whole or broken off."""

from __future__ import annotations

import io
import socket

import pytest
from flask.testing import FlaskClient

from pomegraph.engine.limits import Limits
from pomegraph.errors import BrokenAnswerError
from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS
from support.endpoint import COLOURS, ENDLESS, EVERYTHING, ask, make_client, read_log

VOLATILE = "SELECT (RAND() AS ?random) {}"
# A spool so small that nearly every answer is streamed, and a deadline that comes while it is.
NARROW = Limits(timeout=0.5, spool=1_000)
PATIENT = Limits(timeout=300.0, spool=1_000)
ENDLESS_GRAPH = ENDLESS.replace("SELECT *", "CONSTRUCT { [] ?b1 ?c2 } WHERE")


@pytest.fixture
def log() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def client(log: io.StringIO) -> FlaskClient:
    return make_client(stream=log)


def list_outcomes(log: io.StringIO) -> list[str]:
    return [line["outcome"] for line in read_log(log)]


def test_second_answer_comes_from_the_cache(client: FlaskClient, log: io.StringIO) -> None:
    first, second = (ask(client, COLOURS) for _ in range(2))

    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert list_outcomes(log) == ["done", "cached"]
    assert read_log(log)[1]["rows"] == 3


def test_cache_of_no_size_keeps_nothing(log: io.StringIO) -> None:
    client = make_client(stream=log, cache_size=0)
    for _ in range(2):
        ask(client, COLOURS)

    assert list_outcomes(log) == ["done", "done"]


def test_each_format_is_kept_by_itself(client: FlaskClient, log: io.StringIO) -> None:
    types = [ask(client, COLOURS, accept).mimetype for accept in ("text/csv", "application/json", "text/csv")]

    assert types == ["text/csv", "application/sparql-results+json", "text/csv"]
    assert list_outcomes(log) == ["done", "done", "cached"]


def test_each_dataset_is_kept_by_itself(client: FlaskClient) -> None:
    query = "ASK { ?fruit <https://example.org/colour> ?colour }"
    answers = [
        ask(client, query, **parameters) for parameters in ({}, {"default-graph-uri": "https://example.org/red"})
    ]

    assert [answer.get_json(force=True)["boolean"] for answer in answers] == [True, False]


def test_volatile_answer_is_made_anew_and_kept_nowhere(client: FlaskClient, log: io.StringIO) -> None:
    first, second = (ask(client, VOLATILE) for _ in range(2))

    assert first.data != second.data
    assert first.headers["Cache-Control"] == "no-store"
    assert "ETag" not in first.headers
    assert list_outcomes(log) == ["done", "done"]


CONTROL = 'SELECT ("a\\u0001b" AS ?text) {}'
RESERVED = "CONSTRUCT { <urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> <urn:b> } {}"
QUOTED = "CONSTRUCT { <urn:a> <urn:b/c> <<( <urn:a> <urn:b> <urn:c> )>> } {}"
XML, RDFXML, JSONLD = "application/sparql-results+xml", "application/rdf+xml", "application/ld+json"


@pytest.mark.parametrize(
    ("query", "accept", "given"),
    [
        (CONTROL, f"{XML}, text/csv;q=0.5", "text/csv"),
        (CONTROL, f"{XML}, */*;q=0.1", "application/sparql-results+json"),
        (RESERVED, f"{RDFXML}, {JSONLD};q=0.5, text/turtle;q=0.1", JSONLD),
        (QUOTED, f"{RDFXML};q=0.9, {JSONLD}, text/turtle;q=0.1", RDFXML),
    ],
)
def test_result_goes_out_in_the_next_format_that_can_hold_it(
    client: FlaskClient, log: io.StringIO, query: str, accept: str, given: str
) -> None:
    answer = ask(client, query, accept)

    assert (answer.status_code, answer.mimetype) == (200, given)
    assert answer.headers["Vary"].startswith("Accept")
    assert list_outcomes(log) == ["done"]


@pytest.mark.parametrize(
    ("query", "accept", "name"),
    [(CONTROL, XML, None), (CONTROL, "*/*", "xml"), (RESERVED, RDFXML, None), (QUOTED, JSONLD, None)],
)
def test_result_that_no_acceptable_format_can_hold_is_406(
    client: FlaskClient, query: str, accept: str, name: str | None
) -> None:
    answer = ask(client, query, accept, **({"format": name} if name else {}))
    problem = answer.get_json(force=True)

    assert answer.status_code == 406
    assert problem["formats"]
    assert problem["format"] not in {each.partition(" ")[0] for each in problem["formats"]}


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", f"{XML}, text/csv;q=0.5"])
def test_graph_is_turtle_where_only_tables_are_accepted(client: FlaskClient, accept: str) -> None:
    answer = ask(client, EVERYTHING, accept)

    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")


def test_page_shows_characters_that_nobody_sees(client: FlaskClient) -> None:
    page = ask(client, CONTROL, "text/html").text

    assert "a&lt;U+0001&gt;b" in page


@pytest.mark.parametrize("query", [COLOURS, EVERYTHING, "ASK {}"])
def test_unchanged_answer_is_not_sent_again(log: io.StringIO, query: str) -> None:
    client = make_client(stream=log, cache_size=0)
    first = ask(client, query)
    second = client.get(
        "/sparql", query_string={"query": query}, headers={"If-None-Match": first.headers["ETag"]}, buffered=True
    )

    assert (second.status_code, second.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Content-Location", "Vary"):
        assert second.headers[name] == first.headers[name]
    assert list_outcomes(log) == ["done", "unchanged"]


@pytest.mark.parametrize(("query", "status"), [("SELECT", 400), ("CLEAR ALL", 403), (VOLATILE, 200)])
def test_star_does_not_make_an_answer_unchanged(client: FlaskClient, query: str, status: int) -> None:
    response = client.get("/sparql", query_string={"query": query}, headers={"If-None-Match": "*"})

    assert response.status_code == status


def test_answer_past_the_spool_is_streamed(log: io.StringIO) -> None:
    client = make_client(stream=log, limits=PATIENT)
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }"
    response = ask(client, query, "text/csv")

    assert response.content_length is None
    assert response.text.count("\n") == 65
    assert (read_log(log)[0]["outcome"], read_log(log)[0]["rows"]) == ("done", 64)


@pytest.mark.parametrize(
    ("query", "name"),
    [*((ENDLESS, name) for name in TABLE_FORMATS), *((ENDLESS_GRAPH, name) for name in GRAPH_FORMATS)],
)
def test_answer_that_fails_half_way_raises_to_the_server(log: io.StringIO, query: str, name: str) -> None:
    client = make_client(stream=log, limits=NARROW)
    response = client.get("/sparql", query_string={"query": query, "format": name})
    with pytest.raises(BrokenAnswerError, match="time limit"):
        response.get_data()
    response.close()

    assert response.status_code == 200
    assert list_outcomes(log) == ["timeout"]


def test_broken_answer_stays_broken_when_it_is_compressed(log: io.StringIO) -> None:
    client = make_client(stream=log, limits=NARROW)
    response = client.get("/sparql", query_string={"query": ENDLESS}, headers={"Accept-Encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    with pytest.raises(BrokenAnswerError):
        response.get_data()
    response.close()


def test_client_that_leaves_half_way_is_noted(log: io.StringIO) -> None:
    client = make_client(stream=log, limits=PATIENT)
    response = client.get("/sparql", query_string={"query": ENDLESS})
    next(response.iter_encoded())
    response.close()

    assert list_outcomes(log) == ["gone"]


def test_query_ends_when_its_client_leaves(client: FlaskClient, log: io.StringIO) -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        query = "SELECT (COUNT(*) AS ?n)" + ENDLESS.removeprefix("SELECT *").replace(
            "?a0 ?b0 ?c0", "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
        )
        client.get("/sparql", query_string={"query": query}, environ_overrides={"gunicorn.socket": ours}, buffered=True)

    assert (read_log(log)[0]["outcome"], read_log(log)[0]["status"]) == ("gone", 499)


@pytest.mark.parametrize("query", [COLOURS, EVERYTHING])
def test_head_has_the_headers_of_get(client: FlaskClient, query: str) -> None:
    get = ask(client, query)
    head = client.head("/sparql", query_string={"query": query})

    assert head.data == b""
    assert {**head.headers, "X-Request-Id": ""} == {**get.headers, "X-Request-Id": ""}


def test_head_of_a_streamed_answer_ends_the_query(log: io.StringIO) -> None:
    client = make_client(stream=log, limits=PATIENT)
    response = client.head("/sparql", query_string={"query": ENDLESS}, buffered=True)

    assert response.status_code == 200
    assert response.content_type == "application/sparql-results+json; charset=utf-8"
    assert list_outcomes(log) == ["done"]
    assert ask(client, "ASK {}").status_code == 200
