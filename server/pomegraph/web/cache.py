"""Keeps finished results in memory, up to a number of bytes; the one not asked for longest goes first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeVar

from cachetools import LRUCache

if TYPE_CHECKING:
    from pomegraph.sparql.formats import Wanted
    from pomegraph.web.protocol import Call

# What an entry takes besides its body, roughly: the key, the object, its place in the cache.
_OVERHEAD = 600


class _Entry(Protocol):
    @property
    def size(self) -> int: ...


_Kind = TypeVar("_Kind", bound=_Entry)


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole result: the form of the query, the name of the format, the number of rows, and the body."""

    form: str
    format: str
    version: str
    rows: int
    body: bytes

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.body)


class ResultCache:
    """Results and responses, by what was asked of which version of the data; all threads of a process share it."""

    def __init__(self, size: int) -> None:
        self._lock = Lock()
        self._entries: LRUCache[str, _Entry] = LRUCache(size, getsizeof=lambda entry: entry.size + _OVERHEAD)

    @property
    def largest(self) -> int:
        """The bytes that an entry may take to be kept, so that no result pushes out all others; below 0 for none."""
        return int(self._entries.maxsize) // 8 - _OVERHEAD

    @property
    def size(self) -> int:
        """The bytes in use."""
        return int(self._entries.currsize)

    def find(self, key: str, kind: type[_Kind]) -> _Kind | None:
        """Return what is kept under a key, if it is of a kind."""
        with self._lock:
            entry = self._entries.get(key)
        return entry if isinstance(entry, kind) else None

    def keep(self, key: str, entry: _Entry) -> None:
        """Keep something, unless it is too large."""
        if entry.size <= self.largest:
            with self._lock:
                self._entries[key] = entry


def build_key(version: str, call: Call, wanted: Wanted) -> str:
    """Return the key of a result: the version of the data, the query, its graphs, and the formats that will do."""
    return hash_parts(version, call.query, call.dataset, wanted.table, wanted.boolean, wanted.graph)


def hash_parts(*parts: object) -> str:
    """Return 64 hexadecimal digits that stand for texts, lists of such, and None: other ones for other parts.

    >>> hash_parts("a", None)[:16], hash_parts("a", "None")[:16]
    ('3f5fb7f1321635af', '53443c01bdb5fb0c')
    """
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
