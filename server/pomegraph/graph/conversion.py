"""Converts some sources at a time to sorted runs of lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.graph.diseases import build_disease_records
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines, write_blocks
from pomegraph.graph.sources import build_source
from pomegraph.graph.topics import build_records
from pomegraph.graph.verdicts import VerdictBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pomegraph.content.claims import Source
    from pomegraph.content.verdicts import CuratedVerdict
    from pomegraph.graph.triples import Terms
    from pomegraph.graph.verdicts import TakenSources

_CLAIMS_AT_ONCE = 2000


class ConvertedPart(NamedTuple):
    """What some sources became, in files.

    Args:
        named: The quads of their graphs, one source after the other.
        counts: How many quads the graph of each has, by its IRI.
        default: Their triples, a run of blocks.
        records: What they answer to topics, a run of blocks.
        diseases: What bears on the diseases of outcomes, a run of blocks.
        verdicts: What bears on verdicts.
    """

    named: Path
    counts: dict[str, int]
    default: Path
    records: Path
    diseases: Path
    verdicts: TakenSources


@dataclass(frozen=True, slots=True)
class Converter:
    """Converts some sources at a time.

    Args:
        terms: The terms of the graph.
        curated: The verdicts that people gave.
        folder: Where the parts are written.
    """

    terms: Terms
    curated: Sequence[CuratedVerdict]
    folder: Path

    def convert(self, number: int, sources: Iterable[Source]) -> ConvertedPart:
        """Write the part of a number."""
        folder = self.folder / f"part-{number}"
        folder.mkdir()
        default, records, diseases = (BlockSorter(folder / name) for name in ("default", "records", "diseases"))
        verdicts = VerdictBuilder(self.terms, self.curated, folder / "verdicts")
        counts: dict[str, int] = {}
        named = folder / "named"
        with named.open("wb") as file:
            for source in sources:
                lines, reports = build_source(self.terms, source)
                verdicts.add(source, reports)
                blocks = join_lines(sort_lines(lines), " .")
                graph = self.terms.thing(source.id)
                counts[graph[1:-1]] = write_blocks(file, blocks, graph)
                default.add(blocks)
                records.add(join_lines(sort_lines(build_records(self.terms.registry, reports, source.id))))
                diseases.add(build_disease_records(self.terms.registry, reports))
        return ConvertedPart(named, counts, default.save(), records.save(), diseases.save(), verdicts.leave())


def divide_sources(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Yield sources in batches of some thousand claims."""
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
