"""Responses that are given again without asking the application."""

from __future__ import annotations

import io
import json
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from support.endpoint import COLOURS, make_client
from support.servers import run_pomegraph
from support.serving import wait_for

ID = "X-Request-Id"
QUERY = {"query": COLOURS}
VALUE = {"query": "SELECT ?value { ?s ?p ?value }"}


class Watched:
    """A client that counts how often the application is asked."""

    def __init__(self, **settings: Any) -> None:
        self.log = io.StringIO()
        self.client: FlaskClient = make_client(stream=self.log, **settings)
        self.count = 0
        self.client.application.before_request(self._note)

    def _note(self) -> None:
        self.count += 1

    def get(self, headers: dict[str, str] | None = None, path: str = "/sparql.csv", **query: str) -> TestResponse:
        """Return the response to a request, read and closed as a server does it."""
        response = self.client.get(path, query_string=query or QUERY, headers=headers)
        response.get_data()
        response.close()
        return response

    @property
    def lines(self) -> list[dict[str, object]]:
        """The lines of the log."""
        return [json.loads(line) for line in self.log.getvalue().splitlines()]


def show(response: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    return response.status_code, response.data, sorted(pair for pair in response.headers if pair[0] != ID)


def test_second_response_is_the_first_without_the_application() -> None:
    watched = Watched()
    first, second = watched.get(), watched.get()

    assert show(second) == show(first)
    assert watched.count == 1


def test_each_response_has_an_id_of_its_own() -> None:
    watched = Watched()
    ids = [watched.get(headers).headers.getlist(ID) for headers in ({}, {}, {ID: "mine"})]

    assert ids[2] == ["mine"]
    assert len({one for (one,) in ids}) == 3


def test_log_tells_of_both() -> None:
    watched = Watched()
    responses = [watched.get(), watched.get()]
    first, second = watched.lines

    assert (first["outcome"], second["outcome"]) == ("done", "cached")
    assert [line["request_id"] for line in watched.lines] == [response.headers[ID] for response in responses]
    told = ("route", "query", "form", "format", "rows", "bytes", "status", "version")
    assert {name: second[name] for name in told} == {name: first[name] for name in told}
    assert second["waited"] == second["ran"] == 0


def test_metrics_count_both() -> None:
    watched = Watched()
    watched.get(), watched.get()
    page = watched.client.get("/metrics").text

    assert 'pomegraph_requests_total{method="GET",route="/sparql.<extension>",status="200"} 2.0' in page
    assert 'pomegraph_queries_total{outcome="cached"} 1.0' in page
    assert 'pomegraph_cache_requests_total{result="hit"} 1.0' in page


OTHERS = {
    "accept": {"Accept": "text/plain"},
    "encoding": {"Accept-Encoding": "gzip"},
    "host": {"Host": "example.org"},
    "origin": {"Origin": "https://example.org"},
    "range": {"Range": "bytes=0-1"},
    "since": {"If-Modified-Since": "Sat, 21 Nov 2026 00:00:00 GMT"},
    "chunks": {"Transfer-Encoding": "chunked"},
}


@pytest.mark.parametrize("headers", OTHERS.values(), ids=OTHERS)
def test_request_that_may_get_another_response_is_another(headers: dict[str, str]) -> None:
    watched = Watched()
    watched.get()
    watched.get(headers)

    assert watched.count == 2


def test_other_query_is_another() -> None:
    watched = Watched()
    first, second = watched.get(), watched.get(query=COLOURS + " LIMIT 1")

    assert first.data != second.data


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_only_get_is_short(method: str) -> None:
    watched = Watched()
    got = watched.get()
    watched.client.open("/sparql.csv", method=method, query_string=QUERY)

    assert got.status_code == 200
    assert watched.count == 2


def test_get_with_a_body_is_not_short() -> None:
    watched = Watched()
    watched.get()
    form = "application/x-www-form-urlencoded"
    watched.client.get("/sparql.csv", query_string=QUERY, data="query=ASK%20%7B%7D", content_type=form)

    assert watched.count == 2


def test_client_that_has_it_gets_nothing() -> None:
    watched = Watched()
    tag = watched.get().headers["ETag"]

    assert watched.get({"If-None-Match": tag}).status_code == 304


def test_fleeting_response_is_made_anew() -> None:
    watched = Watched()
    values = {watched.get(query="SELECT (UUID() AS ?id) {}").text for _ in range(3)}

    assert len(values) == 3


def test_error_is_made_anew() -> None:
    watched = Watched()
    codes = [watched.get(query="SELECT").status_code for _ in range(2)]

    assert codes == [400, 400]
    assert watched.count == 2


def test_without_a_cache_nothing_is_kept() -> None:
    watched = Watched(cache_size=0)
    first, second = watched.get(), watched.get()

    assert show(first) == show(second)
    assert [line["outcome"] for line in watched.lines] == ["done", "done"]


def test_compressed_response_stays_compressed() -> None:
    watched = Watched()
    query = "SELECT * { VALUES ?x { " + "'0123456789' " * 1_000 + " } }"
    first, second = (watched.get({"Accept-Encoding": "gzip"}, query=query) for _ in range(2))

    assert second.headers["Content-Encoding"] == "gzip"
    assert show(second) == show(first)
    assert watched.count == 1


def test_new_data_are_not_answered_with_the_old(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text('<urn:a> <urn:b> "old" .\n', encoding="utf-8")
    with run_pomegraph("--data", str(data), "--workers", "1") as server, httpx.Client(params=VALUE) as client:
        before = [client.get(f"{server.url}/sparql.csv").text for _ in range(3)]
        data.write_text('<urn:a> <urn:b> "new" .\n', encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)

        assert before == ["value\r\nold\r\n"] * 3
        assert wait_for(lambda: client.get(f"{server.url}/sparql.csv").text == "value\r\nnew\r\n")
