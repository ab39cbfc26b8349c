"""Gives the parameters of a question the values that a phrase names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from pomegraph.questions.following import find_default
from pomegraph.questions.schema import name_term
from pomegraph.questions.spelling import list_stems, make_name_key
from pomegraph.questions.things import ANY_KIND
from pomegraph.questions.values import EVERYTHING
from pomegraph.search.asking import Aim
from pomegraph.search.bands import find_bands
from pomegraph.search.found import GivenValue
from pomegraph.search.mentions import AMOUNTS
from pomegraph.search.sharing import share_things

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from pomegraph.questions.question import Parameter, Question
    from pomegraph.questions.things import NamedThing
    from pomegraph.search.lists import ValueLists
    from pomegraph.search.mentions import Mention
    from pomegraph.search.phrase import Phrase

_NUMERIC = {"integer": re.compile(r"\d+"), "decimal": re.compile(r"\d+(?:\.\d+)?")}
_DIGITS_OF_AGE, _AGE = 2, "age"
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEGINS, _ENDS = re.compile(r"\bbegins\b"), re.compile(r"\bends\b")
_COUNTED = re.compile(r"\bcounted\b")
_CLASS, _DOCUMENT, _DRUG, _TARGET = "drug-class", "source", "drug", "target"
# What is asked of any drug, if it is named and no drug.
_ASKED_OF_DRUGS = frozenset(
    {"adverse-event", "concept", "disease", "laboratory-test", "measure", "population", "target"}
)
# What holds for everybody is nothing to ask for.
_FOR_ALL = re.compile(r"\bthat every\b")
# Of whom a number is said without a word behind it, as in "75-year-old" of years, anything may be.
_SINGLE = ("a", "an", "this", "that", "each", "every")
_AGES = frozenset({"year", "yr", "yo", "old", "y"})
_OF_AGE = frozenset({"age", "old", "older", "year", "elder", "elderli"})
_OVER = re.compile(r"\b(?:over|above|aged|past|beyond|under|below)\s+\d\ds?\b(?!\s*(?:mg|%|ml|x))", re.IGNORECASE)


# Names of these are words that people use in any question.
_VAGUE = {
    "measure": 0.3,
    "target": 0.6,
    "laboratory-test": 0.5,
    "enumeration": 0.2,
    "concept": 0.3,
    "boolean": 0.3,
    ANY_KIND: 0.5,
}
# Of these several claims tell together, step by step, or any claim.
_WALKED = frozenset({"target", ANY_KIND})
# Drugs that are no treatment of their own are asked about beside one that is.
INTERACTIONS, _COMPARING, _OTHER = "interactions", "comparisons", 2.0
# Who says where a way begins asks what follows from there.
_STARTING = 3.0
_ASTRAY = 2.0
# A drug that is named as a part of a regimen tells less than the regimen.
_OF_REGIMEN = 0.3
# Who names a trial asks for nothing else, and who names a target for little else.
_MISSED, _PART = {"trial": 4, "target": 2, "adverse-event": 2}, 1.0


@dataclass(frozen=True, slots=True)
class Filled:
    """A question with values.

    Args:
        values: The value of each parameter that has one, in the order of the parameters.
        telling: How much the values tell what is asked: of those that most questions have, nothing.
        unused: How many of those things that the question could be asked about it is not; a trial counts more.
        things: The IRIs of the things that each parameter is given, of those that a claim is told apart by.
    """

    values: tuple[GivenValue, ...]
    telling: float
    unused: float
    things: tuple[tuple[str, ...], ...] = ()

    @property
    def given(self) -> frozenset[str]:
        """The names of the parameters that have a value."""
        return frozenset(value.parameter for value in self.values)


@dataclass(frozen=True, slots=True)
class Filling:
    """What values are found by, beside the phrase.

    Args:
        lists: The closed lists.
        usual: The ids of things that most questions are about, if nothing else is said: these tell nothing.
        combined: The classes of which some drug is combined with others; no question is about other classes.
        counted: The measures by which people with an adverse event are counted.
        wider: What others are directly below.
        named: Returns the things of a name.
    """

    lists: ValueLists
    usual: Collection[str] = ()
    combined: Collection[str] = ()
    counted: Collection[str] = ()
    wider: Collection[str] = ()
    named: Callable[[str], Collection[NamedThing]] = lambda _: ()


def fill_question(question: Question, mentions: Sequence[Mention], phrase: Phrase, filling: Filling) -> Filled:
    """Return the values for a question that a phrase names, by those mentions of it that any question can take.

    Where words stand for several things, such as a class of drugs, and the parameter takes one, all of them are given:
    there is a choice.
    """
    values: dict[str, list[GivenValue]] = {}
    used: set[NamedThing] = set()
    asked: dict[str, list[str]] = {}
    telling = 0.0
    for kind in dict.fromkeys(one.type for one in question.parameters if one.is_thing and one.type != "concept"):
        takers = [one for one in question.parameters if one.type == kind and not _FOR_ALL.search(one.means)]
        if kind == ANY_KIND:
            named = _list_anything(question, mentions, phrase)
        else:
            named = _gather(question, kind, [mention.list_all(kind) for mention in mentions], phrase)
        is_of_document = kind == ANY_KIND and Aim.DOCUMENT in phrase.aims
        about = frozenset(chain(*named)) if is_of_document else phrase.subjects
        for parameter, shared in share_things(named, takers, about) if takers else ():
            things = [thing for thing in shared if _is_taken(parameter, thing, phrase, filling)]
            used.update(things)
            if things and kind not in _WALKED:
                asked.setdefault(parameter.name, []).extend(thing.iri for thing in things)
            given = [_give(parameter, thing, filling) for thing in things]
            values.setdefault(parameter.name, []).extend(given)
            telling += max((_weigh(question, one, phrase) for one in given if one.text not in filling.usual), default=0)
            telling += _STARTING if _BEGINS.search(parameter.means) and not phrase.starts.isdisjoint(things) else 0
    for parameter in question.parameters:
        others = sorted(thing for thing in phrase.beside if parameter.also and thing.kind in parameter.kinds)
        used.update(others)
        values.setdefault(parameter.name, []).extend(_give(parameter, one, filling) for one in others)
    drugs = [thing.iri for thing in used if thing.kind == _DRUG]
    rest = _leave_taken(phrase, [one for one in mentions if not used.isdisjoint(one.things)])
    for parameter in question.parameters:
        for value in _find_literals(question, parameter, rest, filling, drugs):
            values.setdefault(parameter.name, []).append(value)
            telling += _weigh(question, value, phrase)
    if everything := _find_everything(question, values, is_of_any=Aim.ANY_DRUG in phrase.aims):
        values[everything.parameter] = [everything]
    ordered = list(dict.fromkeys(value for one in question.parameters for value in values.get(one.name, ())))
    given_texts = {value.text for value in ordered}
    taken = [one for one in mentions if used.intersection((*one.things, *one.members)) or one.number in given_texts]
    left = [one for one in mentions if not _is_vague(one) and one not in taken]
    unused = sum(_weigh_left(one, phrase, is_part=any(map(one.overlaps, taken))) for one in left)
    unused += _ASTRAY if phrase.starts and phrase.starts.isdisjoint(used) else 0
    return Filled(tuple(ordered), telling, unused, tuple(map(tuple, asked.values())))


def _list_anything(question: Question, mentions: Sequence[Mention], phrase: Phrase) -> list[tuple[NamedThing, ...]]:
    """Return what is named of whatever kind, for a question about anything: several targets are a choice."""
    told = [one for one in _list_others(mentions, phrase) if phrase.parts.isdisjoint(one.things)]
    if Aim.DOCUMENT in phrase.aims:
        return [(one,) for mention in told for one in mention.things if one.kind == _DOCUMENT]
    named = _gather(question, ANY_KIND, [mention.list_all(ANY_KIND) for mention in told], phrase)
    targets = tuple(thing for things in named for thing in things if thing.kind == _TARGET)
    if Aim.THING not in phrase.aims or not targets:
        return named
    return [targets, *(things for things in named if things[0].kind != _TARGET)]


def _find_everything(
    question: Question, values: Mapping[str, Sequence[GivenValue]], *, is_of_any: bool
) -> GivenValue | None:
    """Return that a question is asked about all drugs: none is named, but what is asked of them, or any is meant."""
    given = [name for name, found in values.items() if found]
    is_told = any(one.type in _ASKED_OF_DRUGS and one.name in given for one in question.parameters)
    drug = find_default(question, given)
    return GivenValue(drug.name, EVERYTHING, "any drug") if drug and drug.several and (is_told or is_of_any) else None


def _give(parameter: Parameter, thing: NamedThing, filling: Filling) -> GivenValue:
    others = [one for one in filling.named(thing.label) if one.kind == thing.kind and one != thing]
    return GivenValue(parameter.name, thing.id, thing.label, is_clear=not others)


def _is_taken(parameter: Parameter, thing: NamedThing, phrase: Phrase, filling: Filling) -> bool:
    """Tell whether a thing can be what a parameter is: where a way begins, what is counted, and so on."""
    if _COUNTED.search(parameter.means):
        return thing.iri in filling.counted
    if thing.kind == _CLASS:
        return not filling.combined or thing.iri in filling.combined
    # Who names a drug and a class of proteins, as transcription factors are one, asks which of them.
    if parameter.type == _TARGET and parameter.several and phrase.subjects and thing.iri in filling.wider:
        return False
    if _BEGINS.search(parameter.means):
        return thing not in phrase.ends
    return thing not in phrase.starts or not _ENDS.search(parameter.means)


def _gather(
    question: Question, kind: str, named: Iterable[tuple[NamedThing, ...]], phrase: Phrase
) -> list[tuple[NamedThing, ...]]:
    """Return what is named, each once, with those together of which a parameter takes all or one by choice."""
    # Of one that takes several drugs each row has one of them: those with the partner alone, or with a drug that is
    # none to treat with, are not asked for.
    takers = [one for one in question.parameters if one.type == kind]
    is_alone = kind == _DRUG and len(takers) == 1
    left_out = phrase.others if is_alone or INTERACTIONS not in question.tags else frozenset()
    left_out |= phrase.partners if is_alone else frozenset()
    groups = [things for things in dict.fromkeys(named) if things and left_out.isdisjoint(things)]
    # All that is told of any of its drugs is more than what is told of a regimen.
    parts = [things for things in groups if phrase.parts.issuperset(things)]
    groups = [things for things in groups if things not in parts[1:]]
    rivals = tuple(thing for things in groups for thing in things if thing in phrase.rivals)
    # One on each side, where there are sides.
    is_split = len(takers) > 1 and _COMPARING in question.tags[:1]
    together = [(one,) for one in rivals] if is_split else [rivals]
    return [*(together if rivals else []), *(one for one in groups if phrase.rivals.isdisjoint(one))]


def _leave_taken(phrase: Phrase, taken: Sequence[Mention]) -> Phrase:
    """Return a phrase without values of lists in what is taken as a thing: the FDA is not the United States besides."""
    if not taken or not phrase.said:
        return phrase
    said = {
        kept: [one for one in values if not any(each.start <= one.start and one.end <= each.end for each in taken)]
        for kept, values in phrase.said.items()
    }
    return replace(phrase, said=said)


def _find_literals(
    question: Question, parameter: Parameter, phrase: Phrase, filling: Filling, drugs: Sequence[str]
) -> list[GivenValue]:
    """Return the values of a parameter that takes none of the things that are named: numbers, and those of lists."""
    if number := _find_number(parameter, phrase):
        return [GivenValue(parameter.name, number, number)]
    listed = filling.lists.list_values(question, parameter, phrase.said)
    if listed:
        found = [filling.lists.widen(value, drugs) for value in listed]
        is_usual = {one.id for one in found} == {name_term(term) for term in parameter.default}
        return [] if is_usual else [GivenValue(parameter.name, one.id, one.label) for one in dict.fromkeys(found)]
    is_told = parameter.choices and phrase.aims.isdisjoint({Aim.DOCUMENT, Aim.PLACE})
    choice = _find_choice(parameter, phrase) if is_told else None
    # Who says "tests" of what tests are done asks this question, and not for a part of its answer.
    choice = None if choice and set(list_stems(choice)) <= set(list_stems(question.summary)) else choice
    return [GivenValue(parameter.name, choice, choice)] if choice else []


def _list_others(mentions: Sequence[Mention], phrase: Phrase) -> list[Mention]:
    """Return the mentions of a phrase, those first that no question takes by their kind, which it is then about.

    Drugs and classes of them come after what else is named, as more is said of them.
    """
    others = [one for one in phrase.mentions if one not in mentions and _is_thing(one, phrase)]
    if Aim.THING in phrase.aims and any(one.find(_TARGET) for one in mentions):
        mentions = [one for one in mentions if not one.find(_CLASS)]
    return [*others, *sorted(mentions, key=lambda one: (_is_vague(one), one.find(_DRUG) is not None))]


def _is_thing(mention: Mention, phrase: Phrase) -> bool:
    """Tell whether a mention is of something by itself; an instruction is, where all its drugs are asked for."""
    is_instruction = {Aim.ANY_DRUG, Aim.INSTRUCTION} <= phrase.aims
    return is_instruction or all(each.kind != "concept" for each in mention.things)


def _weigh(question: Question, value: GivenValue, phrase: Phrase) -> float:
    """Return how much a value tells of what is asked: a drug that is none to treat with, that it is an interaction."""
    parameter = question.find_parameter(value.parameter)
    if any(value.text == drug.id for drug in phrase.others):
        return _OTHER
    if parameter and parameter.type == "drug" and any(value.text == drug.id for drug in phrase.parts):
        return _OF_REGIMEN
    return _VAGUE.get(parameter.type, 1.0) if parameter else 0.0


def _weigh_left(mention: Mention, phrase: Phrase, *, is_part: bool) -> float:
    """Return how much it counts that a question does not take what is named; of a regimen it may take a drug."""
    if is_part:
        return _PART if mention.find("regimen") else 0.0
    if not phrase.others.isdisjoint(mention.things):
        return _OTHER
    return max(_MISSED.get(thing.kind, 1) for thing in (*mention.things, *mention.members))


def _is_vague(mention: Mention) -> bool:
    return any(thing.kind in _VAGUE for thing in mention.things)


def _find_number(parameter: Parameter, phrase: Phrase) -> str | None:
    """Return the number that a parameter takes: an age or a year, if it speaks of them."""
    pattern = _NUMERIC.get(parameter.type) if phrase.numbers else None
    if pattern is None:
        return None
    stems = set(list_stems(parameter.means))
    fitting = [one for one in phrase.numbers if pattern.fullmatch(one.text)]
    if "year" in stems and "age" not in stems:
        return next((one.text for one in fitting if _YEAR.fullmatch(one.text)), None)
    if "year" in stems:
        is_age = not _OF_AGE.isdisjoint(phrase.stems) or _is_over(phrase)
        fitting = [one for one in fitting if one.unit not in AMOUNTS]
        ages = (one.text for one in fitting if one.unit in _AGES or (is_age and len(one.text) == _DIGITS_OF_AGE))
        return next((_find_age(age, phrase) for age in ages), None)
    return next((one.text for one in fitting if one.unit not in _AGES), None)


def _find_age(age: str, phrase: Phrase) -> str:
    """Return an age, or the one next to it for people above or below it, who are not of that age themselves."""
    year = int(age)
    bands = [one.band for one in find_bands(phrase.text) if year in {one.band.low, one.band.high}]
    if any(band.is_over and band.low == year for band in bands):
        return str(year + 1)
    return str(year - 1) if any(band.is_under and band.high == year for band in bands) else age


def _is_over(phrase: Phrase) -> bool:
    """Tell whether a number stands behind a word that is said of ages, and of nothing else that is named."""
    is_of_other = any(one.find("adverse-event") or one.quantity not in {"", _AGE} for one in phrase.mentions)
    return bool(_OVER.search(phrase.text)) and not is_of_other


def _find_choice(parameter: Parameter, phrase: Phrase) -> str | None:
    """Return the choice that a phrase names as a kind: "a statement" is one thing."""
    named = (choice for choice in parameter.choices if _key_of(choice) in phrase.keys)
    return next((one for one in named if phrase.keys.isdisjoint(_key_of(f"{each} {one}") for each in _SINGLE)), None)


@lru_cache(1_000)
def _key_of(choice: str) -> str:
    """Return what is the same for all spellings of a choice: there are few, and each phrase is compared with them."""
    return make_name_key(choice)
