"""Endless queries, and the start: what a server does on a bad day."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.endpoint.load import attack, burst, pace, write_requests
from bench.endpoint.processes import measure_busy_cores
from bench.endpoint.queries import make_small_queries
from bench.endpoint.report import at_most, divide, print_table, summarise
from bench.endpoint.servers import describe_native, describe_ours, describe_rdflib, run_server

if TYPE_CHECKING:
    from pathlib import Path

    from bench.endpoint.data import Data
    from bench.endpoint.load import Paced
    from bench.endpoint.servers import Kind, Server
    from bench.endpoint.turns import Effort

_MODULES = "pomegraph.cli.serve, pomegraph.serving.supervisor, pomegraph.serving.gunicorn, pomegraph.web.app"


@dataclass(frozen=True, slots=True)
class Siege:
    """One round: small queries while the server is idle, then beside endless ones, and what those left behind."""

    idle: Paced
    attacked: Paced
    busy: float  # cores, when all clients have gone


def measure_attack(rdflib: Server, data: Data, folder: Path, effort: Effort) -> None:
    """Compare the slowest of a hundred small answers, idle and while endless queries run.

    Ours and the native server start anew for each round; rdflib-endpoint, which starts slowly, has one round and is
    of no use after it.
    """
    rows = []
    for children in (2, 4):
        ours = describe_ours("--data", str(data.quads), "--queries", str(children))
        for kind in (ours, describe_native(data.database)):
            sieges = []
            for _ in range(effort.rounds):
                with run_server(kind, folder) as server:
                    sieges.append(besiege(server, children - 1, data, folder, effort))
            rows.append([kind.name, str(children - 1), *describe_sieges(kind.name, sieges)])
    rows.append([rdflib.name, "1", *describe_sieges(rdflib.name, [besiege(rdflib, 1, data, folder, effort)])])
    head = [
        "server",
        "endless queries",
        "p99 idle",
        "p99 beside them",
        "ratio",
        "aim",
        "not answered",
        "cores busy after",
    ]
    print_table("Small queries beside endless ones, 200 a second: milliseconds, cores", head, rows)


def besiege(server: Server, attackers: int, data: Data, folder: Path, effort: Effort) -> Siege:
    burst(server, write_requests(folder / "requests", make_small_queries(data.things, effort.requests)), 1)
    idle = pace(server, make_small_queries(data.things, effort.requests), effort.seconds)
    with attack(server, attackers):
        attacked = pace(server, make_small_queries(data.things, effort.requests), effort.seconds)
    time.sleep(1)
    return Siege(idle, attacked, measure_busy_cores(server.process))


def describe_sieges(name: str, sieges: list[Siege]) -> list[str]:
    """Return cells: p99 idle and attacked, their ratio, the aim (ours alone), requests not answered, cores busy after."""
    idle, attacked = [siege.idle.p99 for siege in sieges], [siege.attacked.p99 for siege in sieges]
    ratio = divide(attacked, idle)
    aim = at_most(3).judge(ratio) if name == "pomegraph" else ""
    asked, unanswered = (
        sum(len(siege.attacked.milliseconds) for siege in sieges),
        sum(siege.attacked.unanswered for siege in sieges),
    )
    busy = summarise([siege.busy for siege in sieges])
    return [summarise(idle), summarise(attacked), f"{ratio:.2f}", aim, f"{unanswered} of {asked}", busy]


def measure_start(data: Data, folder: Path, effort: Effort) -> None:
    """Compare the time from the start of the process to the first answer, on the real release."""
    kinds = [
        describe_ours("--release", str(data.release)),
        describe_native(data.release_database),
        describe_rdflib(data.release / "pomegraph.nq"),
    ]
    seconds = {kind.name: [start_and_end(kind, folder) for _ in range(effort.rounds)] for kind in kinds}
    imports = [time_import(_MODULES) for _ in range(effort.rounds)]
    rest = statistics.median(seconds["pomegraph"]) - statistics.median(imports)
    rows = [[name, summarise(figures)] for name, figures in seconds.items()]
    rows.append(["pomegraph, Python's start and imports alone", summarise(imports)])
    rows.append(["pomegraph after imports", f"{rest:.2f}: {at_most(1).judge(rest)}"])
    print_table("From the start to the first answer, real release: seconds", ["server", "seconds"], rows)


def start_and_end(kind: Kind, folder: Path) -> float:
    with run_server(kind, folder) as server:
        return server.seconds


def time_import(modules: str) -> float:
    """Return the seconds that Python takes to start and to import modules, without the rest of a start."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {modules}"], check=True)
    return time.perf_counter() - start
