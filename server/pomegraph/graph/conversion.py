"""Converts sources to sorted runs of lines, in several processes where there are many; the bytes are the same."""

from __future__ import annotations

import gc
import itertools
import multiprocessing
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from pomegraph.graph.diseases import build_disease_records
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines
from pomegraph.graph.sources import build_source
from pomegraph.graph.topics import build_records
from pomegraph.graph.verdicts import VerdictBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from pomegraph.content.claims import Source
    from pomegraph.content.verdicts import CuratedVerdict
    from pomegraph.graph.triples import Terms
    from pomegraph.graph.verdicts import TakenSources

_CLAIMS_AT_ONCE = 4000


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


def write_blocks(file: BinaryIO, blocks: list[bytes], graph: str = "") -> int:
    """Write blocks of triples, as quads if there is a graph that they belong to; return the number of their lines."""
    data = b"\n".join([*blocks, b""])
    # A full stop and a line feed stand nowhere but at the end of a line: in a text, a line feed is escaped.
    file.write(data.replace(b" .\n", f" {graph} .\n".encode()) if graph else data)
    return data.count(b"\n")


def convert_sources(converter: Converter, sources: Iterable[Source], processes: int) -> Iterator[ConvertedPart]:
    """Yield the parts in the order of the sources; where all is one part, no other process is begun.

    A few more parts than there are processes are at work at a time, so that memory does not grow with the sources.
    """
    batches = divide_sources(sources)
    begun = [batch for _, batch in zip(range(2), batches, strict=False)]
    numbered = enumerate(itertools.chain(begun, batches))
    if processes == 1 or len(begun) == 1:
        yield from itertools.starmap(converter.convert, numbered)
        return
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork, initializer=_begin, initargs=(converter,)) as pool:
        waiting: deque[Future[ConvertedPart]] = deque()
        for number, batch in numbered:
            waiting.append(pool.submit(_convert, number, batch))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


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


# What a process of the pool converts with; it was there before the process was forked.
_at_hand: list[Converter] = []


def _begin(converter: Converter) -> None:
    _at_hand.append(converter)
    gc.freeze()  # what was there before is no garbage of this process


def _convert(number: int, sources: list[Source]) -> ConvertedPart:
    return _at_hand[0].convert(number, sources)
