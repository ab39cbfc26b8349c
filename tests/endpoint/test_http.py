"""HTTP itself, as no library sends it: what is broken gets one answer that says so, and the server goes on."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.servers import Server, run_pomegraph
from support.serving import count, read_all, read_complaints

MOST = 100_000
HEAD = "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n"
GET = "GET /health/live HTTP/1.1\r\n"
LAST = "Host: x\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data: Path = tmp_path_factory.mktemp("http") / "data.ttl"
    data.write_text("<a:s> <a:p> 1 .", encoding="utf-8")
    with run_pomegraph("--data", str(data), "--workers", "1", "--max-body", str(MOST)) as server:
        yield server


@pytest.fixture(autouse=True)
def sound(server: Server) -> Iterator[None]:
    """Whatever was sent, the server answers and has nothing to say of it."""
    yield
    assert count(server) == 1
    assert read_complaints(server) == []


def connect(server: Server) -> socket.socket:
    return socket.create_connection((urlsplit(server.url).hostname, urlsplit(server.url).port or 0), timeout=60)


def send_raw(server: Server, *parts: str | bytes) -> bytes:
    """Send parts one after the other, and nothing more, and return what comes until the end of the connection."""
    with connect(server) as sock:
        for part in parts:
            sock.sendall(part.encode("latin-1") if isinstance(part, str) else part)
            time.sleep(0.02 if len(parts) > 1 else 0)
        return read_all(sock)


def list_statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] ([0-9]{3}) ", answer)]


GOOD = {
    "chunked": CHUNKED + "6\r\nASK {}\r\n0\r\n\r\n",
    "chunked in other letters": CHUNKED.replace("chunked", "CHUNKED") + "6\r\nASK {}\r\n0\r\n\r\n",
    "identity, chunked": CHUNKED.replace("chunked", "identity, chunked") + "6\r\nASK {}\r\n0\r\n\r\n",
    "chunks with more than a size": CHUNKED + "3;a=b\r\nASK\r\n3\r\n {}\r\n0;c\r\nX-Sum: 1\r\n\r\n",
    "of a length": HEAD + "Content-Length: 6\r\n\r\nASK {}",
    "HTTP/1.0 without Host": "GET /sparql?query=ASK{} HTTP/1.0\r\n\r\n",
    "after an empty line": "\r\n" + GET + LAST,
    "whole address": "GET http://example.org/health/live HTTP/1.1\r\n" + LAST,
    "empty value": GET + "X-Empty:\r\n" + LAST,
}
BAD = {
    "size that is no number": (400, CHUNKED + "zz\r\nASK {}\r\n0\r\n\r\n"),
    "size that is negative": (400, CHUNKED + "-6\r\nASK {}\r\n0\r\n\r\n"),
    "size that is very large": (400, CHUNKED + "f" * 20 + "\r\nASK {}\r\n0\r\n\r\n"),
    "chunk without its end": (400, CHUNKED + "6\r\nASK {}XX0\r\n\r\n"),
    "chunks of line feeds": (400, CHUNKED + "6\nASK {}\n0\n\n"),
    "broken behind the last chunk": (400, CHUNKED + "6\r\nASK {}\r\n0\r\n: x\r\n\r\n"),
    "broken in an odd spelling": (400, CHUNKED.replace("chunked", "identity, chunked") + "zz\r\nASK {}\r\n0\r\n\r\n"),
    "broken where no body is read": (400, GET + "Transfer-Encoding: chunked\r\nHost: x\r\n\r\nzz\r\n\r\n"),
    "chunked and then something": (400, CHUNKED.replace("chunked", "chunked, identity") + "6\r\nASK {}\r\n0\r\n\r\n"),
    "chunked twice": (400, CHUNKED.replace("chunked", "chunked, chunked") + "6\r\nASK {}\r\n0\r\n\r\n"),
    "not chunked in the end": (400, HEAD + "Transfer-Encoding: identity\r\n\r\nASK {}"),
    "compressed on the way": (501, CHUNKED.replace("chunked", "gzip, chunked") + "6\r\nASK {}\r\n0\r\n\r\n"),
    "coding of nobody": (501, CHUNKED.replace("chunked", "xchunked") + "6\r\nASK {}\r\n0\r\n\r\n"),
    "chunked and a length": (
        400,
        HEAD + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
    ),
    "chunked in HTTP/1.0": (400, CHUNKED.replace("1.1", "1.0") + "6\r\nASK {}\r\n0\r\n\r\n"),
    "two lengths": (400, HEAD + "Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}"),
    "length that is no number": (400, HEAD + "Content-Length: 6x\r\n\r\nASK {}"),
    "body that is too long": (413, HEAD + f"Content-Length: {MOST + 1}\r\n\r\nASK {{}}"),
    "chunks that are too long": (413, CHUNKED + f"{MOST + 1:X}\r\n" + "#" * (MOST + 1) + "\r\n0\r\n\r\n"),
    "no Host": (400, GET + "\r\n"),
    "two Hosts": (400, GET + "Host: a\r\nHost: b\r\n\r\n"),
    "Host that is none": (400, GET + "Host: a b\r\nConnection: close\r\n\r\n"),
    "long request line": (414, f"GET /?{'x' * 9_000} HTTP/1.1\r\n{LAST}"),
    "request line without an end": (414, f"GET /?{'x' * 9_000}"),
    "long field": (431, GET + f"X: {'x' * 9_000}\r\n{LAST}"),
    "many fields": (431, GET + "X: x\r\n" * 200 + LAST),
    "long head": (431, GET + f"X: {'x' * 8_000}\r\n" * 9),
    "line feeds alone": (400, "GET / HTTP/1.1\nHost: x\n\n"),
    "folded field": (400, GET + "X: y\r\n z\r\n" + LAST),
    "field with a blank": (400, GET + "X : y\r\n" + LAST),
    "field with a control": (400, GET + "X: \x00\r\n" + LAST),
    "letters beyond ASCII": (400, "GET /\xe9 HTTP/1.1\r\n" + LAST),
    "small method": (400, "get / HTTP/1.1\r\n" + LAST),
    "HTTP/2": (400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "TLS": (400, "\x16\x03\x01\x02\x00\x01\r\n\r\n"),
    "expectation of nobody": (417, GET + "Expect: x\r\n" + LAST),
}


@pytest.mark.parametrize("name", GOOD)
def test_request_that_is_right_is_answered_once(server: Server, name: str) -> None:
    assert list_statuses(send_raw(server, GOOD[name])) == [200]


@pytest.mark.parametrize("name", BAD)
def test_request_that_is_broken_is_answered_once_and_the_connection_ends(server: Server, name: str) -> None:
    status, request = BAD[name]
    answer = send_raw(server, request)

    assert list_statuses(answer) == [status]
    assert b"\r\nContent-Type: application/problem+json\r\n" in answer


@pytest.mark.parametrize("name", ["chunked", "of a length", "chunks with more than a size"])
def test_request_may_come_in_any_pieces(server: Server, name: str) -> None:
    request = GOOD[name]

    assert list_statuses(send_raw(server, *request[:-40], request[-40:])) == [200]
    assert list_statuses(send_raw(server, request[:200], *request[200:])) == [200]


@pytest.mark.parametrize("name", ["chunked", "of a length"])
def test_body_that_ends_early_is_not_taken_for_a_shorter_one(server: Server, name: str) -> None:
    request = GOOD[name].replace("6", "60", 1).replace("Length: 60", "Length: 60")
    with connect(server) as sock:
        sock.sendall(request.encode())
        sock.shutdown(socket.SHUT_WR)
        answer = read_all(sock)

    assert list_statuses(answer) == [400]


def test_requests_that_come_at_once_are_answered_in_their_order(server: Server) -> None:
    first = "GET /sparql.json?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"
    posted = "".join(CHUNKED.split("Connection: close\r\n")) + "6\r\nASK {}\r\n0\r\n\r\n"
    answer = send_raw(server, first + posted + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n" + GOOD["of a length"])

    assert list_statuses(answer) == [200, 200, 404, 200]


def test_requests_that_come_while_others_are_answered_have_their_turn(server: Server) -> None:
    with connect(server) as sock:
        for number in range(200):
            sock.sendall(f"GET /sparql.json?query=ASK%7B%7D%23{number} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            # Some come at once, some while the one before is answered, some when it has been.
            time.sleep(number % 3 / 1_000)
        sock.sendall(GOOD["of a length"].encode())
        answer = read_all(sock)

    assert list_statuses(answer) == [200] * 201


def test_what_comes_after_a_broken_request_is_not_read(server: Server) -> None:
    smuggled = CHUNKED + "zz\r\n\r\n" + GOOD["of a length"]

    assert list_statuses(send_raw(server, smuggled)) == [400]


def test_body_is_sent_when_it_is_waited_for(server: Server) -> None:
    with connect(server) as sock:
        sock.sendall(f"{HEAD}Content-Length: 6\r\nExpect: 100-continue\r\n\r\n".encode())
        interim = sock.recv(1_000)
        sock.sendall(b"ASK {}")
        answer = read_all(sock)

    assert interim == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert list_statuses(answer) == [200]


def test_body_that_is_too_long_is_not_waited_for(server: Server) -> None:
    answer = send_raw(server, f"{HEAD}Content-Length: {MOST + 1}\r\nExpect: 100-continue\r\n\r\n")

    assert list_statuses(answer) == [413]


def test_long_body_comes_as_it_was_sent(server: Server) -> None:
    query = "ASK {} #" + "x" * (MOST - 9)
    sizes = [1, 10, 100, 50_000, MOST]
    chunks, rest = "", query
    for size in sizes:
        part, rest = rest[:size], rest[size:]
        chunks += f"{len(part):x}\r\n{part}\r\n" if part else ""

    assert list_statuses(send_raw(server, CHUNKED + chunks + "0\r\n\r\n")) == [200]
    assert list_statuses(send_raw(server, HEAD + f"Content-Length: {MOST - 1}\r\n\r\n{query}")) == [200]
