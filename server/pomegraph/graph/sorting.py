"""Sorts more lines than fit in memory by their subjects, and drops repeated ones."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_Gathered: TypeAlias = dict[bytes, list[bytes]]
_FAN_IN = 64
_READ_AT_ONCE = 1 << 18


def sort_lines(lines: Mapping[str, set[str]]) -> list[tuple[str, list[str]]]:
    """Return subjects in order, each with its sorted ends.

    They are compared by code point, which is the order of their UTF-8 bytes.
    """
    return [(subject, sorted(lines[subject])) for subject in sorted(lines)]


def join_lines(ordered: Iterable[tuple[str, list[str]]], stop: str = "") -> list[bytes]:
    """Return blocks: the lines of one subject each, in UTF-8, every line but the last with a line feed behind it.

    `stop` ends each line.
    """
    return [(subject + f"{stop}\n{subject}".join(ends) + stop).encode() for subject, ends in ordered]


class BlockSorter:
    """Collects blocks, spills sorted runs of about `limit` bytes to a folder, and merges them.

    Memory is bounded by the limit, whatever the number of lines. Read `blocks` once, after the last `add`.
    """

    def __init__(self, folder: Path, *, limit: int = 1 << 24) -> None:
        self._folder, self._limit = folder, limit
        self._folder.mkdir()
        self._buffer: _Gathered = {}
        self._size = 0
        self._runs: list[Path] = []
        self._count = itertools.count()

    def add(self, blocks: list[bytes]) -> None:
        """Add blocks; those of one subject become one, in which no line is repeated."""
        _gather(blocks, self._buffer)
        self._size += sum(map(len, blocks))
        if self._size >= self._limit:
            self.take(self._write([self._take_buffer()]))

    def take(self, run: Path) -> None:
        """Add a run that another sorter has saved; it is this one's from now on."""
        self._runs.append(run)
        if len(self._runs) == _FAN_IN:
            merged = self._write(_merge([read_run(run) for run in self._runs]))
            for one in self._runs:
                one.unlink()
            self._runs = [merged]

    def save(self) -> Path:
        """Return a file with all blocks in order, in the place of reading them."""
        return self._write(self.blocks())

    def _take_buffer(self) -> list[bytes]:
        blocks = _unite(self._buffer)
        self._buffer, self._size = {}, 0
        return blocks

    def _write(self, many: Iterable[list[bytes]]) -> Path:
        """Write a run, an empty line between two blocks."""
        path = self._folder / f"run-{next(self._count)}"
        with path.open("wb") as file:
            for number, blocks in enumerate(many):
                file.write(b"\n\n" * bool(number) + b"\n\n".join(blocks))
        return path

    def blocks(self) -> Iterator[list[bytes]]:
        """Yield all blocks in order, many at a time."""
        return _merge([*map(read_run, self._runs), iter([self._take_buffer()])])


def read_run(run: Path) -> Iterator[list[bytes]]:
    """Yield the blocks of a run that a sorter saved, many at a time."""
    with run.open("rb") as file:
        begun = b""
        while data := file.read(_READ_AT_ONCE):
            *blocks, begun = (begun + data).split(b"\n\n")
            if blocks:
                yield blocks
        if begun:
            yield [begun]


def find_subject(block: bytes) -> bytes:
    """Return the subject that a block is about."""
    return block[: block.index(b" ")]


def _gather(blocks: list[bytes], gathered: _Gathered) -> None:
    """Add blocks to those at hand, by subject."""
    for block in blocks:
        gathered.setdefault(block[: block.index(b" ")], []).append(block)


def _unite(gathered: _Gathered) -> list[bytes]:
    """Return one block for each subject, in order; no line is repeated."""
    blocks = []
    for subject in sorted(gathered):
        block, *others = gathered[subject]
        lines = {line for one in (block, *others) for line in one.split(b"\n")} if others else ()
        blocks.append(b"\n".join(sorted(lines)) if others else block)
    return blocks


def _merge(runs: list[Iterator[list[bytes]]]) -> Iterator[list[bytes]]:
    """Merge runs, each of which is sorted and has each subject once.

    What is not above the lowest of the last subjects at hand is complete in all runs: it is taken from all of them
    and sorted at once, which is far faster than to compare block by block.
    """
    heads = [(blocks, run) for run in runs if (blocks := next(run, []))]
    while heads:
        bound = min(find_subject(blocks[-1]) for blocks, _ in heads)
        taken: _Gathered = {}
        rest = []
        for blocks, run in heads:
            cut = bisect_right(blocks, bound, key=find_subject)
            _gather(blocks[:cut], taken)
            ahead = blocks[cut:] or next(run, [])
            if ahead:
                rest.append((ahead, run))
        yield _unite(taken)
        heads = rest
