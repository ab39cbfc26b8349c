"""Ranks things by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.questions.spelling import list_stems
from pomegraph.search.beginnings import Beginnings
from pomegraph.search.found import FoundThing
from pomegraph.search.index import TextIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.beginnings import BegunName
    from pomegraph.search.phrase import Phrase

_COLUMNS = {"label": 2.0, "others": 1.0}
# What is named whole comes before all that shares a word with it.
_NAMED = 1_000.0
# So does, but behind it, what begins with the one word that somebody types; of several words the whole fits more than
# one of them that is a name.
_BEGUN, _BEGUN_WHOLE = 100.0, 2_000.0
# What people look for less often, beside the others.
_RARE = {"concept": 0.5, "measure": 0.8, "reference": 0.5, "result-group": 0.4, "arm": 0.6, "organisation": 0.8}


class ThingIndex:
    """Things, by all their names."""

    def __init__(self, names: Mapping[NamedThing, Sequence[str]]) -> None:
        self._things = list(names)
        self._names = names
        self._beginnings = Beginnings(names)
        self._texts = TextIndex(_COLUMNS, ((thing.label, " ".join(known)) for thing, known in names.items()))

    def rank(self, phrase: Phrase, most: int, *, is_open: bool = False) -> list[FoundThing]:
        """Return the things that fit best, those that are named first."""
        begun = self._beginnings.find(phrase.text) if is_open else {}
        scores = self._score_words(phrase, most, is_open=is_open) | _score_begun(phrase, begun)
        whole: set[NamedThing] = set()
        for mention in phrase.mentions:
            length = mention.end - mention.start
            for thing in mention.things:
                if thing in self._names:
                    scores[thing] = scores.get(thing, 0.0) + _NAMED * _RARE.get(thing.kind, 1.0) + length
                    whole.update({thing} if length in {0, phrase.length} else ())
        best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[:most]
        stems = set(phrase.stems)
        return [
            FoundThing(
                thing,
                begun[thing].also if thing in begun else self._find_other(thing, stems),
                round(score, 4),
                is_named=thing in whole,
            )
            for thing, score in best
        ]

    def _score_words(self, phrase: Phrase, most: int, *, is_open: bool) -> dict[NamedThing, float]:
        found = self._texts.rank(phrase.stems, most * 3, is_open=is_open)
        named = ((self._things[place], score) for place, score in found)
        return {thing: score * _RARE.get(thing.kind, 1.0) for thing, score in named}

    def _find_other(self, thing: NamedThing, stems: set[str]) -> str:
        """Return the other name by which a thing was found, if its label has none of the words."""
        if stems.intersection(list_stems(thing.label)):
            return ""
        return next((name for name in self._names[thing] if stems.intersection(list_stems(name))), "")


def _score_begun(phrase: Phrase, begun: Mapping[NamedThing, BegunName]) -> dict[NamedThing, float]:
    several = phrase.length > 1
    return {
        thing: (_BEGUN_WHOLE if several and name.is_whole else _BEGUN) * name.likeness * _RARE.get(thing.kind, 1.0)
        for thing, name in begun.items()
    }
