"""Reads the lines of a passage, in their context, from documents that an operator has."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.digests import find_lines, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Lines before and after a passage, lines and characters of a line that are shown, bytes and number of documents.
_AROUND, _MOST_LINES, _LONGEST = 2, 40, 3_000
_LARGEST, _MOST_DOCUMENTS = 16 * 2**20, 2_000


@dataclass(frozen=True, slots=True)
class PassageLines:
    """Where a passage is said to be.

    Args:
        first: Its first line, counted from 1.
        last: Its last line.
        digest: The SHA-256 of its lines.
        file: What the file of the document was called.
        document: The SHA-256 of that file.
    """

    first: int
    last: int
    digest: str
    file: str
    document: str


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """A line of a document: its number, its text, whether it is of the passage."""

    number: int
    text: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What a document has of a passage by now.

    Args:
        state: `found` where it was, `moved`, or `changed`: not to be found any more.
        lines: The lines of the passage and those around them; none if it has changed.
        is_same: Whether the document is byte by byte the one that was read.
        is_cut: Whether lines or parts of them were left out.
    """

    state: str
    lines: tuple[ExcerptLine, ...]
    is_same: bool
    is_cut: bool


class DocumentFolder:
    """A folder with documents, which are known by their digests, or else by their names. Nothing of it is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digests: dict[tuple[str, int, int], str] = {}

    def find_excerpt(self, passage: PassageLines) -> Excerpt | None:
        """Return what the documents have of a passage; None if its document is not here."""
        data = self._find_document(passage)
        if data is None:
            return None
        lines = split_lines(data)
        is_same = hashlib.sha256(data).hexdigest() == passage.document
        start = find_lines(lines, passage.first, passage.last, passage.digest)
        if start is None:
            return Excerpt("changed", (), is_same, is_cut=False)
        end = start + passage.last - passage.first
        shown = range(max(1, start - _AROUND), min(len(lines), end + _AROUND, start + _MOST_LINES - 1) + 1)
        found = [ExcerptLine(number, lines[number - 1][:_LONGEST], start <= number <= end) for number in shown]
        is_cut = end > shown[-1] or any(len(lines[number - 1]) > _LONGEST for number in shown)
        return Excerpt("found" if start == passage.first else "moved", tuple(found), is_same, is_cut)

    def _find_document(self, passage: PassageLines) -> bytes | None:
        """Return the bytes of a document; names are compared with those in the folder, and never become a path."""
        paths = list(self._list_paths())
        found = next((path for path in paths if self._read_digest(path) == passage.document), None)
        found = found or next((path for path in paths if path.name == passage.file), None)
        return None if found is None else _read(found)

    def _list_paths(self) -> Iterator[Path]:
        with suppress(OSError):
            paths = sorted(path for path in self._folder.iterdir() if path.is_file())
            yield from (path for path in paths[:_MOST_DOCUMENTS] if path.stat().st_size <= _LARGEST)

    def _read_digest(self, path: Path) -> str:
        facts = path.stat()
        key = (path.name, facts.st_size, facts.st_mtime_ns)
        if key not in self._digests:
            self._digests[key] = hashlib.sha256(_read(path) or b"").hexdigest()
        return self._digests[key]


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
