"""Converts some sources at a time to sorted runs of lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from pomegraph.content.sources import ContentSources
from pomegraph.graph.diseases import build_disease_records
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines, write_blocks
from pomegraph.graph.sources import build_source
from pomegraph.graph.topics import build_records
from pomegraph.graph.verdicts import VerdictBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.content.claims import Facts, Source
    from pomegraph.content.sources import SourcesPart
    from pomegraph.errors import Problem
    from pomegraph.graph.triples import Terms
    from pomegraph.graph.verdicts import TakenSources

_CLAIMS_AT_ONCE, _BYTES_AT_ONCE = 2000, 1 << 18


class ConvertedPart(NamedTuple):
    """What some sources became, in files.

    Args:
        named: The quads of their graphs, one source after the other.
        counts: How many quads the graph of each has, by its IRI.
        default: Their triples, a run of blocks.
        records: What they answer to topics, a run of blocks.
        diseases: What bears on the diseases of outcomes, a run of blocks.
        verdicts: What bears on verdicts.
        problems: What was wrong with them.
    """

    named: Path
    counts: dict[str, int]
    default: Path
    records: Path
    diseases: Path
    verdicts: TakenSources
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts some sources at a time.

    Args:
        terms: The terms of the graph.
        facts: What there is, of which sources are read by batches.
        folder: Where the parts are written.
    """

    terms: Terms
    facts: Facts
    folder: Path

    def convert(self, number: int, batch: Batch) -> ConvertedPart:
        """Write the part of a number."""
        folder = self.folder / f"part-{number}"
        folder.mkdir()
        default, records, diseases = (BlockSorter(folder / name) for name in ("default", "records", "diseases"))
        verdicts = VerdictBuilder(self.terms, self.facts.verdicts, folder / "verdicts")
        counts: dict[str, int] = {}
        problems: list[Problem] = []
        named = folder / "named"
        with named.open("wb") as file:
            for source in read_batch(self.facts.sources, batch, problems):
                lines, reports = build_source(self.terms, source)
                verdicts.add(source, reports)
                blocks = join_lines(sort_lines(lines), " .")
                graph = self.terms.thing(source.id)
                counts[graph[1:-1]] = write_blocks(file, blocks, graph)
                default.add(blocks)
                records.add(join_lines(sort_lines(build_records(self.terms.registry, reports, source.id))))
                diseases.add(build_disease_records(self.terms.registry, reports))
        return ConvertedPart(named, counts, default.save(), records.save(), diseases.save(), verdicts.leave(), problems)


# Sources that were read already, where some of those at hand are, or what is still to be read.
Batch: TypeAlias = "list[Source] | range | SourcesPart"


def divide_sources(sources: Iterable[Source], size: int = _BYTES_AT_ONCE) -> Iterator[Batch]:
    """Yield sources in batches that each process can take: as little is sent to it as can be."""
    if isinstance(sources, ContentSources):
        return sources.divide(size)
    if isinstance(sources, Sequence):
        return _divide_at_hand(sources)
    return _divide_read(sources)


def read_batch(sources: Iterable[Source], batch: Batch, problems: list[Problem]) -> Iterable[Source]:
    """Return the sources of a batch, of those that were divided; what is wrong with them goes to `problems`."""
    if isinstance(batch, range):
        return cast("Sequence[Source]", sources)[batch.start : batch.stop]
    if isinstance(batch, list):
        return batch
    return cast("ContentSources", sources).read(batch, problems)


def _divide_at_hand(sources: Sequence[Source]) -> Iterator[range]:
    start = 0
    for batch in _divide_read(sources):
        yield range(start, start + len(batch))
        start += len(batch)


def _divide_read(sources: Iterable[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    count = 0
    for source in sources:
        batch.append(source)
        count += sum(len(passage.claims) for passage in source.passages)
        if count >= _CLAIMS_AT_ONCE:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch
