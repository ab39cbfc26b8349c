"""What tests of a running server share: its data, how to ask it, and what its processes do."""

from __future__ import annotations

import json
import socket
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx

from support.processes import list_children, list_tree, measure_cpu, read_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.servers import Server

THINGS = 2000
PREFIX = "PREFIX : <https://example.org/> "
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# 4,000 triples, three times.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUNGRY = "SELECT (GROUP_CONCAT(STR(?a)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# No row, and no end.
NEVER = "?a ?b ?s . ?d ?e ?l . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 9)"
# Takes a second or so, depending on the machine.
SLOW = PREFIX + "SELECT (MAX(?b) AS ?n) { ?a :number ?b . ?c :label ?d FILTER(STRLEN(CONCAT(STR(?a), ?d)) > 0) }"
# Some hundred kilobytes at once, in every format, and then nothing any more.
HALTING = f"{PREFIX} SELECT ?s ?l {{ {{ ?s :label ?l }} UNION {{ SELECT ?s ?l {{ {NEVER} }} LIMIT 1 }} }}"
HALTING_GRAPH = HALTING.replace("SELECT ?s ?l", "CONSTRUCT { ?s :label ?l }", 1)
# Ten megabytes, and as much again and again.
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
# Seconds of processor time that no process takes that has nothing to do, or has just been forked.
_BUSY = 0.2


def write_things(folder: Path, count: int = THINGS) -> Path:
    """Write a file of things with a number and a label, two triples each, and return its place."""
    lines = [f':{n} :number {n} ; :label "thing {n}, {"one of many, " * 8}" .' for n in range(count)]
    path = folder / "things.ttl"
    path.write_text("@prefix : <https://example.org/> .\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def ask(server: Server, query: str, accept: str = "*/*", **parameters: str) -> httpx.Response:
    """Put a query and read the whole answer."""
    data = {"query": query, **parameters}
    return httpx.post(server.query_url, data=data, headers={"Accept": accept}, timeout=60)


def count(server: Server, query: str = COUNT) -> int:
    """Return the one number that a query gives."""
    response = ask(server, query, "application/json")
    assert response.status_code == 200, response.text
    row: dict[str, dict[str, str]] = response.json()["results"]["bindings"][0]
    return int(next(iter(row.values()))["value"])


@contextmanager
def send(server: Server, query: str, version: str = "1.1", **parameters: str) -> Iterator[socket.socket]:
    """Send a query and give the socket, from which nothing was read."""
    body = urlencode({"query": query, **parameters})
    head = f"POST /sparql HTTP/{version}\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection((urlsplit(server.url).hostname, urlsplit(server.url).port), timeout=60) as sock:
        sock.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        yield sock


def read_all(sock: socket.socket) -> bytes:
    """Return what comes until the other end closes the connection."""
    return b"".join(iter(lambda: sock.recv(1 << 16), b""))


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Return whether a condition becomes true; a minute is for machines where much else is done."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def read_figure(server: Server, name: str) -> int:
    """Return a number that the server tells of itself; it may not tell it at once when it has just started."""
    found: list[str] = []

    def is_told() -> bool:
        lines = httpx.get(server.url + "/metrics", timeout=60).text.splitlines()
        found.extend(line.split()[-1] for line in lines if line.startswith(f"pomegraph_{name} "))
        return bool(found)

    assert wait_for(is_told), name
    return int(float(found[0]))


def is_idle(server: Server) -> bool:
    """Return whether no query runs and none waits."""
    return read_figure(server, "queries_running") == read_figure(server, "queries_waiting") == 0


def expect_quiet(server: Server, *, children: int | None = None) -> None:
    """Look that a server becomes idle and answers, with as many processes for queries as there were."""
    # Clients that have just left may be waiting for their turn until that is noticed, and one more be turned away.
    assert wait_for(lambda: is_idle(server))
    assert count(server) == 2 * THINGS
    assert wait_for(lambda: is_idle(server))
    assert children is None or wait_for(lambda: len(find_processes(server, "pom-query")) == children)


def read_records(server: Server) -> list[dict[str, Any]]:
    """Return the log of queries."""
    return [json.loads(line) for line in _read_lines(server) if line.startswith("{")]


def read_last(server: Server) -> dict[str, Any]:
    """Return the last record of the log of queries, which is written a moment after the answer; nothing before."""
    return (read_records(server) or [{}])[-1]


def read_complaints(server: Server) -> list[str]:
    """Return the lines that it wrote besides the log of queries and the first, which tells its address."""
    return [line for line in _read_lines(server) if not line.startswith(("{", "serving "))]


def _read_lines(server: Server) -> list[str]:
    return server.log.read_text(encoding="utf-8").splitlines()


def find_processes(server: Server, name: str = "") -> list[int]:
    """Return the numbers of the processes of a server: all, or those of a name."""
    found = [number for number in list_tree(server.process.pid) if name in ("", read_name(number))]
    return sorted(found)


def find_engines(server: Server) -> list[int]:
    """Return the numbers of the engines; a process for queries that was just forked has the name of its engine yet."""
    return [number for number in list_children(server.process.pid) if read_name(number) == "pom-engine"]


def find_web(server: Server) -> list[int]:
    """Return the numbers of the processes of the web, that which keeps the others first."""
    children = list_children(server.process.pid)
    return sorted(find_processes(server, "pom-web"), key=lambda number: number not in children)


def measure_all_cpu(server: Server) -> float:
    """Return the seconds of processor time that the processes of a server have used so far."""
    return sum(measure_cpu(number) for number in find_processes(server))


def find_busy(server: Server) -> int:
    """Return the number of the process that runs the one query there is, which takes the processor without end."""
    before = {number: measure_cpu(number) for number in find_processes(server, "pom-query")}

    def find() -> list[int]:
        return [number for number, taken in before.items() if measure_cpu(number) - taken >= _BUSY]

    assert wait_for(lambda: bool(find()))
    [busy] = find()
    return busy


def count_files(server: Server) -> int:
    """Return how many files and sockets its processes have open, but those that run queries."""
    queries = find_processes(server, "pom-query")
    return sum(len(list(Path(f"/proc/{each}/fd").glob("*"))) for each in find_processes(server) if each not in queries)
