"""What the web knows of the engine: an answer is whole, or an error that tells why there is none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.limits import Limits
from pomegraph.errors import MemoryLimitError, QueryError, ResultFormatError, ServiceRefusedError, TimeLimitError
from pomegraph.sparql.formats import choose_formats
from support.endpoint import COLOURS, ENDLESS, GRAPHS, QUADS, TRIPLES, connect_engine

CSV = choose_formats("text/csv")
COUNTED = "SELECT (COUNT(*) AS ?n)" + ENDLESS.removeprefix("SELECT *")
LIMITS = Limits(timeout=20.0, queries=2, memory=64 << 20)


@pytest.fixture
def client() -> EngineClient:
    return connect_engine(LIMITS)


def ask(client: EngineClient, query: str, accept: str = "text/csv", timeout: float | None = None) -> bytes:
    return b"".join(client.run(Request(query, choose_formats(accept), timeout=timeout)).body)


def test_answer_is_in_the_format_that_is_wanted(client: EngineClient) -> None:
    assert ask(client, COLOURS).splitlines()[0] == b"fruit,colour"
    assert ask(client, "ASK {}", "application/json") == b'{"head":{},"boolean":true}'


def test_status_tells_what_is_served(client: EngineClient) -> None:
    status = client.status

    assert (status.store, status.triples, status.quads) == ("memory", TRIPLES, QUADS)
    assert len(status.graphs) == GRAPHS
    assert status.prefixes == {"": "https://example.org/"}
    assert client.version == status.version


def test_dataset_is_what_is_asked(client: EngineClient) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graph = "https://example.org/green"
    stream = client.run(Request(query, CSV, dataset=([graph], [])))

    assert b"".join(stream.body).split() == [b"n", b"2"]


@pytest.mark.parametrize(
    ("query", "accept", "error", "message"),
    [
        ("SELECT", "text/csv", QueryError, "expected"),
        ("ASK {}", "text/csv", ResultFormatError, "no such format"),
        ("ASK { SERVICE <http://127.0.0.1:9/> {} }", "*/*", ServiceRefusedError, "is not allowed here"),
        ("SELECT * " + "{" * 100_000 + "}" * 100_000, "*/*", QueryError, "nested too deeply"),
    ],
    ids=["no query", "no format", "service", "nested"],
)
def test_query_that_has_no_answer_is_told_why(
    client: EngineClient, query: str, accept: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask(client, query, accept)

    assert ask(client, COLOURS)


def test_client_may_ask_for_less_time_but_not_for_more(client: EngineClient) -> None:
    with pytest.raises(TimeLimitError) as caught:
        ask(client, COUNTED, timeout=0.2)
    with pytest.raises(TimeLimitError) as more:
        ask(connect_engine(Limits(timeout=0.3, queries=1)), COUNTED, timeout=1000.0)

    assert (caught.value.limit, more.value.limit) == (0.2, 0.3)


def test_query_that_needs_too_much_memory_is_told_so(client: EngineClient) -> None:
    hungry = "SELECT (GROUP_CONCAT(CONCAT(STR(?a0), STR(?b1))) AS ?x)" + ENDLESS.removeprefix("SELECT *")
    with pytest.raises(MemoryLimitError, match="64 MiB"):
        ask(client, hungry)

    assert ask(client, COLOURS)


def test_threads_may_share_it(client: EngineClient) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: ask(client, COLOURS), range(80)))

    assert len(answers) == 1
    assert client.count() == {"running": 0, "waiting": 0}
