"""Ranks questions by what somebody types, and fills them in."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from pomegraph.questions.following import find_origin
from pomegraph.questions.schema import name_term
from pomegraph.questions.spelling import find_stem, make_name_key, split_words
from pomegraph.questions.things import ANY_KIND
from pomegraph.search.filling import INTERACTIONS, Filling, fill_question
from pomegraph.search.found import FoundQuestion
from pomegraph.search.index import TextIndex
from pomegraph.search.words import is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from pomegraph.questions.question import Question
    from pomegraph.questions.things import NamedThing
    from pomegraph.search.bonds import Bonds
    from pomegraph.search.filling import Filled
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
# How much counts that what is named beside a drug is nothing that is known: that is an interaction.
_STRANGE = 0.5
# How much counts that it sets drugs against each other, as "Velcade or Kyprolis" does.
_RIVALS, _COMPARING = 0.4, "comparisons"
_LONG = 5
# How much counts that it says so word for word, for each word after the first, and how many count.
_VERBATIM, _MOST_VERBATIM = 0.1, 3
# How much counts that a question is about a drug by default, where a trial or a regimen is named, which decides it.
_DEFAULT, _DECIDING = 0.3, frozenset({"trial", "regimen"})
# How much counts that a habit or a vaccine is named, that something is which people are told to do, and that results of
# the arms of a trial are asked for.
_BESIDE, _INSTRUCTED, _ARMS, _INSTRUCTION = 0.5, 0.8, 1.7, "instruction"
# Who asks which drugs cause something does not ask about one, and who asks what something is asks for all on it.
_OF_ANY, _OF_ONE, _OF_TARGET = 2.0, 1.8, 0.4
# At a count of blood cells people ask what is to be done.
_AT_COUNT, _ADJUSTMENT = 1.5, "adjustment"
# The same where they ask what helps against an adverse event.
_HELP = 1.2
# How much more the words of a question count that shows years, where a phrase asks when, and how much it counts that
# one asks whether a document tells something.
_DISAGREEING, _REFERENCE = 2.2, "reference"
_WHEN, _WHETHER, _COVERAGE, _AGREEMENT = 0.7, 1.4, "coverage", "agreement"
# How much counts that it must be given a value, where a phrase names others only; several lack all the more.
_LACKING = 0.6
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
    """

    def __init__(
        self,
        questions: Sequence[Question],
        lists: ValueLists,
        bonds: Bonds,
        named: Callable[[str], Collection[NamedThing]],
    ) -> None:
        self._questions, self._lists = questions, lists
        self._texts = TextIndex(_COLUMNS, map(gather_texts, questions))
        self._kinds = [frozenset(_CLASS.findall(question.query)) for question in questions]
        self._usual = _find_usual(questions)
        combined, counted = (frozenset(chain(*each.values())) for each in (bonds.combined, bonds.counted))
        self._filling = Filling(lists, self._usual, combined, counted, named)
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
        is_told = bool(scores) or any(one.find("drug") is None for one in mentions)
        is_decided = any(thing.kind in _DECIDING for mention in mentions for thing in mention.things)
        for place, question in enumerate(self._questions):
            filled = fill_question(question, mentions, phrase, self._filling)
            score = scores.get(place, 0.0) / best + (_KIND * self._weigh_kinds(place, kinds) if is_told else 0.0)
            score += _WHEN * scores.get(place, 0.0) / best if phrase.is_when and _tells_years(question) else 0.0
            score += _SAYING * max((_compare(said, saying) for saying in self._sayings[place]), default=0.0)
            score += _VERBATIM * self._count_verbatim(place, phrase)
            score += _TELLING * min(filled.telling, _MOST_TELLING) - _UNUSED * filled.unused
            is_joined = phrase.strange and not phrase.rivals
            score += _STRANGE if is_joined and INTERACTIONS in question.tags else 0.0
            score += _RIVALS if _sets_against(question, filled, phrase) else 0.0
            score += _BESIDE if phrase.beside and question.tags[:1] == (INTERACTIONS,) else 0.0
            score += _INSTRUCTED if phrase.instructed and question.find_column(_INSTRUCTION) else 0.0
            is_of_it = phrase.is_of_any or phrase.is_of_thing
            score += _OF_ANY if is_of_it and _takes_anything(question, filled) else 0.0
            score += (
                _OF_ANY
                if phrase.is_of_any and _is_over_drugs(question) and self._count_verbatim(place, phrase)
                else 0.0
            )
            score += _HELP if phrase.is_of_help and _tells_what_to_do(question) else 0.0
            score += _AT_COUNT if phrase.is_at_count and question.find_column(_ADJUSTMENT) else 0.0
            score += _ARMS if phrase.is_of_arms and _tells_arms(question) else 0.0
            score += _WHETHER if phrase.is_of_document and _tells_silence(question) else 0.0
            score += _WHETHER if phrase.is_of_silence and _COVERAGE in question.tags[:1] else 0.0
            score += (
                _WHETHER if phrase.is_of_reference and any(one.type == _REFERENCE for one in question.columns) else 0.0
            )
            score += _DISAGREEING if phrase.is_of_disagreement and question.tags[:1] == (_AGREEMENT,) else 0.0
            is_of_one = _is_of_one(question, filled)
            score -= _OF_ONE if phrase.is_of_any and filled.values and is_of_one else 0.0
            score -= _OF_TARGET if phrase.is_of_target and is_of_one else 0.0
            score -= _DEFAULT if is_decided and _has_default(question, filled) else 0.0
            lacking = _count_lacking(question, filled) if mentions else 0
            score -= _LACKING * (lacking**2 if filled.unused else min(lacking, 1))
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


