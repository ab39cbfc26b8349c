"""Reads figures as records print them; what is not sure to be one number is none."""

from __future__ import annotations

import re
from decimal import Decimal

_PLAIN = re.compile(r"[-+]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
# A comma parts thousands only where three digits follow each, and no zero begins: 0,354 may be a decimal.
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,18})?")
_MINUS = str.maketrans({0x2212: "-", 0x2013: "-"})
_P_VALUE = re.compile(r"p?\s*(<|>|=|≤|<=|≥|>=)?\s*([0-9.]+)")
_RELATIONS = {"<": "below", "=": "equals", "": "equals", ">": "above"}


def read_number(text: str) -> str | None:
    """Return a figure as a plain decimal number, or None if it is not one.

    >>> read_number("26,300"), read_number("-1.50"), read_number("0,354"), read_number("NA")
    ('26300', '-1.50', None, None)
    """
    plain = text.strip().translate(_MINUS)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    return plain.removesuffix(".") if _PLAIN.fullmatch(plain) else None


def scale_number(text: str, factor: int) -> str:
    """Return a plain number multiplied without any loss.

    >>> scale_number("0.889", 100)
    '88.9'
    """
    return format((Decimal(text) * factor).normalize(), "f")


def read_p_value(text: str) -> tuple[str, str] | None:
    """Return a p value and its relation to the figure (below, equals, above), or None if it cannot be told.

    >>> read_p_value("<0.0001"), read_p_value("=0.247"), read_p_value("1.00"), read_p_value("NS")
    (('0.0001', 'below'), ('0.247', 'equals'), ('1.00', 'equals'), None)
    """
    found = _P_VALUE.fullmatch(text.strip().casefold())
    number = read_number(found[2]) if found else None
    if found is None or number is None or not 0 <= Decimal(number) <= 1 or (found[1] or "") not in _RELATIONS:
        return None
    return number, _RELATIONS[found[1] or ""]


def share_of(affected: str, at_risk: str) -> str:
    """Return how many percent a count is of another, with two decimals at most; empty where the other is none.

    >>> share_of("14", "75"), share_of("1", "2"), share_of("3", "0")
    ('18.67', '50', '')
    """
    if not int(at_risk):
        return ""
    share = (Decimal(affected) * 100 / Decimal(at_risk)).quantize(Decimal("0.01"))
    return format(share.normalize(), "f")
