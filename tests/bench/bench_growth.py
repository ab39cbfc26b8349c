"""How speed and memory grow with the data: ours in memory and on disk, and the native Oxigraph server, in one run.

Run: python tests/bench/bench_growth.py [--sizes 10000,100000,1000000] [--chart docs/growth.svg]
Needs: wrk (Debian), oxigraph (PyPI), Linux. All servers listen on loopback only. With 10,000,000 among the sizes it takes
most of an hour, 15 GB of memory and 10 GB under TMPDIR. Prints Markdown tables and draws the same as a chart.
"""

from __future__ import annotations

import argparse
import functools
import signal
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vl_convert

sys.path.append(str(Path(__file__).parents[1]))  # for `bench` and `support`

from bench.endpoint.data import find_things, load_natively
from bench.endpoint.load import ask, burst, write_requests
from bench.endpoint.processes import list_family, read_memory
from bench.endpoint.queries import LONG, make_small_queries, renew
from bench.endpoint.report import print_table, shorten
from bench.endpoint.servers import describe_native, describe_ours, run_server
from bench.multiply import cut, multiply
from pomegraph.charts.theme import LIGHT, configure
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.endpoint.servers import Kind, Server
    from pomegraph.errors import Problem

_SIZES = (10_000, 100_000, 1_000_000)
_FRAME = 7_000  # quads that are there without any source
_ROUNDS, _SECONDS, _REQUESTS = 3, 2.0, 30_000
_FIGURES = {
    "start": "From the start to the first answer, seconds",
    "memory": "Memory of all processes after the queries, MiB",
    "long": "Long queries, geometric mean of their medians, ms",
    "small": "Small queries, each new, 8 clients: answers a second",
}


@dataclass(frozen=True, slots=True)
class Growth:
    """What was seen of a server at a size: the number of quads, and each figure by its name in `_FIGURES`."""

    server: str
    quads: int
    figures: dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=",".join(map(str, _SIZES)), help="quads, with commas: %(default)s")
    parser.add_argument("--chart", type=Path, help="an SVG file to draw")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are ended
    seen = [one for size in map(int, options.sizes.split(",")) for one in measure_size(size)]
    for name, title in _FIGURES.items():
        print_growth(name, title, seen)
    if options.chart:
        options.chart.write_text(draw(seen), encoding="utf-8")


def measure_size(size: int) -> Iterator[Growth]:
    """Yield what is seen of each server at about so many quads; nothing of it is left on the disk."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads = folder / "growth.nq"
        count = write_size(size, quads)
        for title, kind in list_kinds(quads, folder).items():
            with run_server(kind, folder) as server:
                yield Growth(title, count, measure(server, quads, folder))


def list_kinds(quads: Path, folder: Path) -> dict[str, Kind]:
    """Return ours with both ways to hold data, and the native server, whose data are loaded here."""
    options = ("--data", str(quads), "--timeout", "300")
    return {
        "pomegraph": describe_ours(*options, "--store-mode", "memory"),
        "pomegraph, disk": describe_ours(*options, "--store-mode", "disk"),
        "native": describe_native(load_natively(quads, folder / "native")),
    }


def write_size(size: int, path: Path) -> int:
    """Write the release as N-Quads, multiplied or cut to about so many, and return how many they are."""
    problems: list[Problem] = []
    facts = read_facts(Content.default(), problems)
    sources = list(facts.sources)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    whole = write_quads(multiply(facts, sources, 1), Names(), path).quads
    if size < whole:
        return write_quads(cut(facts, sources, max(1, size - _FRAME) / (whole - _FRAME)), Names(), path).quads
    return write_quads(multiply(facts, sources, max(1, round(size / whole))), Names(), path).quads


def measure(server: Server, quads: Path, folder: Path) -> dict[str, float]:
    medians = []
    for text in LONG.values():
        times = [ask(server, renew(text)).milliseconds for _ in range(_ROUNDS)]
        medians.append(statistics.median(times))
    make = functools.partial(make_small_queries, find_things(quads), _REQUESTS)
    rates = [burst(server, write_requests(folder / "requests", make()), _SECONDS).rate for _ in range(_ROUNDS)]
    memory = read_memory(list_family(server.process)) / (1 << 20)
    return {
        "start": server.seconds,
        "memory": memory,
        "long": statistics.geometric_mean(medians),
        "small": statistics.median(rates),
    }


def print_growth(name: str, title: str, seen: list[Growth]) -> None:
    """Print one figure: a size in each row, a server in each column, and the ratio to the native server beside it."""
    servers = list(dict.fromkeys(one.server for one in seen))
    *ours, native = servers
    rows = []
    for size in dict.fromkeys(one.quads for one in seen):
        figures = {one.server: one.figures[name] for one in seen if one.quads == size}
        cells = [
            cell for server in ours for cell in (shorten(figures[server]), f"{figures[server] / figures[native]:.2f}")
        ]
        rows.append([f"{size:,}", *cells, shorten(figures[native])])
    print_table(title, ["quads", *(cell for server in ours for cell in (server, "ratio")), native], rows)


def draw(seen: list[Growth]) -> str:
    """Return a chart as SVG: a panel for each figure, a line for each server, both axes logarithmic."""
    return str(
        vl_convert.vegalite_to_svg(
            {"config": configure(LIGHT), "columns": 2, "concat": list(map(_draw_panel, _FIGURES, [seen] * 4))}
        )
    )


def _draw_panel(name: str, seen: list[Growth]) -> dict[str, Any]:
    rows = [{"server": one.server, "quads": one.quads, "figure": one.figures[name]} for one in seen]
    scale = {"type": "log", "nice": False}
    quads = {"format": "~s", "values": [10**power for power in range(3, 10)]}
    return {
        "title": {"text": _FIGURES[name], "fontSize": 12},
        "width": 300,
        "height": 200,
        "data": {"values": rows},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "quads", "type": "quantitative", "scale": scale, "axis": quads, "title": "quads"},
            "y": {"field": "figure", "type": "quantitative", "scale": scale, "axis": {"format": ",~g"}, "title": None},
            "color": {"field": "server", "type": "nominal", "sort": None, "title": None},
            "shape": {"field": "server", "type": "nominal", "sort": None, "legend": None},
        },
    }


if __name__ == "__main__":
    main()
