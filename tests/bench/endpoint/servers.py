"""The servers that are compared: how each is started on loopback, asked and ended."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.endpoint.programs import get_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.endpoint.data import Data

_HOST = "127.0.0.1"
_PATIENCE = 300.0  # seconds: rdflib reads a million quads in half a minute on an idle machine


@dataclass(frozen=True, slots=True)
class Kind:
    """A server, before it has a port: PORT in the command stands for it."""

    name: str
    command: Sequence[str]
    path: str  # of the endpoint


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs and answers."""

    name: str
    path: str
    port: int
    process: int
    seconds: float  # from its start to its first answer

    @property
    def prefix(self) -> str:
        """The path of a request, up to the percent-encoded query."""
        return f"{self.path}{'&' if '?' in self.path else '?'}query="

    def connect(self, timeout: float = 120.0) -> http.client.HTTPConnection:
        """Return a connection, not yet open."""
        return http.client.HTTPConnection(_HOST, self.port, timeout=timeout)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return _HOST, self.port


def describe_ours(*options: str) -> Kind:
    return Kind("pomegraph", [get_program("pomegraph"), "serve", "--port", "PORT", *options], "/sparql")


def describe_native(database: Path) -> Kind:
    command = [get_program("oxigraph"), "serve-read-only", "--bind", f"{_HOST}:PORT", "--location", str(database)]
    return Kind("native", command, "/query")


def describe_rdflib(quads: Path) -> Kind:
    command = [get_program("rdflib-endpoint"), "serve", "--host", _HOST, "--port", "PORT", str(quads)]
    return Kind("rdflib-endpoint", command, "/")


@contextmanager
def run_servers(data: Data, folder: Path) -> Iterator[list[Server]]:
    """Start ours, the native server and rdflib-endpoint side by side on the same data; all have answered."""
    kinds = [
        describe_ours("--data", str(data.quads)),
        describe_native(data.database),
        describe_rdflib(data.quads),
    ]
    with ExitStack() as stack:
        started = [(kind, *stack.enter_context(_start(kind, folder)), time.perf_counter()) for kind in kinds]
        yield [_await_answer(*one) for one in started]


@contextmanager
def run_server(kind: Kind, folder: Path) -> Iterator[Server]:
    start = time.perf_counter()
    with _start(kind, folder) as (process, port):
        yield _await_answer(kind, process, port, start)


@contextmanager
def _start(kind: Kind, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = _find_port()
    command = [word.replace("PORT", str(port)) for word in kind.command]
    with (folder / f"{kind.name}-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True)
        try:
            yield process, port
        finally:
            _end(process)


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server gently, or with all that it started: under attack the peers hear no SIGTERM."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _await_answer(kind: Kind, process: subprocess.Popen[bytes], port: int, start: float) -> Server:
    """Ask until the first answer is there, from then on the server counts as started."""
    while time.perf_counter() < start + _PATIENCE and process.poll() is None:
        if _answers(port, f"{kind.path}?query={quote('ASK {}')}"):
            return Server(kind.name, kind.path, port, process.pid, time.perf_counter() - start)
        time.sleep(0.005)
    raise SystemExit(f"{kind.name} did not start: {' '.join(kind.command)}")


def _answers(port: int, request: str) -> bool:
    connection = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE)
    try:
        connection.request("GET", request, headers={"Accept": "application/sparql-results+json"})
        return connection.getresponse().status == http.client.OK
    except (ConnectionError, http.client.HTTPException):
        return False
    finally:
        connection.close()
