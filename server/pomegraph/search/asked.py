"""Ranks questions by what somebody types, and fills them in."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from pomegraph.names import POM
from pomegraph.questions.schema import name_term
from pomegraph.questions.spelling import find_stem, make_name_key, split_words
from pomegraph.search.asking import Aim
from pomegraph.search.filling import Filling, fill_question
from pomegraph.search.found import FoundQuestion
from pomegraph.search.index import TextIndex
from pomegraph.search.signals import is_over_drugs, tells_years, weigh_signals
from pomegraph.search.words import is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from pomegraph.questions.question import Question
    from pomegraph.questions.things import NamedThing
    from pomegraph.search.bonds import Bonds
    from pomegraph.search.claim_index import ClaimIndex
    from pomegraph.search.lists import ValueLists
    from pomegraph.search.phrase import Phrase

_COLUMNS = {"words": 3.0, "summary": 3.0, "tags": 2.0, "detail": 1.0}
# How much what a phrase stands for counts beside what it says.
_MORE = 0.7
# How much counts beside the words: a value that only some questions take, one that a question leaves out, and the kind
# of claims that have the words.
_TELLING, _UNUSED, _KIND = 0.35, 0.25, 0.3
# How much counts that it says nothing else.
_SAYING = 0.5
_MOST_TELLING = 3
_LONG = 5
# How much counts that it says so word for word, for each word after the first, and how many count.
_VERBATIM, _MOST_VERBATIM = 0.1, 3
# How much more the words of a question count that shows years, where a phrase asks when.
# How much counts that one is over all drugs and asked for word for word, where a phrase asks for drugs.
_WHEN, _OVER_DRUGS = 0.7, 2.0
# How much counts that some claim has all that is named, and a question is asked about it; and that no claim of those
# that it is about speaks of a thing at all.
_HELD, _UNFIT = 0.2, 0.4
_COMPARING = "comparisons"
_USUAL = 5
# How much of what BM25 takes off for length is given back.
_LENGTH = 0.3
_CLASS = re.compile(r"\bpom:([A-Z]\w+)")


class QuestionIndex:
    """Questions, by their words.

    Args:
        questions: The questions.
        lists: The closed lists that their parameters take values of.
        bonds: How the things of the graph hang together.
        named: Returns the things of a name.
        told: What the claims of the graph speak of.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        lists: ValueLists,
        bonds: Bonds,
        named: Callable[[str], Collection[NamedThing]],
        told: ClaimIndex,
    ) -> None:
        self._questions, self._lists, self._told = questions, lists, told
        self._texts = TextIndex(_COLUMNS, map(gather_texts, questions))
        self._kinds = [frozenset(_CLASS.findall(question.query)) for question in questions]
        self._classes = [frozenset(f"{POM}{kind}" for kind in kinds) for kinds in self._kinds]
        self._usual = _find_usual(questions)
        combined, counted = (frozenset(chain(*each.values())) for each in (bonds.combined, bonds.counted))
        wider = frozenset(chain(*bonds.broader.values()))
        self._filling = Filling(lists, self._usual, combined, counted, wider, named)
        self._sayings = [_list_sayings(question) for question in questions]
        self._verbatim = [_list_verbatim(question) for question in questions]
        self._lengths = _compare_lengths(questions)
        self._taken = {one.type for question in questions for one in question.parameters if one.is_thing} - {"concept"}

    def list_stems(self) -> list[str]:
        """Return all stems that the questions have."""
        return self._texts.list_stems()

    def rank(
        self, phrase: Phrase, kinds: Mapping[str, float], most: int, *, is_open: bool = False
    ) -> list[FoundQuestion]:
        """Return the questions that fit best; as many as are wanted, if there are so many.

        Args:
            phrase: What is looked for.
            kinds: How much of it each kind of claim says, 1 in all.
            most: How many.
            is_open: Whether the last word may not be typed to its end.
        """
        scores = self._score_words(phrase, is_open=is_open)
        best = max(scores.values(), default=0.0) or 1.0
        mentions = [
            one for one in phrase.mentions if any(thing.kind in self._taken for thing in (*one.things, *one.members))
        ]
        said, found = frozenset(phrase.asking), []
        # Of a drug alone, without a word that any question has, all kinds of claims are as near.
        is_told = bool(scores) or not phrase.is_bare or any(one.find("drug") is None for one in mentions)
        for place, question in enumerate(self._questions):
            filled = fill_question(question, mentions, phrase, self._filling)
            score = scores.get(place, 0.0) / best + (_KIND * self._weigh_kinds(place, kinds) if is_told else 0.0)
            score += _WHEN * scores.get(place, 0.0) / best if Aim.TIME in phrase.aims and tells_years(question) else 0.0
            score += _SAYING * max((_compare(said, saying) for saying in self._sayings[place]), default=0.0)
            verbatim = self._count_verbatim(place, phrase)
            score += _VERBATIM * verbatim
            score += _TELLING * min(filled.telling, _MOST_TELLING) - _UNUSED * filled.unused
            score += weigh_signals(phrase, question, filled)
            score += _OVER_DRUGS if Aim.ANY_DRUG in phrase.aims and verbatim and is_over_drugs(question) else 0.0
            classes = self._classes[place]
            score -= _UNFIT * sum(self._told.tells_nothing(classes, each) for each in filled.things)
            is_whole = not (filled.unused or phrase.unknown or phrase.strange)
            is_held = self._told.has(classes, filled.things)
            score += _HELD if is_whole and is_held else 0.0
            # Where two sides are compared, a claim may speak of one.
            is_joint = len(filled.things) > 1 and _COMPARING not in question.tags
            score -= _HELD if is_whole and is_joint and not is_held else 0.0
            found.append(FoundQuestion(question, filled.values, round(score, 4)))
        # Where the words fit none, those that most kinds of people ask.
        found.sort(key=lambda one: (-one.score, -len(one.question.who), one.question.stem))
        return found[:most]

    def list_telling(self, phrase: Phrase) -> list[NamedThing]:
        """Return the things that a phrase names and that not every other question is about."""
        named = (thing for mention in phrase.mentions for thing in mention.things)
        return [thing for thing in named if thing.kind in self._taken and thing.id not in self._usual]

    def _score_words(self, phrase: Phrase, *, is_open: bool) -> dict[int, float]:
        scores: dict[int, float] = {}
        for stems, weight in ((phrase.asking, 1.0), (phrase.more, _MORE)):
            words = [stem for stem in stems if not stem.isdigit()]
            for place, score in self._texts.rank(words, len(self._questions), is_open=is_open):
                scores[place] = scores.get(place, 0.0) + weight * score * self._lengths[place]
        return scores

    def _count_verbatim(self, place: int, phrase: Phrase) -> int:
        """Return how many words of a phrase are, one behind the other, just what people say, after the first."""
        said = (length for key, length in self._verbatim[place].items() if key in phrase.keys)
        return min(max(said, default=0), _MOST_VERBATIM)

    def _weigh_kinds(self, place: int, kinds: Mapping[str, float]) -> float:
        """Return how much of what is looked for stands in the claims that a question is about."""
        about = self._kinds[place]
        return sum(kinds.get(kind, 0.0) for kind in about) / math.sqrt(len(about)) if about else 0.0


