"""New queries that ask for nothing else: Flask is asked once, and what follows is as if it had been asked each time."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pomegraph.engine.limits import Limits
from support.endpoint import COLOURS, ENDLESS, EVERYTHING, make_client

ID = "X-Request-Id"
OTHER = "SELECT ?x { VALUES ?x { 1 } }"
LONG = "SELECT ?x { VALUES ?x { " + "'0123456789' " * 100 + " } }"
VERY_LONG = "SELECT ?x { VALUES ?x { " + "'0123456789' " * 10_000 + " } }"


class Watched:
    """A client, and how often Flask was asked."""

    def __init__(self, **settings: Any) -> None:
        self.log = io.StringIO()
        self.client: FlaskClient = make_client(stream=self.log, **settings)
        self.count = 0
        self.client.application.before_request(self._note)

    def _note(self) -> None:
        self.count += 1

    def get(self, query: str, path: str = "/sparql", headers: dict[str, str] | None = None) -> TestResponse:
        """Return the response to a query, read and closed as a server does it."""
        response = self.client.get(path, query_string={"query": query}, headers=headers)
        response.get_data()
        response.close()
        return response

    @property
    def last(self) -> dict[str, Any]:
        """The last line of the log, without what two runs of one query may differ in."""
        line: dict[str, Any] = json.loads(self.log.getvalue().splitlines()[-1])
        return {name: value for name, value in line.items() if name not in {"time", "request_id", "waited", "ran"}}


def show(response: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    return response.status_code, response.data, sorted(pair for pair in response.headers if pair[0] != ID)


WAYS: dict[str, tuple[str, dict[str, str]]] = {
    "plain": ("/sparql", {}),
    "types": ("/sparql", {"Accept": "application/sparql-results+xml, text/turtle;q=0.5"}),
    "extension": ("/sparql.csv", {"Accept": "text/html"}),
    "coding": ("/sparql", {"Accept-Encoding": "gzip, br"}),
    "origin": ("/sparql.json", {"Origin": "https://example.org"}),
    "id": ("/sparql", {ID: "mine"}),
}
QUERIES = {
    "SELECT": (OTHER, COLOURS),
    "escapes": (OTHER, 'SELECT ("größe\t%+&=#/?" AS ?x) {}'),
    "no rows": (OTHER, "SELECT ?x { ?x ?x ?x }"),
    "ASK": ("ASK {}", "ASK { ?s ?s ?s }"),
    "long": (OTHER, LONG),
    "very long": (OTHER, VERY_LONG),
}


@pytest.mark.parametrize("queries", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_response_is_what_flask_would_have_given(way: tuple[str, dict[str, str]], queries: tuple[str, str]) -> None:
    path, headers = way
    if path == "/sparql.csv" and queries[0].startswith("ASK"):
        pytest.skip("a truth value has no CSV")
    watched, fresh = Watched(), Watched()
    watched.get(queries[0], path, headers)

    assert show(watched.get(queries[1], path, headers)) == show(fresh.get(queries[1], path, headers))
    assert watched.last == fresh.last


def test_flask_is_not_asked_for_small_new_results() -> None:
    watched = Watched()
    for number in range(5):
        watched.get(f"SELECT (1 AS ?x{number}) {{}}")

    assert watched.count == 1


def test_graphs_are_alike_too() -> None:
    watched, fresh = Watched(), Watched()
    watched.get("CONSTRUCT WHERE { ?s a ?o }")
    first, second = watched.get(EVERYTHING), fresh.get(EVERYTHING)

    assert watched.count == 1
    assert sorted(first.text.splitlines()) == sorted(second.text.splitlines())
    assert [pair for pair in first.headers if pair[0] != ID] == [pair for pair in second.headers if pair[0] != ID]


WRONG = {
    "syntax": "SELECT ?x {",
    "update": "INSERT DATA { <a:a> <a:a> <a:a> }",
    "service": "SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }",
    "nothing": "",
}


@pytest.mark.parametrize("query", WRONG.values(), ids=WRONG)
def test_problem_is_told_as_by_flask(query: str) -> None:
    watched, fresh = Watched(), Watched()
    watched.get(OTHER)
    first, second = (json.loads(one.get(query).text) for one in (watched, fresh))
    own = {name for name in first if first[name] != second[name]}

    assert first.keys() == second.keys()
    assert own <= {"request_id", "instance"}


def test_query_that_is_stopped_is_told_with_the_time_that_it_ran() -> None:
    watched = Watched(limits=Limits(timeout=0.5))
    watched.get(OTHER)
    response = watched.get("SELECT (COUNT(*) AS ?x) " + ENDLESS.removeprefix("SELECT * "))
    line = json.loads(watched.log.getvalue().splitlines()[-1])

    assert response.status_code == 503
    assert line["outcome"] == "timeout"
    assert line["ran"] >= 0.5


def test_format_that_cannot_hold_a_result_is_left_for_the_next() -> None:
    watched, fresh, headers = Watched(), Watched(), {"Accept": "application/sparql-results+xml, text/csv;q=0.5"}
    watched.get(OTHER, headers=headers)
    unfit = 'SELECT ("a\\u0001b" AS ?x) {}'

    assert show(watched.get(unfit, headers=headers)) == show(fresh.get(unfit, headers=headers))
    assert watched.last == fresh.last


def test_fleeting_results_are_made_anew() -> None:
    watched = Watched()
    watched.get(OTHER)

    assert len({watched.get("SELECT (UUID() AS ?id) {}").text for _ in range(3)}) == 3


@pytest.mark.parametrize(
    "more", [{"timeout": "5"}, {"default-graph-uri": "https://example.org/red"}, {"format": "csv"}, {"query": "ASK {}"}]
)
def test_what_is_asked_besides_counts(more: dict[str, str]) -> None:
    watched, fresh = Watched(), Watched()
    watched.get(OTHER)
    pairs = [("query", COLOURS), *more.items()]
    first, second = (one.client.get("/sparql", query_string=pairs) for one in (watched, fresh))

    assert (first.status_code, first.data if first.status_code == 200 else b"") == (
        second.status_code,
        second.data if second.status_code == 200 else b"",
    )
    assert watched.count == 2
