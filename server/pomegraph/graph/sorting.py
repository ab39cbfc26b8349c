"""Sorts more lines than fit in memory by their subjects, and drops repeated ones."""

from __future__ import annotations

import itertools
import mmap
from bisect import bisect_right
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_FAN_IN = 256
# How much of a run is read at once, at least, and of all runs together.
_READ_AT_ONCE, _READ_OF_ALL = 1 << 16, 1 << 22
_GAP = b"\n\n"
# How far from one another samples of a run are, and how far behind its place each is looked for.
_BETWEEN_SAMPLES, _NEAR = 1 << 17, 1 << 14


def sort_lines(lines: Mapping[str, Collection[str]]) -> list[tuple[str, list[str]]]:
    """Return subjects in order, each with its sorted ends.

    They are compared by code point, which is the order of their UTF-8 bytes.
    """
    return [(subject, sorted(lines[subject])) for subject in sorted(lines)]


def join_lines(ordered: Iterable[tuple[str, list[str]]], stop: str = "") -> list[bytes]:
    """Return blocks: the lines of one subject each, in UTF-8, every line but the last with a line feed behind it.

    `stop` ends each line.
    """
    return [(subject + f"{stop}\n{subject}".join(ends) + stop).encode() for subject, ends in ordered]


def write_blocks(file: BinaryIO, blocks: list[bytes], graph: str = "") -> int:
    """Write blocks of triples, as quads if there is a graph that they belong to; return the number of their lines."""
    data = b"\n".join([*blocks, b""])
    # A full stop and a line feed stand nowhere but at the end of a line: in a text, a line feed is escaped.
    file.write(data.replace(b" .\n", f" {graph} .\n".encode()) if graph else data)
    return data.count(b"\n")


class _Gathered:
    """Blocks by subject; those of one subject become one when they are taken, in which no line is repeated."""

    def __init__(self) -> None:
        self._blocks: dict[bytes, bytes] = {}
        self._others: dict[bytes, list[bytes]] = {}

    def add(self, blocks: Sequence[bytes]) -> None:
        """Add blocks. Few are of a subject that is there already, so sets of subjects are compared, not subjects."""
        found = {block[: block.index(b" ")]: block for block in blocks}
        if len(found) < len(blocks):
            for block in blocks:
                self._add_one(block)
            return
        for subject in self._blocks.keys() & found.keys():
            self._others.setdefault(subject, []).append(found.pop(subject))
        self._blocks |= found

    def _add_one(self, block: bytes) -> None:
        subject = find_subject(block)
        if self._blocks.setdefault(subject, block) is not block:
            self._others.setdefault(subject, []).append(block)

    def take(self) -> list[bytes]:
        """Return one block for each subject, in order."""
        blocks = self._blocks
        for subject, others in self._others.items():
            lines = {line for one in (blocks[subject], *others) for line in one.split(b"\n")}
            blocks[subject] = b"\n".join(sorted(lines))
        return [blocks[subject] for subject in sorted(blocks)]


class BlockSorter:
    """Collects blocks, spills sorted runs of about `limit` bytes to a folder, and merges them.

    Memory is bounded by the limit, whatever the number of lines. Read `blocks` once, after the last `add`.
    """

    def __init__(self, folder: Path, *, limit: int = 1 << 24) -> None:
        self._folder, self._limit = folder, limit
        self._folder.mkdir()
        self._buffer = _Gathered()
        self._size = 0
        self._runs: list[Path] = []
        self._merged: list[Path] = []
        self._count = itertools.count()

    def add(self, blocks: list[bytes]) -> None:
        """Add blocks; those of one subject become one, in which no line is repeated."""
        self._buffer.add(blocks)
        self._size += sum(map(len, blocks))
        if self._size >= self._limit:
            self.take(self._write([self._take_buffer()]))

    def take(self, run: Path) -> None:
        """Add a run that another sorter has saved; it is this one's from now on."""
        self._runs.append(run)
        if len(self._runs) == _FAN_IN:
            self._merged.append(self._write(merge_runs(self._runs)))
            for one in self._runs:
                one.unlink()
            self._runs = []

    def save(self) -> Path:
        """Return a file with all blocks in order, in the place of reading them."""
        if self._runs or self._merged:
            return self._write(self.blocks())
        return self._write([self._take_buffer()])

    def leave(self) -> list[Path]:
        """Return files, each of them with blocks in order, in the place of merging and reading them."""
        return [*self._merged, *self._runs, self._write([self._take_buffer()])]

    def _take_buffer(self) -> list[bytes]:
        blocks = self._buffer.take()
        self._buffer, self._size = _Gathered(), 0
        return blocks

    def _write(self, many: Iterable[list[bytes]]) -> Path:
        """Write a run, an empty line between two blocks."""
        path = self._folder / f"run-{next(self._count)}"
        with path.open("wb") as file:
            for number, blocks in enumerate(many):
                file.write(_GAP * bool(number) + _GAP.join(blocks))
        return path

    def blocks(self) -> Iterator[list[bytes]]:
        """Yield all blocks in order, many at a time."""
        return _merge([*_read_runs([*self._merged, *self._runs]), iter([self._take_buffer()])])


