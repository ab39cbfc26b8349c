"""What sources say, as values: claims, the passages that hold them, the sources of these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Registry

Pairs: TypeAlias = tuple[tuple[str, str], ...]
_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


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


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: its kind, the values that make its identity, and what merely accompanies them.

    Pairs are (property, identifier or canonical text), sorted. `predicate` is the property that a statement states,
    and empty for every other kind; the thing that a statement is about stands under `subject`.
    """

    kind: str
    predicate: str
    values: Pairs
    remarks: Pairs
    line: int

    def get(self, name: str) -> list[str]:
        """Return the values of one property, sorted."""
        return [value for prop, value in self.values if prop == name]

    @property
    def negated(self) -> bool:
        """Whether the source says that it is not so."""
        return ("negated", "true") in self.values


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of lines, counted from 1, both ends included."""

    first: int
    last: int
    heading: str
    digest: str
    claims: tuple[Claim, ...]

    @property
    def span(self) -> str:
        """The lines as people write them: 8 or 8-12."""
        return render_range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Source:
    """One document; `place` is the file that describes it."""

    id: str
    label: str
    file: str
    digest: str
    line_count: int
    passages: tuple[Passage, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that goes into a graph; `sources` reads one document at a time and can be gone through once."""

    registry: Registry
    mappings: list[Mapping]
    sources: Iterable[Source]
