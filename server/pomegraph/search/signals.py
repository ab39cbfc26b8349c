"""Knows what counts for a question beside its words: that it answers what a phrase asks of what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pomegraph.questions.following import find_origin
from pomegraph.questions.things import ANY_KIND
from pomegraph.questions.values import EVERYTHING
from pomegraph.search.asking import Aim
from pomegraph.search.filling import INTERACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.questions.question import Question
    from pomegraph.search.filling import Filled
    from pomegraph.search.phrase import Phrase

_DRUG, _REGIMEN, _TRIAL, _TRIALS, _REFERENCE, _YEAR = "drug", "regimen", "trial", "trials", "reference", "year"
_INSTRUCTION, _ADJUSTMENT, _CHANGE = "instruction", "adjustment", "change"
_PLACE, _PART, _ADDRESS = "place", "part", "address"
_DOSE, _PEOPLE, _AGE, _KINETICS = "dose", "population", "age", "pharmacokinetics"
_COMPARING, _COVERAGE, _AGREEMENT = "comparisons", "coverage", "agreement"
_RECOMMENDATIONS = "recommendations"
# How much counts that a phrase sets drugs against each other, as "Velcade or Kyprolis" does, and regimens.
_RIVALS, _REGIMENS = 0.4, 0.6
# How much counts that a question must be given a value, where a phrase names others only; several lack all the more.
_LACKING = 0.6
# How much counts that a question is not asked about what it is named after, as regimens-for-a-population.
_UNGIVEN = 0.5


class Signal(NamedTuple):
    """What counts for a question, or against it.

    Args:
        weight: How much; the words of a question count 1 at most.
        aims: What a phrase asks, one of these.
        is_met: Tells whether a question, filled in for it, is about that.
    """

    weight: float
    aims: frozenset[Aim]
    is_met: Callable[[Question, Filled], bool]


def weigh_signals(phrase: Phrase, question: Question, filled: Filled) -> float:
    """Return how much it counts that a question, filled in, answers what a phrase asks."""
    met = (one.weight for one in _SIGNALS if not one.aims.isdisjoint(phrase.aims) and one.is_met(question, filled))
    lacking = _count_lacking(question, filled) if phrase.mentions else 0
    lack = _LACKING * (lacking**2 if filled.unused else min(lacking, 1))
    lack += _UNGIVEN if filled.values and _lacks_its_own(question, filled) else 0.0
    rivals = _REGIMENS if any(thing.kind == _REGIMEN for thing in phrase.rivals) else _RIVALS
    return sum(met) + (rivals if _sets_against(question, filled, phrase) else 0.0) - lack


def tells_years(question: Question) -> bool:
    """Tell whether a question is drawn over years."""
    years = {one.name for one in question.columns if one.type == _YEAR}
    return question.chart is not None and dict(question.chart.channels).get("x") in years


def is_over_drugs(question: Question) -> bool:
    """Tell whether a question is about all drugs if none is given."""
    return any(one.type == _DRUG and not one.default for one in question.parameters)


def _count_lacking(question: Question, filled: Filled) -> int:
    """Return how many values a question must be given that a phrase does not name."""
    return sum(one.required and one.name not in filled.given for one in question.parameters)


def _lacks_its_own(question: Question, filled: Filled) -> bool:
    """Tell whether a question has people in its name, and a phrase names none but other things."""
    return _PEOPLE in question.stem.split("-") and _REGIMEN in filled.given and _PEOPLE not in filled.given


def _sets_against(question: Question, filled: Filled, phrase: Phrase) -> bool:
    """Tell whether a question compares, or has something of all that a phrase sets against each other in one table."""
    given, rivals = {value.text for value in filled.values}, {thing.id for thing in phrase.rivals}
    is_comparing = _COMPARING in question.tags[:1] and not rivals.isdisjoint(given)
    is_whole = any(one.several and one.type == _DRUG for one in question.parameters) and rivals < given
    return bool(rivals) and not filled.unused and (is_comparing or is_whole)


def _is_on(subject: str) -> Callable[[Question, Filled], bool]:
    """Return what tells whether a question is first of all on a subject."""
    return lambda question, _: question.tags[:1] == (subject,)


def _tells_silence(question: Question, _: Filled) -> bool:
    """Tell whether a question tells what documents say nothing on, or may be asked about a document itself."""
    return question.tags[:1] == (_COVERAGE,) or any(one.type == ANY_KIND for one in question.parameters)


def _takes_anything(question: Question, filled: Filled) -> bool:
    """Tell whether a question is about a thing of any kind that a phrase names, whichever drug that is said of."""
    return any(one.type == ANY_KIND and one.name in filled.given for one in question.parameters[:1])


def _tells_interactions(question: Question, _: Filled) -> bool:
    return INTERACTIONS in question.tags


def _tells_instructions(question: Question, _: Filled) -> bool:
    return question.find_column(_INSTRUCTION) is not None


def _is_given_instruction(_: Question, filled: Filled) -> bool:
    return any(value.parameter == _INSTRUCTION for value in filled.values)


def _tells_adjustments(question: Question, _: Filled) -> bool:
    """Tell whether a question tells how a dose is to be changed."""
    return question.find_column(_ADJUSTMENT) is not None


def _tells_places(question: Question, _: Filled) -> bool:
    """Tell whether a question tells at which place of its document each claim stands."""
    # Where an approval holds is another place.
    return question.find_column(_PLACE) is not None and question.find_parameter("jurisdiction") is None


def _tells_arms(question: Question, _: Filled) -> bool:
    """Tell whether a question is about trials and shows all their arms."""
    is_of_drug = any(one.type == _DRUG for one in question.parameters)
    return question.tags[:1] == (_TRIALS,) and _COMPARING in question.tags and not is_of_drug


def _tells_parts(question: Question, _: Filled) -> bool:
    """Tell whether a question tells what something is made of."""
    return question.find_column(_PART) is not None


def _lists_trials(question: Question, _: Filled) -> bool:
    """Tell whether a question lists trials, and is not about given ones."""
    is_of_given = any(one.type == _TRIAL for one in question.parameters)
    return [one.name for one in question.columns[:1]] == [_TRIAL] and not is_of_given


def _tells_changes(question: Question, _: Filled) -> bool:
    """Tell whether a question tells what has changed from one document to another."""
    return question.find_column(_CHANGE) is not None


def _lists_documents(question: Question, _: Filled) -> bool:
    """Tell whether a question lists documents, with where each was read."""
    return question.find_column(_ADDRESS) is not None


def _tells_references(question: Question, _: Filled) -> bool:
    return any(one.type == _REFERENCE for one in question.columns)


def _tells_doses_of(question: Question, filled: Filled) -> bool:
    """Tell whether a question is on doses, and asked about people."""
    given = [question.find_parameter(value.parameter) for value in filled.values]
    return _DOSE in question.kinds and any(
        one is not None and (one.type == _PEOPLE or one.name == _AGE) for one in given
    )


def _tells_kinetics(question: Question, _: Filled) -> bool:
    return _KINETICS in question.kinds and any(one.type == "measure" for one in question.parameters)


def _tells_where_it_leads(question: Question, filled: Filled) -> bool:
    """Tell whether a question is asked about what must be given as where a way begins."""
    return any(one.required and one.type == "target" and one.name in filled.given for one in question.parameters)


def _has_default(question: Question, filled: Filled) -> bool:
    """Tell whether a question would be about a drug that nobody named."""
    drugs = [one for one in question.parameters if one.type == _DRUG and one.default]
    return bool(drugs) and not any(one.name in filled.given for one in drugs)


def _is_of_one(question: Question, filled: Filled) -> bool:
    """Tell whether a question would be about a drug that nobody named, and that does not follow from what was named."""
    return _has_default(question, filled) and not find_origin(question, filled.given)


def _is_of_unnamed(question: Question, filled: Filled) -> bool:
    """Tell whether a question would be about a drug that nobody named, or about all of them."""
    return _is_of_one(question, filled) or any(value.text == EVERYTHING for value in filled.values)


def _is_filled_for_one(question: Question, filled: Filled) -> bool:
    return bool(filled.values) and _is_of_one(question, filled)


_SIGNALS = (
    Signal(1.3, frozenset({Aim.ANY_DRUG, Aim.THING}), _takes_anything),
    Signal(0.7, frozenset({Aim.THING}), _takes_anything),
    Signal(1.0, frozenset({Aim.NAME}), _takes_anything),
    Signal(1.0, frozenset({Aim.NAME}), _tells_parts),
    Signal(2.4, frozenset({Aim.PLACE}), _takes_anything),
    Signal(1.2, frozenset({Aim.PLACE}), _tells_places),
    Signal(-1.8, frozenset({Aim.ANY_DRUG}), _is_filled_for_one),
    Signal(-0.4, frozenset({Aim.TARGET}), _is_of_unnamed),
    Signal(-0.3, frozenset({Aim.STUDY}), _has_default),
    Signal(0.9, frozenset({Aim.WAY}), _tells_where_it_leads),
    Signal(0.8, frozenset({Aim.DOSE}), _tells_doses_of),
    Signal(0.9, frozenset({Aim.KINETICS}), _tells_kinetics),
    Signal(1.0, frozenset({Aim.MEETING}), _is_on(INTERACTIONS)),
    Signal(1.5, frozenset({Aim.COUNT, Aim.CHANGE}), _tells_adjustments),
    Signal(1.2, frozenset({Aim.HELP}), _tells_adjustments),
    Signal(1.4, frozenset({Aim.HELP}), _tells_instructions),
    Signal(0.8, frozenset({Aim.INSTRUCTION}), _tells_instructions),
    Signal(0.9, frozenset({Aim.INSTRUCTION}), _is_given_instruction),
    Signal(1.7, frozenset({Aim.ARMS}), _tells_arms),
    Signal(0.5, frozenset({Aim.STRANGER}), _tells_interactions),
    Signal(0.5, frozenset({Aim.HABIT}), _is_on(INTERACTIONS)),
    Signal(2.2, frozenset({Aim.DISAGREEMENT}), _is_on(_AGREEMENT)),
    Signal(1.4, frozenset({Aim.SILENCE}), _is_on(_COVERAGE)),
    Signal(1.4, frozenset({Aim.DOCUMENT}), _tells_silence),
    Signal(1.4, frozenset({Aim.REFERENCE}), _tells_references),
    Signal(1.4, frozenset({Aim.LISTING}), _lists_documents),
    Signal(1.0, frozenset({Aim.VERSION}), _tells_changes),
    Signal(1.1, frozenset({Aim.TRIALS}), _lists_trials),
    Signal(1.3, frozenset({Aim.RECOMMENDATION}), _is_on(_RECOMMENDATIONS)),
)
