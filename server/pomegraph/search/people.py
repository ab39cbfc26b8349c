"""Finds the people of a graph whom a number stands for: a clearance of 25 lies below 30, a man of 78 is over 75."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import list_runs, make_name_key, split_words
from pomegraph.search.bands import find_bands

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.bands import Band

_KIND = "population"
_MOST_WORDS = 6
# What may stand between a number and what it is a number of.
_BETWEEN = frozenset(
    {"a", "about", "an", "around", "at", "between", "for", "from", "in", "is", "of", "only", "the", "was"}
)
# Younger people are told apart by other words, and shorter spans of years are no ages.
_AGE, _YOUNGEST = "age", 18
# Nothing else is said to be over a number of two digits, without a word for what it is.
_OVER = re.compile(
    r"(?:over|above|aged|past|beyond|under|below|(?:older|younger) than|[<>≤≥])\s*[4-9]\ds?\b"
    r"(?!\s*(?:mg|mcg|g|kg|ml|cm|mm|x|%|months|weeks|days))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of something, or what lies between two.

    Args:
        quantity: What it is a number of.
        band: What lies between its bounds.
        start: The place of the first word of all that says so.
        end: The place behind the last.
    """

    quantity: str
    band: Band
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CountedPeople:
    """The people whom some words stand for, by a number.

    Args:
        count: The number and its words.
        people: Those who are so.
    """

    count: Count
    people: tuple[NamedThing, ...]


class PeopleBook:
    """The populations of a graph by the bounds that their names state.

    Args:
        names: The names of things.
        quantities: By what is counted or measured, what else it is called.
    """

    def __init__(self, names: Mapping[NamedThing, Sequence[str]], quantities: Mapping[str, Sequence[str]]) -> None:
        self._quantities = {
            make_name_key(said): name for name, others in quantities.items() for said in (name, *others)
        }
        # Where a number counts that is no bound of anybody's, such as that of bilirubin: who such people are.
        self._named = {
            make_name_key(name): thing for thing, known in names.items() if thing.kind == _KIND for name in known
        }
        self._bounded: dict[str, list[tuple[Band, NamedThing]]] = {}
        for thing, known in names.items() if quantities else ():
            counts = (self._count(text) for text in (thing.label, *known) if thing.kind == _KIND)
            for count in next((each for each in counts if each), ()):
                self._bounded.setdefault(count.quantity, []).append((count.band, thing))

    def find(self, text: str) -> list[CountedPeople]:
        """Return whom the numbers of a text stand for, each with those that it fits best.

        A single number is that of all in whose bounds it lies. Two bounds are those of the people who have the same;
        else of those who have all that lies between them, or else a part of it.
        """
        found = ((count, self._choose(count)) for count in self._count(text))
        return [CountedPeople(count, people) for count, people in found if people]

    def _choose(self, count: Count) -> tuple[NamedThing, ...]:
        known, band = self._bounded.get(count.quantity, []), count.band
        named = self._named.get(make_name_key(count.quantity))
        if named:
            return (named,)
        same = [thing for one, thing in known if one.low == band.low and one.high == band.high]
        around = [thing for one, thing in known if one.holds(band)]
        within = [thing for one, thing in known if band.holds(one)]
        return tuple((same if band.low < band.high else []) or around or within)

    def _count(self, text: str) -> list[Count]:
        """Return the numbers of something in a text."""
        bands = find_bands(text)
        if not bands:
            return []
        words = split_words(text)
        named = self._list_named(words)
        counts = []
        for one in bands:
            start, end = len(split_words(text[: one.start])), len(split_words(text[: one.end]))
            near = [each for each in named if _is_near(each, start, end, words)]
            if not near and _OVER.match(text, one.start):
                counts.append(Count(_AGE, one.band, start, end))
            if near:
                quantity = max(near, key=lambda each: each[1] - each[0])[2]
                same = [each for each in near if each[2] == quantity]
                if quantity != _AGE or max(one.band.low, min(one.band.high, _YOUNGEST)) >= _YOUNGEST:
                    start = min(start, *(first for first, _, _ in same))
                    end = max(end, *(last for _, last, _ in same))
                    counts.append(Count(quantity, one.band, start, end))
        return counts

    def _list_named(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        runs: Iterable[tuple[int, int, str]] = list_runs(words, _MOST_WORDS)
        return [(start, end, self._quantities[key]) for start, end, key in runs if key in self._quantities]


def _is_near(named: tuple[int, int, str], start: int, end: int, words: Sequence[str]) -> bool:
    """Tell whether a quantity stands right before a number, right behind it, or among what is counted."""
    first, last, _ = named
    before = last <= start and _BETWEEN.issuperset(words[last:start])
    behind = first >= end and _BETWEEN.issuperset(words[end:first])
    return before or behind or (start <= first and last <= end)
