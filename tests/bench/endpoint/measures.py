"""Long queries, small queries, and results of a million rows."""

from __future__ import annotations

import functools
import itertools
import json
import statistics
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from bench.endpoint.load import JSON, ask, burst, read_all, write_requests
from bench.endpoint.processes import find_web_workers, watch_memory
from bench.endpoint.queries import EVERYTHING, LONG, SMALL, TRIVIAL, make_small_queries, renew
from bench.endpoint.report import at_least, at_most, compare, divide, print_table, summarise
from bench.endpoint.turns import take_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bench.endpoint.data import Data
    from bench.endpoint.load import Reading
    from bench.endpoint.servers import Server
    from bench.endpoint.turns import Effort

_FORMATS = {"JSON": JSON, "CSV": "text/csv", "TSV": "text/tab-separated-values"}
_KNOWN = 60  # small queries that are repeated
_MEBIBYTE = 1 << 20


def measure_long(memory: Server, disk: Server, native: Server, effort: Effort) -> None:
    """Compare queries that take the native server 20 ms or more, asked by one client; ours has two ways to hold data."""
    rows, ratios = [], []
    for name, text in LONG.items():
        check_agreement(memory, native, renew(text))
        check_agreement(disk, native, renew(text))
        figures = take_turns(
            [memory, disk, native],
            effort.rounds,
            functools.partial(renew, text),
            lambda server, query: ask(server, query).milliseconds,
        )
        ours, other, theirs = (figures[server.name] for server in (memory, disk, native))
        rows.append([name, *compare(ours, theirs, at_most(1.15)), *compare(other, theirs, at_most(1.15))])
        rows[-1].pop(6)  # the native figures, which are there already
        ratios.append([divide(ours, theirs), divide(other, theirs)])
    means = [f"{statistics.geometric_mean(column):.2f}" for column in zip(*ratios, strict=True)]
    rows.append(["geometric mean", "", "", means[0], "", "", means[1], ""])
    head = ["query", memory.name, native.name, "ratio", "aim", disk.name, "ratio", "aim"]
    print_table(f"Long queries, one client: milliseconds, least/median/most of {effort.rounds} rounds", head, rows)


def check_agreement(one: Server, other: Server, query: str) -> None:
    """End the comparison where two servers do not give the same rows."""
    rows, others = (list_rows(ask(server, query).body) for server in (one, other))
    if rows != others:
        raise SystemExit(f"{one.name} has {len(rows)} rows, {other.name} has {len(others)}, not the same, to: {query}")


def list_rows(body: bytes) -> list[str]:
    answer = json.loads(body)
    rows = [answer["boolean"]] if "boolean" in answer else answer["results"]["bindings"]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def measure_small(servers: list[Server], data: Data, folder: Path, effort: Effort) -> None:
    """Compare how many small queries are answered in a second, eight clients asking at once."""
    ours, native, rdflib = servers
    for query in make_small_queries(data.things, 2 * len(SMALL)):
        check_agreement(ours, native, unquote(query))
    rows = []
    for name, (make, least) in list_small_sets(data, effort.requests).items():
        figures = take_turns(
            servers,
            effort.rounds,
            functools.partial(_write_anew, folder / "requests", make),
            lambda server, requests: measure_rate(server, requests, effort),
        )
        peers = compare(figures[ours.name], figures[rdflib.name], at_least(6) if "new" in name else None)
        rows.append([name, *compare(figures[ours.name], figures[native.name], at_least(least)), *peers[1:]])
    title = f"Small queries, 8 clients: answers a second, least/median/most of {effort.rounds} rounds"
    head = ["queries", "pomegraph", "native", "ratio", "aim", "rdflib-endpoint", "ratio", "aim"]
    print_table(title, head, rows)


def _write_anew(path: Path, make: Callable[[], Iterable[str]]) -> Path:
    return write_requests(path, make())


def list_small_sets(data: Data, count: int) -> dict[str, tuple[Callable[[], Iterable[str]], float]]:
    """Return what makes the queries of a round, and the least ratio to the native server that is aimed at."""
    known = list(make_small_queries(data.things, _KNOWN))
    return {
        "look-ups, each new": (lambda: make_small_queries(data.things, count), 0.12),
        "LIMIT 1, each new": (lambda: (quote(renew(TRIVIAL)) for _ in range(count)), 0.12),
        f"look-ups, {_KNOWN} repeated": (lambda: known, 0.4),
        "LIMIT 1, repeated": (lambda: itertools.repeat(quote(renew(TRIVIAL)), 1), 0.4),
    }


def measure_rate(server: Server, requests: Path, effort: Effort) -> float:
    seen = burst(server, requests, effort.seconds)
    if seen.failures:
        raise SystemExit(f"{server.name} failed {seen.failures} times of {seen.answers}")
    return seen.rate


def measure_rows(ours: Server, native: Server, data: Data, effort: Effort) -> None:
    """Compare results of a million rows, read to the end, and watch the memory of our web server meanwhile."""
    rows = []
    for name, accept in _FORMATS.items():
        with watch_memory(find_web_workers(ours.process, ours.port)) as memory:
            seen = take_turns(
                [ours, native],
                effort.rounds,
                lambda: renew(EVERYTHING),
                functools.partial(read_all, accept=accept),
            )
        check_sizes(accept, [*seen[ours.name], *seen[native.name]])
        rates = [[data.count / one.seconds for one in seen[server.name]] for server in (ours, native)]
        first = [summarise([1000 * one.first for one in seen[server.name]]) for server in (ours, native)]
        growth = (max(memory) - memory[0]) / _MEBIBYTE
        rows.append(
            [name, *compare(rates[0], rates[1], at_least(0.8)), *first, f"{growth:.1f}", at_most(32).judge(growth)]
        )
    title = f"SELECT of {data.count:,} rows: rows a second, and milliseconds to the first byte; {effort.rounds} rounds"
    head = ["format", "pomegraph", "native", "ratio", "aim", "pomegraph, first", "native, first", "web MiB", "aim"]
    print_table(title, head, rows)


def check_sizes(accept: str, readings: list[Reading]) -> None:
    """End the comparison where results are not of one size, but for what frames their chunks."""
    sizes = [reading.size for reading in readings]
    if min(sizes) < 0.95 * max(sizes):
        raise SystemExit(f"a result is not complete; bytes of {accept}: {sizes}")
