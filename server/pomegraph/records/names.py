"""Finds things by the names and identifiers that records have for them; what is not sure is not found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pomegraph.content.aliases import list_aliases
from pomegraph.evidence.words import spread

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Table

    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Registry, Thing


class NameFinder:
    """Finds things by whole names and by identifiers.

    A name that two things of a kind have finds neither, and no name is found inside of another word.
    """

    def __init__(self, registry: Registry, mappings: Iterable[Mapping]) -> None:
        self._vocabulary = registry.vocabulary
        self._names: defaultdict[str, dict[str, Thing]] = defaultdict(dict)
        self._addresses: defaultdict[str, dict[str, Thing]] = defaultdict(dict)
        for thing in registry.things.values():
            for name in (thing.label, *thing.alternatives):
                self._names[spread(name)][thing.id] = thing
        self._near: defaultdict[str, set[str]] = defaultdict(set)
        for mapping in mappings:
            self._near[mapping.object].add(registry.things[mapping.subject].kind)
            if mapping.predicate == "exactMatch":
                self._addresses[mapping.object][mapping.subject] = registry.things[mapping.subject]

    def add_aliases(self, kind: str, rows: Iterable[Table[str, str]]) -> None:
        """Let things of a kind be found by the other names in a table of aliases; a name of a thing comes first."""
        for row in rows:
            names = list_aliases(row)
            thing = next(filter(None, (self.find(name, kind) for name in names)), None)
            for name in names if thing else ():
                if self.find(name, kind) is None and thing is not None:
                    self._names[spread(name)].setdefault(thing.id, thing)

    def find(self, name: str, kind: str = "Thing") -> Thing | None:
        """Return the one thing of a kind that has a name, whatever its case and punctuation, or None."""
        return self._pick(self._names.get(spread(name), {}), kind)

    def find_address(self, address: str, kind: str = "Thing") -> Thing | None:
        """Return the one thing of a kind that has an identifier, given as its IRI, or None."""
        return self._pick(self._addresses.get(address, {}), kind)

    def is_mapped(self, address: str, kind: str) -> bool:
        """Tell whether things of a kind are mapped to an identifier, given as its IRI: exactly, or nearly."""
        return any(self._vocabulary.is_a(one, kind) for one in self._near.get(address, ()))

    def list_addresses(self, name: str) -> list[str]:
        """Return the identifiers that a thing has elsewhere, as IRIs."""
        return sorted(address for address, things in self._addresses.items() if name in things)

    def find_inside(self, text: str, kind: str) -> list[Thing]:
        """Return the things of a kind whose names stand in a text as whole words, the longest name first.

        A name inside of a longer one that was found does not count.
        """
        rest, words = f" {spread(text)} ", spread(text).split()
        spans = {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(len(words), i + 12) + 1)}
        found = {}
        for span in sorted(spans, key=lambda one: (-len(one), one)):
            thing = self.find(span, kind) if f" {span} " in rest else None
            if thing is not None:
                found[thing.id] = thing
                rest = rest.replace(f" {span} ", "  ")
        return list(found.values())

    def _pick(self, found: dict[str, Thing], kind: str) -> Thing | None:
        fitting = [thing for thing in found.values() if self._vocabulary.is_a(thing.kind, kind)]
        return fitting[0] if len(fitting) == 1 else None
