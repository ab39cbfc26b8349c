"""Writes the graph as N-Quads, and from these the other forms; memory does not grow with the number of quads."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse, serialize

from pomegraph.content.sources import ContentSources
from pomegraph.graph.conversion import Converter, divide_sources
from pomegraph.graph.disagreements import DisagreementFinder, build_disagreement
from pomegraph.graph.diseases import derive_diseases
from pomegraph.graph.links import build_other_forms, name_links
from pomegraph.graph.merging import join_files, write_merged
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines, write_blocks
from pomegraph.graph.triples import Terms, build_mappings, build_things
from pomegraph.graph.verdicts import VerdictBuilder
from pomegraph.graph.workers import Workers
from pomegraph.names import iri, new_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pomegraph.content.claims import Facts
    from pomegraph.content.mappings import Mapping as LinkedMapping
    from pomegraph.evidence.words import Words
    from pomegraph.graph.conversion import Batch, ConvertedPart
    from pomegraph.graph.disagreements import Disagreement
    from pomegraph.names import Lines, Names


@dataclass(frozen=True, slots=True)
class Counts:
    """How many triples the default graph has, how many quads there are in all, and how many each named graph has."""

    triples: int
    quads: int
    graphs: Mapping[str, int]


def load_quads(quads: Path, folder: Path) -> None:
    """Load N-Quads into a new Oxigraph database on disk."""
    store = Store(str(folder))
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.flush()
    # Many quads are loaded in parts, which overlap until they are merged: now, and not by chance later.
    store.optimize()


def write_quads(  # noqa: PLR0913 - the last three by name
    facts: Facts,
    names: Names,
    path: Path,
    questions: Lines | None = None,
    *,
    words: Words | None = None,
    processes: int | None = None,
    tell: Callable[[int], None] | None = None,
) -> Counts:
    """Write N-Quads: the default graph in order, then that of each source, then that of the links.

    Memory is bounded by the largest source. The default graph holds everything, each named graph what its source says.

    Args:
        facts: What the sources say.
        names: What IRIs begin with.
        path: The file.
        questions: Triples that publish questions, in the default graph too.
        words: The words for what figures are about; without them no figure is traced to its trial.
        processes: How many convert sources at a time; the bytes are the same. As many as there are cores, if None.
        tell: Is told how many sources have been converted.
    """
    batches = divide_sources(facts.sources)
    begun = list(itertools.islice(batches, 2))
    count = (processes or len(os.sched_getaffinity(0))) if len(begun) > 1 else 1
    terms = Terms(facts.registry, names)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        frame = _Frame(terms, facts.mappings, questions or new_lines(), Path(folder))
        shared = _Shared(Converter(terms, facts, Path(folder)), frame)
        with Workers(shared, count) as workers:
            graph = _GraphWriter(shared, workers)
            graph.convert(itertools.chain(begun, batches), tell)
            graph.derive(words)
            return graph.write(path)


class _Frame(NamedTuple):
    """What is not of a source.

    Args:
        terms: The terms of the graph.
        mappings: The links to things elsewhere.
        questions: Triples that publish questions.
        folder: Where its run is written.
    """

    terms: Terms
    mappings: Sequence[LinkedMapping]
    questions: Lines
    folder: Path

    def save(self) -> Path:
        """Return a run with the triples."""
        sorter = BlockSorter(self.folder / "frame")
        for lines in build_sourceless(self.terms, self.mappings, self.questions):
            sorter.add(join_triples(lines))
        return sorter.save()


class _Shared(NamedTuple):
    """What all processes work with."""

    converter: Converter
    frame: _Frame


def _convert(shared: _Shared, task: tuple[int, Batch]) -> ConvertedPart:
    return shared.converter.convert(*task)


def _save_frame(shared: _Shared, _: None) -> Path:
    return shared.frame.save()


class _GraphWriter:
    """Writes the graph in three steps: what sources say, what follows from that, and all of it in order."""

    def __init__(self, shared: _Shared, workers: Workers[_Shared]) -> None:
        self._terms, self._frame, self._workers = shared.frame.terms, shared.frame, workers
        self._folder = shared.converter.folder
        self._default, self._records, self._diseases = (
            BlockSorter(self._folder / name) for name in ("default", "records", "diseases")
        )
        self._verdicts = VerdictBuilder(self._terms, shared.converter.facts.verdicts, self._folder / "primary")
        self._named: list[Path] = []
        # A source that two layers have is told of twice.
        self._graphs: Counter[str] = Counter()
        sources = shared.converter.facts.sources
        self._problems = sources.problems if isinstance(sources, ContentSources) else []

    def convert(self, batches: Iterable[Batch], tell: Callable[[int], None] | None) -> None:
        """Convert sources, and what is not of one."""
        frame = self._workers.begin(_save_frame, None)
        for part in self._workers.map(_convert, enumerate(batches)):
            self._default.take(part.default)
            self._records.take(part.records)
            self._diseases.take(part.diseases)
            self._verdicts.take(part.verdicts)
            self._named.append(part.named)
            self._graphs.update(part.counts)
            self._problems += part.problems
            if tell is not None:
                tell(len(self._graphs))
        self._default.take(frame.result())

    def derive(self, words: Words | None) -> None:
        """Add what follows from all sources."""
        derived = itertools.chain(derive_diseases(self._terms, self._diseases), self._verdicts.build(words))
        for lines in derived:
            self._default.add(join_triples(lines))
        for found in _find_disagreements(self._terms, self._records, BlockSorter(self._folder / "curated")):
            self._default.add(join_triples(build_disagreement(self._terms, found, self._verdicts.given)))

    def write(self, path: Path) -> Counts:
        """Write all in order."""
        merged = list(write_merged(self._workers, self._default.leave(), self._folder))
        links = self._folder / "links"
        with links.open("wb") as file:
            self._graphs.update(write_other_forms(self._terms, self._frame.mappings, file))
        join_files(self._workers, [*(part for part, _ in merged), *self._named, links], path)
        default = sum(count for _, count in merged)
        return Counts(default, default + sum(self._graphs.values()), self._graphs)


def build_sourceless(terms: Terms, mappings: Iterable[LinkedMapping], questions: Lines) -> Iterator[Lines]:
    """Yield the triples that are not of a source: things, their mappings, the ontology, the questions."""
    yield build_things(terms)
    yield build_mappings(terms, mappings)
    yield terms.vocabulary.lines
    yield questions


def write_other_forms(terms: Terms, mappings: Iterable[LinkedMapping], file: BinaryIO) -> dict[str, int]:
    """Write the graph of the other forms of identifiers, if there are any, and return the number of its quads."""
    lines, name = build_other_forms(terms, mappings), name_links(terms.names)
    return {name: write_blocks(file, join_triples(lines), iri(name))} if lines else {}


def join_triples(lines: Mapping[str, set[str]]) -> list[bytes]:
    """Return triples as blocks, in order."""
    return join_lines(sort_lines(lines), " .")


def _find_disagreements(terms: Terms, records: BlockSorter, curated: BlockSorter) -> Iterator[Disagreement]:
    finder = DisagreementFinder(terms.registry)
    yield from finder.find(records.blocks(), curated)
    yield from finder.find_curated(curated.blocks())


def write_trig(quads: Path, prefixes: Mapping[str, str], target: Path) -> None:
    """Write N-Quads as TriG."""
    write_pretty(parse(path=quads, format=RdfFormat.N_QUADS), RdfFormat.TRIG, prefixes, target)


def write_turtle(quads: Path, prefixes: Mapping[str, str], target: Path) -> None:
    """Write the default graph of N-Quads, which comes first in them, as Turtle."""
    write_pretty(read_default_graph(quads), RdfFormat.TURTLE, prefixes, target)


def write_pretty(
    statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat, prefixes: Mapping[str, str], target: Path
) -> None:
    """Write statements in their order, in a form with prefixes; these come sorted, so the bytes are always the same."""
    draft = target.with_name(f"{target.name}.draft")
    serialize(statements, draft, format=form, prefixes=dict(prefixes))
    with (
        draft.open(encoding="utf-8", newline="\n") as file,
        target.open("w", encoding="utf-8", newline="\n") as out,
    ):
        header = list(itertools.takewhile(lambda line: line.startswith("@prefix"), file))
        # The line that ended the header is the first of the body: read on from behind the header.
        file.seek(0)
        out.writelines(sorted(header))
        out.writelines(itertools.islice(file, len(header), None))
    draft.unlink()


def read_default_graph(quads: Path) -> Iterator[Triple]:
    """Yield the triples of the default graph of N-Quads that begin with it."""
    for quad in parse(path=quads, format=RdfFormat.N_QUADS):
        if not isinstance(quad, Quad) or str(quad.graph_name) != "DEFAULT":
            return
        yield quad.triple
