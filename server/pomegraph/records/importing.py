"""Imports records: reads them with all cores, and puts what they give together."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.records.context import read_context
from pomegraph.records.gathering import gather
from pomegraph.records.importers import IMPORTERS
from pomegraph.records.layer_writer import make_layer_workplace, write_layer
from pomegraph.records.pieces import PieceMaker
from pomegraph.records.spooling import join_spools, spool_pieces
from pomegraph.records.texts import LeftOut, read_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pomegraph.content.folder import Content
    from pomegraph.records.context import Context, Edition
    from pomegraph.records.converted import Importer
    from pomegraph.records.gathering import Gathered
    from pomegraph.records.pieces import Made
    from pomegraph.records.spooling import SpooledPieces
    from pomegraph.records.texts import RecordText

    ConvertAll = Callable[[Path], Iterator[SpooledPieces]]

# Texts are handed to a process by so many bytes; fewer than this in all are not worth a second one, which takes 0.7 s
# to begin, as long as a process takes for 4 MB.
_BATCH, _WORTH = 1 << 20, 1 << 23


def import_records(
    importer: Importer, context: Context, convert: ConvertAll, *, output: Path, tell: Callable[[str], None]
) -> Gathered:
    """ConvertAll records, put together what they give, and write it as a layer.

    `tell` is called with what is being done.

    Args:
        importer: Knows the source of the records.
        context: What it is given beside them.
        convert: Converts all records, and keeps their pieces in the folder that it is given.
        output: The folder of the layer.
        tell: Is told what is being done.

    Raises:
        ReleaseError: the layer cannot be written there.
    """
    with make_layer_workplace(output) as work:
        pieces = work / "pieces"
        pieces.mkdir()
        spooled = join_spools(_count_aloud(convert(pieces), tell))
        tell(f"joining {len(spooled.entries):,} records")
        found = gather(spooled, context.registry, work)
        tell("writing the layer")
        write_layer(output, importer, context, found)
    return found


def convert_files(importer: Importer, context: Context, content: Content, paths: Sequence[Path]) -> ConvertAll:
    """Return what converts all records in files, folders and archives, with all cores where there are many."""

    def convert(folder: Path) -> Iterator[SpooledPieces]:
        numbered = enumerate(_make_batches(read_texts(paths, importer.form)))
        first = list(itertools.islice(numbered, _WORTH // _BATCH + 1))
        if len(first) <= _WORTH // _BATCH or (os.cpu_count() or 1) == 1:
            maker = PieceMaker(importer, context)
            for number, batch in itertools.chain(first, numbered):
                yield spool_pieces(convert_texts(maker, batch), folder / str(number))
        else:
            worker = _Worker(importer.name, content, context.edition, folder)
            yield from _convert_with_all_cores(worker, itertools.chain(first, numbered))

    return convert


def _make_batches(texts: Iterable[RecordText | LeftOut]) -> Iterator[list[RecordText | LeftOut]]:
    batch: list[RecordText | LeftOut] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += 0 if isinstance(text, LeftOut) else len(text.data)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def convert_texts(maker: PieceMaker, batch: Iterable[RecordText | LeftOut]) -> Iterator[Made]:
    """Yield what the records in texts give."""
    for text in batch:
        if isinstance(text, LeftOut):
            yield text
        else:
            yield from maker.make(text)


@dataclass(frozen=True, slots=True)
class _Worker:
    """What a process converts with, and where it writes."""

    importer: str
    content: Content
    edition: Edition
    folder: Path

    def start(self) -> None:
        maker = PieceMaker(IMPORTERS[self.importer], read_context(self.content, self.edition))
        _at_hand.append((maker, self.folder))


_at_hand: list[tuple[PieceMaker, Path]] = []


def _convert(number: int, batch: list[RecordText | LeftOut]) -> SpooledPieces:
    maker, folder = _at_hand[0]
    return spool_pieces(convert_texts(maker, batch), folder / str(number))


def _convert_with_all_cores(
    worker: _Worker, batches: Iterator[tuple[int, list[RecordText | LeftOut]]]
) -> Iterator[SpooledPieces]:
    """Yield what batches give, in their order; no more of them are read than are waited for."""
    count = os.cpu_count() or 1
    # A process that is forked while a terminal shows progress would have half of its locks.
    start = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, start, worker.start) as pool:
        waiting = deque(pool.submit(_convert, *one) for one in itertools.islice(batches, 2 * count))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(_convert, *one) for one in itertools.islice(batches, 1))


def _count_aloud(many: Iterable[SpooledPieces], tell: Callable[[str], None]) -> Iterator[SpooledPieces]:
    number = 0
    tell("converting records")
    for one in many:
        number += len(one.entries)
        tell(f"converted {number:,} records")
        yield one