def _count_lacking(question: Question, filled: Filled) -> int:
    """Return how many values a question must be given that a phrase does not name."""
    given = {value.parameter for value in filled.values}
    return sum(one.required and one.name not in given for one in question.parameters)


def _tells_silence(question: Question) -> bool:
    """Tell whether a question tells what documents say nothing on, or may be asked about a document itself."""
    return question.tags[:1] == (_COVERAGE,) or any(one.type == ANY_KIND for one in question.parameters)


def _takes_anything(question: Question, filled: Filled) -> bool:
    """Tell whether a question is about a thing of any kind that a phrase names, whichever drug that is said of."""
    given = {value.parameter for value in filled.values}
    return any(one.type == ANY_KIND and one.name in given for one in question.parameters[:1])


def _sets_against(question: Question, filled: Filled, phrase: Phrase) -> bool:
    """Tell whether a question compares, or has something of all that a phrase sets against each other in one table."""
    given, rivals = {value.text for value in filled.values}, {drug.id for drug in phrase.rivals}
    is_whole = not filled.unused and any(one.several and one.type == "drug" for one in question.parameters)
    return not rivals.isdisjoint(given) and (_COMPARING in question.tags[:1] or (is_whole and rivals < given))


def _is_over_drugs(question: Question) -> bool:
    """Tell whether a question is about all drugs if none is given."""
    return any(one.type == "drug" and not one.default for one in question.parameters)


def _tells_years(question: Question) -> bool:
    """Tell whether a question is drawn over years."""
    years = {one.name for one in question.columns if one.type == "year"}
    return question.chart is not None and dict(question.chart.channels).get("x") in years


def _tells_what_to_do(question: Question) -> bool:
    """Tell whether a question tells what people are to do, or how a dose is to be changed."""
    return any(map(question.find_column, (_INSTRUCTION, _ADJUSTMENT)))


def _tells_arms(question: Question) -> bool:
    """Tell whether a question is about trials and shows all their arms."""
    is_of_drug = any(one.type == "drug" for one in question.parameters)
    return question.tags[:1] == ("trials",) and _COMPARING in question.tags and not is_of_drug


def _has_default(question: Question, filled: Filled) -> bool:
    """Tell whether a question would be about a drug that nobody named."""
    given = {value.parameter for value in filled.values}
    drugs = [one for one in question.parameters if one.type == "drug" and one.default]
    return bool(drugs) and not any(one.name in given for one in drugs)


def _is_of_one(question: Question, filled: Filled) -> bool:
    """Tell whether a question would be about a drug that nobody named, and that does not follow from what was named."""
    return _has_default(question, filled) and not find_origin(question, [value.parameter for value in filled.values])


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
