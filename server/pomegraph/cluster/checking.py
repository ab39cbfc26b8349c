"""Checks a graph in parts: what a part must know of a node of another one is asked there."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.build.check import make_checker
from pomegraph.build.nodes import Lookup
from pomegraph.cluster.session import share
from pomegraph.cluster.shuffle import shuffle_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark import SparkContext

    from pomegraph.build.check import GraphChecker
    from pomegraph.cluster.parts import PartFile
    from pomegraph.content.folder import Content
    from pomegraph.errors import Problem
    from pomegraph.graph.sorting import BlockSorter
    from pomegraph.graph.triples import Terms

    Failed = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _PartChecker:
    """Checks a part, and keeps its questions in a folder that all machines can read."""

    content: Content
    terms: Terms
    parts: Sequence[PartFile]
    folder: Path

    def make(self) -> GraphChecker:
        """Make what checks nodes: it is made of functions, which cannot be sent."""
        return make_checker(self.content, self.terms.registry, self.terms.names)[0]

    def find(self, part: PartFile, failed: Failed | None = None) -> tuple[list[Problem], Path]:
        """Return the problems of a part as far as answers are known, and the run of its questions."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        lookup = Lookup(folder / "asked", failed)
        return list(self.make().find(_read_lines(part), lookup.ask)), lookup.leave()

    def answer(self, number: int, asked: BlockSorter) -> Failed:
        """Return those questions about the nodes of a part that are answered with no."""
        with tempfile.TemporaryDirectory() as folder:
            lookup = Lookup(Path(folder, "asked"))
            lookup.take(asked)
            lookup.answer(_read_lines(self.parts[number]), self.make().decide)
            return lookup.failed or set()


def check_parts(
    spark: SparkContext, content: Content, terms: Terms, parts: Sequence[PartFile], folder: Path
) -> list[Problem]:
    """Return everything that is wrong with a default graph in parts.

    Args:
        spark: The session.
        content: What the graph was made of.
        terms: Its terms.
        parts: The parts of the default graph, none of which is empty.
        folder: Where all machines can read and write.
    """
    own = _PartChecker(content, terms, parts, folder)
    tasks = spark.parallelize(parts, len(parts))
    found = tasks.map(share(spark, own.find)).collect()
    bounds = [next(_read_lines(part)).partition(" ")[0].encode() for part in parts[1:]]
    answers = shuffle_runs(spark, [run for _, run in found], bounds, share(spark, own.answer))
    failed = {pair for one in answers for pair in one}
    if failed:
        # Something is not as it was taken to be: now that this is known, those who speak of it are found.
        found = tasks.map(share(spark, partial(own.find, failed=failed))).collect()
    _, unsound = make_checker(content, terms.registry, terms.names)
    return [*unsound, *(problem for problems, _ in found for problem in problems)]


def _read_lines(part: PartFile) -> Iterator[str]:
    with part.path.open(encoding="utf-8", newline="\n") as file:
        yield from file
