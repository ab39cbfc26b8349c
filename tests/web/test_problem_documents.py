"""Every error is a problem document, a text or a page, and none tells what is inside."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pomegraph import errors
from pomegraph.engine.limits import Limits
from pomegraph.web.problems import KINDS
from support.endpoint import ask, make_client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MISTAKE = "SELECT ?s\nWHERE { ?s ?p <x }"
LONG = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r . ?s ?t ?u . ?v ?w ?x }"
)


@pytest.fixture
def client() -> FlaskClient:
    return make_client(limits=Limits(timeout=300.0, spool=1_000), max_body=10_000)


@pytest.mark.parametrize(
    ("status", "name", "request_"),
    [
        (400, "parameter", {"query_string": {"timeout": "2"}}),
        (400, "parameter", {"query_string": "query=%FF"}),
        (400, "query", {"query_string": {"query": MISTAKE}}),
        (400, "query", {"query_string": {"query": "SELECT (<http://x/f>(1) AS ?x) {}"}}),
        (403, "read-only", {"query_string": {"query": "DROP ALL"}}),
        (403, "read-only", {"query_string": {"update": "DROP ALL"}}),
        (403, "service", {"query_string": {"query": "ASK { SERVICE ?s {} }"}}),
        (404, "address", {"path": "/nothing"}),
        (404, "address", {"path": "/sparql.exe"}),
        (404, "graph", {"path": "/graphs?graph=a:b"}),
        (405, "method", {"method": "PUT"}),
        (405, "method", {"path": "/graphs", "method": "POST", "data": ""}),
        (406, "format", {"query_string": {"query": "ASK {}", "format": "csv"}}),
        (406, "format", {"query_string": {"format": "csv"}}),
        (413, "size", {"method": "POST", "data": "x" * 10_001, "content_type": "application/sparql-query"}),
        (415, "body", {"method": "POST", "data": "x", "content_type": "text/plain"}),
        (503, "timeout", {"query_string": {"query": LONG, "timeout": "0.5"}}),
    ],
)
def test_problem_is_told_as_a_document(client: FlaskClient, status: int, name: str, request_: dict[str, Any]) -> None:
    response = client.open(**{"path": "/sparql", **request_})
    problem = response.get_json(force=True)

    assert response.mimetype == "application/problem+json"
    assert response.status_code == problem["status"] == status
    assert problem["type"] == f"/problems/{name}"
    assert problem["title"] == KINDS[name].title
    assert len(problem["detail"]) > 10
    assert problem["request_id"] == response.headers["X-Request-Id"]
    assert response.headers["Cache-Control"] == "no-store"


def test_syntax_error_has_its_place(client: FlaskClient) -> None:
    problem = ask(client, MISTAKE).get_json(force=True)

    assert problem["line"] == 2
    assert problem["column"] > 10
    assert len(problem["expected"]) > 0


def test_timeout_tells_the_limit_and_what_to_do(client: FlaskClient) -> None:
    problem = ask(client, LONG, timeout="0.2").get_json(force=True)

    assert "timeout" in problem["detail"]
    assert problem["limit"] == 0.2
    assert "LIMIT" in problem["cure"]


def test_missing_format_names_those_that_there_are(client: FlaskClient) -> None:
    problem = ask(client, "ASK {}", "text/turtle").get_json(force=True)

    assert problem["formats"] == ["json (application/sparql-results+json)", "xml (application/sparql-results+xml)"]


def test_missing_method_names_those_that_there_are(client: FlaskClient) -> None:
    response = client.delete("/sparql")

    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/problem+json"),
        ("*/*", "application/problem+json"),
        ("application/sparql-results+json", "application/problem+json"),
        ("text/csv", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("text/plain", "text/plain"),
        ("text/plain, */*;q=0.5", "text/plain"),
        (BROWSER, "text/html"),
        ("nonsense", "application/problem+json"),
    ],
)
def test_problem_is_told_as_the_client_likes_it(client: FlaskClient, accept: str, media_type: str) -> None:
    response = ask(client, "CLEAR ALL", accept)

    assert response.mimetype == media_type
    assert "read-only" in response.text
    assert "Accept" in response.vary


def test_page_keeps_the_query_and_shows_the_place(client: FlaskClient) -> None:
    page = ask(client, MISTAKE, BROWSER)

    assert page.status_code == 400
    assert "SELECT ?s\nWHERE { ?s ?p &lt;x }</textarea>" in page.text
    assert re.search(r"<pre>WHERE \{ \?s \?p &lt;x }\n +<strong>\^</strong></pre>", page.text)


@pytest.mark.parametrize("accept", [BROWSER, "text/plain", "*/*"])
def test_bug_shows_nothing_of_the_inside(accept: str, caplog: pytest.LogCaptureFixture) -> None:
    app: Flask = make_client().application
    app.add_url_rule("/bug", view_func=lambda: {"": ""}["secret"])
    response = app.test_client().get("/bug", headers={"Accept": accept})

    assert response.status_code == 500
    assert not re.search("secret|KeyError|Traceback|File|[.]py", response.text)
    assert f"request {response.headers['X-Request-Id']} failed\nTraceback" in caplog.text


def test_busy_server_says_when_to_come_again() -> None:
    app: Flask = make_client().application

    def refuse() -> NoReturn:
        raise errors.OverloadError(7)

    app.add_url_rule("/busy", view_func=refuse)
    response = app.test_client().get("/busy")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "7")
    assert response.get_json(force=True)["retry_after"] == 7


@pytest.mark.parametrize("name", KINDS)
def test_type_of_a_problem_leads_to_a_page(client: FlaskClient, name: str) -> None:
    page = client.get(f"/problems/{name}")

    assert page.status_code == 200
    assert KINDS[name].meaning in page.text


def test_there_are_no_other_kinds(client: FlaskClient) -> None:
    assert client.get("/problems/nothing").status_code == 404


def test_redirection_is_no_problem() -> None:
    app: Flask = make_client().application
    app.add_url_rule("/folder/", view_func=lambda: "here")
    response = app.test_client().get("/folder")

    assert response.status_code == 308
    assert response.headers["Location"].endswith("/folder/")
