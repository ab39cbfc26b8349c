"""Reads what somebody types: its words, those that were meant, the things and the numbers that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pomegraph.questions.spelling import find_stem, join_stems, list_stems, split_words
from pomegraph.search.mentions import Mention, NamedNumber, list_numbers
from pomegraph.search.words import is_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.search.mentions import NameBook
    from pomegraph.search.words import Lexicon

# A question of more words is read by these.
_MOST_WORDS = 60
_LONGEST = 1_000
_MOST_IN_NAME = 6
_TELLING_KINDS = frozenset({"adverse-event", "laboratory-test", "trial", "regimen", "programme"})
# Shorter words are too much like others; of longer ones, one letter in four may be another.
_SHORTEST, _LIKENESS = 5, 0.75


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody looks for.

    Args:
        text: As it was typed.
        meant: With known words in the place of misspelt ones; empty if there are none.
        length: The number of its words.
        stems: Of the words that say something.
        more: Stems of the words of the graph that these stand for.
        keys: What is the same for all spellings, of each run of words, also of what they stand for.
        mentions: The things that it names.
        numbers: The numbers that it names.
    """

    text: str
    meant: str
    length: int
    stems: tuple[str, ...]
    more: tuple[str, ...]
    keys: frozenset[str]
    mentions: tuple[Mention, ...]
    numbers: tuple[NamedNumber, ...]


class PhraseReader:
    """Reads phrases by what is known.

    Args:
        book: The names of things.
        lexicon: What people say instead of the words of the graph.
        known: A word for each stem that is known.
    """

    def __init__(self, book: NameBook, lexicon: Lexicon, known: Mapping[str, str]) -> None:
        self._book, self._lexicon, self._known = book, lexicon, known
        # Hardly anybody mistypes the first letter.
        self._candidates: dict[str, list[str]] = {}
        for word in dict.fromkeys(known.values()):
            if len(word) >= _SHORTEST:
                self._candidates.setdefault(word[0], []).append(word)

    def read(self, text: str, *, is_open: bool = False) -> Phrase:
        """Return what a text says.

        Args:
            text: What somebody typed.
            is_open: Whether the last word may not be typed to its end.
        """
        text = text[:_LONGEST]
        typed = split_words(text)[:_MOST_WORDS]
        right = {word: self._correct(word) for word in (typed[:-1] if is_open else typed)}
        words = [right.get(word, word) for word in typed]
        meanings = self._lexicon.translate(words)
        mentions = self._find_mentions(text, words, meanings)
        return Phrase(
            text=text,
            meant=" ".join(words) if words != typed else "",
            length=len(words),
            stems=tuple(dict.fromkeys(find_stem(word) for word in words if not is_empty(word))),
            more=tuple(
                dict.fromkeys([*(stem for _, _, ours in meanings for stem in list_stems(ours)), *_list_kinds(mentions)])
            ),
            keys=frozenset(
                [*_list_keys(words), *(key for _, _, ours in meanings for key in _list_keys(split_words(ours)))]
            ),
            mentions=tuple(mentions),
            numbers=tuple(list_numbers(text)),
        )

    def _correct(self, word: str) -> str:
        """Return the known word that is most like one that is not known; itself if there is none."""
        if len(word) < _SHORTEST or is_empty(word) or find_stem(word) in self._known or any(map(str.isdigit, word)):
            return word
        found = process.extractOne(
            word, self._candidates.get(word[0], ()), scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS
        )
        return found[0] if found else word

    def _find_mentions(
        self, text: str, words: Sequence[str], meanings: Iterable[tuple[int, int, str]]
    ) -> list[Mention]:
        found = [*self._book.find_identifiers(text), *self._book.find(words)]
        found += [
            Mention(start, end, tuple(things))
            for start, end, ours in meanings
            if (things := self._book.find_name(ours))
        ]
        return _drop_repeated(_drop_covered(found))


def _list_kinds(mentions: Iterable[Mention]) -> list[str]:
    """Return the stems of what the things are that are named, where that tells what is asked of them."""
    kinds = (thing.kind for mention in mentions for thing in mention.things)
    return [stem for kind in kinds if kind in _TELLING_KINDS for stem in list_stems(kind)]


def _list_keys(words: Sequence[str]) -> list[str]:
    stems = [find_stem(word) for word in words]
    spans = ((i, j) for i in range(len(stems)) for j in range(i + 1, min(len(stems), i + _MOST_IN_NAME) + 1))
    return [join_stems(stems[i:j]) for i, j in spans]


def _drop_covered(mentions: Sequence[Mention]) -> list[Mention]:
    """Return those mentions whose words are not a part of the words of a longer one."""
    return [
        one
        for one in mentions
        if not any(
            other.start <= one.start and one.end <= other.end and one.end - one.start < other.end - other.start
            for other in mentions
        )
        or one.start == one.end
    ]


def _drop_repeated(mentions: Iterable[Mention]) -> list[Mention]:
    """Return those mentions that name something that none before them does."""
    seen: set[object] = set()
    kept = []
    for mention in mentions:
        if not seen.issuperset(mention.things):
            kept.append(mention)
        seen.update(mention.things)
    return kept
