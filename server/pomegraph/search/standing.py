"""Finds words that stand for several things: a class of drugs, a number of which people are told apart by."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pomegraph.names import POM
from pomegraph.questions.spelling import list_runs, make_name_key, split_words
from pomegraph.search.mentions import Mention
from pomegraph.search.people import PeopleBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.content.habits import Habits
    from pomegraph.questions.things import NamedThing
    from pomegraph.search.bonds import Bonds
    from pomegraph.search.people import CountedPeople

_RESULT = f"{POM}Outcome"
_DRUG, _CLASS, _PEOPLE = "drug", "drug-class", "population"
_MOST_WORDS, _MOST_BETWEEN, _MOST_BEFORE = 6, 4, 2
# Drugs with one of these between them are set against each other; one with "and" only where a word before says so.
_AGAINST = frozenset({"or", "vs", "versus", "than", "against", "v", "compared"})
_WITH = frozenset({"with", "plus"})
_ALSO = frozenset({"and", "plus", "with"})
_BETWEEN = frozenset({"between", "difference", "differences", "compare", "comparing", "comparison"})


class StandIns:
    """What stands for several things of a graph.

    Args:
        names: The names of things.
        habits: How people write.
        bonds: How things hang together.
        subjects: The drugs that the graph is about.
    """

    def __init__(
        self,
        names: Mapping[NamedThing, Sequence[str]],
        habits: Habits,
        bonds: Bonds,
        subjects: frozenset[NamedThing],
    ) -> None:
        self._bonds, self._subjects = bonds, subjects
        self._people = PeopleBook(names, habits.quantities)
        self._by_iri = {thing.iri: thing for thing in names}
        self._degrees = _list_degrees(self._by_iri, bonds)
        self._groups: dict[str, Mention] = {}
        drugs = {name.casefold(): thing for thing in subjects for name in names[thing]}
        groups = {one.name.casefold(): one for one in habits.groups}
        for thing, known in names.items():
            if thing.kind == _CLASS:
                group = groups.get(thing.label.casefold())
                members = {self._by_iri.get(iri) for iri in bonds.members.get(thing.iri, ())} & subjects
                members |= {drugs[name] for name in (group.drugs if group else ()) if name in drugs}
                mention = Mention(0, 0, (thing,), tuple(sorted(one for one in members if one)))
                for name in (*known, *(group.others if group else ())) if members else ():
                    self._groups.setdefault(make_name_key(name), mention)

    def find(self, text: str, words: Sequence[str], drugs: Iterable[NamedThing]) -> list[Mention]:
        """Return what stands for several things in a text.

        Args:
            text: As it was typed.
            words: Its words.
            drugs: The drugs that it names: besides these a class is no drug to ask about.
        """
        named = self._subjects.intersection(drugs)
        runs = list(list_runs(words, _MOST_WORDS)) if not named else []
        groups = [(start, end, self._groups[key]) for start, end, key in runs if key in self._groups]
        found = [Mention(start, end, one.things, one.members) for start, end, one in groups]
        about = named.union(*(one.members for one in found))
        return [*found, *(self._make_people(one, about) for one in self._people.find(text))]

    def tell_results(self, mentions: Iterable[Mention]) -> bool:
        """Tell whether some mention is of a measure by which results of trials are told."""
        measures = (thing.iri for one in mentions for thing in one.things)
        return any(_RESULT in self._bonds.measured.get(iri, ()) for iri in measures)

    def list_groups(self, drugs: Iterable[NamedThing], others: Iterable[NamedThing]) -> list[NamedThing]:
        """Return what one of some drugs is told to interact with, of the groups of others and of what is in groups."""
        met = {iri for drug in drugs for iri in self._bonds.beside.get(drug.iri, ())}
        named = {other.iri for other in others}
        groups = {iri for other in named for iri in self._bonds.grouped.get(other, ())}
        about = {drug.iri for drug in drugs}
        members = {iri for iri in met - about if named.intersection(self._bonds.grouped.get(iri, ()))}
        return sorted(self._by_iri[iri] for iri in (met & groups) | members if iri in self._by_iri)

    def narrow(self, mentions: Sequence[Mention], words: Sequence[str]) -> list[Mention]:
        """Return mentions with the degree that a word before them tells, as in "moderate liver disease"."""
        return [self._narrow(one, words) for one in mentions]

    def _narrow(self, mention: Mention, words: Sequence[str]) -> Mention:
        before = words[max(mention.start - _MOST_BEFORE, 0) : mention.start] if mention.end else ()
        known = [(thing, degree) for one in mention.things for thing, degree in self._degrees.get(one.iri, ())]
        start, narrower = next(
            (
                (mention.start - len(before) + before.index(degree), thing)
                for thing, degree in known
                if degree in before
            ),
            (0, None),
        )
        return Mention(start, mention.end, (narrower,)) if narrower else mention

    def drop_wider(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Return mentions without people of whom others name a part, as a clearance does beside kidney disease."""
        named = {thing.iri for one in mentions for thing in (*one.things, *one.members) if thing.kind == _PEOPLE}
        wider = {iri for one in named for iri in self._bonds.list_wider(one)}
        return [one for one in mentions if not one.things or not all(thing.iri in wider for thing in one.things)]

    def _make_people(self, found: CountedPeople, drugs: Iterable[NamedThing]) -> Mention:
        """Return the people of whom claims on some drugs speak, or the next wider ones; all if they speak of none."""
        said = {one for drug in drugs for one in self._bonds.said.get(drug.iri, ())}
        studied = {one for drug in drugs for one in self._bonds.studied.get(drug.iri, ())}
        wider = (self._by_iri[one] for each in found.people for one in self._bonds.list_wider(each.iri))
        told = [[one for one in people if one.iri in said] for people in (found.people, dict.fromkeys(wider))]
        nearest = next((each for each in told if each), [])
        people = dict.fromkeys([*nearest, *(one for one in found.people if one.iri in studied)]) or found.people
        low, high = found.count.band.low, found.count.band.high
        number = f"{low:g}" if low == high else ""
        return Mention(found.count.start, found.count.end, (), tuple(people), number, found.count.quantity)


