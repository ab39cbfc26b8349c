"""Finds disagreements by a shuffle on topics, since claims of one topic may be in any part."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.cluster.session import share
from pomegraph.cluster.shuffle import divide_digests, shuffle_runs
from pomegraph.graph.disagreements import DisagreementFinder, build_disagreement
from pomegraph.graph.quads import join_triples
from pomegraph.graph.sorting import BlockSorter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyspark import SparkContext

    from pomegraph.graph.triples import Terms
    from pomegraph.names import Lines


@dataclass(frozen=True, slots=True)
class _TopicComparer:
    """Compares the claims of each topic of a part."""

    terms: Terms
    verdicts: Mapping[str, set[str]]
    folder: Path

    def compare(self, _number: int, records: BlockSorter) -> tuple[Path, list[bytes]]:
        """Return a run with the disagreements, and the records of topics that a curated one takes over."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        lines, curated = BlockSorter(folder / "found"), BlockSorter(folder / "curated")
        for found in DisagreementFinder(self.terms.registry).find(records.blocks(), curated):
            lines.add(join_triples(build_disagreement(self.terms, found, self.verdicts)))
        return lines.save(), [block for blocks in curated.blocks() for block in blocks]


def build_disagreements(
    spark: SparkContext, terms: Terms, records: Sequence[Path], verdicts: Mapping[str, set[str]], folder: Path
) -> tuple[list[Path], Iterator[Lines]]:
    """Return runs with the triples of disagreements, and those of the topics that people put together.

    Args:
        spark: The session.
        terms: The terms of the graph.
        records: Runs with what claims answer to their topics.
        verdicts: The verdicts on claims, by the digest of the claim.
        folder: Where all machines can read and write.
    """
    bounds = divide_digests(spark.defaultParallelism)
    found = shuffle_runs(spark, records, bounds, share(spark, _TopicComparer(terms, verdicts, folder).compare))
    curated = BlockSorter(folder / "curated")
    for _, blocks in found:
        curated.add(blocks)
    finder = DisagreementFinder(terms.registry)
    lines = (build_disagreement(terms, one, verdicts) for one in finder.find_curated(curated.blocks()))
    return [run for run, _ in found], lines
