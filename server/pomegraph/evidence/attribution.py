"""Tells for a published figure which trial it is from, or that it cannot be told.

A wrong attribution is worse than none. Measure and statistic, unit, disease, whole regimen, comparator and population
can each veto a primary figure. What is left is a candidate; how much it says depends on how the digits agree and on
what is not said. A trial that is named keeps its figure unless primary figures of that trial speak against it and those
of one other trial for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from pomegraph.evidence.amounts import Amounts
from pomegraph.evidence.matching import Match, compare_all, compare_figures, compare_treatment
from pomegraph.evidence.measures import ADVERSE_EVENT
from pomegraph.evidence.people import NOBODY, compare_diseases, is_other_setting
from pomegraph.evidence.reading import FigureReader, ReadFigure, tell_settings
from pomegraph.evidence.trials import Trials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.evidence.figures import Figure
    from pomegraph.evidence.words import Words

Word = Literal["confirm", "attribute", "correct", "keep", "several", "none", "doubtful"]

VERDICTS: dict[Word, str] = {
    "confirm": "the trial that is named has this figure",
    "attribute": "no trial is named, and one has this figure",
    "correct": "the trial that is named has another figure there, or no such arm or people, and one other has this one",
    "keep": "nothing speaks strongly enough against the trial that is named: another data cut, a subgroup, a misprint",
    "several": "more than one trial has this figure",
    "none": "no primary figure fits",
    "doubtful": "the number fits, but too little is said, or something speaks against it",
}
_HOW = {
    "equal": "the same figure",
    "finer": "the same figure with fewer digits",
    "rounded": "the figure before it was rounded",
    "cut": "the figure before its digits were cut",
    "converted": "the same figure in another unit",
}


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is said of one figure.

    Args:
        id: The id of its row.
        verdict: confirm, attribute, correct, keep, several, none or doubtful.
        trials: The trials that the figure is from, or may be from.
        claims: The primary claims that say so, by IRI or id.
        reason: Why, in a sentence or two.
        how: How its digits agree with the primary ones, `` if they do not.
        is_named: Whether the row names a trial.
        measure: `near` if the row says more or less of what was measured than the primary figure, else `same`.
    """

    id: str
    verdict: Word
    trials: tuple[str, ...]
    claims: tuple[str, ...]
    reason: str
    how: str = ""
    is_named: bool = False
    measure: str = "same"


