"""Puts the things of a layer beside those at hand: what has an identifier of one of these is that thing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pomegraph.errors import Problem

if TYPE_CHECKING:
    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Registry, Thing

_EXACT = "exactMatch"


class ThingJoiner:
    """Joins one layer after the other to the things and the mappings of a content, which grow by it.

    A thing keeps the label that it had first, and its class; other names, wider things and identifiers come together.
    """

    def __init__(self, registry: Registry, mappings: list[Mapping]) -> None:
        self._registry, self._mappings = registry, mappings
        self._curated = frozenset(registry.things)
        self._known = {(one.subject, one.predicate, one.object) for one in mappings}
        self._addresses: defaultdict[str, set[str]] = defaultdict(set)
        for one in mappings:
            self._note(one)

    def _note(self, mapping: Mapping) -> None:
        if mapping.predicate == _EXACT:
            self._addresses[mapping.object].add(mapping.subject)

    def join(self, layer: Registry, mappings: list[Mapping], problems: list[Problem]) -> dict[str, str]:
        """Add the things and mappings of a layer; return what those are called that were there under another name."""
        addresses: defaultdict[str, set[str]] = defaultdict(set)
        for one in mappings:
            if one.predicate == _EXACT:
                addresses[one.subject].add(one.object)
        renamed = {}
        for thing in layer.things.values():
            other = self._find_same(thing, addresses.get(thing.id, set()))
            if other is not None and other != thing.id:
                renamed[thing.id] = other
        for thing in layer.things.values():
            self._add(thing, renamed, problems)
        for one in mappings:
            self._add_mapping(replace(one, subject=renamed.get(one.subject, one.subject)))
        return renamed

    def _find_same(self, thing: Thing, addresses: set[str]) -> str | None:
        """Return the one thing that has an identifier of another; one of the content before those of layers."""
        found = {name for address in addresses for name in self._addresses.get(address, ())}
        fitting = {name for name in found if self._fits(thing, self._registry.things[name])}
        for names in (fitting & self._curated, fitting - self._curated):
            if names:
                return next(iter(names)) if len(names) == 1 else None
        return None

    def _fits(self, thing: Thing, other: Thing) -> bool:
        is_a = self._registry.vocabulary.is_a
        return is_a(thing.kind, other.kind) or is_a(other.kind, thing.kind)

    def _add(self, thing: Thing, renamed: dict[str, str], problems: list[Problem]) -> None:
        name = renamed.get(thing.id, thing.id)
        properties = self._registry.vocabulary.properties
        values = tuple(
            (prop, renamed.get(value, value) if properties[prop].names_thing else value) for prop, value in thing.values
        )
        other = self._registry.things.get(name)
        if other is None:
            self._registry.things[name] = replace(thing, values=values)
        elif thing.id == name and name in self._curated:
            where = f"{other.file}:{other.line}" if other.line else other.file
            cure = "give the two an identifier that they share, in data/mappings.sssom.tsv"
            problems.append(Problem(thing.file, thing.line, f"the id '{name}' is already that of {where}", cure))
        elif thing.kind != "Source":
            self._registry.things[name] = self._merge(other, thing, values)

    def _merge(self, other: Thing, thing: Thing, values: tuple[tuple[str, str], ...]) -> Thing:
        """Return a thing with what a layer adds to it: not a second answer where one is expected, nor itself."""
        properties = self._registry.vocabulary.properties
        told = {name for name, _ in other.values}
        added = [
            pair
            for pair in values
            if pair not in other.values
            and pair[1] != other.id
            and not (properties[pair[0]].functional and pair[0] in told)
        ]
        # People chose what they call a thing, and other names that a database lists are added; its own label is not.
        own = () if other.id in self._curated else (thing.label,)
        names = {name.casefold(): name for name in (*sorted(thing.alternatives), *own)}
        known = {name.casefold() for name in (other.label, *other.alternatives)}
        new = [name for plain, name in names.items() if plain not in known]
        return replace(other, alternatives=tuple(sorted((*other.alternatives, *new))), values=(*other.values, *added))

    def _add_mapping(self, mapping: Mapping) -> None:
        key = (mapping.subject, mapping.predicate, mapping.object)
        if key not in self._known:
            self._known.add(key)
            self._mappings.append(mapping)
            self._note(mapping)
