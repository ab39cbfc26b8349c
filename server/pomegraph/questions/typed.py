"""Writes values of programs as people would type them, so that there is one way in for both."""

from __future__ import annotations

from collections.abc import Mapping, Set
from decimal import Decimal

from pomegraph.errors import ValueUnknownError
from pomegraph.wording import with_article

# Longer numbers than any store takes; Python itself writes none of more than 4,300 digits.
_MOST_BITS = 1_000


def list_texts(name: str, value: object) -> list[str]:
    """Return a value of a parameter, or each of a list of values, as people would type it.

    >>> list_texts("dose", [True, 1e-7, 75.0, "EX-1"])
    ['true', '0.0000001', '75', 'EX-1']

    Raises:
        ValueUnknownError: it is nothing that people would type, such as a dictionary.
    """
    several = isinstance(value, (list, tuple, set, frozenset))
    return [_type(name, one) for one in value] if several else [_type(name, value)]  # type: ignore[attr-defined]


def _type(name: str, value: object) -> str:
    is_long = isinstance(value, int) and value.bit_length() > _MOST_BITS
    if is_long or value is None or isinstance(value, (Mapping, Set, bytes, list, tuple)):
        kind = "too long a number" if is_long else with_article(type(value).__name__)
        raise ValueUnknownError(name, f"'{name}' is given as {kind}", "give a text, a number, true or false, or a list")
    if isinstance(value, float):
        # Other languages know one kind of number only and may write 75 as 75.0.
        return format(Decimal(str(value)), "f").removesuffix(".0")
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value).lower() if isinstance(value, bool) else str(value)
