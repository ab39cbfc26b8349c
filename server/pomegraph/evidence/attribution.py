"""Tells for a published figure which trial it is from, or that it cannot be told.

A wrong attribution is worse than none. Measure and statistic, unit, disease, whole regimen, comparator and population
can each veto a primary figure. What is left is a candidate; how much it says depends on how the digits agree and on
what is not said. A trial that is named keeps its figure unless primary figures of that trial speak against it and those
of one other trial for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pomegraph.evidence.amounts import Amount, compare_amounts, read_amounts, read_unit
from pomegraph.evidence.measures import Measured, compare_measures, read_measure
from pomegraph.evidence.people import People, compare_diseases, compare_people, read_people
from pomegraph.evidence.treatments import Treatment, compare_treatments, read_treatments, split_versus
from pomegraph.evidence.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.evidence.figures import Figure
    from pomegraph.evidence.words import Words

Word = Literal["confirm", "attribute", "correct", "keep", "several", "none", "doubtful"]

_HOW = {
    "equal": "the same figure",
    "finer": "the same figure with fewer digits",
    "rounded": "the figure before it was rounded",
    "cut": "the figure before its digits were cut",
    "converted": "the same figure in another unit",
}
# Fewer significant digits are there by chance too often.
_ENOUGH_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is said of one figure.

    Args:
        id: The id of its row.
        verdict: confirm, attribute, correct, keep, several, none or doubtful.
        trials: The trials that the figure is from, or may be from.
        claims: The primary claims that say so, by IRI or id.
        reason: Why, in a sentence or two.
    """

    id: str
    verdict: Word
    trials: tuple[str, ...]
    claims: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A figure with its parts read."""

    figure: Figure
    trial: str
    amounts: tuple[Amount, ...]
    measured: Measured | None
    treatments: tuple[Treatment, ...]
    comparators: tuple[Treatment, ...]
    drug: frozenset[str]
    people: People
    follow_up: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """How a primary figure fits a figure that nothing vetoes.

    Args:
        how: How the digits agree, `` if they do not.
        measure: same or near.
        treatment: whole, part (the drug alone is known) or `` (nothing is).
        disease: same, near or ``.
        people: same, wider or narrower.
        follow_up: same, other or ``.
    """

    primary: _Read
    how: str
    measure: str
    treatment: str
    disease: str
    people: str
    follow_up: str

    @property
    def is_full(self) -> bool:
        """Whether the whole regimen, the measure and the people fit, so that the number is all that could be chance."""
        return self.treatment == "whole" and self.people != "narrower" and self.follow_up != "other"

    @property
    def is_strong(self) -> bool:
        """Whether the digits are hardly there by chance."""
        digits = min(one.digits for one in self.primary.amounts)
        has_decimals = all(one.step < 1 for one in self.primary.amounts)
        if self.how in {"equal", "finer"}:
            return digits >= _ENOUGH_DIGITS or (has_decimals and digits >= _ENOUGH_DIGITS - 1)
        return self.how == "rounded" and digits >= _ENOUGH_DIGITS + 1


class Tracer:
    """Holds figures against the primary ones that it was given."""

    def __init__(self, primary: Iterable[Figure], words: Words) -> None:
        self._words = words
        self._trials = Trials()
        figures = list(primary)
        for figure in figures:
            self._trials.add(figure.trial)
        self._primary = [read for figure in figures if (read := self._read(figure)).trial and read.amounts]
        self._by_endpoint: dict[tuple[str, str], list[_Read]] = {}
        for read in self._primary:
            if read.measured is not None:
                key = read.measured.endpoint, read.measured.statistic
                self._by_endpoint.setdefault(key, []).append(read)

    def trace(self, figure: Figure) -> Attribution:
        """Return the verdict on a figure."""
        read = self._read(figure)
        if not read.amounts:
            return Attribution(figure.id, "none", (), (), "no figure can be read in this row")
        if read.measured is None:
            return Attribution(figure.id, "none", (), (), "the row does not say what was measured")
        fitting = self._find_fitting(read)
        hits = [match for match in fitting if match.how]
        named = self._trials.find(figure.trial)
        if named == "":
            return self._attribute(read, hits)
        return self._check_named(read, named, fitting)

    # Without a trial

    def _attribute(self, read: _Read, hits: Sequence[_Match]) -> Attribution:
        best = _choose(hits)
        if not best:
            return Attribution(read.figure.id, "none", (), (), self._explain_nothing(read))
        trials = _list_trials(best)
        if not all(match.treatment for match in best) or (
            not read.treatments and not self._is_known_enough(read, best)
        ):
            reason = "the number fits, but the row says too little of the treatment to tell"
            return self._say(read, "doubtful", best, reason)
        if len(trials) > 1:
            return self._say(read, "several", best, f"{_tell(best[0])} in {len(trials)} trials")
        if not _is_enough(best):
            return self._say(read, "doubtful", best, f"{_tell(best[0])}, but {_tell_weakness(best[0])}")
        return self._say(read, "attribute", best, f"{_tell(best[0])}: {self._describe(best[0])}")

    def _is_known_enough(self, read: _Read, best: Sequence[_Match]) -> bool:
        return bool(read.drug) and all(match.is_strong and match.disease == "same" for match in best)

    # With a trial

    def _check_named(self, read: _Read, named: str | None, fitting: Sequence[_Match]) -> Attribution:
        own = [match for match in fitting if match.primary.trial == named]
        others = [match for match in fitting if match.primary.trial != named and match.how]
        if hits := _choose([match for match in own if match.how]):
            return self._say(read, "confirm", hits, f"{_tell(hits[0])}: {self._describe(hits[0])}")
        if named is None:
            reason = f"no primary figure of {read.figure.trial} is known"
            return Attribution(read.figure.id, "keep", (read.figure.trial,), (), reason + self._mention(others))
        label = self._trials.label(named)
        against = [match for match in own if match.treatment == "whole" and match.measure == "same"]
        is_foreign = self._is_foreign(read, named)
        strong = [match for match in _choose(others) if match.is_full and match.is_strong and match.measure == "same"]
        if strong and (is_foreign or against):
            why = f"{label} has no such arm" if is_foreign else f"{label} has {_show(against[0].primary.figure)} there"
            trials = _list_trials(strong)
            word: Word = "correct" if len(trials) == 1 else "several"
            return self._say(read, word, strong, f"{why}; {_tell(strong[0])}: {self._describe(strong[0])}")
        if is_foreign or (others and against):
            why = f"{label} has no such arm" if is_foreign else f"{label} has {_show(against[0].primary.figure)} there"
            reason = f"{why}, and no other trial fits well enough{self._mention(others)}"
            return Attribution(read.figure.id, "doubtful", (label,), _list_claims(against), reason)
        return self._keep(read, label, against, others)

    def _keep(self, read: _Read, label: str, against: Sequence[_Match], others: Sequence[_Match]) -> Attribution:
        if against:
            reason = f"{label} has {_show(against[0].primary.figure)} there: another data cut, a subgroup or a misprint"
        else:
            reason = f"the primary figures of {label} do not tell this one"
        return Attribution(read.figure.id, "keep", (label,), _list_claims(against), reason + self._mention(others))

    def _is_foreign(self, read: _Read, named: str) -> bool:
        """Return whether no arm of the trial that is named has the treatment, or nobody in it has the disease."""
        own = [primary for primary in self._primary if primary.trial == named]
        treatments = [_compare_treatment(read, primary) for primary in own]
        diseases = [compare_diseases(read.people, primary.people, self._words) for primary in own]
        return all(one == "other" for one in treatments) or all(one == "other" for one in diseases)

    # Reading and comparing

    def _read(self, figure: Figure) -> _Read:
        unit = read_unit(figure.unit, figure.value, self._words.units)
        regimen, versus = split_versus(figure.regimen or figure.arm)
        months = self._words.units.get("month")
        follow_unit = read_unit("", figure.follow_up, self._words.units) or months
        return _Read(
            figure,
            self._trials.find(figure.trial) or "",
            read_amounts(figure.value, figure.low, figure.high, unit),
            read_measure(figure.measure, unit, self._words),
            read_treatments(regimen, self._words),
            read_treatments(figure.comparator or versus, self._words),
            frozenset(name for one in read_treatments(figure.drug, self._words) for name in one.drugs),
            read_people(figure.disease, figure.population, self._words),
            read_amounts(_first_number(figure.follow_up), "", "", follow_unit),
        )

    def _find_fitting(self, read: _Read) -> list[_Match]:
        assert read.measured is not None  # noqa: S101 - for the type checker
        known = self._by_endpoint.get((read.measured.endpoint, read.measured.statistic), ())
        return [match for primary in known if (match := self._compare(read, primary)) is not None]

    def _compare(self, read: _Read, primary: _Read) -> _Match | None:
        assert read.measured is not None  # noqa: S101 - for the type checker
        assert primary.measured is not None  # noqa: S101 - for the type checker
        measure = compare_measures(read.measured, primary.measured)
        treatment = _compare_treatment(read, primary)
        disease = compare_diseases(read.people, primary.people, self._words)
        people = compare_people(read.people, primary.people)
        if not measure or "other" in {treatment, disease, people} or _are_compared_otherwise(read, primary):
            return None
        how = _compare_all(read.amounts, primary.amounts)
        return _Match(primary, how, measure, treatment, disease, people, _compare_follow_up(read, primary))

    # Telling

    def _say(self, read: _Read, word: Word, matches: Sequence[_Match], reason: str) -> Attribution:
        trials = tuple(self._trials.label(key) for key in _list_trials(matches))
        return Attribution(read.figure.id, word, trials, _list_claims(matches), reason)

    def _describe(self, match: _Match) -> str:
        figure = match.primary.figure
        parts = [self._trials.label(match.primary.trial), figure.regimen or figure.arm, figure.population]
        return ", ".join(part for part in parts if part) + f", {figure.measure} {_show(figure)}"

    def _mention(self, others: Sequence[_Match]) -> str:
        trials = [self._trials.label(key) for key in _list_trials(others)]
        return f"; {', '.join(trials[:3])} has that number" if trials else ""

    def _explain_nothing(self, read: _Read) -> str:
        assert read.measured is not None  # noqa: S101 - for the type checker
        key = read.measured.endpoint, read.measured.statistic
        known = self._by_endpoint.get(key, ())
        if not known:
            return f"no primary figure tells {' '.join(part for part in reversed(key) if part)}"
        same = [primary for primary in known if _compare_all(read.amounts, primary.amounts)]
        if same:
            trials = sorted({self._trials.label(primary.trial) for primary in same})
            return f"{', '.join(trials[:3])} has that number of other people or another treatment"
        return "no primary figure of this measure has that number"


def _compare_treatment(read: _Read, primary: _Read) -> str:
    found = compare_treatments(read.treatments, primary.treatments)
    if found or not primary.treatments:
        return found
    if read.drug:
        return "part" if any(read.drug <= one.drugs for one in primary.treatments) else "other"
    return ""


def _are_compared_otherwise(read: _Read, primary: _Read) -> bool:
    return compare_treatments(read.comparators, primary.comparators) == "other"


def _compare_all(ones: Sequence[Amount], primaries: Sequence[Amount]) -> str:
    if len(ones) != len(primaries):
        return ""
    found = [compare_amounts(one, primary) for one, primary in zip(ones, primaries, strict=True)]
    order = ["cut", "rounded", "converted", "finer", "equal"]
    return "" if not all(found) else min(found, key=order.index)


def _compare_follow_up(read: _Read, primary: _Read) -> str:
    if not read.follow_up or not primary.follow_up:
        return ""
    return "same" if _compare_all(read.follow_up, primary.follow_up) else "other"


def _first_number(text: str) -> str:
    """Return the first number of a text such as `median 14.2 months`, with the word behind all."""
    parts = text.split()
    numbers = [word for word in parts if any(letter.isdigit() for letter in word)]
    unit = parts[-1] if len(parts) > 1 and parts[-1].isalpha() else ""
    return f"{numbers[0]} {unit}".strip() if numbers else ""


# What tells between candidates, the most telling first.
_TESTS: tuple[Callable[[_Match], bool], ...] = (
    lambda match: match.follow_up == "same",
    lambda match: match.treatment == "whole",
    lambda match: match.people == "same",
    lambda match: match.measure == "same",
    lambda match: match.how != "cut",
    lambda match: match.follow_up != "other",
)


def _choose(hits: Sequence[_Match]) -> list[_Match]:
    """Return those that fit best: of the same follow-up, treatment and people before others, cut digits last."""
    best = list(hits)
    for test in _TESTS:
        best = [match for match in best if test(match)] or best
    return best


def _is_enough(best: Sequence[_Match]) -> bool:
    match = best[0]
    if match.people == "narrower" or match.follow_up == "other":
        return False
    if match.treatment == "whole":
        return match.how != "cut" or match.disease == "same"
    return match.is_strong


def _list_trials(matches: Sequence[_Match]) -> list[str]:
    return list(dict.fromkeys(match.primary.trial for match in matches))


def _list_claims(matches: Sequence[_Match]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.primary.figure.claim or match.primary.figure.id for match in matches))


def _tell(match: _Match) -> str:
    return f"{_HOW[match.how]} is primary"


def _tell_weakness(match: _Match) -> str:
    if match.people == "narrower":
        return "of a subgroup that the row does not name"
    if match.follow_up == "other":
        return "after another time of follow-up"
    return "too little else is said to tell"


def _show(figure: Figure) -> str:
    number = figure.value or f"{figure.low} to {figure.high}"
    return f"{number} {figure.unit}".strip()
