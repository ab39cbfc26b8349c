"""Answers that fail late, clients that read slowly or leave: no part of an answer is ever taken for the whole."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from pomegraph.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS
from support.servers import Server, find_free_port, run_pomegraph
from support.serving import (
    HALTING,
    HALTING_GRAPH,
    MANY,
    NEVER,
    PREFIX,
    THINGS,
    ask,
    count,
    count_files,
    expect_quiet,
    find_busy,
    is_idle,
    read_all,
    read_complaints,
    read_figure,
    read_last,
    read_records,
    send,
    wait_for,
    write_things,
)

# More than is held back by the process that runs the query, and less than all formats take for all things.
SPOOL = 96 * 1024
QUERIES = {**dict.fromkeys(TABLE_FORMATS, HALTING), **dict.fromkeys(GRAPH_FORMATS, HALTING_GRAPH)}
NOBODY = f"http://127.0.0.1:{find_free_port()}/sparql"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = write_things(tmp_path_factory.mktemp("broken"))
    flags = [
        "--timeout",
        "300",
        "--queries",
        "3",
        "--spool",
        str(SPOOL),
        "--cache-size",
        "0",
        "--allow-service",
        NOBODY,
    ]
    with run_pomegraph("--data", str(data), *flags) as server:
        yield server


@pytest.fixture(autouse=True)
def quiet(server: Server) -> Iterator[None]:
    """Whatever was done, the server answers and is idle."""
    yield
    expect_quiet(server)


@pytest.mark.parametrize("name", QUERIES)
def test_answer_that_fails_past_the_spool_is_seen_to_be_incomplete(server: Server, name: str) -> None:
    expect_incomplete(server, {"query": QUERIES[name], "format": name, "timeout": "0.5"}, "identity")


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_compressed_answer_that_fails_is_seen_to_be_incomplete(server: Server, coding: str) -> None:
    digests = HALTING.replace("SELECT ?s ?l", "SELECT (SHA512(STR(?s)) AS ?x) (SHA512(?l) AS ?y)", 1)

    expect_incomplete(server, {"query": digests, "timeout": "0.7"}, coding)


def expect_incomplete(server: Server, data: dict[str, str], coding: str) -> None:
    """Read an answer that begins well and breaks off; the system may drop what came and was not read by then."""
    with httpx.stream("POST", server.query_url, data=data, headers={"Accept-Encoding": coding}, timeout=60) as response:
        assert response.status_code == 200
        assert response.headers.get("Content-Encoding", "identity") == coding
        with pytest.raises(httpx.TransportError):
            list(response.iter_raw())


@pytest.mark.parametrize("name", QUERIES)
def test_answer_that_fails_below_the_spool_is_an_error(server: Server, name: str) -> None:
    response = ask(server, shorten(QUERIES[name]), format=name, timeout="0.3")

    assert response.status_code == 503
    assert response.json()["type"].endswith("/timeout")


def test_answer_of_which_a_part_came_and_that_fails_below_the_spool_is_an_error(server: Server) -> None:
    whole = ask(server, f"{PREFIX} SELECT ?s ?l {{ ?s :label ?l }} LIMIT 600", "text/csv")
    response = ask(server, shorten(HALTING, 600), format="csv", timeout="0.5")

    assert 64 * 1024 < len(whole.content) < SPOOL
    assert response.status_code == 503


def shorten(query: str, rows: int = 20) -> str:
    return query.replace("{ ?s :label ?l } UNION", f"{{ SELECT ?s ?l {{ ?s :label ?l }} LIMIT {rows} }} UNION")


@pytest.mark.parametrize("name", QUERIES)
def test_answer_whose_process_dies_is_seen_to_be_incomplete(server: Server, name: str) -> None:
    data, headers = {"query": QUERIES[name], "format": name}, {"Accept-Encoding": "identity"}
    with httpx.stream("POST", server.query_url, data=data, headers=headers, timeout=60) as response:
        pieces = response.iter_raw()
        next(pieces)
        os.kill(find_busy(server), signal.SIGKILL)
        with pytest.raises(httpx.TransportError):
            list(pieces)

    assert wait_for(lambda: "crash" in {record["outcome"] for record in read_records(server)})


@pytest.mark.parametrize(
    "query",
    [HALTING, "ASK { " + NEVER + " }"],
)
def test_query_whose_process_dies_below_the_spool_is_an_error(server: Server, query: str) -> None:
    with send(server, shorten(query)) as sock:
        assert wait_for(lambda: read_figure(server, "queries_running") == 1)
        os.kill(find_busy(server), signal.SIGKILL)

        assert sock.recv(12) == b"HTTP/1.1 503"


def test_service_that_fails_late_is_no_complete_answer(server: Server) -> None:
    service = f"SERVICE <{NOBODY}> {{ ?s :label ?l }}"
    query = f"{PREFIX} CONSTRUCT {{ ?s :label ?l }} {{ {{ ?s :label ?l }} UNION {{ {service} }} }}"

    assert ask(server, shorten(query)).status_code == 502
    expect_incomplete(server, {"query": query}, "identity")


def test_client_of_http_1_0_sees_the_connection_reset(server: Server) -> None:
    with send(server, HALTING, version="1.0", timeout="0.4") as sock:
        assert sock.recv(12) == b"HTTP/1.0 200"
        with pytest.raises(ConnectionResetError):
            read_all(sock)


def test_answer_to_http_1_0_that_is_whole_ends_well(server: Server) -> None:
    with send(server, PREFIX + "SELECT ?s ?l { ?s :label ?l }", version="1.0") as sock:
        answer = read_all(sock)

    assert len(answer) > 2 * SPOOL
    assert answer.count(b"thing ") == THINGS


def test_log_tells_how_a_broken_answer_ended(server: Server) -> None:
    expect_incomplete(server, {"query": HALTING, "timeout": "0.5"}, "identity")

    assert wait_for(lambda: (read_last(server).get("outcome"), read_last(server).get("status")) == ("timeout", 200))


def test_client_that_reads_slowly_does_not_keep_a_process(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(6):
            sock = stack.enter_context(send(server, f"{MANY} LIMIT 100000"))
            assert sock.recv(12) == b"HTTP/1.1 200"

        assert wait_for(lambda: is_idle(server))
        assert count(server) == 2 * THINGS


def test_client_that_reads_slowly_gets_all(server: Server) -> None:
    with send(server, f"{MANY} LIMIT 20000", version="1.0") as sock:
        answer = b""
        while piece := sock.recv(1 << 14):
            answer += piece
            time.sleep(0.001)

    assert len(answer) > 50 * SPOOL
    assert answer.endswith(ask(server, f"{MANY} LIMIT 20000").content)


@pytest.mark.parametrize("query", [f"{MANY} LIMIT 30000000", HALTING], ids=["while rows come", "while none come"])
def test_client_that_leaves_in_the_middle_stops_its_query(server: Server, query: str) -> None:
    with send(server, query) as sock:
        assert sock.recv(12) == b"HTTP/1.1 200"
        assert read_figure(server, "queries_running") == 1

    assert wait_for(lambda: is_idle(server))


def test_client_that_leaves_is_noted_in_the_log_alone(server: Server) -> None:
    with send(server, HALTING) as sock:
        sock.recv(12)

    assert wait_for(lambda: read_last(server).get("outcome") == "gone")
    assert "Traceback" not in "".join(read_complaints(server))


def test_head_stops_the_query(server: Server) -> None:
    headers = {"Accept-Encoding": "identity"}
    response = httpx.head(server.query_url, params={"query": HALTING}, headers=headers, timeout=60)

    assert response.status_code == 200
    assert wait_for(lambda: is_idle(server))


@pytest.mark.slow
def test_client_that_reads_nothing_is_left(server: Server) -> None:
    with send(server, f"{MANY} LIMIT 200000", version="1.0") as sock:
        assert sock.recv(12) == b"HTTP/1.0 200"
        assert wait_for(lambda: is_idle(server))
        assert wait_for(lambda: read_last(server).get("rows") == 200000, 180)
        before = count_files(server)
        # The connection and the file of what was not read.
        assert wait_for(lambda: count_files(server) <= before - 2)

        with pytest.raises(ConnectionResetError):
            read_all(sock)


@pytest.mark.slow
def test_client_that_sends_its_request_slowly_is_left(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        with pytest.raises(ConnectionError):
            trickle(sock)


def trickle(sock: socket.socket) -> None:
    for _ in range(120):
        time.sleep(0.5)
        sock.sendall(b"x")


@pytest.mark.slow
def test_clients_that_send_nothing_keep_nobody_out(server: Server) -> None:
    with ExitStack() as stack:
        place = ("127.0.0.1", int(server.url.rpartition(":")[2]))
        silent = [stack.enter_context(socket.create_connection(place)) for _ in range(200)]
        assert count(server) == 2 * THINGS

        # None of them was left to make room.
        assert select.select(silent, [], [], 0)[0] == []
