"""Leases: who puts one query after the other gets one process for them, and nobody else waits for it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress

import pytest

from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.connection import Connection
from pomegraph.engine.limits import Limits
from pomegraph.errors import ClientGoneError, EngineError, MemoryLimitError, TimeLimitError
from pomegraph.sparql.formats import choose_formats
from support.endpoint import COLOURS, ENDLESS, connect_engine, find_children, find_engine, start_engine
from support.places import ROOT
from support.serving import wait_for

CSV = choose_formats("text/csv")
FOREVER = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(14)) + " }"
COUNTED = "SELECT (COUNT(*) AS ?n)" + FOREVER.removeprefix("SELECT *")
# Takes some milliseconds, and ten times as much.
BRIEF, SLOW = ("SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(k)) + " }" for k in (5, 6))
IDLE = {"running": 0, "waiting": 0}
# Where what runs on is ended by nothing else.
PATIENT = Limits(timeout=300.0, queries=1, memory=64 << 20, waiting=2)
LIMITS = Limits(timeout=3.0, queries=1, memory=64 << 20, waiting=2)


@pytest.fixture
def client() -> EngineClient:
    return connect_engine(LIMITS)


@pytest.fixture
def others() -> EngineClient:
    """As another web process has it: with connections of its own."""
    return EngineClient(start_engine(LIMITS), LIMITS)


@pytest.fixture
def patient() -> EngineClient:
    return connect_engine(PATIENT)


def ask(client: EngineClient, query: str = COLOURS, asker: str = "one") -> bytes:
    return b"".join(client.run(Request(query, CSV, asker=asker)).body)


@contextmanager
def stop_engine() -> Iterator[None]:
    """Let the engine hear and do nothing for a while."""
    engine = find_engine(PATIENT)
    os.kill(engine, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(engine, signal.SIGCONT)


def test_many_queries_are_answered_by_one_process(client: EngineClient) -> None:
    ask(client)
    before = find_children(LIMITS)
    answers = {ask(client) for _ in range(200)}

    assert len(answers) == 1
    assert before & find_children(LIMITS)


def test_many_short_queries_take_one_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    leases: list[socket.socket] = []
    begin_lease = Connection.begin_lease

    def note_lease(connection: Connection) -> socket.socket:
        leases.append(far := begin_lease(connection))
        return far

    monkeypatch.setattr(Connection, "begin_lease", note_lease)
    client = connect_engine(LIMITS)
    for _ in range(50):
        ask(client)

    # A machine that is busy makes now and then of a short query one that is not.
    assert len(leases) < 10


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


def test_query_that_takes_too_much_memory_in_a_lease_is_told_so(patient: EngineClient) -> None:
    ask(patient)
    with pytest.raises(MemoryLimitError):
        ask(patient, "SELECT (GROUP_CONCAT(CONCAT(STR(?a0), STR(?b1))) AS ?x)" + ENDLESS.removeprefix("SELECT *"))

    assert ask(patient)


def test_process_that_has_ended_in_a_lease_is_replaced() -> None:
    limits = Limits(timeout=5.0, queries=1)
    client = connect_engine(limits)
    assert ask(client)
    before = find_children(limits)
    for number in before:
        os.kill(number, signal.SIGKILL)

    assert ask(client)
    assert not before & find_children(limits)


def test_short_queries_in_a_lease_are_counted_while_they_run(client: EngineClient) -> None:
    ask(client)
    seen = set()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(lambda: {ask(client, BRIEF) for _ in range(50)})
        while not asking.done():
            seen.add(client.count()["running"])

    assert len(asking.result()) == 1
    assert 1 in seen
    assert client.count() == IDLE


@pytest.mark.parametrize("query", [COUNTED, FOREVER], ids=["without rows", "with rows"])
def test_long_query_in_a_lease_of_another_waits_for_its_turn(patient: EngineClient, query: str) -> None:
    others = EngineClient(start_engine(PATIENT), PATIENT)
    ours, theirs = socket.socketpair()

    def steal() -> None:
        with pytest.raises(ClientGoneError):
            others.run(Request(query, CSV, asker="one"), client=ours)

    with ours, ThreadPoolExecutor(2) as pool, closing(patient.run(Request(FOREVER, CSV, asker="one"))), theirs:
        short = pool.submit(ask, others, SLOW, "two")
        while patient.count()["running"] < 2 and not short.done():
            pass
        with stop_engine():
            short.result()
            # The process is that of the other one yet, for all that the engine knows.
            stealing = pool.submit(steal)
            time.sleep(0.2)
        assert wait_for(lambda: patient.count() == {"running": 1, "waiting": 1})
        assert ask(others, asker="two")

    stealing.result()
    assert wait_for(lambda: patient.count() == IDLE)


def test_long_query_in_a_lease_whose_process_dies_is_not_put_again(patient: EngineClient) -> None:
    ask(patient)
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask, patient, COUNTED)
        # Longer than it takes until the engine is told.
        time.sleep(0.5)
        assert wait_for(lambda: patient.count()["running"] == 1)
        for number in find_children(PATIENT):
            os.kill(number, signal.SIGKILL)
        with pytest.raises(EngineError, match="ended"):
            asking.result(60)

    assert ask(patient)


HOLDER = """
import sys, time
from pathlib import Path
from pomegraph.engine.client import EngineClient, Request
from pomegraph.engine.connection import Connection
from pomegraph.engine.limits import Limits
from pomegraph.sparql.formats import choose_formats
client = EngineClient(Path(sys.argv[1]), Limits(timeout=300.0))
for query in filter(None, sys.argv[2:]):
    print(client.run(Request(query, choose_formats("text/csv"))).form, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("query", ["", COUNTED, FOREVER], ids=["idle", "before rows come", "while rows come"])
def test_process_of_a_web_process_that_is_killed_is_free_for_others(patient: EngineClient, query: str) -> None:
    ask(patient)
    command = [sys.executable, "-c", HOLDER, str(start_engine(PATIENT)), COLOURS, query]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={"PYTHONPATH": str(ROOT / "server")}) as web:
        assert web.stdout is not None
        assert web.stdout.readline() == b"SELECT\n"
        assert wait_for(lambda: patient.count()["running"] == bool(query))
        web.kill()

    assert wait_for(lambda: patient.count() == IDLE)
    assert ask(patient)
    assert wait_for(lambda: len(find_children(PATIENT)) == PATIENT.queries)


def test_process_of_a_thread_that_dies_is_free_for_others(patient: EngineClient) -> None:
    ask(patient)

    def run() -> None:
        with suppress(SystemExit), closing(patient.run(Request(FOREVER, CSV))) as stream:
            for _ in stream.body:
                pass

    thread = threading.Thread(target=run)
    thread.start()
    assert wait_for(lambda: patient.count()["running"] == 1)
    # As soon as the thread does something.
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit))
    thread.join()

    assert wait_for(lambda: patient.count() == IDLE)
    assert ask(patient)
