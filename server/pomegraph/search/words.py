"""Knows words that say nothing, and what people say instead of the words of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pomegraph.questions.spelling import list_runs, make_name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What is said in any question. Words of this list that name something, as IT or US may, do so in a name only.
_WORDS = """
a about according after all also always am an and any anyone anything apart are as ask at be because been before being
best but by can cant come could d demand demands develop develops did do does doesnt doing done dont drug drugs each
else ever every fell find for from get gets getting give given gives go goes going got had has have having he hello
her here hi him his how i if im in info information into is isnt it its just kind know known latest launched like list
ll look looking make many may me medication medications medicine medicines might mine more morning most much must my
need needs normal now of ok on one only or other our own please question re s say says see shall she should show so
some someone something still such tell than thank thanks that the their them then there these they thing this those to
too u up us ve very want was way we were what whats when where whether which while who whom whose why will with would
yes yesterday yet you your
"""
_EMPTY = frozenset(_WORDS.split())
# What stands around words and is no part of them.
PUNCTUATION = ".,;:!?\"'"
_MOST_WORDS = 6


def is_empty(word: str) -> bool:
    """Tell whether a word says nothing.

    >>> is_empty("what"), is_empty("dose")
    (True, False)
    """
    return word in _EMPTY


class Meaning(NamedTuple):
    """What some words of a phrase stand for.

    Args:
        start: The place of the first of these words.
        end: The place after the last.
        ours: What it is called in the graph.
    """

    start: int
    end: int
    ours: str


class Lexicon:
    """What people say instead of the words of the graph.

    Args:
        words: By words of the graph, what is said instead.
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._meanings: dict[str, dict[str, None]] = {}
        for ours, others in words.items():
            for said in others:
                self._meanings.setdefault(make_name_key(said), {}).setdefault(ours)
        self.texts = [text for ours, others in words.items() for text in (ours, *others)]

    def translate(self, words: Sequence[str]) -> list[Meaning]:
        """Return what runs of words stand for.

        What is said in several words is not meant by a part of them, as a child by "father a child".
        """
        found = [(start, end, key) for start, end, key in list_runs(words, _MOST_WORDS) if key in self._meanings]
        return [
            Meaning(start, end, ours)
            for start, end, key in found
            if not any(first <= start and end <= last and last - first > end - start for first, last, _ in found)
            for ours in self._meanings[key]
        ]
