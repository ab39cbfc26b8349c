"""Compares amounts as they were printed: equal, rounded, cut, or converted from another unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

# How a printed figure stands to the one that is meant: below it, at it, or above it.
RELATIONS = {"below": -1, "equals": 0, "above": 1}
# Months are 30.4 days, 4.35 weeks or 28 days long, as authors like.
_SLACK = Decimal("0.012")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement.

    Args:
        name: What it is called.
        base: The unit that it is compared in.
        factor: How many of the base unit it has.
    """

    name: str
    base: str
    factor: Decimal


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


def make_amount(text: str, unit: Unit | None) -> Amount:
    """Return the amount that a plain number stands for.

    >>> make_amount("11.20", None).step
    Decimal('0.01')
    """
    number = Decimal(text)
    exponent = int(number.as_tuple().exponent)
    return Amount(number, Decimal(1).scaleb(min(exponent, 0)), unit)


def compare_amounts(one: Amount, primary: Amount) -> str:
    """Return how a printed amount agrees with a primary one: `equal`, `finer`, `rounded`, `cut`, `converted`, or ``.

    `finer` has more digits than the primary one, which it rounds to.
    """
    if one.state or primary.state:
        return "equal" if one.state == primary.state else ""
    if one.unit is not None and primary.unit is not None and one.unit.name != primary.unit.name:
        return _compare_converted(one, primary, one.unit, primary.unit)
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


def _compare_converted(one: Amount, primary: Amount, ours: Unit, theirs: Unit) -> str:
    if ours.base != theirs.base:
        return ""
    there, here = primary.number * theirs.factor, one.number * ours.factor
    play = (one.step * ours.factor + primary.step * theirs.factor) / 2
    return "converted" if abs(there - here) <= play + there.copy_abs() * _SLACK else ""


def is_same(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts are one, printed alike, rounded or converted; cut digits make another amount.

    >>> month, week = Unit("month", "month", Decimal(1)), Unit("week", "month", Decimal("0.23"))
    >>> is_same(make_amount("12", month), make_amount("11.9", month))
    True
    >>> is_same(make_amount("54", week), make_amount("11.9", month))
    False
    """
    coarse, fine = sorted((one, other), key=_measure_step, reverse=True)
    return compare_amounts(coarse, fine) not in {"", "cut"}


def can_both_hold(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether some number fits two figures with their relations, as p values and their bounds are printed.

    >>> can_both_hold(("below", "0.001"), ("below", "0.0001")), can_both_hold(("below", "0.0001"), ("equals", "0.0003"))
    (True, False)
    """
    (side, first), (other_side, second) = (
        (RELATIONS.get(name, 0), make_amount(text, None)) for name, text in (one, other)
    )
    if side == other_side:
        return side != 0 or is_same(first, second)
    if side > other_side:
        side, first, other_side, second = other_side, second, side, first
    if side == 0:  # at a figure, and above another one
        return first.number >= second.number
    return second.number < first.number or (other_side == 0 and first.number == second.number)


def _measure_step(amount: Amount) -> tuple[Decimal, Decimal]:
    factor = amount.unit.factor if amount.unit is not None else Decimal(1)
    return amount.step * factor, -amount.number * factor