def _list_sayings(question: Question) -> list[frozenset[str]]:
    """Return the ways in which a question may be asked: its summary, and each thing that people say."""
    texts = (question.summary, *re.split("[|,]", "|".join(question.words)))
    sayings = [split_words(text) for text in texts]
    stems = [frozenset(find_stem(word) for word in words if not is_empty(word)) for words in sayings]
    # One word of so many is not what is asked: these count word for word only.
    return [each for each, words in zip(stems, sayings, strict=True) if len(each) > 1 or (each and len(words) < _LONG)]


def _list_verbatim(question: Question) -> dict[str, int]:
    """Return what people say in several words, in any spelling, and how many these are after the first."""
    sayings = (question.stem, *re.split("[|,]", "|".join(question.words)))
    return {make_name_key(saying): len(split_words(saying)) - 1 for saying in sayings if len(split_words(saying)) > 1}


def _compare(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how much of two sets of words is the same, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one else 0.0


def _find_usual(questions: Sequence[Question]) -> frozenset[str]:
    """Return the ids of the things that a fifth of the questions are about, if nothing else is said."""
    defaults = (name_term(term) for question in questions for one in question.parameters for term in one.default)
    return frozenset(name for name, count in Counter(defaults).items() if count * _USUAL > len(questions))


def _compare_lengths(questions: Sequence[Question]) -> list[float]:
    """Return what the score of each question is to be multiplied with, so that many words do not count against it."""
    lengths = [sum(len(text.split()) for text in gather_texts(question)) for question in questions]
    mean = sum(lengths) / len(lengths) if lengths else 1.0
    return [(length / mean) ** _LENGTH for length in lengths]


def gather_texts(question: Question) -> tuple[str, ...]:
    """Return what a question is found by: people's words, its own, its subjects, and all that its header explains."""
    taken = [text for one in question.parameters for text in (one.name, one.means)]
    detail = " ".join((question.description, *taken, *(one.means for one in question.columns)))
    tags = " ".join((*question.tags, *question.who))
    return " ".join(question.words), f"{question.summary} {question.stem}", tags, detail


def list_words(questions: Iterable[Question]) -> list[str]:
    """Return the texts of all questions."""
    return [text for question in questions for text in gather_texts(question)]
