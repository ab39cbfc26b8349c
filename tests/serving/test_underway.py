"""Answers that will be there in a moment: no thread waits for them, and none is lost whatever becomes of them."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from pomegraph.serving.loop import Loop
from pomegraph.serving.underway import Underway
from support.processes import has_ended, list_children
from support.servers import Server, run_pomegraph
from support.serving import SLOW, find_engines, find_web, wait_for, write_things

ONE = "SELECT ?n { <https://example.org/1> <https://example.org/number> ?n }"
LONG = "SELECT * { ?s ?p ?o } LIMIT 1000"


class Answer:
    """An answer that comes when something is sent to it."""

    def __init__(self, *, is_startable: bool = True, outcome: bool | None = True) -> None:
        self.near, self.far = socket.socketpair()
        self.is_startable = is_startable
        self.outcome = outcome

    def start(self) -> bool:
        """Begin it; tell whether that was possible now."""
        return self.is_startable

    def fileno(self) -> int:
        """Return the number of what can be read when there is something to look at."""
        return self.near.fileno()

    def look(self) -> bool | None:
        """Return how it ended, or False for what is not the end."""
        return self.outcome if self.near.recv(1) == b"." else False

    def close(self) -> None:
        """Close both ends."""
        self.near.close()
        self.far.close()


class Watched:
    """What was made of some answers, which stand for their clients."""

    def __init__(self) -> None:
        self.loop = Loop()
        self.answered: list[Any] = []
        self.handed_over: list[Any] = []
        begin: Any = lambda answer: answer  # noqa: E731
        self.underway = Underway(self.loop, begin, self.answered.append, self.handed_over.append)

    def go_round(self) -> None:
        """Do as a web process does."""
        self.loop.go_round(self.underway.limit(10))
        self.underway.go_on()


@pytest.fixture
def watched() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.loop.close()


@pytest.fixture
def answers() -> Iterator[list[Answer]]:
    answers = [Answer(), Answer(), Answer()]
    yield answers
    for answer in answers:
        answer.close()


def test_answer_is_given_once_it_is_whole(watched: Watched, answers: list[Answer]) -> None:
    first = answers[0]
    watched.underway.take(first)  # type: ignore[arg-type]
    first.far.send(b"-")
    watched.go_round()
    before = watched.answered.copy()
    first.far.send(b".")
    watched.go_round()

    assert (before, watched.answered, watched.handed_over) == ([], [first], [])


def test_thread_gets_what_is_not_there_in_time(watched: Watched, answers: list[Answer]) -> None:
    first, second, _ = answers
    second.is_startable = False
    watched.underway.take(first)  # type: ignore[arg-type]
    watched.underway.take(second)  # type: ignore[arg-type]
    start = time.monotonic()
    while len(watched.handed_over) < 2:
        watched.go_round()
        assert time.monotonic() < start + 60

    assert watched.handed_over == [first, second]


def test_thread_gets_what_somebody_has_to_wait_for(watched: Watched, answers: list[Answer]) -> None:
    first = answers[0]
    first.outcome = None
    watched.underway.take(first)  # type: ignore[arg-type]
    first.far.send(b".")
    watched.go_round()

    assert (watched.answered, watched.handed_over) == ([], [first])


def test_what_can_not_begin_waits_for_those_that_have(watched: Watched, answers: list[Answer]) -> None:
    first, second, third = answers
    second.is_startable = third.is_startable = False
    for answer in answers:
        watched.underway.take(answer)  # type: ignore[arg-type]
    second.is_startable = True
    first.far.send(b".")
    watched.go_round()
    second.far.send(b".")
    watched.go_round()

    # The last one could not begin, and there is nothing left that it could wait for.
    assert (watched.answered, watched.handed_over) == ([first, second], [third])


def test_thread_gets_what_can_not_begin_where_nothing_has_begun(watched: Watched, answers: list[Answer]) -> None:
    answers[0].is_startable = False
    watched.underway.take(answers[0])  # type: ignore[arg-type]

    assert watched.handed_over == [answers[0]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = write_things(tmp_path_factory.mktemp("underway"), 2000)
    options = ("--workers", "1", "--queries", "2")
    with run_pomegraph("--data", str(data), *options) as server:
        for query in (ONE, LONG):
            # From here on it is known how such queries are answered.
            with connect(server) as sock:
                ask(sock, f"{query} #first")
        yield server


def connect(server: Server) -> socket.socket:
    parts = urlsplit(server.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=60)


def send(sock: socket.socket, query: str) -> None:
    fields = "Host: x\r\nAccept: text/csv\r\n\r\n"
    sock.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\n{fields}".encode())


def read(sock: socket.socket) -> tuple[bytes, bytes]:
    """Return the first line and the body of an answer with a length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += sock.recv(1 << 16)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length: "))
    while len(body) < int(length.split()[1]):
        body += sock.recv(1 << 16)
    return head.split(b"\r\n")[0], body


