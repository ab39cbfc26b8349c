"""Knows what else there is in the world: drugs, diseases and trials that people ask for and a graph has nothing on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import list_runs, make_name_key, split_words
from pomegraph.search.correcting import is_like_drug
from pomegraph.search.words import Lexicon, is_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pomegraph.content.habits import Habits
    from pomegraph.search.mentions import NameBook

# Shorter names are those of too many things.
_SHORTEST = 5
# So long is the first word of a name that is enough of it: belantamab, not blue.
_ENOUGH = 8
_MOST_WORDS = 6
_ANY, _NUMBER = "*", re.compile(r"\d+$")
_SHOWN = {"trial": str.upper, "place": str.title}
_DRUG = "drug"
_KINDS = (_DRUG, "disease", "trial", "place", "adverse-event")
# What tables of names have for records, and no reader looks for.
_NOT_NAMES = frozenset({"chemotherapy", "placebo", "standard of care", "best supportive care"})


class Elsewhere:
    """What people may ask for that is not in a graph.

    Args:
        habits: The names of things in general, and the matters on which no document says anything.
        book: The names of the things of the graph.
    """

    def __init__(self, habits: Habits, book: NameBook) -> None:
        self._matters = Lexicon(habits.silent)
        said = {make_name_key(text) for others in habits.words.values() for text in others}
        missing = [one for one in _list_missing(habits.names, book) if make_name_key(one[1]) not in said]
        self._names = {make_name_key(said): name for _, said, name in missing}
        self._kinds = {name: kind for kind, _, name in missing}
        self.texts = [*self._matters.texts, *(said for _, said, _ in missing)]

    @property
    def keys(self) -> Mapping[str, str]:
        """What is the same for all spellings, of each name of what is not in the graph, with the kind of that."""
        return {key: self._kinds[name] for key, name in self._names.items()}

    def find_matters(self, text: str, *, is_bare: bool = False) -> tuple[str, ...]:
        """Return the matters that a text asks for and that no document tells.

        Args:
            text: What somebody types.
            is_bare: Whether it says nothing beside names; only then "how much is" asks for anything.
        """
        words = split_words(text)
        found = self._matters.translate(words)
        said = [matter for start, end, matter in found if is_bare or not all(map(is_empty, words[start:end]))]
        return tuple(dict.fromkeys(said))

    def find_names(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return the names in a phrase of what is not in the graph."""
        runs = ((start, end, self._names.get(key)) for start, end, key in list_runs(words, _MOST_WORDS))
        # A word that is only like a name in its stem, as "immune" is like IMMUNED, is none.
        found = [(end, name) for start, end, name in runs if name and not _is_like(words[start:end], name)]
        # Of a series of trials, such as keynote-*, the number tells which is meant.
        series = {end: name for end, name in found if name.endswith(_ANY)}
        numbers = {end: words[end] for end in series if end < len(words) and words[end].isdigit()}
        named = [name.replace(_ANY, numbers.get(end, "")).rstrip("-") for end, name in found]
        return tuple(dict.fromkeys(named))

    def find_kind(self, name: str) -> str:
        """Return the kind of what is not in the graph; empty if the name is that of nothing.

        What ends as names of drugs do is one; KEYNOTE-183 is of the kind of its series.
        """
        of_series = self._kinds.get(_NUMBER.sub(_ANY, name), _DRUG if is_like_drug(name) else "")
        return self._kinds.get(name, of_series)


def _is_like(words: Sequence[str], name: str) -> bool:
    return name.isupper() and not name.endswith(_ANY) and len(words) == 1 and words[0] != name.casefold()


def _list_missing(names: Mapping[str, Mapping[str, Sequence[str]]], book: NameBook) -> Iterator[tuple[str, str, str]]:
    """Yield what is said of things that are not in the graph, each between the kind and the name of the thing."""
    for kind in _KINDS:
        for name, others in names.get(kind, {}).items():
            if name in _NOT_NAMES or any(map(book.find_name, (name, *others))):
                continue
            shown = _SHOWN.get(kind, str)(name)
            first, *rest = name.split()
            is_enough = kind == _DRUG and rest and len(first) >= _ENOUGH and not book.find_name(first)
            short = [first] if is_enough else []
            yield from ((kind, said, shown) for said in (name, *others, *short) if len(said) >= _SHORTEST)
