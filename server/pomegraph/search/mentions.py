"""Finds in a phrase what it names: things by any name, in any spelling, and numbers with their units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import find_stem, join_stems, make_name_key, split_words
from pomegraph.questions.things import ANY_KIND
from pomegraph.search.words import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.questions.things import NamedThing, Things

# The stems of what numbers of doses, times and shares are told in.
AMOUNTS = frozenset(map(find_stem, ("mg", "mcg", "g", "kg", "ml", "days", "weeks", "months", "cycles", "percent")))
_MOST_WORDS = 8
_DRUG, _REGIMEN, _TRIAL, _PEOPLE, _EVENT = "drug", "regimen", "trial", "population", "adverse-event"
_NO_STEM = "-"
_GRADED = " of grade "
_SEXES = frozenset({"men", "women"})
# What stands before the words that say which people are meant, and words that do not say it by themselves.
_ANYBODY = frozenset({"patients", "people"})
_JOINED = frozenset({"with", "on", "in", "who", "whose", "not", "of", "after", "at", "from", "without", "under"})
_LISTED = frozenset({"concept", "arm", "result-group", "programme", "organisation"})
# What may stand between the drugs of a regimen.
_JOINING = frozenset({"plus", "low", "high", "dose", "weekly", "oral"})
# What most regimens have, and nobody says.
_UNSAID = frozenset({"dexamethasone"})
# Between three drugs these stand too; "A and B" are two.
_LISTING, _MANY = frozenset({"and", "with", "to"}), 3
_NUMBER = re.compile(r"(?<![\w.-])(\d{1,6}(?:\.\d{1,4})?)(?:[\s-]*([a-z]+))?", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\S*(?:\d|://|\w:\w)\S*")
_LONGEST_IDENTIFIER = 200
_BY, _MOST_BEFORE = re.compile(r"\b(?:by|through|via)(?: the)?(?: \w+ or(?: the)?)?$"), 5
# Numbers behind these are names, as in "phase 3" and "cycle 3".
_NAMED = re.compile(
    r"\b(?:cycles?|days?|grades?|lines?|parts?|phases?|stages?|types?|weeks?)\s+\d+(?:\s*-\s*\d+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """What some words of a phrase name.

    Args:
        start: The place of the first of these words.
        end: The place after the last.
        things: The things of this name, of one kind or several.
        members: Things of one kind for all of which it stands together, as a class of drugs for its drugs.
        number: The number that it was found by, if it was.
        quantity: What that is a number of.
    """

    start: int
    end: int
    things: tuple[NamedThing, ...]
    members: tuple[NamedThing, ...] = ()
    number: str = ""
    quantity: str = ""

    @property
    def is_listed(self) -> bool:
        """Whether it names nothing but what no question takes by name: values of closed lists, arms, programmes."""
        return bool(self.things) and all(thing.kind in _LISTED for thing in self.things)

    @property
    def is_identifier(self) -> bool:
        """Whether it was named by an identifier, which has no place among the words."""
        return self.start == self.end and bool(self.things)

    def is_within(self, start: int, end: int) -> bool:
        """Tell whether it has words, and these are a part of longer ones."""
        return start <= self.start < self.end <= end and self.end - self.start < end - start

    def overlaps(self, other: Mention) -> bool:
        """Tell whether another mention has some of its words."""
        return self.start < other.end and other.start < self.end

    def find(self, kind: str) -> NamedThing | None:
        """Return the thing of a kind, or of any."""
        return next((thing for thing in self.things if kind in {thing.kind, ANY_KIND}), None)

    def list_all(self, kind: str) -> tuple[NamedThing, ...]:
        """Return the thing of a kind, or those of that kind for which it stands."""
        found = self.find(kind)
        return (found,) if found else tuple(thing for thing in self.members if kind in {thing.kind, ANY_KIND})


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """A number, and the stem of the word behind it."""

    text: str
    unit: str


class NameBook:
    """The names of all things, by what is the same for all spellings of a name."""

    def __init__(self, things: Things, names: Mapping[NamedThing, Sequence[str]]) -> None:
        self._things = things
        self._keys: dict[str, dict[NamedThing, None]] = {}
        self._words: dict[str, dict[str, None]] = {}
        for thing, known in names.items():
            for name in known:
                self._add(thing, name)
        # What was imported may be called as a thing of the registers, which claims are on.
        self._keys = {
            key: dict.fromkeys(sorted(found, key=_is_imported)) if len(found) > 1 else found
            for key, found in self._keys.items()
        }
        self._mixtures = {
            frozenset(thing.label.split("-")): thing for thing in names if thing.kind == _REGIMEN and "-" in thing.label
        }

    def _add(self, thing: NamedThing, name: str) -> None:
        words = split_words(name)
        # Bare numbers are numbers; words that say nothing name nothing.
        if all(word.isdigit() for word in words) or all(map(is_empty, words)):
            return
        self._words.setdefault(thing.kind, {}).update(dict.fromkeys(words))
        # The event itself has all of its grades, and how many had one is a measure.
        if thing.kind == _EVENT and _GRADED in thing.label:
            return
        self._keys.setdefault(join_stems(map(find_stem, words)), {}).setdefault(thing)
        # Patients refractory to something are meant by that alone.
        if thing.kind == _PEOPLE and words[0] in _ANYBODY and words[1:] and words[1] not in _JOINED:
            self._keys.setdefault(join_stems(map(find_stem, words[1:])), {}).setdefault(thing)
        # Trials are written in one word too, as ELOQUENT3.
        if thing.kind == _TRIAL and len(words) > 1:
            self._keys.setdefault(join_stems([find_stem("".join(words))]), {}).setdefault(thing)

    def find(self, words: Sequence[str]) -> list[Mention]:
        """Return what a phrase names, by its words in their order; of two names that overlap the longer one counts."""
        found: list[Mention] = []
        # "According to" does not name Accord.
        stems, start = (
            [_NO_STEM if is_empty(word) and find_stem(word) != word else find_stem(word) for word in words],
            0,
        )
        vague = [is_empty(word) for word in words]
        while start < len(stems):
            mention = self._find_at(stems, start, vague)
            found += [mention] if mention else []
            # What no question takes by name may have a thing in its own.
            while mention and mention.is_listed:
                mention = self._find_at(stems, start, vague, mention.end - 1)
                found += [mention] if mention and not mention.is_listed else []
            start = mention.end if mention else start + 1
        return found

    def _find_at(
        self, stems: Sequence[str], start: int, vague: Sequence[bool], last: int | None = None
    ) -> Mention | None:
        last = len(stems) if last is None else last
        for end in range(min(last, start + _MOST_WORDS), start, -1):
            things = self._keys.get(join_stems(stems[start:end]))
            # "Is a" is no short name, though it is written like one.
            if things and (end == start + 1 or not all(vague[start:end])):
                return Mention(start, end, tuple(things))
        return None

    def find_parts(self, mention: Mention, words: Sequence[str]) -> list[Mention]:
        """Return the drugs in the name of a regimen, for questions on drugs; of an abbreviation the first of them."""
        regimen = mention.find(_REGIMEN)
        if regimen is None or mention.start == mention.end:
            return []
        places = range(mention.start, mention.end)
        parts = [Mention(one, one + 1, drugs) for one in places if (drugs := self._list_drugs(find_stem(words[one])))]
        first = () if parts else self._list_drugs(make_name_key(regimen.label.partition("-")[0]))
        return [*parts, *([Mention(mention.start, mention.end, first)] if first else [])]

    def _list_drugs(self, key: str) -> tuple[NamedThing, ...]:
        return tuple(thing for thing in self._keys.get(key, ()) if thing.kind == _DRUG)

    def find_mixtures(
        self, mentions: Sequence[Mention], words: Sequence[str], *, is_of_results: bool = False
    ) -> list[Mention]:
        """Return the regimens of what is named piece by piece, as in "selinexor-dex", "elo plus dex", "dara-Kd".

        Where results are asked for, dexamethasone goes without saying: "dara len PFS".
        """
        unsaid = _UNSAID if is_of_results else frozenset()
        drugs = [(one, parts) for one in sorted(mentions, key=_tell_place) if (parts := _list_drugs(one))]
        found: list[Mention] = []
        for first in range(len(drugs)):
            for last in range(len(drugs), first + 1, -1):
                run = drugs[first:last]
                whole = frozenset().union(*(parts for _, parts in run))
                regimen = self._mixtures.get(whole) or self._mixtures.get(whole | unsaid)
                mention = Mention(run[0][0].start, run[-1][0].end, (regimen,)) if regimen else None
                if mention and _are_next(run, words) and not any(map(mention.overlaps, found)):
                    found.append(mention)
        return found

    def list_words(self, kind: str) -> list[str]:
        """Return the words of the names of the things of a kind, as they are written in lower case."""
        return list(self._words.get(kind, ()))

    def find_name(self, name: str) -> list[NamedThing]:
        """Return the things of a name in any spelling."""
        return list(self._keys.get(make_name_key(name), ()))

    def find_identifiers(self, phrase: str) -> list[Mention]:
        """Return what the identifiers in a phrase name, in any form in which people write them."""
        whole = phrase.strip()
        texts = [text.strip("?!.,;()<>\"'") for text in _IDENTIFIER.findall(phrase)]
        tried = dict.fromkeys(text for text in texts if text and len(text) <= _LONGEST_IDENTIFIER)
        found = (self._things.find_any(text) for text in tried if not text.isdigit() or text == whole)
        return [Mention(0, 0, tuple(things)) for things in found if things]


def _tell_place(mention: Mention) -> int:
    return mention.start


def _list_drugs(mention: Mention) -> frozenset[str]:
    """Return the labels of the drugs that a mention stands for: one, or those of a regimen."""
    if mention.start == mention.end:
        return frozenset()
    drug, regimen = mention.find(_DRUG), mention.find(_REGIMEN)
    return frozenset([drug.label]) if drug else frozenset(regimen.label.split("-") if regimen else ())


def _is_imported(thing: NamedThing) -> bool:
    return thing.id != "-".join(split_words(thing.label))


def _are_next(run: Sequence[tuple[Mention, frozenset[str]]], words: Sequence[str]) -> bool:
    """Tell whether there is nothing between mentions of drugs but a plus, and how a drug is dosed."""
    joining = _JOINING | _LISTING if len(frozenset().union(*(drugs for _, drugs in run))) >= _MANY else _JOINING
    return all(joining.issuperset(words[one.end : other.start]) for (one, _), (other, _) in pairwise(run))


def is_organ(mention: Mention, words: Sequence[str]) -> bool:
    """Tell whether what would be people is an organ that does something: "cleared by the kidneys or the liver"."""
    before = " ".join(words[max(mention.start - _MOST_BEFORE, 0) : mention.start])
    return mention.find(_PEOPLE) is not None and mention.end > 0 and _BY.search(before) is not None


def is_half(mention: Mention, words: Sequence[str]) -> bool:
    """Tell whether some words name men where a phrase names women too, or the reverse: everybody is meant then."""
    return mention.find(_PEOPLE) is not None and set(words[mention.start : mention.end]) < _SEXES <= set(words)


def list_numbers(phrase: str) -> list[NamedNumber]:
    """Return the numbers of a phrase.

    >>> list_numbers("a 75-year-old on 4 mg, NCT01311687")
    [NamedNumber(text='75', unit='year'), NamedNumber(text='4', unit='mg')]
    """
    told = _NAMED.sub(" ", phrase)
    return [NamedNumber(text, find_stem(unit.casefold())) for text, unit in _NUMBER.findall(told)]


def drop_within(mentions: Sequence[Mention], wholes: Sequence[Mention]) -> list[Mention]:
    """Return mentions without the regimens that are a part of longer ones: no Pd in "dara pom dex"."""
    return [
        one
        for one in mentions
        if not (one.find(_REGIMEN) and any(one.is_within(each.start, each.end) for each in wholes))
    ]


def drop_covered(mentions: Sequence[Mention]) -> list[Mention]:
    """Return those mentions whose words are not a part of the words of a longer one; lists hide nothing else."""
    return [
        one
        for one in mentions
        if not any(one.is_within(other.start, other.end) for other in mentions if one.is_listed or not other.is_listed)
    ]


def drop_repeated(mentions: Iterable[Mention]) -> list[Mention]:
    """Return those mentions that name something that none before them does."""
    seen: set[object] = set()
    kept = []
    for mention in mentions:
        named = (*mention.things, *mention.members)
        if not seen.issuperset(named):
            kept.append(mention)
        seen.update(named)
    return kept
