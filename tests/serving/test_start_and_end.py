"""A server at its start and at its end: nobody who came in time is lost, and nothing is left behind."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from support.places import ROOT
from support.servers import Server, run_pomegraph
from support.serving import (
    COUNT,
    ENDLESS,
    MANY,
    SLOW,
    THINGS,
    ask,
    count,
    find_web,
    read_all,
    read_complaints,
    read_figure,
    send,
    wait_for,
    write_things,
)
from support.started import is_anybody_left, is_ready, list_left, make_things, start


@pytest.fixture
def things() -> Iterator[Path]:
    with make_things() as path:
        yield path


def connect(server: Server) -> socket.socket:
    return socket.create_connection((urlsplit(server.url).hostname, urlsplit(server.url).port or 0), timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_server_that_is_told_to_end_answers_what_runs_and_leaves_nothing(things: Path, number: signal.Signals) -> None:
    with start("--data", str(things), folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        with send(server, SLOW, version="1.0") as sock:
            assert wait_for(lambda: read_figure(server, "queries_running") == 1)
            server.process.send_signal(number)
            answer = read_all(sock)
        status = server.process.wait(60)

    assert b'"value":"1999"' in answer
    assert status == 0
    assert not is_anybody_left(server.process.pid)
    assert list_left(things.parent) == []
    assert read_complaints(server) == []


def test_nobody_who_was_let_in_is_lost_at_the_end(things: Path) -> None:
    answers: list[bytes] = []
    refused = threading.Event()

    def come_and_go() -> None:
        while not refused.is_set():
            try:
                sock = connect(server)
            except ConnectionRefusedError:
                refused.set()
                return
            with sock:
                sock.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n")
                answers.append(read_all(sock))

    with start("--data", str(things), "--queries", "6", "--cache-size", "0", folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        with ExitStack() as stack:
            long = [stack.enter_context(send(server, SLOW, version="1.0")) for _ in range(2)]
            assert wait_for(lambda: read_figure(server, "queries_running") == 2)
            with ThreadPoolExecutor(8) as pool:
                comings = [pool.submit(come_and_go) for _ in range(8)]
                assert wait_for(lambda: len(answers) > 20)
                server.process.terminate()
            [coming.result() for coming in comings]
            ends = [read_all(sock) for sock in long]
        status = server.process.wait(60)

    assert {answer[:12] for answer in answers} == {b"HTTP/1.0 200"}
    assert all(b'"value":"1999"' in end for end in ends)
    assert (status, read_complaints(server)) == (0, [])


def test_client_who_has_connected_may_still_ask_when_the_end_was_told(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        with ExitStack() as stack:
            silent = [stack.enter_context(connect(server)) for _ in range(20)]
            server.process.terminate()
            assert wait_for(lambda: is_refused(server))
            for sock in silent:
                sock.sendall(b"GET /health/live HTTP/1.0\r\n\r\n")
            answers = [read_all(sock)[:12] for sock in silent]
        status = server.process.wait(60)

    assert answers == [b"HTTP/1.0 200"] * 20
    assert (status, read_complaints(server)) == (0, [])


def test_client_who_does_not_read_is_left_at_the_end_and_nothing_is_said_of_memory(things: Path) -> None:
    with start("--data", str(things), "--timeout", "5", folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        with send(server, f"{MANY} LIMIT 100000") as sock:
            sock.recv(1)
            server.process.terminate()
            status = server.process.wait(60)

    assert (status, read_complaints(server)) == (0, [])


def is_refused(server: Server) -> bool:
    try:
        connect(server).close()
    except ConnectionRefusedError:
        return True
    return False


def test_port_is_closed_while_what_runs_is_finished(things: Path, tmp_path: Path) -> None:
    with start("--data", str(things), "--timeout", "300", folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        with send(server, ENDLESS):
            assert wait_for(lambda: read_figure(server, "queries_running") == 1)
            server.process.terminate()
            assert wait_for(lambda: is_refused(server))
            is_running = server.process.poll() is None
            port = server.url.rpartition(":")[2]
            # The name of a socket must be short.
            with start("--data", str(things), "--port", port, folder=tmp_path, temporary=things.parent):
                is_taken = wait_for(lambda: is_ready(server))
        server.process.wait(60)

    assert (is_running, is_taken) == (True, True)


def test_interrupt_of_the_whole_group_loses_nothing_and_ends_it_without_a_word(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        with send(server, SLOW, version="1.0") as sock:
            assert wait_for(lambda: read_figure(server, "queries_running") == 1)
            os.killpg(server.process.pid, signal.SIGINT)
            answer = read_all(sock)
        status = server.process.wait(60)

    assert b'"value":"1999"' in answer
    assert status == 0
    assert not is_anybody_left(server.process.pid)
    assert read_complaints(server) == []


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.4, 0.7, 1.0, 1.3, 1.6, 2.5])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_that_is_told_to_end_while_it_starts_leaves_nothing(
    things: Path, seconds: float, number: signal.Signals
) -> None:
    write_things(things.parent, 100_000)
    with start("--data", str(things), "--timeout", "5", folder=things.parent) as server:
        time.sleep(seconds)
        os.killpg(server.process.pid, number)
        server.process.wait(30)

    assert wait_for(lambda: not is_anybody_left(server.process.pid))
    assert list_left(things.parent) == []
    assert not {"Exception ignored", "SIGKILL", "Traceback"} & set(server.log.read_text().split(": "))


# Stands for any module that is imported: it is interrupted where Python drops the exception.
INTERRUPTED = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "pomegraph.cli.main":
            try:
                class Dropped:
                    def __del__(self): os.kill(os.getpid(), signal.SIGINT)
                Dropped()
            except KeyboardInterrupt:
                pass
sys.meta_path.insert(0, Finder())
from pomegraph.__main__ import run
sys.argv = ["pomegraph", "--version"]
run()
"""


