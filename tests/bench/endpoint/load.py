"""Requests and how long they take: one at a time, many at once (wrk), and a result of a million rows to its end."""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.endpoint.programs import get_program
from bench.endpoint.queries import ENDLESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import NoReturn

    from bench.endpoint.servers import Server

JSON = "application/sparql-results+json"
_SETTLED = 2.0  # seconds until an attack is in full swing
_LAST_CHUNK = b"0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, read to its end."""

    body: bytes
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Burst:
    """What wrk saw in one run."""

    answers: int
    seconds: float
    failures: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


@dataclass(frozen=True, slots=True)
class Paced:
    """Milliseconds of requests at a steady pace; those not answered count with the time waited for them."""

    milliseconds: list[float]
    unanswered: int

    @property
    def p99(self) -> float:
        """What all but the slowest hundredth stayed under."""
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """A large result, read and thrown away."""

    seconds: float
    first: float  # seconds to the first byte of the answer
    size: int


def ask(server: Server, query: str, accept: str = JSON) -> Answer:
    """Send one query and read the whole answer.

    Raises:
        SystemExit: the answer is an error; then nothing is worth a comparison.
    """
    connection = server.connect()
    try:
        connection.connect()
        start = time.perf_counter()
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        connection.request("POST", server.path, query.encode(), headers)
        response = connection.getresponse()
        answer = Answer(response.read(), 1000 * (time.perf_counter() - start))
    finally:
        connection.close()
    if response.status != 200:
        raise SystemExit(f"{server.name} answers {response.status} to: {query}\n{answer.body[:500].decode()}")
    return answer


def fetch(server: Server, path: str, accept: str = JSON) -> tuple[int, bytes]:
    """Return the status and the body of what is at a path."""
    connection = server.connect()
    try:
        connection.request("GET", path, headers={"Accept": accept})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def write_requests(path: Path, queries: Iterable[str]) -> Path:
    path.write_text("\n".join(queries) + "\n", encoding="ascii")
    return path


def burst(server: Server, requests: Path, seconds: float) -> Burst:
    """Let eight clients send the percent-encoded queries of a file for some seconds, one right after the other."""
    command = [get_program("wrk"), "--threads", "1", "--connections", "8", "--duration", f"{seconds:g}s"]
    command += [
        "--timeout",
        "20s",
        "--header",
        f"Accept: {JSON}",
        "--script",
        str(Path(__file__).with_name("requests.lua")),
    ]
    command += [f"http://{server.address[0]}:{server.port}", "--", server.prefix, str(requests)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    if ended.returncode:
        end_run(server, ended.returncode, ended.stdout, ended.stderr)
    return Burst(**json.loads(ended.stdout.splitlines()[-1]))


def end_run(server: Server, code: int, output: str, errors: str) -> NoReturn:
    """End the comparison with what wrk said when it failed."""
    raise SystemExit(f"wrk failed ({code}) at {server.name}, port {server.port}:\n{output}{errors}")


def read_all(server: Server, query: str, accept: str) -> Reading:
    """Send a query and read the answer to its end as fast as it comes, without looking at it."""
    body = query.encode()
    head = (
        f"POST {server.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: {accept}\r\n"
        f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    buffer = bytearray(1 << 18)
    with socket.create_connection(server.address, timeout=120) as connection:
        start = time.perf_counter()
        connection.sendall(head.encode() + body)
        count = size = connection.recv_into(buffer)
        first, begin, tail = time.perf_counter() - start, bytes(buffer[:count]), b""
        while count:
            tail = (tail + buffer[max(0, count - 5) : count])[-5:]
            count = connection.recv_into(buffer)
            size += count
        reading = Reading(time.perf_counter() - start, first, size)
    if not begin.startswith(b"HTTP/1.1 200") or (b"chunked" in begin.lower() and tail != _LAST_CHUNK):
        raise SystemExit(f"{server.name} did not end its answer: {begin[:500]!r}")
    return reading


def pace(server: Server, queries: Iterable[str], seconds: float, *, clients: int = 8, rest: float = 0.04) -> Paced:
    """Let some clients ask percent-encoded queries for some seconds, each resting before each of its requests."""
    given, times, unanswered = iter(queries), [], []
    end = time.perf_counter() + seconds

    def ask_in_turn(client: int) -> None:
        time.sleep(rest * client / clients)
        connection = server.connect(seconds)
        while (start := time.perf_counter()) < end:
            try:
                connection.request("GET", server.prefix + next(given), headers={"Accept": JSON})
                connection.getresponse().read()
            except TimeoutError:
                unanswered.append(client)
                connection.close()
            times.append(1000 * (time.perf_counter() - start))
            time.sleep(rest)
        connection.close()

    threads = [threading.Thread(target=ask_in_turn, args=(client,)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Paced(times, len(unanswered))


@contextmanager
def attack(server: Server, clients: int) -> Iterator[None]:
    """Let some clients ask endless queries, each again as soon as it is refused, while the block runs."""
    ended, connections = threading.Event(), [socket.socket() for _ in range(clients)]
    threads = [
        threading.Thread(target=_ask_endlessly, args=(server, client, connections, ended)) for client in range(clients)
    ]
    for thread in threads:
        thread.start()
    time.sleep(_SETTLED)
    try:
        yield
    finally:
        ended.set()
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()


def _ask_endlessly(server: Server, client: int, connections: list[socket.socket], ended: threading.Event) -> None:
    head = f"POST {server.path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: {JSON}\r\n"
    head += f"Content-Type: application/sparql-query\r\nContent-Length: {len(ENDLESS)}\r\n\r\n"
    while not ended.wait(0.01):
        connections[client].close()
        # A server may refuse, or break off: then the attacker comes again.
        with suppress(OSError):
            connections[client] = socket.create_connection(server.address)
            connections[client].sendall((head + ENDLESS).encode())
            while connections[client].recv(65536):
                pass
    connections[client].close()
