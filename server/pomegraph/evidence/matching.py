"""Holds one figure against one primary figure: what agrees, what vetoes, what is not said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.content.amounts import Amount, compare_amounts
from pomegraph.evidence.amounts import Amounts
from pomegraph.evidence.measures import compare_measures
from pomegraph.evidence.people import NOBODY, compare_diseases, compare_people
from pomegraph.evidence.treatments import compare_treatments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.evidence.people import People
    from pomegraph.evidence.reading import ReadFigure
    from pomegraph.evidence.words import Words

# Fewer significant digits are there by chance too often.
_ENOUGH_DIGITS = 3
_PLACEHOLDERS = {"placebo", "chemotherapy", "standard of care", "best supportive care"}
_PLACEBO = "placebo"
_RATIOS = {"hazard ratio", "odds ratio", "relative risk"}
_ORDER = ["cut", "rounded", "converted", "finer", "equal"]


@dataclass(frozen=True, slots=True)
class Match:
    """How a primary figure fits a figure that nothing vetoes.

    Args:
        primary: The primary figure.
        how: How the digits agree, `` if they do not.
        measure: same or near.
        treatment: whole, part (the drug alone is known) or `` (nothing is).
        disease: same, near or ``.
        people: same, wider or narrower.
        follow_up: same, other or ``.
        digits: How many significant digits agree.
        has_decimals: Whether some of them stand behind the point.
    """

    primary: ReadFigure
    how: str
    measure: str
    treatment: str
    disease: str
    people: str
    follow_up: str
    digits: int
    has_decimals: bool

    @property
    def is_full(self) -> bool:
        """Whether the whole regimen, the measure and the people fit, so that the number is all that could be chance."""
        return self.treatment == "whole" and self.people != "narrower" and self.follow_up != "other"

    @property
    def is_strong(self) -> bool:
        """Whether the digits are hardly there by chance."""
        if self.how in {"equal", "finer", "converted"}:
            return self.digits >= _ENOUGH_DIGITS or (self.has_decimals and self.digits >= _ENOUGH_DIGITS - 1)
        return self.how == "rounded" and self.digits >= _ENOUGH_DIGITS


def compare_figures(read: ReadFigure, primary: ReadFigure, words: Words, setting: People = NOBODY) -> Match | None:
    """Return how a primary figure fits, or None if something vetoes it.

    Args:
        read: The figure.
        primary: The primary figure.
        words: The tables of aliases.
        setting: What is true of all people of the primary figure's trial.
    """
    if read.measured is None or primary.measured is None:
        return None
    measure = compare_measures(read.measured, primary.measured)
    primary = _leave_out_background(read, primary)
    is_swapped = _is_swapped(read, primary)
    treatment = "whole" if is_swapped else compare_treatment(read, primary)
    disease = compare_diseases(read.people, primary.people, words)
    people = compare_people(read.people, primary.people, setting)
    if not measure or "other" in {treatment, disease, people}:
        return None
    if not is_swapped and compare_treatments(read.comparators, primary.comparators) == "other":
        return None
    stated = _invert(primary.amounts) if is_swapped else primary.amounts
    how, agreed = _compare_amounts(read.amounts, stated)
    follow_up = _compare_follow_up(read, primary)
    digits = sum(one.digits for one in agreed) if len(agreed) > 1 else min((one.digits for one in agreed), default=0)
    return Match(
        primary, how, measure, treatment, disease, people, follow_up, digits, any(one.step < 1 for one in agreed)
    )


def compare_treatment(read: ReadFigure, primary: ReadFigure) -> str:
    """Return whole, part where the drug alone is known, other, or `` where nothing is said."""
    found = compare_treatments(read.treatments, primary.treatments)
    if found == "whole" and all(one.drugs <= _PLACEHOLDERS for one in read.treatments):
        # Many trials have such an arm: it says little, unless what it is compared with is the same.
        return "whole" if compare_treatments(read.comparators, primary.comparators) == "whole" else "part"
    if found or not primary.treatments:
        return found
    if read.drug:
        return "part" if any(read.drug <= one.drugs for one in primary.treatments) else "other"
    return ""


def _leave_out_background(read: ReadFigure, primary: ReadFigure) -> ReadFigure:
    """Return a primary figure without what both of its arms have, where a row tells only of a drug and of placebo."""
    placebo = frozenset({_PLACEBO})
    is_against_placebo = read.comparators and all(one.drugs == placebo for one in read.comparators)
    if not is_against_placebo or not primary.comparators or _PLACEBO not in primary.figure.comparator.casefold():
        return primary
    shared = frozenset.intersection(*(one.drugs for one in primary.comparators))
    treatments = tuple(replace(one, drugs=one.drugs - shared) for one in primary.treatments if one.drugs - shared)
    return replace(primary, treatments=treatments, comparators=read.comparators) if treatments else primary


def _is_swapped(read: ReadFigure, primary: ReadFigure) -> bool:
    """Return whether a ratio compares the same two treatments the other way round."""
    if primary.measured is None or primary.measured.statistic not in _RATIOS:
        return False
    ours = compare_treatments(read.treatments, primary.comparators)
    return ours == "whole" == compare_treatments(read.comparators, primary.treatments)


def _invert(amounts: Amounts) -> Amounts:
    return Amounts(tuple(Amount(1 / one.number, Decimal("0.0001"), one.unit) for one in amounts.stated if one.number))


def _compare_amounts(ours: Amounts, theirs: Amounts) -> tuple[str, Sequence[Amount]]:
    """Return how figures agree, and those that do; an interval that differs speaks against a figure that agrees."""
    if len(ours.stated) > len(theirs.stated) and theirs.interval and not ours.interval:
        # The interval alone is told.
        return compare_all(ours.stated, theirs.interval), ours.stated
    how = compare_all(ours.stated, theirs.stated)
    if how and ours.interval and theirs.interval and not compare_all(ours.interval, theirs.interval):
        return "", ()
    agreed = [min(pair, key=_count_digits) for pair in zip(ours.stated, theirs.stated, strict=False)] if how else []
    return how, agreed


def _count_digits(amount: Amount) -> int:
    return amount.digits


def compare_all(ones: Sequence[Amount], primaries: Sequence[Amount]) -> str:
    """Return how all of some amounts agree, by the one that does least, or `` if one does not."""
    if len(ones) != len(primaries) or not ones:
        return ""
    found = [compare_amounts(one, primary) for one, primary in zip(ones, primaries, strict=True)]
    return "" if not all(found) else min(found, key=_ORDER.index)


def _compare_follow_up(read: ReadFigure, primary: ReadFigure) -> str:
    if not read.follow_up.stated or not primary.follow_up.stated:
        return ""
    return "same" if compare_all(read.follow_up.stated, primary.follow_up.stated) else "other"
