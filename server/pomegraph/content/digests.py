"""Reads and renders digests: a table beside each source file, so that the facts read as prose.

The first row is that of the whole document, with the number of its lines; then comes a row for each passage, sorted.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.locations import read_range, render_range
from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_COLUMNS = ["lines", "sha256"]
_WHOLE = re.compile(r"all ([1-9][0-9]{0,8})")
_DIGEST = re.compile(r"[0-9a-f]{64}")
FILL = "run pomegraph verify DIR --fill, with the document in the folder DIR"


@dataclass(frozen=True, slots=True)
class PassageDigest:
    """The digest of one passage, and the line of the table on which it stands."""

    digest: str
    line: int


@dataclass(frozen=True, slots=True)
class Digests:
    """What one document was when its facts were written down.

    Args:
        document: SHA-256 of its bytes.
        line_count: How many lines it has.
        passages: A row for each passage by its lines, as people write them: 8 or 8-12.
        place: What messages call the table.
    """

    document: str
    line_count: int
    passages: Mapping[str, PassageDigest]
    place: str = ""


def digest_document(data: bytes, ranges: list[tuple[int, int]]) -> Digests:
    """Return the digests of a document and of some ranges of its lines."""
    lines = split_lines(data)
    rows = {
        render_range(first, last): PassageDigest(digest_lines(lines[first - 1 : last]), line)
        for line, (first, last) in enumerate(sorted(set(ranges)), 3)
    }
    return Digests(hashlib.sha256(data).hexdigest(), len(lines), rows)


def split_lines(data: bytes) -> list[str]:
    """Return the lines of a document, without their line feeds; a last empty line does not count."""
    lines = data.decode("utf-8", errors="replace").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def digest_lines(lines: list[str]) -> str:
    """Return the digest of some lines: SHA-256 of them joined by line feeds, in UTF-8."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def find_lines(lines: list[str], first: int, last: int, digest: str) -> int | None:
    """Return the number of the line at which a passage begins by now; None if it is gone.

    >>> find_lines(["new", "old"], 1, 1, digest_lines(["old"]))
    2
    """
    length = last - first + 1
    if digest_lines(lines[first - 1 : last]) == digest:
        return first
    starts = range(len(lines) - length + 1)
    return next((start + 1 for start in starts if digest_lines(lines[start : start + length]) == digest), None)


def render_digests(digests: Digests) -> str:
    """Return digests as the text of a table."""
    rows = [
        _COLUMNS,
        [f"all {digests.line_count}", digests.document],
        *([lines, row.digest] for lines, row in digests.passages.items()),
    ]
    return "".join("\t".join(row) + "\n" for row in rows)


def read_digests(path: Path, place: str, problems: list[Problem]) -> Digests | None:
    """Read a table of digests, or return None after adding to `problems` all that is wrong with it."""
    if not path.exists():
        problems.append(Problem(place, 0, "no such file", FILL))
        return None
    text = read_text(path, place, problems)
    return None if text is None else _TableReader(place, problems).read(text)


class _TableReader:
    """Reads one table; every fault becomes a problem with its line."""

    def __init__(self, place: str, problems: list[Problem]) -> None:
        self._place, self._problems = place, problems

    def _report(self, line: int, message: str, cure: str = FILL) -> None:
        self._problems.append(Problem(self._place, line, message, cure))

    def read(self, text: str) -> Digests | None:
        before = len(self._problems)
        header, *rows = text.removesuffix("\n").split("\n")
        if header.split("\t") != _COLUMNS:
            self._report(1, "the header is not 'lines', a tab, 'sha256'")
            return None
        found = split_cells(enumerate(rows, 2), _COLUMNS, self._report)
        count, document = self._read_whole(next(found, None))
        passages = self._read_passages(found)
        return Digests(document, count, passages, self._place) if len(self._problems) == before else None

    def _read_whole(self, first: tuple[int, dict[str, str]] | None) -> tuple[int, str]:
        line, row = first or (2, dict.fromkeys(_COLUMNS, ""))
        match = _WHOLE.fullmatch(row["lines"])
        if match is None:
            self._report(line, f"'{row['lines']}' stands where the whole document should, such as 'all 46'")
            return 0, ""
        return int(match[1]), self._read_digest(row["sha256"], line)

    def _read_passages(self, rows: Iterator[tuple[int, dict[str, str]]]) -> dict[str, PassageDigest]:
        passages: dict[str, PassageDigest] = {}
        previous = (0, 0)
        for line, row in rows:
            lines, found = row["lines"], read_range(row["lines"])
            digest = self._read_digest(row["sha256"], line)
            if found is None or not 1 <= found[0] <= found[1] or render_range(*found) != lines:
                self._report(line, f"'{lines}' is not a range of lines, such as 8 or 8-12")
            elif lines in passages:
                self._report(line, f"'{lines}' stands in line {passages[lines].line} too")
            elif found < previous:
                self._report(line, f"'{lines}' stands after '{render_range(*previous)}'")
            previous = found or previous
            passages.setdefault(lines, PassageDigest(digest, line))
        return passages

    def _read_digest(self, text: str, line: int) -> str:
        if not _DIGEST.fullmatch(text):
            self._report(line, f"'{text}' is not a digest of 64 hexadecimal digits")
        return text
