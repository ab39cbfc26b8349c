"""Finds the questions and the things that a phrase is about.

What is offered to agents goes through `rank_questions` and `find_things`: a better search takes their place.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.agents.desk import Desk
    from pomegraph.questions.question import Question
    from pomegraph.questions.things import NamedThing, Things

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_ENDINGS = re.compile(r"(?:ies|ing|ed|es|s|ly)$")
_IDLE_WORDS = """
a an and any are as at be by can do does for from give has have how i in is it its me of on or our should tell
that the their there to under was what when where which who whom with would"""
_IDLE = frozenset(_IDLE_WORDS.split())
# What a word counts in each part of a question.
_WEIGHTS = {"stem": 3.0, "summary": 3.0, "tags": 2.0, "description": 1.0, "parameters": 1.0, "columns": 0.7}
_VALUE_WEIGHT = 1.0
_MOST_WORDS, _LONGEST_NAME, _LEAST_LETTERS = 60, 5, 2


@dataclass(frozen=True, slots=True)
class FittingQuestion:
    """A question that a phrase may mean, and the values in the phrase that it takes."""

    question: Question
    values: dict[str, str]


def rank_questions(desk: Desk, text: str, limit: int) -> list[FittingQuestion]:
    """Return the questions that fit a phrase best, the best first."""
    questions, things = list(desk.catalogue), desk.list_things()
    bags = [_count_words(question) for question in questions]
    spread = Counter(word for bag in bags for word in bag)
    wanted = dict.fromkeys(list_stemmed_words(text))
    named = _find_named(text, things)
    values = [_find_values(question, named) for question in questions]

    def rate(number: int) -> float:
        rarity = (
            bags[number].get(word, 0.0) * math.log(1 + len(bags) / spread[word]) for word in wanted if spread[word]
        )
        rate = sum(rarity)
        return rate + _VALUE_WEIGHT * len(values[number]) if rate else 0.0

    ranked = sorted(range(len(questions)), key=lambda number: (-rate(number), questions[number].stem))
    return [FittingQuestion(questions[number], values[number]) for number in ranked[:limit] if rate(number) > 0]


def find_things(desk: Desk, text: str, limit: int) -> list[NamedThing]:
    """Return the things that a phrase names, else those whose names look like it."""
    things = desk.list_things()
    found = dict.fromkeys(things.find_any(text))
    for name in _list_names(text):
        found |= dict.fromkeys(things.find_any(name))
    if not found:
        near = [(kind, name) for kind in things.by_kind for name in things.suggest(kind, text)]
        near.sort(key=lambda pair: -difflib.SequenceMatcher(None, text.casefold(), pair[1]).ratio())
        found = dict.fromkeys(thing for kind, name in near for thing in things.find(kind, name))
    return list(found)[:limit]


def list_stemmed_words(text: str) -> list[str]:
    """Return the words of a text by which things are found, without their endings.

    >>> list_stemmed_words("Which doses are adjusted?")
    ['dos', 'adjust']
    """
    words = (word.casefold() for word in _WORD.findall(text)[:_MOST_WORDS])
    return [_ENDINGS.sub("", word) if len(word) > _LONGEST_NAME - 1 else word for word in words if word not in _IDLE]


def _count_words(question: Question) -> dict[str, float]:
    parts: dict[str, Iterable[str]] = {
        "stem": [question.stem],
        "summary": [question.summary],
        "tags": question.tags,
        "description": [question.description],
        "parameters": [f"{one.name} {one.means} {' '.join(one.choices)}" for one in question.parameters],
        "columns": [f"{one.name} {one.means}" for one in question.columns],
    }
    bag: dict[str, float] = {}
    for part, texts in parts.items():
        for word in {word for text in texts for word in list_stemmed_words(text)}:
            bag[word] = bag.get(word, 0.0) + _WEIGHTS[part]
    return bag


def _find_values(question: Question, named: Mapping[str, NamedThing]) -> dict[str, str]:
    """Return the id of the thing that a phrase names, for the first parameter that takes things of its kind."""
    values: dict[str, str] = {}
    used: set[str] = set()
    for parameter in question.parameters:
        if parameter.type in named and parameter.type not in used:
            values[parameter.name] = named[parameter.type].id
            used.add(parameter.type)
    return values


def _find_named(text: str, things: Things) -> dict[str, NamedThing]:
    """Return for each kind the one thing that a phrase names, by its longest name."""
    found: dict[str, NamedThing] = {}
    for name in _list_names(text):
        for kind in things.by_kind:
            meant = things.find(kind, name) if kind not in found else []
            if len(meant) == 1:
                found[kind] = meant[0]
    return found


def _list_names(text: str) -> Sequence[str]:
    """Return the runs of words in a text that may be names, the longest first."""
    words = text.replace("?", " ").replace(",", " ").split()[:_MOST_WORDS]
    runs = [
        " ".join(words[start : start + length])
        for length in range(min(_LONGEST_NAME, len(words)), 0, -1)
        for start in range(len(words) - length + 1)
    ]
    return [run for run in runs if len(run) > _LEAST_LETTERS and run.casefold() not in _IDLE]
