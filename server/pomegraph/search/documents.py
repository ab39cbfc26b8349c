"""Finds the documents that a phrase means by what they are: the EU label of Revlimid, the Pomalyst label of 2013."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import find_stem, list_runs, make_name_key, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.bonds import Bonds
    from pomegraph.search.lists import SaidValue

_SOURCE, _DRUG, _LABEL = "source", "drug", "label"
_MOST_WORDS = 4
_YEAR = re.compile(r"(?:19|20)\d\d")
# What a drug label is called; which one is told by its year or its country.
_CALLED = frozenset(map(find_stem, ("label", "smpc", "leaflet", "insert", "prescribing", "monograph")))


@dataclass(frozen=True, slots=True)
class _Label:
    """A drug label: the drugs and the years in its title, and where it holds."""

    thing: NamedThing
    drugs: frozenset[NamedThing]
    years: frozenset[str]
    place: str


class Documents:
    """The drug labels of a graph, by what they are.

    Args:
        names: The names of things.
        bonds: How things hang together.
    """

    def __init__(self, names: Mapping[NamedThing, Sequence[str]], bonds: Bonds) -> None:
        drugs: dict[str, set[NamedThing]] = {}
        labels = [thing for thing in names if thing.kind == _SOURCE and bonds.kinds.get(thing.iri) == _LABEL]
        for thing, known in names.items():
            for name in known if thing.kind == _DRUG and labels else ():
                drugs.setdefault(make_name_key(name), set()).add(thing)
        self._labels = [
            _Label(thing, _find_drugs(thing.label, drugs), _find_years(thing.label), bonds.places.get(thing.iri, ""))
            for thing in labels
        ]

    def find(
        self, words: Sequence[str], drugs: Iterable[NamedThing], said: Mapping[str, list[SaidValue]]
    ) -> tuple[NamedThing, ...]:
        """Return the labels that a phrase means; none if it tells neither a year nor a country.

        Args:
            words: The words of the phrase.
            drugs: The drugs that it names.
            said: The values of lists that it gives.
        """
        named, years = frozenset(drugs), _find_years(" ".join(words))
        places = {value.id for value in said.get("jurisdiction", ())}
        is_label = any(value.id == _LABEL for value in said.get("source-kind", ()))
        if not named or not (years or places) or not (is_label or not _CALLED.isdisjoint(map(find_stem, words))):
            return ()
        return tuple(
            one.thing
            for one in self._labels
            if not named.isdisjoint(one.drugs)
            and (not places or one.place in places)
            and (not years or not years.isdisjoint(one.years))
        )


def _find_drugs(title: str, drugs: Mapping[str, set[NamedThing]]) -> frozenset[NamedThing]:
    return frozenset(drug for _, _, key in list_runs(split_words(title), _MOST_WORDS) for drug in drugs.get(key, ()))


def _find_years(text: str) -> frozenset[str]:
    return frozenset(word for word in split_words(text) if _YEAR.fullmatch(word))
