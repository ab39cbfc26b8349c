"""Finds all that a phrase names: directly, by what people say instead, by numbers, by classes and abbreviations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.questions.spelling import find_stem
from pomegraph.search.mentions import Mention, drop_covered, drop_repeated, drop_within

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from pomegraph.search.mentions import NameBook
    from pomegraph.search.standing import StandIns
    from pomegraph.search.words import Meaning

_DRUG, _EVENT, _PEOPLE, _TRIAL = "drug", "adverse-event", "population", "trial"
_MEASURE = "measure"
_AT, _WHICH = frozenset({("at",), ("after",), ("with",)}), frozenset({("which",), ("what",)})
_OTHER_THAN = frozenset({("other", "than"), ("apart", "from"), ("except", "for"), ("outside", "of")})
_WITHOUT = frozenset({("except",), ("excluding",), ("besides",)})
_DOSES = frozenset({"dose", "doses", "dosing", "dosage"})
_TRIALS = frozenset({"trial", "trials", "study", "studies"})


class Namer:
    """Finds what a phrase names.

    Args:
        book: The names of things.
        standing: What stands for several things.
        ordinary: The stems of words that questions are asked with, as which a trial may be called too.
    """

    def __init__(self, book: NameBook, standing: StandIns, ordinary: Container[str] = ()) -> None:
        self.book = book
        self.standing, self._ordinary = standing, ordinary

    def find(self, text: str, words: Sequence[str], meanings: Sequence[Meaning]) -> list[Mention]:
        """Return what a phrase names.

        Args:
            text: As it was typed.
            words: Its words.
            meanings: What runs of these stand for, with their places.
        """
        found = [*self.book.find_identifiers(text), *_leave_meant(self.book.find(words), meanings)]
        direct = {(one.start, one.end, thing.kind) for one in found for thing in one.things}
        found += [
            Mention(start, end, tuple(things))
            for start, end, ours in meanings
            if (things := self.book.find_name(ours))
            # What is called so itself is meant before what it may stand for.
            and not any((start, end, thing.kind) in direct for thing in things)
        ]
        found = [one for one in found if not self._is_ordinary(one, text, words)]
        drugs = [drug for one in found if (drug := one.find(_DRUG))]
        kept = drop_repeated(drop_covered([*self.standing.find(text, words, drugs), *found]))
        parts = [part for one in kept for part in self.book.find_parts(one, words)]
        mixtures = self.book.find_mixtures(kept, words, is_of_results=self.standing.tell_results(kept))
        found = drop_repeated([*mixtures, *drop_within(kept, mixtures), *parts])
        kept = self.standing.drop_wider(self.standing.narrow(found, words))
        return _drop_states([one for one in kept if not _is_left_out(one, words)], words)

    def _is_ordinary(self, mention: Mention, text: str, words: Sequence[str]) -> bool:
        """Tell whether a word is none of the trials that are called so: first, but FIRST, and the first trial."""
        if mention.end - mention.start != 1 or not all(thing.kind == _TRIAL for thing in mention.things):
            return False
        word, beside = words[mention.start], words[max(mention.start - 1, 0) : mention.end + 1]
        is_marked = not _TRIALS.isdisjoint(beside) or (word.upper() in text and not text.isupper())
        return not is_marked and find_stem(word) in self._ordinary


def _leave_meant(mentions: Iterable[Mention], meanings: Iterable[Meaning]) -> list[Mention]:
    """Return mentions without those in longer words for something else: no pregnant women in "pregnancy prevention"."""
    spans = [(start, end) for start, end, _ in meanings]
    return [one for one in mentions if one.find(_DRUG) or not any(one.is_within(*span) for span in spans)]


def _is_left_out(mention: Mention, words: Sequence[str]) -> bool:
    """Tell whether a phrase asks for all but what it names, or for what it names: at which follow-up."""
    before = tuple(words[max(mention.start - 2, 0) : mention.start]) if mention.end else ()
    if mention.find(_MEASURE):
        return before[:1] in _AT and before[1:] in _WHICH
    return not mention.list_all(_DRUG) and (before in _OTHER_THAN or before[-1:] in _WITHOUT)


def _drop_states(mentions: Sequence[Mention], words: Sequence[str]) -> list[Mention]:
    """Return mentions without the event where people are named by the same words: a dose in renal failure, not it."""
    of_dose = not _DOSES.isdisjoint(words)
    people = [one for one in mentions if one.list_all(_PEOPLE) and (of_dose or words[max(one.start - 1, 0)] == "in")]
    return [one for one in mentions if not (one.find(_EVENT) and any(map(one.overlaps, people)))]
