"""Brings sorted runs from all parts together by their subjects: what is alike meets on one machine."""

from __future__ import annotations

import tempfile
import zlib
from bisect import bisect_left, bisect_right
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pomegraph.graph.sorting import BlockSorter, find_subject, read_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pyspark import SparkContext

_Result = TypeVar("_Result")
# One subject of so many is in a sample, which are the same ones wherever they are.
_SAMPLED = 64


def sample_subjects(run: Path) -> list[bytes]:
    """Return some of the subjects of a run."""
    subjects = (find_subject(block) for blocks in read_run(run) for block in blocks)
    return [one for one in subjects if zlib.crc32(one) % _SAMPLED == 0]


def divide_digests(parts: int) -> list[bytes]:
    """Return bounds between digests, which lie evenly.

    >>> divide_digests(2)
    [b'80000000']
    """
    return [f"{(number << 32) // parts:08x}".encode() for number in range(1, parts)]


def shuffle_runs(
    spark: SparkContext, runs: Sequence[Path], bounds: Sequence[bytes], act: Callable[[int, BlockSorter], _Result]
) -> list[_Result]:
    """Return what becomes of each part in order, where a part has all blocks of the subjects between two bounds.

    Args:
        spark: The session.
        runs: Runs that sorters have saved, where all machines can read them.
        bounds: What all parts but the first begin with.
        act: Is called with the number of a part and with its blocks, on the machine where they are.
    """
    pieces = spark.parallelize(runs, len(runs)).flatMap(partial(_cut, bounds))
    parts = pieces.partitionBy(len(bounds) + 1, int)
    return parts.mapPartitionsWithIndex(partial(_merge_part, act)).collect()


def _cut(bounds: Sequence[bytes], run: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the blocks of a run, those that belong to one part and stand together as one piece."""
    for blocks in read_run(run):
        start = 0
        while start < len(blocks):
            part = bisect_right(bounds, find_subject(blocks[start]))
            is_last = part == len(bounds)
            end = len(blocks) if is_last else bisect_left(blocks, bounds[part], start, key=find_subject)
            yield part, b"\n\n".join(blocks[start:end])
            start = end


def _merge_part(
    act: Callable[[int, BlockSorter], _Result], number: int, pieces: Iterable[tuple[int, bytes]]
) -> Iterator[_Result]:
    with tempfile.TemporaryDirectory() as folder:
        sorter = BlockSorter(Path(folder, "blocks"))
        for _, piece in pieces:
            sorter.add(piece.split(b"\n\n"))
        yield act(number, sorter)
