"""Compares printed amounts: equal, rounded, cut, or converted from another unit, and how much that says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from pomegraph.evidence.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.evidence.words import Unit

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+")
_RANGE = re.compile(r"(?<![\d.])(\d+(?:[.\u00b7]\d+)?)\s*(?:-|to)\s*(\d+(?:[.\u00b7]\d+)?)(?![\d.])")
_NOT_REACHED = ("not reached", "nr", "ne", "not estimable", "not yet reached", "not evaluable")
# Months are 30.4 days, 4.35 weeks or 28 days long, as authors like.
_SLACK = Decimal("0.012")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it was printed.

    Args:
        number: The number.
        step: What one more of its last digit would be.
        unit: Its unit, or None where none is said.
        state: What is said in place of a number, such as `not reached`.
    """

    number: Decimal
    step: Decimal
    unit: Unit | None
    state: str = ""

    @property
    def digits(self) -> int:
        """How many significant digits it has, without the zeros that end a whole number."""
        figures = str(int((self.number / self.step).copy_abs()))
        return len(figures.rstrip("0") if self.step >= 1 else figures)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is said of one figure.

    Args:
        stated: The figure, or the two ends of a range where no single figure is said.
        interval: The interval that stands beside the figure.
    """

    stated: tuple[Amount, ...] = ()
    interval: tuple[Amount, ...] = ()


def read_amounts(value: str, low: str, high: str, unit: Unit | None) -> Amounts:
    """Return a figure with its interval, or the ends of a range that stands alone."""
    ends = tuple(amount for text in (low, high) if (amount := _read_amount(text, unit)) is not None)
    both = ends if len(ends) == len(("low", "high")) else ()
    if not value:
        return Amounts(both)
    found = _RANGE.fullmatch(fold(value).strip("%~ "))
    texts = [found[1], found[2]] if found else [value]
    stated = tuple(amount for text in texts if (amount := _read_amount(text, unit)) is not None)
    return Amounts(stated if len(stated) == len(texts) else (), both)


def _read_amount(text: str, unit: Unit | None) -> Amount | None:
    plain = fold(text).replace("\u00b7", ".")
    if plain in _NOT_REACHED:
        return Amount(Decimal(0), Decimal(1), unit, "not reached")
    if re.fullmatch(r"\d+,\d{1,2}", plain):  # a decimal comma
        plain = plain.replace(",", ".")
    found = _NUMBER.findall(plain)
    if len(found) != 1:
        return None
    number = Decimal(found[0].replace(",", ""))
    exponent = number.as_tuple().exponent
    return Amount(number, Decimal(1).scaleb(int(exponent)) if int(exponent) < 0 else Decimal(1), unit)


def read_unit(text: str, value: str, units: Mapping[str, Unit]) -> Unit | None:
    """Return the unit that is named, in a cell of its own or behind the number."""
    named = units.get(fold(text)) or units.get(fold(text).rstrip("."))
    if named is not None or text:
        return named
    behind = _NUMBER.sub("", fold(value), count=1).strip()
    return units.get(behind)


def compare_amounts(one: Amount, primary: Amount) -> str:
    """Return how a printed amount agrees with a primary one: `equal`, `finer`, `rounded`, `cut`, `converted`, or ``.

    `finer` has more digits than the primary one, which it rounds to.
    """
    if one.state or primary.state:
        return "equal" if one.state == primary.state else ""
    if one.unit is not None and primary.unit is not None and one.unit.name != primary.unit.name:
        return _compare_converted(one, primary)
    if one.number == primary.number:
        return "equal"
    if one.step > primary.step:
        return _compare_shortened(one, primary)
    return "finer" if one.step < primary.step and abs(one.number - primary.number) <= primary.step / 2 else ""


def _compare_shortened(one: Amount, primary: Amount) -> str:
    rounded = {primary.number.quantize(one.step, rounding=way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    if one.number in rounded:
        return "rounded"
    return "cut" if primary.number.quantize(one.step, rounding=ROUND_DOWN) == one.number else ""


def _compare_converted(one: Amount, primary: Amount) -> str:
    assert one.unit is not None  # noqa: S101 - for the type checker
    assert primary.unit is not None  # noqa: S101 - for the type checker
    if one.unit.base != primary.unit.base:
        return ""
    there, here = primary.number * primary.unit.factor, one.number * one.unit.factor
    play = (one.step * one.unit.factor + primary.step * primary.unit.factor) / 2
    return "converted" if abs(there - here) <= play + there.copy_abs() * _SLACK else ""