def test_interrupt_that_python_would_drop_while_it_imports_ends_the_program() -> None:
    environment = {"PYTHONPATH": str(ROOT / "server"), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], env=environment, capture_output=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_web_process_that_has_just_been_started_hears_the_end(things: Path) -> None:
    with start("--data", str(things), "--timeout", "2", "--workers", "2", folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        web = find_web(server)
        os.kill(web[-1], signal.SIGTERM)
        assert wait_for(lambda: bool(set(find_web(server)) - set(web)))
        server.process.terminate()
        status = server.process.wait(60)

    assert (status, read_complaints(server)) == (0, [])


def test_killed_server_leaves_no_process_and_the_next_one_takes_its_port_and_removes_its_folder(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        with send(server, ENDLESS):
            assert wait_for(lambda: read_figure(server, "queries_running") == 1)
            server.process.kill()
            server.process.wait()
            left = list_left(things.parent)
            assert wait_for(lambda: not is_anybody_left(server.process.pid))

    with start("--data", str(things), "--port", server.url.rpartition(":")[2], folder=things.parent) as second:
        assert wait_for(lambda: is_ready(server))
        now = list_left(things.parent)
        second.process.terminate()
        second.process.wait(60)

    assert len(left) == len(now) == 1
    assert left != now


@pytest.mark.slow
def test_two_servers_share_a_machine_but_not_a_port(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as first:
        assert wait_for(lambda: is_ready(first))
        with start("--data", str(things), "--port", first.url.rpartition(":")[2], folder=things.parent) as same:
            status = same.process.wait(60)
        with start("--data", str(things), folder=things.parent) as second:
            assert wait_for(lambda: is_ready(second))
            both = list_left(things.parent)
            for server in (first, second):
                server.process.terminate()
            statuses = [server.process.wait(60) for server in (first, second)]

    assert status == 1
    assert "choose another --host or --port" in same.log.read_text()
    assert len(both) == 2
    assert statuses == [0, 0]


@pytest.mark.parametrize("closed", [(0, 1, 2), *(pytest.param((file,), marks=pytest.mark.slow) for file in range(3))])
def test_server_works_without_standard_files(things: Path, closed: tuple[int, ...]) -> None:
    def close() -> None:
        for file in closed:
            os.close(file)

    with start("--data", str(things), folder=things.parent, prepare=close) as server:
        assert wait_for(lambda: is_ready(server))
        statuses = [httpx.get(f"{server.url}/sparql?query=ASK%7B%7D", timeout=30).status_code for _ in range(3)]
        server.process.terminate()
        status = server.process.wait(60)

    assert statuses == [200] * 3
    assert status == 0
    assert "Traceback" not in server.log.read_text()


@pytest.mark.slow
def test_limit_on_open_files_is_raised_where_it_can_be(things: Path) -> None:
    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 4096))

    with start("--data", str(things), folder=things.parent, prepare=lower) as server:
        assert wait_for(lambda: is_ready(server))
        server.process.terminate()


def test_limit_on_open_files_that_is_too_low_is_told(things: Path) -> None:
    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))

    with start("--data", str(things), folder=things.parent, prepare=lower) as server:
        status = server.process.wait(60)

    assert "the system allows 256; raise its limit" in server.log.read_text()
    assert status == 1


@pytest.mark.slow
def test_one_process_is_enough(things: Path) -> None:
    with run_pomegraph("--data", str(things), "--queries", "1", "--workers", "1", "--waiting", "0") as server:
        assert [count(server) for _ in range(5)] == [2 * THINGS] * 5
        assert ask(server, SLOW, timeout="0.1").status_code == 503
        assert wait_for(lambda: ask(server, COUNT).status_code == 200)
