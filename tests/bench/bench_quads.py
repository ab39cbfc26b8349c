"""From facts to N-Quads: speed against serialisation alone and against rdflib, and whether memory stays flat.

Run: python tests/bench/bench_quads.py [--copies N]
Prints, in one run: quads a second of each way, the ratios, and the peak memory of the conversion at several sizes.
Ends in two minutes where nothing else runs.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import rdflib

sys.path.append(str(Path(__file__).parents[1]))  # for `bench` and `support`

from bench.multiply import multiply
from pomegraph.content.claims import Facts
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pomegraph.errors import Problem

    Way = tuple[list[pyoxigraph.Quad], Callable[[], object]]

ROUNDS = 3
FEW = 50_000
TERM = pyoxigraph.NamedNode | pyoxigraph.Literal


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=1, help="how often the content is multiplied [1: 400,000 quads]")
    parser.add_argument("--memory-of", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.memory_of:
            print_memory(options.memory_of, Path(folder))
        else:
            print_speed(options.copies, Path(folder))
            for copies in (options.copies, options.copies * 2, options.copies * 4):
                subprocess.run([sys.executable, __file__, "--memory-of", str(copies)], check=True)


def read(copies: int) -> Facts:
    problems: list[Problem] = []
    facts = read_facts(Content.default(), problems)
    sources = list(facts.sources)
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    return multiply(facts, sources, copies)


def print_memory(copies: int, folder: Path) -> None:
    facts = read(copies)
    before = peak_memory()
    counts = write_quads(facts, Names(), folder / "quads.nq")
    after = peak_memory()
    things = len(facts.registry.things)
    print(
        f"peak memory at {counts.quads:>9,} quads: {after:6.0f} MiB, {before:.0f} MiB of it before it began ({things:,} things)"
    )


def peak_memory() -> float:
    """Return the most memory that this process ever had resident, in MiB; unlike ru_maxrss it forgets the parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def print_speed(copies: int, folder: Path) -> None:
    facts = read(copies)
    facts = Facts(facts.registry, facts.mappings, list(facts.sources))
    gc.collect()
    gc.freeze()  # the facts at hand are the input, and no garbage that the conversion has to look through
    path = folder / "quads.nq"
    write_quads(facts, Names(), path)
    quads = list(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_QUADS))
    gc.freeze()
    few = quads[:FEW]
    ways: Mapping[str, Way] = {
        "all": (quads, lambda: write_quads(facts, Names(), path)),
        "one": (quads, lambda: write_quads(facts, Names(), path, processes=1)),
        "limit": (
            quads,
            lambda: pyoxigraph.serialize(quads, folder / "limit.nq", format=pyoxigraph.RdfFormat.N_QUADS),
        ),
        "rdflib": (few, lambda: write_with_rdflib(few, folder / "rdflib.nq")),
    }
    # In turn, so that a slow moment of the machine hits all of them; medians are told.
    rounds = [{name: measure(act) for name, (_, act) in ways.items()} for _ in range(ROUNDS)]
    print(f"{len(quads):,} quads; quads a second, medians of {ROUNDS}, of wall time and of processor time:")
    print_rates("facts to N-Quads, sorted, both graphs, all cores", "all", ways, rounds)
    print_rates("the same in one process", "one", ways, rounds)
    print_rates("pyoxigraph.serialize alone (the limit)", "limit", ways, rounds)
    print_rates(f"rdflib Dataset, filled and serialised, {len(few):,} quads", "rdflib", ways, rounds)


def print_rates(what: str, name: str, ways: Mapping[str, Way], rounds: list[dict[str, tuple[float, float]]]) -> None:
    """Print how fast a way is by both clocks, and as a ratio to the limit."""
    shown = []
    for clock in range(2):
        rates = {one: len(ways[one][0]) / statistics.median(each[one][clock] for each in rounds) for one in ways}
        shown.append(f"{rates[name]:>12,.0f}, {rates[name] / rates['limit']:.2f} of the limit")
    print(f"  {what:<55}" + "; ".join(shown))


def measure(act: Callable[[], object]) -> tuple[float, float]:
    """Return how long something took, and how long processors were at work, those of processes that it began too."""
    before, start = os.times(), time.perf_counter()
    act()
    wall, after = time.perf_counter() - start, os.times()
    return wall, sum(after[:4]) - sum(before[:4])


def write_with_rdflib(quads: list[pyoxigraph.Quad], path: Path) -> None:
    dataset = rdflib.Dataset()
    for quad in quads:
        name, subject, value = quad.graph_name, quad.subject, quad.object
        named = rdflib.URIRef(name.value) if isinstance(name, pyoxigraph.NamedNode) else None
        graph = dataset.graph(named) if named else dataset.default_graph
        assert isinstance(subject, pyoxigraph.NamedNode)
        assert isinstance(value, TERM)
        graph.add((rdflib.URIRef(subject.value), rdflib.URIRef(quad.predicate.value), to_rdflib(value)))
    dataset.serialize(path, format="nquads")


def to_rdflib(term: TERM) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


if __name__ == "__main__":
    main()
