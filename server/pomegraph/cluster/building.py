"""Builds the graph on Apache Spark: sources by parts, disagreements by topics, the default graph by subjects.

The folders of the content, of the layers and of the output must be seen by all machines under the same paths.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.build.check_questions import check_questions
from pomegraph.cluster.checking import check_parts
from pomegraph.cluster.converting import BatchConverter
from pomegraph.cluster.disagreeing import build_disagreements
from pomegraph.cluster.parts import GraphParts, describe_part, make_parts_workplace, publish_parts, write_part
from pomegraph.cluster.session import share
from pomegraph.cluster.shuffle import sample_subjects, shuffle_runs
from pomegraph.content.sources import read_facts
from pomegraph.content.strays import find_strays
from pomegraph.errors import ContentError
from pomegraph.evidence.words import find_words
from pomegraph.graph.conversion import divide_sources
from pomegraph.graph.diseases import derive_diseases
from pomegraph.graph.examples import build_examples
from pomegraph.graph.merging import choose_bounds
from pomegraph.graph.narrowing import find_wanted, find_wanted_trials, narrow
from pomegraph.graph.quads import build_sourceless, join_triples, write_other_forms
from pomegraph.graph.sorting import BlockSorter
from pomegraph.graph.triples import Terms
from pomegraph.graph.verdicts import VerdictBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pyspark import SparkContext

    from pomegraph.cluster.converting import ConvertedBatch
    from pomegraph.cluster.parts import PartFile
    from pomegraph.content.claims import Facts
    from pomegraph.content.folder import Content
    from pomegraph.evidence.words import Words
    from pomegraph.graph.conversion import Batch
    from pomegraph.graph.verdicts import TakenSources
    from pomegraph.names import Lines, Names

# Bytes of claims that are converted at a time, and of the default graph in a part.
_BATCH_SIZE, _PART_SIZE = 1 << 22, 1 << 28


def build_parts(  # noqa: PLR0913 - the last three by name
    content: Content,
    output: Path,
    spark: SparkContext,
    *,
    names: Names,
    parts: int | None = None,
    tell: Callable[[str], None],
) -> GraphParts:
    """Build the graph as sorted N-Quads in parts, whose concatenation is what one process writes, and check it.

    Args:
        content: What is built.
        output: The folder of the parts; it is replaced.
        spark: The session.
        names: What IRIs begin with.
        parts: How many parts the default graph is in; by its size, if None.
        tell: Is told what is being done.

    Raises:
        ContentError: the content has problems; nothing was written.
        ReleaseError: the parts cannot be written.
    """
    with make_parts_workplace(output) as work:
        problems = list(find_strays(content))
        facts = read_facts(content, problems)
        questions = build_examples(check_questions(content, facts.registry, problems), names)
        batches = list(divide_sources(facts.sources, _BATCH_SIZE))
        job = _Job(spark, facts, Terms(facts.registry, names), work)
        tell(f"converting {len(batches):,} batches")
        converted = job.convert(batches)
        problems += itertools.chain.from_iterable(one.part.problems for one in converted)
        tell("comparing the claims of each topic")
        runs = job.build_rest(converted, questions, find_words(content.aliases))
        bounds = _choose_bounds(converted, runs, parts)
        tell(f"sorting {len(bounds) + 1:,} parts")
        default = shuffle_runs(spark, runs, bounds, partial(_write_part, work))
        tell(f"checking {sum(part.lines for part in default):,} triples")
        problems += check_parts(spark, content, job.terms, default, work)
        if problems:
            raise ContentError(problems)
        graph = job.finish(default, converted)
        publish_parts(graph, work, output, names)
    return graph


def _write_part(folder: Path, _number: int, sorter: BlockSorter) -> PartFile:
    return write_part(folder, sorter)


def _choose_bounds(converted: Iterable[ConvertedBatch], runs: Sequence[Path], parts: int | None) -> list[bytes]:
    sampled = [subject for one in converted for subject in one.sampled]
    size = sum(run.stat().st_size for run in runs)
    return choose_bounds(sampled + sample_subjects(runs[-1]), parts or max(1, size // _PART_SIZE))


@dataclass(frozen=True, slots=True)
class _Job:
    """The steps of a build.

    Args:
        spark: The session.
        facts: The facts.
        terms: The terms of the graph.
        work: A folder that all machines can read and write.
    """

    spark: SparkContext
    facts: Facts
    terms: Terms
    work: Path

    def convert(self, batches: Sequence[Batch]) -> list[ConvertedBatch]:
        """Return what batches become."""
        act = share(self.spark, BatchConverter(self.terms, self.facts, self.work).convert)
        return self.spark.parallelize(batches, len(batches)).map(act).collect()

    def build_rest(self, converted: Sequence[ConvertedBatch], questions: Lines, words: Words | None) -> list[Path]:
        """Return all runs of the default graph; the last is what is not of a source."""
        verdicts = VerdictBuilder(self.terms, self.facts.verdicts, self.work / "primary")
        for taken in self._narrow([one.part.verdicts for one in converted]):
            verdicts.take(taken)
        rest, diseases = BlockSorter(self.work / "rest"), BlockSorter(self.work / "diseases")
        for one in converted:
            diseases.take(one.part.diseases)
        frame = build_sourceless(self.terms, self.facts.mappings, questions)
        for lines in itertools.chain(frame, derive_diseases(self.terms, diseases), verdicts.build(words)):
            rest.add(join_triples(lines))
        records = [one.part.records for one in converted]
        runs, curated = build_disagreements(self.spark, self.terms, records, verdicts.given, self.work)
        for lines in curated:
            rest.add(join_triples(lines))
        return [*(one.part.default for one in converted), *runs, rest.save()]

    def _narrow(self, many: Sequence[TakenSources]) -> list[TakenSources]:
        """Return what was taken of sources, but of primary ones only what bears on pages."""
        wanted, tasks = find_wanted(many), self.spark.parallelize(many, len(many))
        found = tasks.map(share(self.spark, partial(find_wanted_trials, wanted))).collect()
        trials = frozenset(itertools.chain.from_iterable(found))
        return tasks.map(share(self.spark, partial(narrow, wanted, trials, self.work))).collect()

    def finish(self, default: Sequence[PartFile], converted: Sequence[ConvertedBatch]) -> GraphParts:
        """Return all parts, the graph of links among them."""
        links = self.work / "links.nq"
        with links.open("wb") as file:
            counts = write_other_forms(self.terms, self.facts.mappings, file)
        last = [describe_part(links, sum(counts.values()))] if counts else []
        named = [one.named for one in converted if one.named.lines]
        return GraphParts(default, [*named, *last], sum(len(one.part.counts) for one in converted) + len(counts))