def read_run(run: Path, first: bytes = b"", end: bytes = b"", *, at_once: int = 1 << 18) -> Iterator[list[bytes]]:
    """Yield the blocks of a run that a sorter saved, many at a time; if asked for, from one subject to before one."""
    stop = find_offset(run, end) if end else run.stat().st_size
    with run.open("rb") as file:
        begun, left = b"", stop - file.seek(find_offset(run, first) if first else 0)
        while data := file.read(min(at_once, left)):
            left -= len(data)
            *blocks, begun = (begun + data).split(_GAP)
            if blocks:
                yield blocks
        if begun:
            yield [begun]


def merge_runs(runs: Sequence[Path], first: bytes = b"", end: bytes = b"") -> Iterator[list[bytes]]:
    """Yield the blocks of runs in order, many at a time; if asked for, from one subject to before another."""
    return _merge(_read_runs(runs, first, end))


def _read_runs(runs: Sequence[Path], first: bytes = b"", end: bytes = b"") -> list[Iterator[list[bytes]]]:
    at_once = max(_READ_AT_ONCE, _READ_OF_ALL // max(1, len(runs)))
    return [read_run(run, first, end, at_once=at_once) for run in runs]


def sample_run(run: Path) -> list[bytes]:
    """Return some of the subjects of a run, which lie evenly."""
    with run.open("rb") as file:
        return [found for place in range(0, run.stat().st_size, _BETWEEN_SAMPLES) if (found := _read_next(file, place))]


def _read_next(file: BinaryIO, place: int) -> bytes:
    """Return the subject of the first block that begins behind a place, if it is near."""
    file.seek(place)
    _, gap, rest = file.read(_NEAR).partition(_GAP)
    return rest.partition(b" ")[0] if gap and b" " in rest else b""


def find_offset(run: Path, subject: bytes) -> int:
    """Return where the blocks begin in a run that are not of lower subjects; its size, if there are none."""
    low, high = 0, run.stat().st_size
    if not high:
        return 0
    with run.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        # Blocks before `low` are of lower subjects, those from `high` on are not; both are where a block begins.
        while low < high:
            gap = data.find(_GAP, (low + high) // 2, high - 1)
            start = gap + len(_GAP) if gap >= 0 else low
            if data[start : data.find(b" ", start)] >= subject:
                high = start
            else:
                gap = data.find(_GAP, start, high)
                low = gap + len(_GAP) if gap >= 0 else high
    return low


def find_subject(block: bytes) -> bytes:
    """Return the subject that a block is about."""
    return block[: block.index(b" ")]


def _merge(runs: list[Iterator[list[bytes]]]) -> Iterator[list[bytes]]:
    """Merge runs, each of which is sorted and has each subject once.

    What is not above the lowest of the last subjects at hand is complete in all runs: it is taken from all of them
    and sorted at once, which is far faster than to compare block by block.
    """
    heads = [(blocks, run) for run in runs if (blocks := next(run, []))]
    while heads:
        bound = min(find_subject(blocks[-1]) for blocks, _ in heads)
        taken = _Gathered()
        rest = []
        for blocks, run in heads:
            cut = bisect_right(blocks, bound, key=find_subject)
            taken.add(blocks[:cut])
            ahead = blocks[cut:]
            # Those that are short are filled up, so that the lowest of the last subjects is never near.
            if len(ahead) <= cut:
                ahead += next(run, [])
            if ahead:
                rest.append((ahead, run))
        yield taken.take()
        heads = rest
