"""Many clients at once, who read, send or keep silent as slowly as they may: nobody else is kept out by them."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from support.servers import Server, run_pomegraph
from support.serving import (
    MANY,
    THINGS,
    count,
    expect_quiet,
    find_web,
    is_idle,
    read_complaints,
    read_figure,
    wait_for,
    write_things,
)

# More than there are threads in the web process.
CROWD = 240
# How many clients there may be.
ROOM = 1_000
ROWS = 20_000


def write_get(query: str) -> bytes:
    return f"GET /sparql.csv?{urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


# An answer of some megabytes that is kept, and one that is not.
KEPT = write_get(f"{MANY} LIMIT {ROWS}")
FRESH = write_get(f"SELECT * {{ ?a ?b ?c . ?d ?e ?f BIND(RAND() AS ?x) }} LIMIT {ROWS}")
# No end, also with few triples.
ENDLESS_10 = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = write_things(tmp_path_factory.mktemp("crowds"))
    with run_pomegraph("--data", str(data), "--workers", "1", "--timeout", "60") as server:
        yield server


@pytest.fixture(autouse=True)
def quiet(server: Server) -> Iterator[None]:
    """Whatever crowds came, the server answers, is idle and has nothing to say of them."""
    yield
    expect_quiet(server)
    assert read_complaints(server) == []


def connect(server: Server, address: str = "127.0.0.1") -> socket.socket:
    sock = socket.socket()
    # What is read slowly must not fit into the sockets.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.settimeout(60)
    sock.bind((address, 0))
    sock.connect((urlsplit(server.url).hostname, urlsplit(server.url).port))
    return sock


@contextmanager
def crowd(server: Server, request: bytes, number: int = CROWD) -> Iterator[list[socket.socket]]:
    """Give clients that have sent a request or a part of one."""
    with ExitStack() as stack:
        socks = [stack.enter_context(connect(server)) for _ in range(number)]
        for sock in socks:
            sock.sendall(request)
        yield socks


@contextmanager
def pace(act: Callable[[], None]) -> Iterator[None]:
    """Do something again and again, with pauses."""
    is_over = threading.Event()

    def run() -> None:
        while not is_over.wait(0.3):
            act()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def read_a_little(socks: list[socket.socket]) -> None:
    for sock in socks:
        with suppress(BlockingIOError):
            sock.recv(10_000, socket.MSG_DONTWAIT)


def is_open_to_others(server: Server) -> bool:
    """Return whether another client gets answers of all kinds."""
    paths = ["/health/live", "/health/ready", "/metrics", "/", "/sparql?query=ASK%7B%7D", "/questions"]
    return [httpx.get(server.url + path, timeout=60).status_code for path in paths] == [200] * len(paths)


def read_to_the_end(sock: socket.socket) -> int:
    """Return how many rows the rest of an answer has."""
    rows = 0
    sock.settimeout(2)
    with suppress(TimeoutError):
        while piece := sock.recv(1 << 20):
            rows += piece.count(b"\n")
    return rows


@pytest.mark.parametrize(("request_", "number"), [(KEPT, CROWD), (FRESH, 60)], ids=["kept", "fresh"])
def test_clients_that_read_slowly_keep_nobody_out_and_get_all(server: Server, request_: bytes, number: int) -> None:
    httpx.get(server.url + KEPT.split()[1].decode())
    with crowd(server, request_, number) as socks:
        assert wait_for(lambda: is_idle(server))
        with pace(lambda: read_a_little(socks[2:])):
            assert is_open_to_others(server)
            assert count(server) == 2 * THINGS
        rows = [read_to_the_end(sock) for sock in socks[:2]]

    # With the head and that of the table.
    assert rows[0] > ROWS
    assert rows[0] == rows[1]


def test_clients_that_send_slowly_keep_nobody_out(server: Server) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with crowd(server, f"{head}Content-Length: 1000000\r\n\r\nASK {{}} #".encode()) as socks:

        def send_a_little() -> None:
            for sock in socks:
                sock.sendall(b"x" * 10_000)

        with pace(send_a_little):
            time.sleep(1)
            assert is_open_to_others(server)


def test_clients_that_begin_and_go_on_slowly_keep_nobody_out(server: Server) -> None:
    with crowd(server, b"GET /heal"):
        assert is_open_to_others(server)


@pytest.mark.slow
def test_more_silent_clients_than_there_is_room_for_make_way(server: Server) -> None:
    with crowd(server, b"", 1_500) as socks:
        assert is_open_to_others(server)
        assert count(server) == 2 * THINGS
        # The first ones had to go.
        assert socks[0].recv(1) == b""


@pytest.mark.slow
def test_client_who_has_begun_does_not_make_way_though_nobody_has_listened_yet(server: Server) -> None:
    [web] = find_web(server)[1:]
    with crowd(server, b"", ROOM + 1) as socks, ExitStack() as stack:
        # When the first has gone, all the others are there.
        assert socks[0].recv(1) == b""
        os.kill(web, signal.SIGSTOP)
        try:
            late = [stack.enter_context(connect(server)) for _ in range(3)]
            for sock in (*late, *socks[1:]):
                sock.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
        finally:
            os.kill(web, signal.SIGCONT)
        for sock in (*late, *socks[1:]):
            sock.sendall(b"\r\n")
        answers = [sock.recv(12) for sock in (*late, *socks[1:])]

    assert set(answers) == {b"HTTP/1.1 200"}


@pytest.mark.slow
def test_health_is_told_when_there_is_no_room_at_all(server: Server) -> None:
    # A few more than there is room for: the first make way before they send anything.
    with crowd(server, b"GET /heal", ROOM + 10):
        health = [httpx.get(server.url + path, timeout=60).status_code for path in ("/health/live", "/health/ready")]
        other = httpx.get(server.url + "/sparql?query=ASK%7B%7D", timeout=60)

    assert health == [200, 200]
    assert other.status_code == 503
    assert other.headers["Retry-After"]


# What each client may have.


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = write_things(tmp_path_factory.mktemp("strict"), 10)
    with run_pomegraph("--data", str(data), "--workers", "1", "--connections-per-client", "3") as server:
        yield server


def ask_from(server: Server, address: str) -> bytes:
    """Return the first line of an answer to a client with an address."""
    with connect(server, address) as sock:
        sock.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return sock.recv(1_000).partition(b"\r\n")[0]


def test_client_has_so_many_connections_and_no_more(strict: Server) -> None:
    with ExitStack() as stack:
        socks = [stack.enter_context(connect(strict, "127.0.0.2")) for _ in range(3)]
        refused = ask_from(strict, "127.0.0.2")
        others = [ask_from(strict, address) for address in ("127.0.0.3", "127.0.0.1")]
        socks.pop().close()
        again = wait_for(lambda: ask_from(strict, "127.0.0.2") == b"HTTP/1.1 200 OK")

    assert refused == b"HTTP/1.1 429 Too Many Requests"
    assert others == [b"HTTP/1.1 200 OK"] * 2
    assert again


def test_client_of_a_proxy_has_so_many_requests_and_no_more(strict: Server) -> None:
    def ask_for(address: str, query: str) -> httpx.Response:
        headers = {"X-Forwarded-For": f"192.0.2.99, {address}"}
        return httpx.get(strict.query_url, params={"query": query, "timeout": "3"}, headers=headers, timeout=60)

    with ThreadPoolExecutor(3) as pool:
        long = [pool.submit(ask_for, "192.0.2.1", ENDLESS_10) for _ in range(3)]
        assert wait_for(lambda: read_figure(strict, "queries_running") == 3)
        refused, other = ask_for("192.0.2.1", "ASK {}"), ask_for("192.0.2.2", "ASK {}")
        statuses = {each.result().status_code for each in long}

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert other.status_code == 200
    assert statuses == {503}
    assert ask_for("192.0.2.1", "ASK {}").status_code == 200


def test_who_says_to_be_a_proxy_and_is_none_is_not_believed(strict: Server) -> None:
    with ExitStack() as stack:
        for number in range(3):
            sock = stack.enter_context(connect(strict, "127.0.0.2"))
            sock.sendall(f"GET /health/live HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.{number}\r\n\r\n".encode())
            sock.recv(1_000)
        refused = ask_from(strict, "127.0.0.2")

    assert refused == b"HTTP/1.1 429 Too Many Requests"
