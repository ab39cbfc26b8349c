"""Reads the one time that a measure is taken at, out of a title or a time frame; a span of time is none."""

from __future__ import annotations

import re

_SAID = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: str(number) for number, word in enumerate(_SAID.split(), 1)}
_UNIT = r"(day|week|month|year)s?"
_NUMBER = rf"(\d+(?:\.\d+)?|{'|'.join(_WORDS)})"
# Week 16, at 3 months, 12-month, 4 years after enrollment, 3rd month from surgery.
_COUNTED = rf"{_NUMBER}(?:st|nd|rd|th)?[ -]?{_UNIT}"
_NAMED = rf"{_UNIT} {_NUMBER}"
_AFTER = r"(?:,? (?:after|from|post|following|since)[ -].*|[ -]post[ -]?\w+)?"
_WHOLE = re.compile(rf"(?:at |from baseline (?:to|at) |baseline to )?(?:{_COUNTED}|{_NAMED})(?: post[ -]?\w+)?{_AFTER}")
_INSIDE = re.compile(rf"(?:\b(?:at|through|by|to) |(?<=\s)- |\()(?:{_COUNTED}|{_NAMED})\b\)?|^{_COUNTED} (?=\w)")
_SPANS = re.compile(r"\b(?:up to|until|through|throughout|every|during|first|between|within|to)\b")


def read_time(text: str) -> tuple[str, str] | None:
    """Return the time that a whole text is, as number and unit, or None.

    >>> read_time("Week 16"), read_time("Three years, from time of randomization"), read_time("Up to 3 years")
    (('16', 'week'), ('3', 'year'), None)
    """
    plain = " ".join(text.casefold().split())
    found = _WHOLE.fullmatch(plain)
    return _read_groups(found) if found else None


def take_time(title: str) -> tuple[tuple[str, str] | None, str]:
    """Return the one time that a title names, and the title without it.

    >>> take_time("PFS Rate at 18 Months")
    (('18', 'month'), 'PFS Rate')
    """
    found = list(_INSIDE.finditer(title.casefold()))
    if len(found) != 1:
        return None, title
    start, end = found[0].span()
    rest = f"{title[:start].rstrip()} {title[end:].lstrip()}".strip()
    return _read_groups(found[0]), rest


def _read_groups(found: re.Match[str]) -> tuple[str, str]:
    parts = [part for part in found.groups() if part]
    number, unit = parts if parts[0][0].isdigit() or parts[0] in _WORDS else reversed(parts)
    return _WORDS.get(number, number), unit
