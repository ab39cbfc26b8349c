"""One line of JSON for each query."""

from __future__ import annotations

import io
import json
import time

import pytest

from pomegraph.web.log import QueryLog, QueryRecord, choose_id, hash_query
from support.endpoint import COLOURS, ask, make_client, read_log


@pytest.mark.parametrize("given", ["a", "3f2a-77", "Root=1-67891233-abcdef012345678912345678", "A" * 128, "urn:uuid:1"])
def test_id_of_the_client_is_kept(given: str) -> None:
    assert choose_id(given) == given


@pytest.mark.parametrize("given", ["", " ", "a b", "-a", "ü", 'a"', "a\tb", "A" * 129, "<b>", "{}"])
def test_id_that_is_not_sound_is_replaced(given: str) -> None:
    first, second = (choose_id(given) for _ in range(2))

    assert len(first) == len(second) == 32
    assert first != second


def test_record_is_one_line_whatever_it_holds() -> None:
    stream = io.StringIO()
    QueryLog(stream, with_text=True).write(QueryRecord("id", 'ASK {\n"\u2028\x00" }', "sparql"))

    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().isascii()
    assert json.loads(stream.getvalue())["text"] == 'ASK {\n"\u2028\x00" }'


def test_time_of_a_query_without_figures_is_measured() -> None:
    record = QueryRecord("id", "ASK", "sparql", outcome="timeout")
    time.sleep(0.02)
    record.close()

    assert record.ran >= 0.02


@pytest.mark.parametrize("outcome", ["cached", "unchanged"])
def test_query_that_did_not_run_took_no_time(outcome: str) -> None:
    record = QueryRecord("id", "ASK", "sparql", outcome=outcome)
    record.close()

    assert record.ran == 0


def test_line_tells_what_a_query_took() -> None:
    stream = io.StringIO()
    response = ask(make_client(stream=stream), COLOURS, "text/csv")
    (line,) = read_log(stream)

    assert line["request_id"] == response.headers["X-Request-Id"]
    assert line["query"] == hash_query(COLOURS)
    assert (line["route"], line["form"], line["format"], line["outcome"]) == ("sparql", "SELECT", "csv", "done")
    assert (line["rows"], line["bytes"], line["status"]) == (3, len(response.data), 200)
    assert line["ran"] > 0
    assert "text" not in line


def test_text_is_written_when_the_operator_says_so() -> None:
    stream = io.StringIO()
    ask(make_client(stream=stream, log_queries=True), COLOURS)

    assert read_log(stream)[0]["text"] == COLOURS


@pytest.mark.parametrize(
    ("query", "outcome", "status"),
    [
        ("SELECT", "query", 400),
        ("SELECT * { SERVICE <http://example.org/> {} }", "service", 403),
        ("CLEAR ALL", "read-only", 403),
        ("ASK {}", "format", 406),
    ],
)
def test_query_that_fails_is_written_too(query: str, outcome: str, status: int) -> None:
    stream = io.StringIO()
    ask(make_client(stream=stream), query, "text/csv")
    (line,) = read_log(stream)

    assert (line["outcome"], line["status"]) == (outcome, status)
