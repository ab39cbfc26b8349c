"""Finds the things of a graph by whatever people call them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import make_name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.content.forms import IdentifierForm
    from pomegraph.content.habits import ValueWords

# What stands for all kinds of things.
ANY_KIND = "thing"
# The kind of the values of closed lists.
_VALUE = "concept"
# Names of drugs that are less alike are those of others, which nobody meant.
_NEAR = 0.75
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
        values: What people say for the values of closed lists.
    """

    prefixes: Mapping[str, str]
    forms: Sequence[IdentifierForm] = ()
    values: Sequence[ValueWords] = ()
    by_kind: dict[str, list[NamedThing]] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    _names: dict[tuple[str, str], set[NamedThing]] = field(default_factory=dict)
    _bare: dict[tuple[str, str], set[NamedThing]] = field(default_factory=dict)
    _keys: dict[tuple[str, str], set[NamedThing]] = field(default_factory=dict)
    _space: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        """Make what finds the namespace of a name."""
        # Of the namespaces that a name may be in, the longest is tried first.
        self._space = re.compile("|".join(map(re.escape, sorted(self.prefixes.values(), key=len, reverse=True))))

    def add(self, thing: NamedThing, others: Iterable[str] = ()) -> None:
        """Add a thing with other names of it: labels, or IRIs elsewhere."""
        known = self.by_kind.setdefault(thing.kind, [])
        if not known or known[-1] != thing:
            known.append(thing)
        self._labels.setdefault(thing.iri, thing.label)
        self._register(thing, (thing.iri, thing.id, thing.label, *others))

    def _register(self, thing: NamedThing, names: Iterable[str]) -> None:
        self._keys = {}
        for name in names:
            self._names.setdefault((thing.kind, _fold(name)), set()).add(thing)
            # Labels are in no namespace, and there are many.
            space = self._space.match(name) if ":" in name else None
            if space and 0 < space.end() < len(name) and name != thing.iri:
                self._bare.setdefault((thing.kind, _fold(name[space.end() :])), set()).add(thing)

    def find_label(self, iri: str) -> str | None:
        """Return what a thing is called, by its IRI."""
        return self._labels.get(iri)

    def add_usual(self, thing: NamedThing, names: Iterable[str]) -> None:
        """Add what people call a thing, where the graph has nothing else of this name; all of the graph comes first."""
        self._register(thing, [name for name in names if (thing.kind, _fold(name)) not in self._names])

    def has_name(self, kind: str, name: str) -> bool:
        """Tell whether any thing of a kind has a name as its own, but for case."""
        return (kind, _fold(name)) in self._names

    def list_all(self) -> dict[NamedThing, list[str]]:
        """Return for each thing its label and its other names in lower case, of which IRIs by what they end with."""
        found: dict[NamedThing, dict[str, None]] = {}
        for (_, name), things in self._names.items():
            for thing in things:
                text = name.rpartition("/")[2] if "://" in name else name
                found.setdefault(thing, {thing.label: None}).setdefault(text)
        return {thing: list(names) for thing, names in found.items()}

    def list_names(self, kind: str) -> list[list[str]]:
        """Return for each thing of a kind its label and its other names, of which IRIs by what they end with."""
        found = {thing: [thing.label] for thing in self.by_kind.get(kind, ())}
        for (of, name), things in self._names.items():
            for thing in things if of == kind else ():
                found[thing].append(name.rpartition("/")[2] if "://" in name else name)
        return list(found.values())

    def find(self, kind: str, name: str) -> list[NamedThing]:
        """Return the things of a kind by an id, an IRI, a CURIE or a label; more than one if it is ambiguous.

        Identifiers elsewhere may be written in any form that is known, or bare; names with a hyphen or a blank, in the
        plural, as nobody else is called. The kind `thing` stands for all.
        """
        exact = self.find_any(name) if kind == ANY_KIND else self._find_exactly(kind, name)
        if exact:
            return exact
        kinds, key = self.by_kind if kind == ANY_KIND else (kind,), make_name_key(name[:_LONGEST])
        found = {thing for one in kinds for thing in self._list_keys().get((one, key), ())}
        said = self.list_said(name) if kind == _VALUE and not found else ()
        return sorted(found.union(*(self._names.get((kind, _fold(one)), ()) for one in said)))

    def list_said(self, text: str, kept: str | None = None) -> list[str]:
        """Return the values of closed lists, or of one of them, that people mean who say something."""
        key = make_name_key(text[:_LONGEST])
        lists = (one for one in self.values if kept in {None, one.list})
        return sorted({one.name for one in lists if key and key in map(make_name_key, one.said)})

    def _find_exactly(self, kind: str, name: str) -> list[NamedThing]:
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
        """Return the things of any kind that have a name, as it is spelt."""
        found = [thing for kind in self.by_kind for thing in self._find_exactly(kind, name)]
        return [thing for thing in found if _fold(thing.iri) == _fold(name)] or found

    def _list_keys(self) -> Mapping[tuple[str, str], set[NamedThing]]:
        """Return the things by kind and by what is the same for all spellings of a name."""
        if not self._keys:
            found: dict[tuple[str, str], set[NamedThing]] = {}
            for (kind, name), things in self._names.items():
                if "://" not in name and (key := make_name_key(name)):
                    found.setdefault((kind, key), set()).update(things)
            self._keys = found
        return self._keys

    def _list_spelled(self, name: str) -> list[str]:
        """Return the IRIs of the identifiers that a text may be in one of the forms."""
        read = ((form.prefix, form.read(name)) for form in self.forms)
        return [self.prefixes[prefix] + local for prefix, local in read if local and prefix in self.prefixes]

    def suggest(self, kind: str, name: str) -> list[str]:
        """Return names of things of a kind that look like a name, the closest first."""
        known = sorted({text for key, text in self._names if kind in {key, ANY_KIND} and "/" not in text})
        wanted = _fold(name)[:_LONGEST]
        inside = [text for text in known if wanted in text] if len(wanted) >= _SHORTEST else []
        near = difflib.get_close_matches(wanted, known, _MOST_SUGGESTIONS, _NEAR)
        return list(dict.fromkeys([*near, *inside]))[:_MOST_SUGGESTIONS]


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
