"""What one client may have of the queries that run: with its endless ones everywhere, others are answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from support.servers import Server, run_pomegraph
from support.serving import (
    ENDLESS,
    expect_quiet,
    read_complaints,
    read_figure,
    wait_for,
    write_things,
)

CHILDREN, WAITING = 4, 16
QUERY = "SELECT ?o { ?s ?p ?o } LIMIT 1"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = write_things(tmp_path_factory.mktemp("shares"))
    flags = {"queries": CHILDREN, "waiting": WAITING, "timeout": 300, "connections-per-client": 200, "cache-size": 0}
    with run_pomegraph("--data", str(data), *(f"--{name}={value}" for name, value in flags.items())) as server:
        yield server


@pytest.fixture(autouse=True)
def quiet(server: Server) -> Iterator[None]:
    """Whatever was asked, the server answers, is idle, and has as many processes as before."""
    yield
    expect_quiet(server, children=CHILDREN)
    assert read_complaints(server) == []


@contextmanager
def send_from(server: Server, address: str, query: str, number: int) -> Iterator[list[socket.socket]]:
    """Send a query many times from an address."""
    request = f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    with ExitStack() as stack:
        socks = [stack.enter_context(connect(server, address)) for _ in range(number)]
        for sock in socks:
            sock.sendall(request)
        yield socks


def connect(server: Server, address: str) -> socket.socket:
    place = (urlsplit(server.url).hostname, urlsplit(server.url).port)
    return socket.create_connection(place, timeout=60, source_address=(address, 0))


def ask_from(server: Server, address: str) -> int:
    with httpx.Client(transport=httpx.HTTPTransport(local_address=address), timeout=60) as client:
        return client.get(server.query_url, params={"query": QUERY}).status_code


def test_others_are_answered_whatever_one_asks(server: Server) -> None:
    with send_from(server, "127.0.0.2", ENDLESS, 80) as socks:
        assert wait_for(lambda: read_figure(server, "queries_running") == CHILDREN)
        assert wait_for(lambda: read_figure(server, "queries_waiting") == WAITING)
        statuses = [ask_from(server, address) for address in ("127.0.0.3", "127.0.0.4") for _ in range(10)]
        ready = httpx.get(server.url + "/health/ready", timeout=60).status_code
        is_full = read_figure(server, "queries_running") == CHILDREN
        turned_away = sum(has_answer(sock) for sock in socks)

    assert statuses == [200] * 20
    assert (ready, is_full) == (200, True)
    assert turned_away >= 80 - CHILDREN - WAITING


def has_answer(sock: socket.socket) -> bool:
    sock.settimeout(0.01)
    try:
        return sock.recv(12) == b"HTTP/1.1 503"
    except TimeoutError:
        return False


def test_one_alone_may_have_all(server: Server) -> None:
    with send_from(server, "127.0.0.2", ENDLESS, CHILDREN - 1):
        assert wait_for(lambda: read_figure(server, "queries_running") == CHILDREN - 1)

        assert [ask_from(server, "127.0.0.2") for _ in range(5)] == [200] * 5


def test_some_who_ask_without_end_leave_a_place_for_others(server: Server) -> None:
    with ExitStack() as stack:
        stack.enter_context(send_from(server, "127.0.0.2", ENDLESS, 20))
        # Who comes when all places are taken has one besides; who came before might have one of them.
        assert wait_for(lambda: read_figure(server, "queries_running") == CHILDREN)
        stack.enter_context(send_from(server, "127.0.0.3", ENDLESS, 20))
        assert wait_for(lambda: read_figure(server, "queries_running") == CHILDREN + 1)
        time.sleep(0.3)

        assert [ask_from(server, "127.0.0.4") for _ in range(5)] == [200] * 5
