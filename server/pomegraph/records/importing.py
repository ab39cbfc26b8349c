"""Imports records: reads them with all cores, and puts what they give together."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

from pomegraph.records.context import read_context
from pomegraph.records.gathering import gather
from pomegraph.records.importers import IMPORTERS
from pomegraph.records.layer_writer import write_layer
from pomegraph.records.pieces import PieceMaker
from pomegraph.records.texts import LeftOut, read_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from pomegraph.content.folder import Content
    from pomegraph.records.context import Context, Edition
    from pomegraph.records.converted import Importer
    from pomegraph.records.gathering import Gathered
    from pomegraph.records.pieces import Made
    from pomegraph.records.texts import RecordText

    _Tell = Callable[[str], None]

# Texts are handed to a process by so many bytes; fewer than this in all are not worth a second one.
_BATCH, _WORTH = 1 << 20, 1 << 22


def import_records(
    importer: Importer, context: Context, paths: Sequence[Path], *, content: Content, tell: _Tell
) -> Gathered:
    """Convert all records in files, folders and archives, and put together what they give.

    `tell` is called with what is being done.
    """
    batches = _make_batches(read_texts(paths, importer.form))
    first = list(itertools.islice(batches, _WORTH // _BATCH))
    second = next(batches, None)
    if second is None or (os.cpu_count() or 1) == 1:
        maker = PieceMaker(importer, context)
        every = itertools.chain(first, [second] if second else [], batches)
        made: Iterable[Made] = (one for batch in every for one in _convert(maker, batch))
    else:
        every = itertools.chain(first, [second], batches)
        made = _convert_with_all_cores(importer, content, context.edition, every)
    return gather(_count_aloud(made, tell), context.registry)


def write_import(folder: Path, importer: Importer, context: Context, found: Gathered) -> None:
    """Write what was imported as a layer.

    Raises:
        ReleaseError: it cannot be written there.
    """
    write_layer(folder, importer, context, found)


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


def _convert(maker: PieceMaker, batch: Iterable[RecordText | LeftOut]) -> Iterator[Made]:
    for text in batch:
        if isinstance(text, LeftOut):
            yield text
        else:
            yield from maker.make(text)


class _Worker:
    """What a process converts with; each makes its own."""

    maker: PieceMaker

    @classmethod
    def start(cls, name: str, content: Content, edition: Edition) -> None:
        cls.maker = PieceMaker(IMPORTERS[name], read_context(content, edition))

    @classmethod
    def convert(cls, batch: list[RecordText | LeftOut]) -> list[Made]:
        return list(_convert(cls.maker, batch))


def _convert_with_all_cores(
    importer: Importer, content: Content, edition: Edition, batches: Iterable[list[RecordText | LeftOut]]
) -> Iterator[Made]:
    """Yield what batches give, in any order; no more of them are read than are waited for."""
    count = os.cpu_count() or 1
    # A process that is forked while a terminal shows progress would have half of its locks.
    start = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, start, _Worker.start, (importer.name, content, edition)) as pool:
        waiting = [pool.submit(_Worker.convert, batch) for batch in itertools.islice(batches, 2 * count)]
        rest = iter(batches)
        while waiting:
            yield from waiting.pop(0).result()
            waiting += [pool.submit(_Worker.convert, batch) for batch in itertools.islice(rest, 1)]


def _count_aloud(made: Iterable[Made], tell: _Tell) -> Iterator[Made]:
    for number, one in enumerate(made, 1):
        if number % 100 == 1:
            tell(f"converting record {number:,}")
        yield one
