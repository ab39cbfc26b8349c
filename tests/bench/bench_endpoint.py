"""Our endpoint against the native Oxigraph server and rdflib-endpoint: the same data, the same requests, in one run.

Run: python tests/bench/bench_endpoint.py [--quick] [--only long,small,rows,attack,start]
Needs: wrk (Debian), oxigraph, rdflib-endpoint and uvicorn (PyPI), Linux. All servers listen on loopback only. Takes
about ten minutes, with --quick two. Prints Markdown tables: the figures of each server, the ratio of the medians, the aim.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # for `bench` and `support`

from bench.endpoint.data import prepare_data
from bench.endpoint.hardship import measure_attack, measure_start
from bench.endpoint.measures import measure_long, measure_rows, measure_small
from bench.endpoint.servers import describe_ours, run_server, run_servers
from bench.endpoint.turns import Effort

_FULL = Effort(rounds=5, seconds=4, requests=60_000)
_QUICK = Effort(rounds=2, seconds=2, requests=30_000)
_MEASURES = ("long", "small", "rows", "attack", "start")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    parser.add_argument(
        "--copies", type=int, default=3, help="how often the release is multiplied [3: a million quads]"
    )
    parser.add_argument("--only", default=",".join(_MEASURES), help="measures, with commas: %(default)s")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.copies, set(options.only.split(",")), _QUICK if options.quick else _FULL)


def compare(folder: Path, copies: int, measures: set[str], effort: Effort) -> None:
    data = prepare_data(folder, copies)
    print(f"{data.count:,} quads, {os.cpu_count()} cores")
    if measures - {"start"}:
        with run_servers(data, folder) as servers:
            ours, native, rdflib = servers
            if "long" in measures:
                with run_server(describe_ours("--data", str(data.quads), "--store-mode", "disk"), folder) as disk:
                    measure_long(ours, replace(disk, name="pomegraph, disk"), native, effort)
            if "small" in measures:
                measure_small(servers, data, folder, effort)
            if "rows" in measures:
                measure_rows(ours, native, data, effort)
            if "attack" in measures:
                measure_attack(rdflib, data, folder, effort)
    if "start" in measures:
        measure_start(data, folder, effort)


if __name__ == "__main__":
    main()
