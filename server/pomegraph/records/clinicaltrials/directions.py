"""Tells which of two groups an estimate sets against the other, by the groups' own figures.

No field of a record tells it. A difference is that of the two means, a ratio of odds that of the two shares; and where
the hazard is lower, the time without an event is longer. Where the figures are too near each other, nothing is said.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.records.clinicaltrials.measures import TIME
from pomegraph.records.numbers import share_of

if TYPE_CHECKING:
    from pomegraph.records.clinicaltrials.figures import PostedFigure
    from pomegraph.records.clinicaltrials.measures import OutcomeMeasure

_DIFFERENCES = frozenset({"mean-difference", "median-difference", "risk-difference"})
_ODDS, _RISKS, _HAZARDS = "odds-ratio", "relative-risk", "hazard-ratio"
_ALL, _NEVER = Decimal(100), Decimal("Infinity")
# How far a ratio of hazards, or of times, must be from one to say which of two is longer.
_APART = Decimal("1.1")


def find_direction(
    kind: str, estimate: Decimal, measured: OutcomeMeasure, figures: tuple[PostedFigure, PostedFigure]
) -> bool | None:
    """Tell whether the estimate sets the second group against the first; None where the figures do not say."""
    one, other = map(_find_value, figures)
    if one is None or other is None:
        return None
    if kind == _HAZARDS:
        return _compare_times(one, other, estimate) if measured.kind == TIME else None
    if _NEVER in {one, other}:
        return None
    if kind in _DIFFERENCES:
        return _decide(one - other, estimate, tolerance=max(abs(estimate) / 4, Decimal("0.05")))
    if kind in {_ODDS, _RISKS} and (measured.counted or measured.unit == "percent"):
        return _compare_shares(one, other, estimate, odds=kind == _ODDS)
    return None


def _find_value(figure: PostedFigure) -> Decimal | None:
    """Return the figure of a group: a count of people as percent of them, a time that was not reached as never."""
    told = dict(figure.pairs)
    if told.get("state") == "not-reached":
        return _NEVER
    counted = told.get("affected") and told.get("atRisk")
    value = share_of(told["affected"], told["atRisk"]) if counted else told.get("value", "")
    return Decimal(value) if value else None


def _compare_times(one: Decimal, other: Decimal, estimate: Decimal) -> bool | None:
    if one == other or min(one, other) <= 0 or estimate <= 0 or max(estimate, 1 / estimate) < _APART:
        return None
    if max(one, other) < min(one, other) * _APART:
        return None
    return (one > other) != (estimate < 1)


def _compare_shares(one: Decimal, other: Decimal, estimate: Decimal, *, odds: bool) -> bool | None:
    if estimate <= 0 or not (0 < one < _ALL and 0 < other < _ALL):
        return None
    found = one / (_ALL - one) / (other / (_ALL - other)) if odds else one / other
    return _decide(found.ln(), estimate.ln(), tolerance=max(abs(estimate.ln()) / 4, Decimal("0.02")))


def _decide(found: Decimal, estimate: Decimal, *, tolerance: Decimal) -> bool | None:
    """Tell whether an estimate is the reverse of what the figures give; None where it is near both or neither."""
    straight, turned = abs(found - estimate) <= tolerance, abs(found + estimate) <= tolerance
    return None if straight == turned else turned
