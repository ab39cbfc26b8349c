"""Loads a release into a store elsewhere: in parts, going on where it was broken off, counted in the end."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from pomegraph.errors import ReleaseError, StoreError
from pomegraph.files.rewriting import Rewritten
from pomegraph.stores.graphstore import GraphStore, name_graph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.build.release_builder import Tell
    from pomegraph.release import Release
    from pomegraph.stores.graphstore import Target

# Triples in a part: 3 MB or so.
PART_SIZE = 20_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded.

    Args:
        graphs: How many triples each graph has; the default graph has the empty name.
        sent: Parts that were sent now.
        skipped: Parts that had been sent before.
        rewritten: The values that Oxigraph keeps in another form, as the store may.
    """

    graphs: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    skipped: int = 0
    rewritten: Rewritten = field(default_factory=Rewritten, compare=False)

    @property
    def triples(self) -> int:
        """How many triples all graphs have together."""
        return sum(self.graphs.values())


def load_release(release: Release, target: Target, *, part_size: int = PART_SIZE, tell: Tell) -> Loaded:
    """Send a release to a store, graph by graph, and compare the numbers of triples in the end.

    Each graph replaces the one of its name that the store had; other graphs stay as they are. When it is called again
    after a failure, it goes on behind the last part that the store confirmed.

    `tell` is called with what is being done.

    Raises:
        ReleaseError: the release cannot be read, or what was done cannot be noted beside it.
        StoreError: the store cannot be reached, refused a part, or has another number of triples in the end.
    """
    note, rewritten = _Note(release, target, part_size), Rewritten()
    with GraphStore(target) as store:
        store.check()
        graphs = _read_graphs(rewritten.watch(_read_quads(release.quads)), part_size)
        loaded = replace(_send_graphs(graphs, store, note, tell), rewritten=rewritten)
        tell("counting")
        found = {name: store.count(name) for name in loaded.graphs}
    # What is wrong now, going on does not mend.
    note.remove()
    _compare(loaded.graphs, found)
    return loaded


def _send_graphs(
    graphs: Iterator[tuple[str, Iterator[list[Quad]]]], store: GraphStore, note: _Note, tell: Tell
) -> Loaded:
    counts: dict[str, int] = {}
    sent = skipped = 0
    for name, parts in graphs:
        counts[name] = 0
        for number, part in enumerate(parts):
            counts[name] += len(part)
            if number < note.get(name):
                skipped += 1
                continue
            tell(f"sending {name_graph(name)}: {counts[name]:,} triples")
            store.write(name, part, first=number == 0)
            note.set(name, number + 1)
            sent += 1
    return Loaded(counts, sent, skipped)


def _read_graphs(quads: Iterator[Quad], size: int) -> Iterator[tuple[str, Iterator[list[Quad]]]]:
    """Yield the name of each graph with its parts; the quads of a graph are together."""
    for name, found in itertools.groupby(quads, _read_name):
        yield name, _cut(found, size)


def _read_quads(quads: Path) -> Iterator[Quad]:
    try:
        yield from parse(path=quads, format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise ReleaseError(f"{quads}: cannot be read ({error}); build the release again") from error


def _read_name(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _cut(found: Iterator[Quad], size: int) -> Iterator[list[Quad]]:
    while part := list(itertools.islice(found, size)):
        yield part


def _compare(expected: dict[str, int], found: dict[str, int]) -> None:
    """Raise an error unless the numbers of triples are the same."""
    wrong = [
        f"{name_graph(name)} has {found[name]:,} triples instead of {count:,}"
        for name, count in expected.items()
        if found[name] != count
    ]
    if not wrong:
        return
    cure = "load again; if it stays so, the store takes different values for one, or somebody else writes to it"
    if found.get("", 0) > expected.get("", 0):
        cure = "the store seems to query all graphs as one; name a graph of its own with --default-graph"
    raise StoreError(f"the store does not hold what was sent: {', '.join(wrong)}", cure)


class _Note:
    """A file beside the release that tells how many parts of each graph a store has confirmed."""

    def __init__(self, release: Release, target: Target, part_size: int) -> None:
        key = json.dumps([release.digest, target.graphs_url, target.default_graph, part_size])
        digest = hashlib.sha256(key.encode()).hexdigest()[:16]
        self._path = release.folder.with_name(f".load-{digest}.json")
        self._done: dict[str, int] = self._read()

    def get(self, graph: str) -> int:
        """Return how many parts of a graph are done."""
        return self._done.get(graph, 0)

    def set(self, graph: str, parts: int) -> None:
        """Note how many parts of a graph are done, in one step."""
        self._done[graph] = parts
        draft = self._path.with_suffix(".draft")
        try:
            with draft.open("w", encoding="utf-8") as file:
                json.dump(self._done, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path)
        except OSError as error:
            message = f"{self._path}: cannot note what was loaded ({error.strerror or error})"
            raise ReleaseError(message, "make the folder of the release writable, or load from a copy") from error

    def remove(self) -> None:
        """Forget it."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, int]:
        try:
            done = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        except OSError as error:
            raise ReleaseError(f"{self._path}: cannot be read ({error.strerror or error})", "remove it") from error
        return {str(graph): int(parts) for graph, parts in done.items()}
