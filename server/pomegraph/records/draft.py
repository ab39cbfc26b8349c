"""Gathers what one record gives: claims by place, the things that they need, and what was left open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.content.claims import Passage, Source
from pomegraph.content.locations import Pointer
from pomegraph.content.mappings import Mapping
from pomegraph.errors import RecordError
from pomegraph.records.converted import Converted, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.content.claims import Claim
    from pomegraph.content.registers import Thing
    from pomegraph.records.context import Context
    from pomegraph.records.nodes import RecordNode

# Characters of a record's own words that a list of open ends repeats.
_MOST_WORDS = 120


@dataclass(slots=True)
class Draft:
    """What was gathered of one record so far.

    Args:
        context: What makes claims and things.
        record: The identifier of the record.
    """

    context: Context
    record: str
    _things: dict[str, Thing] = field(default_factory=dict)
    _mappings: dict[tuple[str, str, str], Mapping] = field(default_factory=dict)
    _claims: dict[str, list[Claim]] = field(default_factory=dict)
    _places: dict[str, RecordNode] = field(default_factory=dict)
    _unresolved: dict[Unresolved, None] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)

    def claim(
        self, place: RecordNode, kind: str, values: Iterable[tuple[str, str]], remarks: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Add a claim that a place makes; values that are empty are left out."""
        kept = [(name, text) for name, text in values if text]
        self._keep(place, self.context.make_claim(kind, kept, [pair for pair in remarks if pair[1]]))

    def state(self, place: RecordNode, subject: str, *pairs: tuple[str, str]) -> None:
        """Add the claim of a place that a thing has a value of the first property; other pairs go along with it."""
        first, *others = pairs
        if first[1]:
            said = [("subject", subject), first, *(pair for pair in others if pair[1])]
            self._keep(place, self.context.make_claim("Statement", said, (), first[0]))

    def _keep(self, place: RecordNode, claim: Claim) -> None:
        self._places.setdefault(place.pointer, place)
        claims = self._claims.setdefault(place.pointer, [])
        if claim not in claims:
            claims.append(claim)

    def mark(self, place: RecordNode) -> None:
        """Keep a place as a passage, whether or not a claim is made of it."""
        self._places.setdefault(place.pointer, place)

    def add(
        self, name: str, kind: str, label: str, values: Iterable[tuple[str, str]] = (), others: Iterable[str] = ()
    ) -> str:
        """Add a thing and return its identifier; one that is there already stays as it is."""
        if name not in self._things:
            self._things[name] = self.context.make_thing(name, kind, label, others, [one for one in values if one[1]])
        return name

    def label(self, name: str) -> str:
        """Return the label of a thing that was added, or nothing."""
        return self._things[name].label if name in self._things else ""

    def map(self, subject: str, curie: str, predicate: str = "exactMatch") -> bool:
        """Add the identifier that a thing has elsewhere, and tell whether it is one."""
        try:
            found = self.context.make_mapping(subject, curie, predicate)
        except RecordError:
            return False
        self._mappings[subject, predicate, curie] = found
        return True

    def map_address(self, subject: str, address: str) -> None:
        """Add an identifier that a thing has elsewhere, given as its IRI."""
        self._mappings[subject, "exactMatch", address] = Mapping(
            subject, "exactMatch", address, self.context.expand("semapv:UnspecifiedMatching") or "", "0.9"
        )

    def leave(self, kind: str, text: str, reason: str, place: RecordNode) -> None:
        """List something that could not be told to be a thing."""
        words = text if len(text) <= _MOST_WORDS else f"{text[:_MOST_WORDS]}…"
        self._unresolved[Unresolved(kind, words, reason, place.pointer)] = None

    def count(self, what: str, number: int = 1) -> None:
        """Count something that is told of all records together."""
        self._counts[what] += number

    def finish(self, version: str, label: str, details: Iterable[tuple[str, str]], source: str) -> Converted:
        """Return the whole, with its passages in the order of the record's places."""
        passages = tuple(
            Passage(Pointer(pointer), "", place.digest, tuple(self._claims.get(pointer, ())))
            for pointer, place in sorted(self._places.items())
        )
        found = Source(source, label, tuple(sorted(pair for pair in details if pair[1])), None, passages, "")
        return Converted(
            record=self.record,
            version=version,
            source=found,
            things=tuple(thing for _, thing in sorted(self._things.items())),
            mappings=tuple(mapping for _, mapping in sorted(self._mappings.items())),
            unresolved=tuple(self._unresolved),
            counts=tuple(sorted(self._counts.items())),
        )
