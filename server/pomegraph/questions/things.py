"""Finds the things of a graph by whatever people call them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.content.forms import IdentifierForm

_MOST_SUGGESTIONS = 5
# Comparing longer names takes long and finds nothing.
_LONGEST = 100
# Fewer letters are inside of everything.
_SHORTEST = 3


@dataclass(frozen=True, slots=True, order=True)
class NamedThing:
    """A thing that can be asked about: its IRI, its kind as in the IRI, its name."""

    iri: str
    kind: str
    label: str

    @property
    def id(self) -> str:
        """What its IRI ends with."""
        return self.iri.rpartition("/")[2]


@dataclass(slots=True)
class Things:
    """All things of a graph, by their names in lower case.

    Args:
        prefixes: Namespaces by prefix, for CURIEs; case does not matter in prefixes.
        forms: Other forms in which identifiers of these namespaces are written.
    """

    prefixes: Mapping[str, str]
    forms: Sequence[IdentifierForm] = ()
    by_kind: dict[str, list[NamedThing]] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    _names: dict[tuple[str, str], set[NamedThing]] = field(default_factory=dict)
    _bare: dict[tuple[str, str], set[NamedThing]] = field(default_factory=dict)

    def add(self, thing: NamedThing, others: Iterable[str] = ()) -> None:
        """Add a thing with other names of it: labels, or IRIs elsewhere."""
        known = self.by_kind.setdefault(thing.kind, [])
        if not known or known[-1] != thing:
            known.append(thing)
        self._labels.setdefault(thing.iri, thing.label)
        for name in (thing.iri, thing.id, thing.label, *others):
            self._names.setdefault((thing.kind, _fold(name)), set()).add(thing)
            space = max((one for one in self.prefixes.values() if name.startswith(one)), key=len, default=name)
            if len(name) > len(space) and name != thing.iri:
                self._bare.setdefault((thing.kind, _fold(name.removeprefix(space))), set()).add(thing)

    def find_label(self, iri: str) -> str | None:
        """Return what a thing is called, by its IRI."""
        return self._labels.get(iri)

    def list_names(self, kind: str) -> list[list[str]]:
        """Return for each thing of a kind its label and its other names, of which IRIs by what they end with."""
        found = {thing: [thing.label] for thing in self.by_kind.get(kind, ())}
        for (of, name), things in self._names.items():
            for thing in things if of == kind else ():
                found[thing].append(name.rpartition("/")[2] if "://" in name else name)
        return list(found.values())

    def find(self, kind: str, name: str) -> list[NamedThing]:
        """Return the things of a kind by an id, an IRI, a CURIE or a label; more than one if it is ambiguous.

        Identifiers elsewhere may be written in any form that is known, or bare.
        """
        prefix, colon, local = name.strip().partition(":")
        namespaces = [
            namespace for known, namespace in self.prefixes.items() if colon and known.lower() == prefix.lower()
        ]
        names = [name, *(namespace + local for namespace in namespaces), *self._list_spelled(name.strip())]
        found = sorted({thing for one in names for thing in self._names.get((kind, _fold(one)), ())})
        found = found or sorted(self._bare.get((kind, _fold(name)), ()))
        # An id belongs to one thing, also where others are called so.
        return [thing for thing in found if _fold(thing.id) == _fold(name)] or found

    def find_any(self, name: str) -> list[NamedThing]:
        """Return the things of any kind that have a name, as above."""
        found = [thing for kind in self.by_kind for thing in self.find(kind, name)]
        return [thing for thing in found if _fold(thing.iri) == _fold(name)] or found

    def _list_spelled(self, name: str) -> list[str]:
        """Return the IRIs of the identifiers that a text may be in one of the forms."""
        read = ((form.prefix, form.read(name)) for form in self.forms)
        return [self.prefixes[prefix] + local for prefix, local in read if local and prefix in self.prefixes]

    def suggest(self, kind: str, name: str) -> list[str]:
        """Return names of things of a kind that look like a name, the closest first."""
        known = sorted({text for key, text in self._names if key == kind and "/" not in text})
        wanted = _fold(name)[:_LONGEST]
        inside = [text for text in known if wanted in text] if len(wanted) >= _SHORTEST else []
        near = difflib.get_close_matches(wanted, known, _MOST_SUGGESTIONS)
        return list(dict.fromkeys([*near, *inside]))[:_MOST_SUGGESTIONS]


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
