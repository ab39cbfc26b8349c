"""Reads the nodes of a written graph one after the other, and looks up what must be known of others meanwhile."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pomegraph.graph.sorting import BlockSorter
from pomegraph.names import RDF, iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    Ask: TypeAlias = Callable[[str, str], bool]

TYPE = iri(RDF + "type")
_KEPT = 100_000
_AT_ONCE = 1000


class GraphNode(NamedTuple):
    """A subject of the graph: its term, and the terms of its values by the term of the property, both in order."""

    subject: str
    values: dict[str, list[str]]

    @property
    def types(self) -> list[str]:
        """The classes that it is said to belong to."""
        return self.values.get(TYPE, [])


def read_graph_lines(quads: Path, count: int) -> Iterator[str]:
    """Yield the first lines of N-Quads: those of the default graph, if these are as many."""
    with quads.open(encoding="utf-8", newline="\n") as file:
        yield from itertools.islice(file, count)


def read_nodes(lines: Iterable[str]) -> Iterator[GraphNode]:
    """Yield the nodes of sorted triples."""
    node = GraphNode("", {})
    for line in lines:
        subject, predicate, end = line.split(" ", 2)
        if subject != node.subject:
            if node.subject:
                yield node
            node = GraphNode(subject, {})
        # Behind the value stand a blank, the full stop and the line feed.
        node.values.setdefault(predicate, []).append(end[:-3])
    if node.subject:
        yield node


def find_nodes(lines: Iterator[str], terms: Iterable[str]) -> Iterator[GraphNode]:
    """Yield the node of each of some terms, which are sorted as the triples are; without values if it is not there."""
    line = next(lines, "")
    for term in terms:
        start, own = f"{term} ", []
        while line and line < start:
            line = next(lines, "")
        while line.startswith(start):
            own.append(line)
            line = next(lines, "")
        yield next(read_nodes(own), GraphNode(term, {}))


class Lookup:
    """Takes questions about nodes elsewhere while a graph is read, and answers them when it is read again.

    Until then the answer is yes. The questions wait on disk, sorted by node, so that memory does not grow with them.
    """

    def __init__(self, folder: Path, failed: set[tuple[str, str]] | None = None) -> None:
        self._sorter = BlockSorter(folder)
        self._waiting: list[bytes] = []
        self._asked: set[tuple[str, str]] = set()
        # Node and question of each answer that was no; None while nothing was answered.
        self.failed = failed

    def ask(self, term: str, question: str) -> bool:
        """Return whether something is so of a node; yes if that is not known yet."""
        pair = (term, question)
        if self.failed is not None:
            return pair not in self.failed
        if pair not in self._asked:
            if len(self._asked) >= _KEPT:
                self._asked.clear()
            self._asked.add(pair)
            self._waiting.append(f"{term} {question}".encode())
            if len(self._waiting) >= _AT_ONCE:
                self._sorter.add(self._waiting)
                self._waiting = []
        return True

    def leave(self) -> Path:
        """Return what was asked as a sorted run, in the place of answering it."""
        self._sorter.add(self._waiting)
        return self._sorter.save()

    def take(self, sorter: BlockSorter) -> None:
        """Take over what others have asked."""
        self._sorter = sorter

    def answer(self, lines: Iterator[str], decide: Callable[[GraphNode, str], bool]) -> bool:
        """Answer all questions; return whether the answer to all is yes.

        Args:
            lines: The graph, in order.
            decide: Tells whether something is so of a node.
        """
        self._sorter.add(self._waiting)
        self.failed = set()
        asked, told = itertools.tee(map(bytes.decode, itertools.chain.from_iterable(self._sorter.blocks())))
        terms = (block[: block.index(" ")] for block in told)
        for block, node in zip(asked, find_nodes(lines, terms), strict=True):
            for line in block.split("\n"):
                question = line[len(node.subject) + 1 :]
                if not decide(node, question):
                    self.failed.add((node.subject, question))
        return not self.failed