class Tracer:
    """Holds figures against the primary ones that it was given."""

    def __init__(self, primary: Iterable[Figure], words: Words) -> None:
        self._words = words
        self._trials = Trials()
        figures = list(primary)
        for figure in figures:
            self._trials.add(figure.trial)
        for names in words.trials:
            self._trials.link(names)
        self._reader = FigureReader(words, self._trials)
        read = map(self._reader.read, figures)
        self._primary = [one for one in read if one.trial and one.amounts.stated]
        self._settings = tell_settings(self._primary)
        # What is called otherwise may be one of these, under a name that no table knows.
        self._drugs = {drug for one in self._primary for treatment in one.treatments for drug in treatment.drugs}
        self._drugs |= set(words.drugs.values())
        self._by_endpoint: dict[tuple[str, str], list[ReadFigure]] = {}
        for one in self._primary:
            if one.measured is not None:
                self._by_endpoint.setdefault((one.measured.endpoint, one.measured.statistic), []).append(one)

    def trace(self, figure: Figure) -> Attribution:
        """Return the verdict on a figure."""
        read = self._reader.read(figure)
        if not read.amounts.stated:
            return Attribution(figure.id, "none", (), (), "no figure can be read in this row")
        if read.measured is None:
            return Attribution(figure.id, "none", (), (), "the row does not say what was measured")
        fitting = self._find_fitting(read)
        hits = _leave_out_known(fitting)
        named = self._trials.find(figure.trial)
        if named == "":
            return self._attribute(read, hits)
        return self._check_named(read, named, fitting)

    # Without a trial

    def _attribute(self, read: ReadFigure, hits: Sequence[Match]) -> Attribution:
        best = _choose(hits)
        if not best:
            return self._doubt_whole(read) or Attribution(read.figure.id, "none", (), (), self._explain_nothing(read))
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

    def _doubt_whole(self, read: ReadFigure) -> Attribution | None:
        """Return a doubt where the share of serious events of some kind is that of all serious events together."""
        if read.measured is None or read.measured.kind or not read.measured.serious:
            return None
        all_events = replace(read, measured=replace(read.measured, endpoint=ADVERSE_EVENT, kind="proportion"))
        hits = [match for match in self._find_fitting(all_events) if match.how == "equal" and match.is_full]
        reason = f"{_tell(hits[0])} of all serious events together: {self._describe(hits[0])}" if hits else ""
        return self._say(read, "doubtful", hits, reason) if hits else None

    def _is_known_enough(self, read: ReadFigure, best: Sequence[Match]) -> bool:
        return bool(read.drug) and all(match.is_strong and match.disease == "same" for match in best)

    # With a trial

    def _check_named(self, read: ReadFigure, named: str | None, fitting: Sequence[Match]) -> Attribution:
        own = [match for match in fitting if match.primary.trial == named]
        others = [match for match in fitting if match.primary.trial != named and match.how]
        # A figure of some of the people does not confirm one of all.
        parts = [match for match in own if match.how and match.people == "narrower"]
        if hits := _choose([match for match in own if match.how and match.people != "narrower"]):
            return self._say(read, "confirm", hits, f"{_tell(hits[0])}: {self._describe(hits[0])}")
        if named is None:
            reason = f"no primary figure of {read.figure.trial} is known"
            return Attribution(read.figure.id, "keep", (read.figure.trial,), (), reason + self._mention(others))
        label = self._trials.label(named)
        against = [match for match in own if _is_against(match)]
        is_foreign = self._is_foreign(read, named)
        strong = [match for match in _choose(others) if _is_convincing(match, is_foreign=is_foreign)]
        has = "no such arm or people" if is_foreign else f"{_show(against[0].primary.figure)} there" if against else ""
        if strong and (is_foreign or against):
            trials = _list_trials(strong)
            word: Word = "correct" if len(trials) == 1 else "several"
            return self._say(read, word, strong, f"{label} has {has}; {_tell(strong[0])}: {self._describe(strong[0])}")
        if parts:
            reason = f"{_tell(parts[0])}, of a subgroup that the row does not name: {self._describe(parts[0])}"
            return self._say(read, "keep", parts, reason + self._mention(others))
        if is_foreign or (others and against):
            reason = f"{label} has {has}, and no other trial fits well enough{self._mention(others)}"
            return Attribution(read.figure.id, "doubtful", (label,), _list_claims(against), reason)
        return self._keep(read, label, against, others)

    def _keep(self, read: ReadFigure, label: str, against: Sequence[Match], others: Sequence[Match]) -> Attribution:
        if against:
            reason = f"{label} has {_show(against[0].primary.figure)} there: another data cut, a subgroup or a misprint"
        else:
            reason = f"the primary figures of {label} do not tell this one{self._mention_ends(read)}"
        return Attribution(read.figure.id, "keep", (label,), _list_claims(against), reason + self._mention(others))

    def _is_foreign(self, read: ReadFigure, named: str) -> bool:
        """Return whether a trial has no arm with the treatment, or nobody who has the disease at that line."""
        if not all(one.drugs <= self._drugs for one in read.treatments):
            return False
        own = [primary for primary in self._primary if primary.trial == named]
        treatments = [compare_treatment(read, primary) for primary in own]
        diseases = [compare_diseases(read.people, primary.people, self._words) for primary in own]
        settings = [is_other_setting(read.people, primary.people) for primary in own]
        return all(one == "other" for one in treatments) or all(one == "other" for one in diseases) or all(settings)

    def _find_fitting(self, read: ReadFigure) -> list[Match]:
        matches = [
            compare_figures(read, primary, self._words, self._settings.get(primary.trial, NOBODY))
            for primary in self._list_same_measure(read)
        ]
        return [match for match in matches if match is not None]

    def _list_same_measure(self, read: ReadFigure) -> list[ReadFigure]:
        measured = read.measured
        return self._by_endpoint.get((measured.endpoint, measured.statistic), []) if measured else []

    # Telling

    def _say(self, read: ReadFigure, word: Word, matches: Sequence[Match], reason: str) -> Attribution:
        trials = tuple(self._trials.label(key) for key in _list_trials(matches))
        kept, best = read.figure, matches[0]
        return Attribution(
            kept.id, word, trials, _list_claims(matches), reason, best.how, bool(kept.trial), best.measure
        )

    def _describe(self, match: Match) -> str:
        figure = match.primary.figure
        parts = [self._trials.label(match.primary.trial), figure.regimen or figure.arm, figure.population]
        return ", ".join(part for part in parts if part) + f", {figure.measure} {_show(figure)}"

    def _mention(self, others: Sequence[Match]) -> str:
        trials = [self._trials.label(key) for key in _list_trials(others)]
        return f"; {', '.join(trials[:3])} has that number" if trials else ""

    def _mention_ends(self, read: ReadFigure) -> str:
        """Return in which trials the two ends of a range are figures of their own."""
        told = []
        for end in read.amounts.stated if len(read.amounts.stated) > 1 else ():
            found = self._find_fitting(replace(read, amounts=Amounts((end,))))
            trials = _list_trials([match for match in found if match.how == "equal" and match.people != "narrower"])
            told += [f"{end.number} is of {', '.join(self._trials.label(key) for key in trials[:3])}"] if trials else []
        return "; " + ", ".join(told) if told else ""

    def _explain_nothing(self, read: ReadFigure) -> str:
        known = self._list_same_measure(read)
        if not known:
            return "no primary figure is of this measure"
        same = [primary for primary in known if compare_all(read.amounts.stated, primary.amounts.stated)]
        if same:
            trials = sorted({self._trials.label(primary.trial) for primary in same})
            return f"{', '.join(trials[:3])} has that number of other people or another treatment"
        return f"no primary figure of this measure has that number{self._mention_ends(read)}"


