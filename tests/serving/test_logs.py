"""Logs whose reader stalls: nobody waits for it, what is left out is counted, and nothing is lost at an ordinary stop."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pomegraph.serving.logs import LineWriter, spare_errors
from support.places import ROOT
from support.servers import Server, find_free_port
from support.serving import read_figure, wait_for

# Sixteen kilobytes: three of them fill a pipe.
LONG = "ASK {} #" + "x" * 16_000


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def read_lines(file: int, count: int) -> list[str]:
    data = b""
    while data.count(b"\n") < count:
        data += os.read(file, 1 << 20)
    return data.decode().splitlines()


def test_lines_are_written_in_their_order(pipe: tuple[int, int]) -> None:
    lost: list[None] = []
    writer = LineWriter(pipe[1], lambda: lost.append(None))
    for number in range(1_000):
        writer.write(f"line {number}\n")
    writer.close()

    assert read_lines(pipe[0], 1_000) == [f"line {number}" for number in range(1_000)]
    assert not lost


def test_lines_that_nobody_reads_are_left_out_and_counted(pipe: tuple[int, int]) -> None:
    lost: list[None] = []
    writer = LineWriter(pipe[1], lambda: lost.append(None))
    # More than a pipe holds: from then on the thread that writes takes no line, which would make room for another.
    writer.write("x" * 100_000 + "\n")
    assert wait_for(lambda: not select.select([], [pipe[1]], [], 0)[1])
    for number in range(1_000):
        writer.write(f"{number:9}" + "x" * 9_990 + "\n")
    kept = 1_000 - len(lost)
    _, *found = read_lines(pipe[0], 1 + kept)
    writer.write("last\n")

    assert 400 <= kept < 450
    assert [int(line[:9]) for line in found] == list(range(kept))
    assert read_lines(pipe[0], 1) == ["last"]
    writer.close()


def test_writer_to_a_pipe_that_nobody_reads_can_be_closed(pipe: tuple[int, int]) -> None:
    writer = LineWriter(pipe[1], lambda: None)
    writer.write("x" * 1_000_000 + "\n")
    writer.close()

    assert len(read_lines(pipe[0], 1)[0]) == 1_000_000


def test_line_that_cannot_be_written_is_counted() -> None:
    lost: list[None] = []
    read, write = os.pipe()
    os.close(read)
    writer = LineWriter(write, lambda: lost.append(None))
    writer.write("a\n")
    writer.close()
    os.close(write)

    assert len(lost) == 1


def test_errors_that_nobody_reads_are_left_out_and_told_of(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with os.fdopen(os.dup(pipe[1]), "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        spare_errors()
        for number in range(2_000):
            sys.stderr.write(f"{number:100}\n")
        found = os.read(pipe[0], 1 << 20).decode().splitlines()
        sys.stderr.write("at last\n")

        assert [int(line) for line in found] == list(range(len(found)))
        lost = 2_000 - len(found)
        assert read_lines(pipe[0], 2) == [f"({lost} lines were left out here, which nobody read)", "at last"]
        sys.stderr.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.ttl"
    path.write_text("<a:s> <a:p> 1 .", encoding="utf-8")
    return path


@contextmanager
def serve(data: Path, *flags: str) -> Iterator[Server]:
    """Run a server whose log goes into one pipe, from which nothing is read."""
    url = f"http://127.0.0.1:{(port := find_free_port())}"
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", str(port), "--data", str(data), "--log-queries"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(
        [*command, *flags], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        server = Server(url, process, data, f"{url}/sparql", f"{url}/graphs")
        try:
            assert wait_for(lambda: is_ready(server), 30)
            yield server
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def is_ready(server: Server) -> bool:
    try:
        return httpx.get(server.url + "/health/ready", timeout=20).is_success
    except httpx.TransportError:
        return False


def ask_often(server: Server, count: int, threads: int = 1) -> list[int]:
    """Return the statuses of queries, each of which is a long line of the log."""
    statuses: list[int] = []

    def ask() -> None:
        with httpx.Client(timeout=20) as client:
            for number in range(count):
                response = client.post(server.query_url, data={"query": f"{LONG}{number}"})
                statuses.append(response.status_code)

    running = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return statuses


def test_reader_that_stalls_hangs_nobody(data: Path) -> None:
    with serve(data, "--workers", "2") as server:
        statuses = ask_often(server, 100, threads=8)
        ready = is_ready(server)
        lost = read_figure(server, "log_lines_lost_total")
        # Nobody reads what the supervisor has to tell, either.
        server.process.send_signal(signal.SIGHUP)
        data.write_text("nothing", encoding="utf-8")
        server.process.send_signal(signal.SIGHUP)
        still = ask_often(server, 5)
        server.process.terminate()
        assert server.process.stdout is not None
        assert server.process.wait(60) == 0

    assert statuses == [200] * 800
    assert ready
    assert lost > 0
    assert still == [200] * 5


def test_nothing_is_lost_at_an_ordinary_stop(data: Path) -> None:
    with serve(data, "--workers", "2") as server:
        statuses = ask_often(server, 30, threads=8)
        server.process.terminate()
        said, _ = server.process.communicate(timeout=60)

    lines = [json.loads(line) for line in said.splitlines() if line.startswith(b"{")]
    assert statuses == [200] * 240
    assert len(lines) == 240
    assert len({line["request_id"] for line in lines}) == 240
