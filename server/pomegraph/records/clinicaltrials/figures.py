"""Reads one figure of an outcome: its value or why there is none, its confidence limits, its spread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.records.clinicaltrials.measures import TIME
from pomegraph.records.numbers import read_number, scale_number, share_of

if TYPE_CHECKING:
    from pomegraph.records.clinicaltrials.measures import OutcomeMeasure
    from pomegraph.records.nodes import RecordNode
    from pomegraph.records.wordlists import WordList

_CONFIDENCE = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*Confidence Interval", re.IGNORECASE)
_SPREADS = {
    "standard deviation": "standard-deviation",
    "standard error": "standard-error",
    "standard error of the mean": "standard-error",
    "inter-quartile range": "interquartile-range",
    "interquartile range": "interquartile-range",
    "full range": "full-range",
    "geometric coefficient of variation": "coefficient-of-variation",
}
_NONE = frozenset({"NA", "N/A", ""})
_NOT_REACHED = "not-reached"
# What a figure may be when it is missing: only a time to an event is not reached.
_ONLY_OF_TIMES = frozenset({_NOT_REACHED})


@dataclass(frozen=True, slots=True)
class Spread:
    """What stands beside figures: a confidence interval of a level, or a spread of a kind; nothing where it is unknown.

    Args:
        level: The level of the confidence interval in percent.
        kind: The concept of the spread.
    """

    level: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PostedFigure:
    """A figure, as pairs of a property and a value, and what belongs to its place alone; `fault` is why it is none."""

    pairs: tuple[tuple[str, str], ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    number: str = ""
    fault: str = ""


def read_spread(text: str) -> Spread:
    """Return what a type of dispersion says.

    >>> read_spread("84% Confidence Interval"), read_spread("Full Range")
    (Spread(level='84', kind=''), Spread(level='', kind='full-range'))
    """
    found = _CONFIDENCE.fullmatch(text.strip())
    return Spread(found[1]) if found else Spread(kind=_SPREADS.get(text.strip().casefold(), ""))


def read_measurement(
    node: RecordNode, measured: OutcomeMeasure, spread: Spread, states: WordList, people: str
) -> PostedFigure:
    """Return one measurement.

    Args:
        node: The measurement.
        measured: What it is a figure of.
        spread: What stands beside it.
        states: Why there may be no figure, by the words for it.
        people: How many people it is of; empty where that is not told.
    """
    stated = node.text("value")
    number = read_number(stated)
    if number is None and stated.upper() not in _NONE:
        return PostedFigure(fault="a figure that is not a plain number")
    told: list[tuple[str, str]] = [("participants", people)]
    remarks: list[tuple[str, str]] = []
    if number is None:
        told.append(("state", _find_state(node, measured, states)))
    elif measured.share or measured.counted:
        counted = _read_count(number, people, percent=measured.share)
        if counted is None:
            return PostedFigure(fault="a count that is above the number of people, or of no whole people")
        told += counted
        remarks.append(("valueAsStated", stated if measured.share else ""))
    else:
        value = scale_number(number, measured.factor) if measured.factor != 1 else number
        told += [("value", value), ("unit", measured.unit)]
        remarks.append(("valueAsStated", stated if value != stated else ""))
    told += _read_limits(node, measured, spread, states) if spread.level else _read_spread(node, measured, spread)
    return PostedFigure(tuple(one for one in told if one[1]), tuple(one for one in remarks if one[1]), number or "")


def _read_count(number: str, people: str, *, percent: bool) -> list[tuple[str, str]] | None:
    """Return a count of people, as percent of all where that is asked for and can be."""
    if not number.isdecimal() or (people and int(number) > int(people)):
        return None
    told = [("affected", number), ("atRisk", people)]
    if not percent:
        return [*told, ("value", number), ("unit", "patient")]
    share = share_of(number, people) if people else ""
    return [*told, ("value", share), ("unit", "percent" if share else ""), ("qualifier", "computed" if share else "")]


def _find_state(node: RecordNode, measured: OutcomeMeasure, states: WordList) -> str:
    """Return why there is no figure, as the comment says; only a time to an event can be not reached."""
    found = states.find_inside(node.text("comment"))
    if measured.kind == TIME and _NOT_REACHED in found:
        return _NOT_REACHED
    other = found - _ONLY_OF_TIMES
    return other.pop() if len(other) == 1 else "not-stated"


def _read_limits(node: RecordNode, measured: OutcomeMeasure, spread: Spread, states: WordList) -> list[tuple[str, str]]:
    """Return the limits of a confidence interval; an upper one that is open is told by its state."""
    low, high = (_scale(read_number(node.text(name)), measured) for name in ("lowerLimit", "upperLimit"))
    told = [("lowerConfidenceLimit", low), ("upperConfidenceLimit", high)]
    if node.text("upperLimit").upper() == "NA" and measured.kind == TIME and low:
        found = states.find_inside(node.text("comment"))
        told.append(("upperConfidenceLimitState", next(iter(found)) if len(found) == 1 else _NOT_REACHED))
    return [*told, ("confidenceLevel", spread.level)] if any(value for _, value in told) else []


def _read_spread(node: RecordNode, measured: OutcomeMeasure, spread: Spread) -> list[tuple[str, str]]:
    """Return a spread whose kind is known."""
    if not spread.kind:
        return []
    names = {"spread": "spread", "lowerLimit": "spreadLow", "upperLimit": "spreadHigh"}
    told = [(name, _scale(read_number(node.text(field)), measured)) for field, name in names.items()]
    told = [pair for pair in told if pair[1]]
    return [*told, ("spreadKind", spread.kind)] if told else []


def _scale(number: str | None, measured: OutcomeMeasure) -> str:
    return "" if number is None else scale_number(number, measured.factor) if measured.factor != 1 else number