_FEW_DIGITS = 2
# What tells between candidates, the most telling first.
_TESTS: tuple[Callable[[Match], bool], ...] = (
    lambda match: match.follow_up == "same",
    lambda match: match.treatment == "whole",
    lambda match: match.people == "same",
    lambda match: match.measure == "same",
    lambda match: match.how != "cut",
    lambda match: match.follow_up != "other",
)


def _choose(hits: Sequence[Match]) -> list[Match]:
    """Return those that fit best: of the same follow-up, treatment and people before others, cut digits last."""
    best = list(hits)
    for test in _TESTS:
        best = [match for match in best if test(match)] or best
    return best


def _is_convincing(match: Match, *, is_foreign: bool) -> bool:
    """Return whether a figure of another trial speaks against the one that is named.

    Fewer digits do where the trial that is named has no such treatment at all.
    """
    is_enough = match.is_strong or (is_foreign and match.how in {"equal", "finer"} and match.digits >= _FEW_DIGITS)
    return match.is_full and match.measure == "same" and is_enough


def _is_against(match: Match) -> bool:
    """Return whether a figure of the trial that is named is of all that the row says, so that both cannot be right."""
    return match.treatment == "whole" and match.measure == "same" and match.people != "narrower"


def _leave_out_known(fitting: Sequence[Match]) -> list[Match]:
    """Return the matches whose digits agree; one of all people only if its trial tells nothing else of just these."""
    same = [match for match in fitting if match.people == "same" and match.measure == "same"]
    told = {match.primary.trial for match in same if not match.how}
    return [match for match in fitting if match.how and not (match.people == "wider" and match.primary.trial in told)]


def _is_enough(best: Sequence[Match]) -> bool:
    match = best[0]
    if match.people == "narrower" or match.follow_up == "other":
        return False
    if match.treatment == "whole":
        return match.how != "cut" or match.disease == "same"
    return match.is_strong


def _list_trials(matches: Sequence[Match]) -> list[str]:
    return list(dict.fromkeys(match.primary.trial for match in matches))


def _list_claims(matches: Sequence[Match]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.primary.figure.claim or match.primary.figure.id for match in matches))


def _tell(match: Match) -> str:
    return f"{_HOW[match.how]} is primary"


def _tell_weakness(match: Match) -> str:
    if match.people == "narrower":
        return "of a subgroup that the row does not name"
    if match.follow_up == "other":
        return "after another time of follow-up"
    return "too little else is said to tell"


def _show(figure: Figure) -> str:
    number = figure.value or f"{figure.low} to {figure.high}"
    return f"{number} {figure.unit}".strip()
