"""Keeps finished results in memory, up to a number of bytes; the one not asked for longest goes first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from cachetools import LRUCache

if TYPE_CHECKING:
    from pomegraph.formats import Wanted
    from pomegraph.web.protocol import Call

# What an entry takes besides its body, roughly: the key, the object, its place in the cache.
_OVERHEAD = 600


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole result: the form of the query, the name of the format, the number of rows, and the body."""

    form: str
    format: str
    version: str
    rows: int
    body: bytes


class ResultCache:
    """Finished results by what was asked of which version of the data. All threads of a process share it."""

    def __init__(self, size: int) -> None:
        self._lock = Lock()
        self._entries: LRUCache[str, Finished] = LRUCache(size, getsizeof=lambda entry: len(entry.body) + _OVERHEAD)

    @property
    def largest(self) -> int:
        """The bytes that a body may have to be kept, so that no result pushes out all others; below 0 for none."""
        return int(self._entries.maxsize) // 8 - _OVERHEAD

    @property
    def size(self) -> int:
        """The bytes in use."""
        return int(self._entries.currsize)

    def find(self, key: str) -> Finished | None:
        """Return what is kept under a key."""
        with self._lock:
            return self._entries.get(key)

    def keep(self, key: str, entry: Finished) -> None:
        """Keep a result, unless its body is too large."""
        if len(entry.body) <= self.largest:
            with self._lock:
                self._entries[key] = entry


def build_key(version: str, call: Call, wanted: Wanted) -> str:
    """Return the key of a result: the version of the data, the query, its graphs, and the formats that will do."""
    parts = [version, call.query, call.dataset, wanted.table, wanted.boolean, wanted.graph]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
