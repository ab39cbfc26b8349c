"""Requests that came before, byte for byte: the second answer is the first, and as well counted, logged and limited."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from support.servers import Server, run_pomegraph
from support.serving import read_figure, read_records, wait_for, write_things

PATH = "/sparql?query=SELECT%20*%20%7B%20?s%20?p%20{}%20%7D"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = write_things(tmp_path_factory.mktemp("recall"), 20)
    with run_pomegraph("--data", str(data), "--workers", "1", "--connections-per-client", "3") as server:
        yield server


@pytest.fixture
def sock(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection((urlsplit(server.url).hostname, urlsplit(server.url).port), timeout=60) as sock:
        yield sock


def write_request(number: int, *fields: str, version: str = "1.1") -> bytes:
    lines = [f"GET {PATH.format(number)} HTTP/{version}", "Host: x", "Accept: text/csv", *fields]
    return "\r\n".join([*lines, "", ""]).encode()


def read_answer(sock: socket.socket) -> tuple[dict[str, str], bytes]:
    """Return the fields, their first line as that without a name, and the body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += sock.recv(1 << 16)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    fields = {"": first} | dict(line.split(": ", 1) for line in lines)
    while len(body) < int(fields["Content-Length"]):
        body += sock.recv(1 << 16)
    return fields, body


def ask(sock: socket.socket, request: bytes) -> tuple[dict[str, str], bytes]:
    sock.sendall(request)
    return read_answer(sock)


def test_second_answer_is_the_first_with_an_id_of_its_own(sock: socket.socket) -> None:
    (first, body), (second, again) = (ask(sock, write_request(1)) for _ in range(2))
    ids = {fields.pop("X-Request-Id") for fields in (first, second)}
    dates = [fields.pop("Date") for fields in (first, second)]

    assert (list(second), second, again) == (list(first), first, body)
    assert len(ids) == 2
    assert all(re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", date) for date in dates)


def test_second_answer_is_logged_and_counted(server: Server, sock: socket.socket) -> None:
    before = read_figure(server, 'cache_requests_total{result="hit"}')
    ids = [ask(sock, write_request(2))[0]["X-Request-Id"] for _ in range(3)]

    assert wait_for(lambda: [one["request_id"] for one in read_records(server)[-3:]] == ids)
    assert [one["outcome"] for one in read_records(server)[-3:]] == ["done", "cached", "cached"]
    assert read_figure(server, 'cache_requests_total{result="hit"}') == before + 2


def test_id_that_a_client_gives_comes_back(sock: socket.socket) -> None:
    request = write_request(3, "X-Request-Id: mine")

    assert [ask(sock, request)[0]["X-Request-Id"] for _ in range(2)] == ["mine", "mine"]


def test_requests_that_come_at_once_are_all_answered(sock: socket.socket) -> None:
    ask(sock, write_request(4))
    sock.sendall(3 * write_request(4))
    fields = [read_answer_exactly(sock) for _ in range(3)]

    assert {one[""] for one in fields} == {"HTTP/1.1 200 OK"}


def read_answer_exactly(sock: socket.socket) -> dict[str, str]:
    """Read one answer of several and nothing behind it."""
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        data += sock.recv(1)
    first, *lines = data.decode().strip().split("\r\n")
    fields = {"": first} | dict(line.split(": ", 1) for line in lines)
    sock.recv(int(fields["Content-Length"]), socket.MSG_WAITALL)
    return fields


def test_request_that_comes_in_two_parts_is_answered(sock: socket.socket) -> None:
    first = ask(sock, write_request(5))
    sock.sendall(write_request(5)[:30])

    assert ask(sock, write_request(5)[30:])[1] == first[1]


@pytest.mark.parametrize(
    "request_", [write_request(6, version="1.0"), write_request(6, "Connection: close")], ids=["HTTP/1.0", "close"]
)
def test_connection_ends_where_a_client_wants_it(sock: socket.socket, request_: bytes) -> None:
    ask(sock, write_request(6))
    fields, _ = ask(sock, request_)

    assert fields["Connection"] == "close"
    assert sock.recv(1) == b""


def test_who_asks_too_much_by_a_proxy_is_refused_known_requests_too(server: Server, sock: socket.socket) -> None:
    request = write_request(7, "X-Forwarded-For: 192.0.2.7")
    ask(sock, request)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?t ?u ?v . ?w ?x ?y }"
    body = f"{len(endless)}\r\n\r\n{endless}".encode()
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\nContent-Type: application/sparql-query\r\n"
    )
    others = [socket.create_connection(sock.getpeername()) for _ in range(3)]
    for other in others:
        other.sendall(head + b"Content-Length: " + body)
    try:
        assert wait_for(lambda: read_figure(server, "queries_running") == 3)
        assert ask(sock, request)[0][""] == "HTTP/1.1 429 Too Many Requests"
    finally:
        for other in others:
            other.close()


def test_answers_longer_than_a_block_are_answered_as_others(server: Server) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000"
    with httpx.Client() as client:
        first, second = (client.get(server.query_url, params={"query": query}) for _ in range(2))

    assert len(first.content) > 100_000
    assert second.content == first.content
