"""Merges sorted runs to files, several at a time: each has the subjects between two bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pomegraph.graph.sorting import find_subject, merge_runs, sample_run, write_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pomegraph.graph.workers import Workers

# A worker that others leave behind has a small rest to do.
_PARTS_OF_EACH = 2


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


def write_merged(workers: Workers[object], runs: Sequence[Path], folder: Path) -> Iterator[tuple[Path, int]]:
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
