"""Reads amounts as they were printed: a figure or a range, an interval beside it, a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.content.amounts import Amount, make_amount
from pomegraph.evidence.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.content.amounts import Unit

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+")
_RANGE = re.compile(r"(?<![\d.])(\d+(?:[.\u00b7]\d+)?)\s*(?:-|to)\s*(\d+(?:[.\u00b7]\d+)?)(?![\d.])")
_NOT_REACHED = ("not reached", "nr", "ne", "not estimable", "not yet reached", "not evaluable")


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
    return make_amount(found[0].replace(",", ""), unit)


def read_unit(text: str, value: str, units: Mapping[str, Unit]) -> Unit | None:
    """Return the unit that is named, in a cell of its own or behind the number."""
    named = units.get(fold(text)) or units.get(fold(text).rstrip("."))
    if named is not None or text:
        return named
    behind = _NUMBER.sub("", fold(value), count=1).strip()
    return units.get(behind)
