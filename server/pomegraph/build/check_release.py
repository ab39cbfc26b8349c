"""Checks a release that was built: the sums of all files, and whether the graph has the counts that it tells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from pomegraph.errors import ReleaseError, StoreError
from pomegraph.release import MANIFEST, Fault, find_faults
from pomegraph.stores.embedded import count_triples, open_store
from pomegraph.stores.graphstore import name_graph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pomegraph.release import Manifest

_QUADS, _STORE = "pomegraph.nq", "store"
_DEFAULT = ""


def check_release(folder: Path) -> tuple[Manifest | None, list[Fault]]:
    """Return what a release says of itself, if it can be read, and all that is wrong with it.

    What is counted is the graph as it is loaded: from the N-Quads, and from the database.
    """
    manifest, faults = find_faults(folder)
    if manifest:
        # Of what is damaged anyway, the counts tell nothing more.
        damaged = {fault.file.partition("/")[0] for fault in faults}
        faults += _check_manifest(manifest)
        faults += _check_quads(folder, manifest) if _QUADS not in damaged else []
        faults += _check_store(folder, manifest) if _STORE not in damaged else []
    return manifest, sorted(faults)


def _check_manifest(manifest: Manifest) -> Iterator[Fault]:
    total = manifest.triples + sum(manifest.graphs.values())
    if manifest.quads != total:
        yield Fault(MANIFEST, f"tells of {manifest.quads:,} quads, and of {total:,} in all graphs together")


def _check_quads(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    counts: Counter[str] = Counter()
    try:
        for quad in parse(path=folder / _QUADS, format=RdfFormat.N_QUADS):
            assert isinstance(quad, Quad)  # noqa: S101 - for the type checker
            counts[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else _DEFAULT] += 1
    except (OSError, SyntaxError) as error:
        yield Fault(_QUADS, f"cannot be read ({error})")
    else:
        yield from _compare(_QUADS, manifest, counts)


def _check_store(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    try:
        store = open_store(folder / _STORE)
        counts = {name.value: count for name, count in count_triples(store).items()}
        counts[_DEFAULT] = len(store) - sum(counts.values())
    except (ReleaseError, StoreError) as error:
        yield Fault(_STORE, f"cannot be used ({error.detail})")
    else:
        yield from _compare(_STORE, manifest, counts)


def _compare(file: str, manifest: Manifest, counts: Mapping[str, int]) -> Iterator[Fault]:
    told = {**manifest.graphs, _DEFAULT: manifest.triples}
    for name in sorted(told.keys() | counts.keys()):
        there, expected = counts.get(name, 0), told.get(name, 0)
        if there != expected:
            yield Fault(file, f"has {there:,} triples in {name_graph(name)} instead of {expected:,}")
