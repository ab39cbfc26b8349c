"""Sorts the lines of passages by source and place, in runs on disk, so that memory does not grow with them."""

from __future__ import annotations

import heapq
import itertools
import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class PassageRow(NamedTuple):
    """A passage: its source, its key there, its line, how many claims it has, and where its record was read."""

    source: str
    key: str
    line: str
    claims: int
    place: str


class PassageSorter:
    """Collects rows, and spills sorted runs of about `limit` characters to a folder, which is made."""

    def __init__(self, folder: Path, *, limit: int = 1 << 24) -> None:
        self._folder, self._limit = folder, limit
        self._folder.mkdir()
        self._rows: list[PassageRow] = []
        self._size = 0
        self._runs: list[Path] = []

    def add(self, row: PassageRow) -> None:
        """Add a row."""
        self._rows.append(row)
        self._size += len(row.line)
        if self._size >= self._limit:
            self._runs.append(self._folder / f"run-{len(self._runs)}")
            with self._runs[-1].open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{json.dumps(one)}\n" for one in sorted(self._rows))
            self._rows, self._size = [], 0

    def rows(self) -> Iterator[PassageRow]:
        """Yield all rows in order; to be read once."""
        return heapq.merge(*map(_read, self._runs), sorted(self._rows))


def _read(run: Path) -> Iterator[PassageRow]:
    with run.open(encoding="utf-8", newline="\n") as file:
        yield from itertools.starmap(PassageRow, map(json.loads, file))
