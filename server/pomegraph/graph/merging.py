"""Merges sorted runs to files, several at a time, and puts files together."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from pomegraph.graph.sorting import merge_runs, sample_run, write_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pomegraph.graph.workers import Workers

# A worker that others leave behind has a small rest to do.
_PARTS_OF_EACH = 2
_COPIED_AT_ONCE = 1 << 20


class _Copy(NamedTuple):
    """A file that is to be copied into another one, and where there."""

    part: Path
    target: Path
    offset: int


class _Range(NamedTuple):
    """What is to be merged: runs, from one subject to before another, and the file that they become."""

    runs: Sequence[Path]
    first: bytes
    end: bytes
    target: Path


def choose_bounds(sampled: Iterable[bytes], parts: int) -> list[bytes]:
    """Return the subjects that all parts but the first begin with; they follow from what is sampled alone.

    >>> choose_bounds([b"d", b"a", b"c", b"b", b"a"], 2)
    [b'c']
    """
    found = sorted(set(sampled))
    return sorted({found[number * len(found) // parts] for number in range(1, parts)}) if found else []


def write_merged(workers: Workers[Any], runs: Sequence[Path], folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield files whose concatenation is the runs in order, a line feed behind each line; and their lines."""
    parts = 1 if workers.count == 1 else _PARTS_OF_EACH * workers.count
    bounds = choose_bounds((one for run in runs for one in sample_run(run)), parts)
    ranges = zip([b"", *bounds], [*bounds, b""], strict=True)
    tasks = (_Range(runs, *ends, folder / f"merged-{number}") for number, ends in enumerate(ranges))
    return workers.map(_merge, tasks)


def _merge(_: object, task: _Range) -> tuple[Path, int]:
    with task.target.open("wb") as file:
        count = sum(write_blocks(file, blocks) for blocks in merge_runs(task.runs, task.first, task.end))
    return task.target, count


def join_files(workers: Workers[Any], parts: Iterable[Path], target: Path) -> None:
    """Put files together, one behind the other, as one that is new; they are gone then."""
    target.write_bytes(b"")
    sizes = [(part, part.stat().st_size) for part in parts]
    ends = itertools.accumulate(size for _, size in sizes)
    tasks = (_Copy(part, target, end - size) for (part, size), end in zip(sizes, ends, strict=True))
    for _ in workers.map(_copy, tasks):
        pass


def _copy(_: object, task: _Copy) -> None:
    with task.part.open("rb") as part, task.target.open("r+b") as file:
        file.seek(task.offset)
        shutil.copyfileobj(part, file, _COPIED_AT_ONCE)
    task.part.unlink()
