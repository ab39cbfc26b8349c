"""Where in a source something stands: in some lines, in a section, or in a place of a record."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
# RFC 6901, section 3: json-pointer, without the empty one, which is the whole record.
_POINTER = re.compile(r"(/([^/~]|~[01])*)+")


def read_range(text: str) -> tuple[int, int] | None:
    """Return the first and the last line of a range, or None if it is not one.

    >>> read_range("8"), read_range("8-12"), read_range("8-12-13")
    ((8, 8), (8, 12), None)
    """
    match = _RANGE.fullmatch(text)
    return (int(match[1]), int(match[2] or match[1])) if match else None


def render_range(first: int, last: int) -> str:
    """Return a range of lines as people write it: 8 or 8-12."""
    return f"{first}" if first == last else f"{first}-{last}"


def name_range(first: int, last: int) -> str:
    """Return what a sentence calls a range of lines: line 8 or lines 8-12."""
    return f"{'line' if first == last else 'lines'} {render_range(first, last)}"


def make_key(text: str) -> str:
    """Return what a section or a place of a record is called in an IRI; empty if nothing of it can be.

    >>> make_key("14.1 Multiple Myeloma"), make_key("/resultsSection/outcomeMeasures/0"), make_key("§")
    ('14-1-multiple-myeloma', 'resultssection-outcomemeasures-0', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def is_pointer(text: str) -> bool:
    """Tell whether a text leads into a record: a JSON Pointer (RFC 6901) that is not empty."""
    return _POINTER.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class LineRange:
    """A range of lines of a document, counted from 1, both ends included."""

    first: int
    last: int

    @property
    def key(self) -> str:
        """What the IRI of the passage ends with: 8 or 8-12."""
        return render_range(self.first, self.last)

    @property
    def words(self) -> str:
        """What a sentence calls it: line 8 or lines 8-12."""
        return name_range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Section:
    """A section by its heading in the source."""

    title: str

    @property
    def key(self) -> str:
        """What the IRI of the passage ends with: 14-1-multiple-myeloma."""
        return make_key(self.title)

    @property
    def words(self) -> str:
        """What a sentence calls it."""
        return f"section {self.title}"


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place of a JSON record, by a JSON Pointer (RFC 6901)."""

    text: str

    @property
    def key(self) -> str:
        """What the IRI of the passage ends with: resultssection-outcomemeasures-0."""
        return make_key(self.text)

    @property
    def words(self) -> str:
        """What a sentence calls it."""
        return f"place {self.text}"


SourceLocation: TypeAlias = LineRange | Section | Pointer
