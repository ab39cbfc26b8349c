"""Gives the parameters of a question the values that a phrase names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.questions.schema import name_term
from pomegraph.questions.spelling import list_stems, make_name_key
from pomegraph.questions.things import ANY_KIND
from pomegraph.search.found import GivenValue

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.questions.things import NamedThing
    from pomegraph.search.mentions import Mention
    from pomegraph.search.phrase import Phrase

_NUMERIC = {"integer": re.compile(r"\d+"), "decimal": re.compile(r"\d+(?:\.\d+)?")}
_DIGITS_OF_AGE = 2
# What holds for everybody is nothing to ask for.
_FOR_ALL = re.compile(r"\bthat every\b")
# Of whom a number is said without a word behind it, as in "75-year-old" of years, anything may be.
_AGES = frozenset({"year", "yr", "yo", "old", "y"})
_OF_AGE = frozenset({"age", "old", "older", "year", "elder", "elderli"})
_OVER = re.compile(r"\b(?:over|above|aged|past|beyond)\s+\d\d\b(?!\s*(?:mg|%|ml|x))", re.IGNORECASE)


# Names of these are words that people use in any question.
_VAGUE = {"measure": 0.3, "target": 0.6, "enumeration": 0.2, ANY_KIND: 0.5}
# Drugs that are no treatment of their own are asked about beside one that is.
INTERACTIONS, _OTHER = "interactions", 2.0
# Who names a trial asks for nothing else.
_MISSED, _PART = {"trial": 4}, 1.0


@dataclass(frozen=True, slots=True)
class Filled:
    """A question with values.

    Args:
        values: The value of each parameter that has one, in the order of the parameters.
        telling: How much the values tell what is asked: of those that most questions have, nothing.
        unused: How many of those things that the question could be asked about it is not; a trial counts more.
    """

    values: tuple[GivenValue, ...]
    telling: float
    unused: float


def fill_question(
    question: Question, mentions: Sequence[Mention], phrase: Phrase, usual: Collection[str] = ()
) -> Filled:
    """Return the values for a question that a phrase names, by those mentions of it that any question can take.

    Args:
        question: The question.
        mentions: The mentions.
        phrase: What is looked for.
        usual: The ids of things that most questions are about, if nothing else is said: these tell nothing.
    """
    values: dict[str, list[GivenValue]] = {}
    used: set[NamedThing] = set()
    for kind in dict.fromkeys(one.type for one in question.parameters if one.is_thing and one.type != "concept"):
        told = _list_others(mentions, phrase) if kind == ANY_KIND else mentions
        named = [thing for mention in told if (thing := mention.find(kind))]
        takers = [one for one in question.parameters if one.type == kind and not _FOR_ALL.search(one.means)]
        if INTERACTIONS not in question.tags:
            named = [thing for thing in named if thing not in phrase.others]
        chosen = _share(list(dict.fromkeys(named)), takers, phrase) if takers else []
        used.update(thing for _, thing in chosen)
        for parameter, thing in chosen:
            values.setdefault(parameter.name, []).append(GivenValue(parameter.name, thing.id, thing.label))
    for parameter in question.parameters:
        if number := _find_number(parameter, phrase):
            values[parameter.name] = [GivenValue(parameter.name, number, number)]
        elif parameter.choices and (choice := _find_choice(parameter, phrase)):
            values[parameter.name] = [GivenValue(parameter.name, choice, choice)]
    ordered = [value for one in question.parameters for value in values.get(one.name, ())]
    telling = sum(_weigh(question, value, phrase) for value in ordered if value.text not in usual)
    taken = [mention for mention in mentions if used.intersection(mention.things)]
    left = [one for one in mentions if not _is_vague(one) and one not in taken]
    unused = sum(_weigh_left(one, is_part=any(map(one.overlaps, taken))) for one in left)
    return Filled(tuple(ordered), telling, unused)


def _list_others(mentions: Sequence[Mention], phrase: Phrase) -> list[Mention]:
    """Return the mentions of a phrase, those first that no question takes by their kind, which it is then about.

    Drugs come after what else is named, as more is said of them.
    """
    others = [
        one for one in phrase.mentions if one not in mentions and all(each.kind != "concept" for each in one.things)
    ]
    return [*others, *sorted(mentions, key=lambda one: (_is_vague(one), one.find("drug") is not None))]


def _share(
    named: list[NamedThing], parameters: Sequence[Parameter], phrase: Phrase
) -> list[tuple[Parameter, NamedThing]]:
    """Return which parameter of a kind takes which of the things of that kind that a phrase names.

    Of several parameters the first is what the question is about, as its default is; a thing that is named alone goes
    to the last, beside that default, unless it is a drug that the graph is about as well.
    """
    usual = [[name_term(term) for term in one.default] for one in parameters]
    free = list(range(len(parameters)))
    chosen: list[tuple[int, NamedThing]] = []
    for thing in sorted(named, key=lambda thing: thing.id not in usual[0]):
        place = next((one for one in free if thing.id in usual[one]), None)
        if place is None:
            is_beside = len(named) == 1 and len(free) > 1 and usual[0] and thing not in phrase.subjects
            place = free[-1] if is_beside else next(iter(free), None)
        if place is None:
            break
        chosen.append((place, thing))
        if not parameters[place].several:
            free.remove(place)
    return [(parameters[place], thing) for place, thing in sorted(chosen, key=lambda one: one[0])]


def _weigh(question: Question, value: GivenValue, phrase: Phrase) -> float:
    """Return how much a value tells of what is asked: a drug that is none to treat with, that it is an interaction."""
    parameter = question.find_parameter(value.parameter)
    if any(value.text == drug.id for drug in phrase.others):
        return _OTHER
    return _VAGUE.get(parameter.type, 1.0) if parameter else 0.0


def _weigh_left(mention: Mention, *, is_part: bool) -> float:
    """Return how much it counts that a question does not take what is named; of a regimen it may take a drug."""
    if is_part:
        return _PART if mention.find("regimen") else 0.0
    return max(_MISSED.get(thing.kind, 1) for thing in mention.things)


def _is_vague(mention: Mention) -> bool:
    return any(thing.kind in _VAGUE for thing in mention.things)


def _find_number(parameter: Parameter, phrase: Phrase) -> str | None:
    """Return the number that a parameter takes: in years, if it speaks of them."""
    pattern, stems = _NUMERIC.get(parameter.type), set(list_stems(parameter.means))
    if pattern is None:
        return None
    fitting = [one for one in phrase.numbers if pattern.fullmatch(one.text)]
    if "year" in stems:
        is_age = not _OF_AGE.isdisjoint(phrase.stems) or _is_over(phrase)
        return next(
            (one.text for one in fitting if one.unit in _AGES or (is_age and len(one.text) == _DIGITS_OF_AGE)), None
        )
    return next((one.text for one in fitting if one.unit not in _AGES), None)


def _is_over(phrase: Phrase) -> bool:
    """Tell whether a number stands behind a word that is said of ages, and of nothing else that is named."""
    return bool(_OVER.search(phrase.text)) and not any(one.find("adverse-event") for one in phrase.mentions)


def _find_choice(parameter: Parameter, phrase: Phrase) -> str | None:
    return next((choice for choice in parameter.choices if make_name_key(choice) in phrase.keys), None)
