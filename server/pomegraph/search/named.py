"""Ranks things by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.questions.spelling import list_stems
from pomegraph.search.found import FoundThing
from pomegraph.search.index import TextIndex

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pomegraph.questions.things import NamedThing
    from pomegraph.search.phrase import Phrase

_COLUMNS = {"label": 2.0, "others": 1.0}
# What is named whole comes before all that shares a word with it.
_NAMED = 1_000.0
# What people look for less often, beside the others.
_RARE = {"concept": 0.5, "measure": 0.8, "reference": 0.5, "result-group": 0.4, "arm": 0.6, "organisation": 0.8}


class ThingIndex:
    """Things, by all their names."""

    def __init__(self, names: Mapping[NamedThing, Sequence[str]]) -> None:
        self._things = list(names)
        self._names = names
        self._texts = TextIndex(_COLUMNS, ((thing.label, " ".join(known)) for thing, known in names.items()))

    def rank(self, phrase: Phrase, most: int, *, is_open: bool = False) -> list[FoundThing]:
        """Return the things that fit best, those that are named first."""
        scores: dict[NamedThing, float] = {}
        for place, score in self._texts.rank(phrase.stems, most * 3, is_open=is_open):
            thing = self._things[place]
            scores[thing] = score * _RARE.get(thing.kind, 1.0)
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
            FoundThing(thing, self._find_other(thing, stems), round(score, 4), is_named=thing in whole)
            for thing, score in best
        ]

    def _find_other(self, thing: NamedThing, stems: set[str]) -> str:
        """Return the other name by which a thing was found, if its label has none of the words."""
        if stems.intersection(list_stems(thing.label)):
            return ""
        return next((name for name in self._names[thing] if stems.intersection(list_stems(name))), "")