def ask(sock: socket.socket, query: str) -> tuple[bytes, bytes]:
    send(sock, query)
    return read(sock)


def count_waits(server: Server) -> int:
    """Return how often threads of the web process have waited, but for that which watches the clients."""
    web = find_web(server)[-1]
    texts = [(task / "status").read_text() for task in Path(f"/proc/{web}/task").iterdir() if task.name != str(web)]
    return sum(int(text.partition("\nvoluntary_ctxt_switches:")[2].split()[0]) for text in texts)


def test_short_query_needs_no_thread(server: Server) -> None:
    with connect(server) as sock:
        ask(sock, f"{ONE} #begin")
        before = count_waits(server)
        for number in range(200):
            ask(sock, f"{ONE} #no thread {number}")

    # A machine that is busy makes now and then of a short query one that is not.
    assert count_waits(server) - before < 100


def test_many_clients_share_few_processes(server: Server) -> None:
    socks = [connect(server) for _ in range(8)]
    for number in range(50):
        for place, sock in enumerate(socks):
            send(sock, f"{ONE} #{place}.{number}")
        assert {read(sock) for sock in socks} == {(b"HTTP/1.1 200 OK", b"n\r\n1\r\n")}
    for sock in socks:
        sock.close()


@pytest.mark.parametrize("query", [SLOW, LONG, ONE], ids=["slow", "long", "short"])
def test_answer_is_the_same_by_either_way(server: Server, query: str) -> None:
    with connect(server) as sock:
        ask(sock, f"{ONE} #{query}")
        found = ask(sock, f"{query} #again")
    with connect(server) as sock:
        # What asks for more than a query alone is answered by Flask.
        sock.sendall(
            f"GET /sparql?query={quote(query)}&timeout=20 HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode()
        )
        expected = read(sock)

    assert found == expected


def test_error_is_told(server: Server) -> None:
    with connect(server) as sock:
        ask(sock, f"{ONE} #before an error")
        line, body = ask(sock, "SELECT ?n { ?n ?p ?o FILTER }")

    assert line.split()[1] == b"400"
    assert b"cure" in body


def test_process_that_ended_is_replaced(server: Server) -> None:
    with connect(server) as sock:
        for number in range(10):
            children = [child for engine in find_engines(server) for child in list_children(engine)]
            for child in children:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            # One that is still about to end could be given the query, and would end with it.
            for child in children:
                assert wait_for(partial(has_ended, child))
            assert ask(sock, f"{ONE} #ended {number}") == (b"HTTP/1.1 200 OK", b"n\r\n1\r\n")


def test_client_that_left_harms_nobody(server: Server) -> None:
    for number in range(20):
        with connect(server) as sock:
            send(sock, f"{ONE} #left {number}")
    with connect(server) as sock:
        assert ask(sock, f"{ONE} #stayed")[1] == b"n\r\n1\r\n"
