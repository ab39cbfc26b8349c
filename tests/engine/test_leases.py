"""Leases: who puts one query after the other gets one process for them, and nobody else waits for it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.limits import Limits
from pomegraph.errors import MemoryLimitError, TimeLimitError
from pomegraph.sparql.formats import choose_formats
from support.endpoint import COLOURS, ENDLESS, connect_engine, start_engine

CSV = choose_formats("text/csv")
FOREVER = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14)) + " }"
COUNTED = "SELECT (COUNT(*) AS ?n)" + FOREVER.removeprefix("SELECT *")
LIMITS = Limits(timeout=3.0, queries=1, memory=64 << 20, waiting=1)


@pytest.fixture
def client() -> EngineClient:
    return connect_engine(LIMITS)


@pytest.fixture
def others() -> EngineClient:
    """As another web process has it: with connections of its own."""
    return EngineClient(start_engine(LIMITS), LIMITS)


def ask(client: EngineClient, query: str = COLOURS, asker: str = "one") -> bytes:
    return b"".join(client.run(Request(query, CSV, asker=asker)).body)


def list_children() -> set[int]:
    """Return the processes for queries that engines of these tests have."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            if path.read_text(encoding="utf-8") == "pom-query\n":
                found.add(int(path.parent.name))
        except OSError:
            continue
    return found


def test_many_queries_are_answered_by_one_process(client: EngineClient) -> None:
    ask(client)
    before = list_children()
    answers = {ask(client) for _ in range(200)}

    assert len(answers) == 1
    assert before & list_children()


def test_process_goes_to_others_who_wait_for_it(client: EngineClient, others: EngineClient) -> None:
    answers = {ask(one, asker=asker) for _ in range(20) for one, asker in ((client, "one"), (others, "two"))}

    assert len(answers) == 1


def test_query_that_is_not_short_is_known_and_stopped(client: EngineClient) -> None:
    ask(client)
    stream = None
    start = time.monotonic()
    with pytest.raises(TimeLimitError):
        stream = client.run(Request(COUNTED, CSV, timeout=1.0))

    assert stream is None
    assert time.monotonic() - start >= 1.0
    assert ask(client)


def test_short_queries_of_others_are_answered_beside_one_that_is_not(
    client: EngineClient, others: EngineClient
) -> None:
    ask(client, asker="one")
    stream = client.run(Request(FOREVER, CSV, asker="one"))
    try:
        assert client.count()["running"] == 1
        assert ask(others, asker="two")
    finally:
        stream.close()

    assert ask(client)


def test_query_that_takes_too_much_memory_in_a_lease_is_told_so(client: EngineClient) -> None:
    ask(client)
    with pytest.raises(MemoryLimitError):
        ask(client, "SELECT (GROUP_CONCAT(CONCAT(STR(?a0), STR(?b1))) AS ?x)" + ENDLESS.removeprefix("SELECT *"))

    assert ask(client)


def test_process_that_has_ended_in_a_lease_is_replaced() -> None:
    limits = Limits(timeout=5.0, queries=1)
    client, before = EngineClient(start_engine(limits), limits), list_children()
    assert ask(client)
    for number in list_children() - before or list_children():
        if _is_of(number, limits):
            os.kill(number, signal.SIGKILL)

    assert ask(client)


def _is_of(number: int, limits: Limits) -> bool:
    """Tell whether a process was forked by an engine with some limits."""
    parent = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
    command = Path(f"/proc/{parent}/cmdline").read_bytes()
    return f'"timeout": {limits.timeout}'.encode() in command