def _list_degrees(things: Mapping[str, NamedThing], bonds: Bonds) -> dict[str, list[tuple[NamedThing, str]]]:
    """Return for people those among them who are called the same but for one word more, with that word."""
    found: dict[str, list[tuple[NamedThing, str]]] = {}
    for thing in (one for one in things.values() if one.kind == _PEOPLE):
        for wider in bonds.broader.get(thing.iri, ()):
            more = set(split_words(thing.label)).difference(split_words(things[wider].label))
            less = set(split_words(things[wider].label)).difference(split_words(thing.label))
            if len(more) == 1 and not less:
                found.setdefault(wider, []).append((thing, more.pop()))
    return found


def find_rivals(
    mentions: Iterable[Mention], words: Sequence[str], absent: Iterable[tuple[int, int]] = (), kind: str = _DRUG
) -> frozenset[NamedThing]:
    """Return the things of a kind that a phrase sets against each other, as in "Velcade or Kyprolis".

    Args:
        mentions: What it names.
        words: Its words.
        absent: The places of other drugs: what is set against one of these counts too.
        kind: The kind of things.
    """
    found: set[NamedThing | None] = set()
    for (start, end, drug), (next_start, _, next_drug) in pairwise(_place(mentions, kind, absent)):
        between = words[end:next_start]
        is_told = not _AGAINST.isdisjoint(between) or not _BETWEEN.isdisjoint(words[:start])
        if is_told and len(between) <= _MOST_BETWEEN and between:
            found.update({drug, next_drug})
    return frozenset(drug for drug in found if drug)


def find_partners(
    mentions: Iterable[Mention], words: Sequence[str], others: Iterable[tuple[int, int]] = ()
) -> frozenset[NamedThing]:
    """Return the drugs that a phrase names as given with another one: dexamethasone in "X with dexamethasone".

    Words may stand between, as in "dose of X on days with Y", but none that set the two against each other.

    Args:
        mentions: What it names.
        words: Its words.
        others: The places of what else a drug may be given with, such as classes of drugs.
    """
    found: set[NamedThing | None] = set()
    for (_, end, before), (start, _, drug) in pairwise(_place(mentions, _DRUG, others)):
        between = words[end:start]
        is_with = bool(_WITH.intersection(between[-1:])) and _AGAINST.isdisjoint(between)
        # Of "X with Y and Z" both are.
        is_with |= before in found and _ALSO.issuperset(between)
        found.update({drug} if drug and is_with else ())
    return frozenset(one for one in found if one)


def _place(
    mentions: Iterable[Mention], kind: str, absent: Iterable[tuple[int, int]] = ()
) -> list[tuple[int, int, NamedThing | None]]:
    """Return where the things of a kind stand, in their order, and those that are not here."""
    named = [(one.start, one.end, thing) for one in mentions if one.start < one.end and (thing := one.find(kind))]
    return sorted([*named, *((start, end, None) for start, end in absent)], key=lambda each: each[:2])
