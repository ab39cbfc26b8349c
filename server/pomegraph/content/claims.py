"""What sources say, as values: claims, the passages that hold them, the sources of these."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pomegraph.content.locations import SourceLocation
    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Registry
    from pomegraph.content.verdicts import CuratedVerdict

Pairs: TypeAlias = tuple[tuple[str, str], ...]


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

    def pick(self, names: Container[str]) -> dict[str, list[str]]:
        """Return the values of some properties, of those that it has."""
        found: dict[str, list[str]] = {}
        for name, value in self.values:
            if name in names:
                found.setdefault(name, []).append(value)
        return found

    @property
    def negated(self) -> bool:
        """Whether the source says that it is not so."""
        return ("negated", "true") in self.values


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of a source that says something.

    Args:
        location: Where it is.
        heading: What it stands under; that of a section is in its location.
        digest: SHA-256 of its text; empty where no text could be kept.
        claims: What it says.
    """

    location: SourceLocation
    heading: str
    digest: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The file that a source was read from: its name, SHA-256 of its bytes, and how many lines it has."""

    file: str
    digest: str
    line_count: int


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody's text that says something.

    Args:
        id: What it is called everywhere.
        label: What people call it.
        details: What it is, as sorted pairs of a key of its file and a value: kind, version, address and the like.
        document: The file with its lines; None where it was read elsewhere.
        passages: What it says, place by place.
        place: The file that describes it.
    """

    id: str
    label: str
    details: Pairs
    document: Document | None
    passages: tuple[Passage, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that goes into a graph; `sources` reads one document at a time and can be gone through once."""

    registry: Registry
    mappings: list[Mapping]
    sources: Iterable[Source]
    verdicts: Sequence[CuratedVerdict] = ()
