"""Reads what lies between two bounds, as people write it: below 30, 30 to 60, 75 years or older, two or three."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import islice

# A text has no more numbers that matter.
_MOST = 20
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DIGITS = {word: str(number) for number, word in enumerate(_NUMBERS, 1)}
_WORDS = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")
_NUMBER = r"(?<![\w.])\d{1,6}(?:\.\d{1,4})?"
# What is counted stands behind a number, in as few words as these. Nothing is tried twice: texts come from anybody.
_UNIT = (
    r"(?:\s{0,6}-?\s?(?!(?:or|to|and|over|above|under|below|older|younger)\b)"
    r"[a-z%]++[²2]?(?:/[\w.]++(?:\s?m[²2])?)*+){0,4}+"
)
_BELOW = r"<(?!=)|\b(?:below|under|beneath|(?:less|lower|fewer|younger|smaller) than|lighter than)"
_ABOVE = r">(?!=)|\b(?:over|above|past|beyond|(?:more|greater|higher|older|larger|heavier) than)"
_AT_MOST = r"≤|<=|\b(?:at most|up to|no more than|not more than|not over)"
_AT_LEAST = r"≥|>=|\b(?:at least|from|no less than|not less than|not under)"
_LESS = r"\s{0,6}or (?:less|below|under|lower|fewer|younger|smaller)\b"
_MORE = r"\s{0,6}(?:or (?:more|above|over|older|higher|greater|larger)\b|\+|\band (?:over|older|above|more)\b)"
_BOUND = rf"(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})|(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST}))"
_BAND = re.compile(
    rf"(?:{_BOUND}\s{{0,6}}(?:an? |the )?)?(?<!\w-)(?P<low>{_NUMBER})"
    rf"(?:{_UNIT}\s{{0,6}}(?:-|\u2013|\b(?:to|and|or|through)\b)\s{{0,6}}(?P<open>{_BELOW})?\s{{0,6}}(?P<high>{_NUMBER}))?"
    rf"{_UNIT}(?:(?P<less>{_LESS})|(?P<more>{_MORE}))?"
)


@dataclass(frozen=True, slots=True)
class Band:
    """What lies between two bounds.

    Args:
        low: The lower bound.
        high: The upper bound.
        is_over: Whether the lower bound itself lies outside.
        is_under: Whether the upper bound itself does.
    """

    low: float = -math.inf
    high: float = math.inf
    is_over: bool = False
    is_under: bool = False

    def holds(self, other: Band) -> bool:
        """Tell whether all of another band lies in this one.

        >>> Band(high=30, is_under=True).holds(Band(25, 25)), Band(high=30, is_under=True).holds(Band(30, 30))
        (True, False)
        """
        is_low = self.low < other.low or (self.low == other.low and (other.is_over or not self.is_over))
        is_high = other.high < self.high or (self.high == other.high and (other.is_under or not self.is_under))
        return is_low and is_high


@dataclass(frozen=True, slots=True)
class FoundBand:
    """A band in a text.

    Args:
        band: The band.
        start: The place of its first letter.
        end: The place behind its last, before what is counted if that stands behind all of it.
    """

    band: Band
    start: int
    end: int


def find_bands(text: str) -> list[FoundBand]:
    """Return the bands in a text, a number by itself among them.

    >>> [one.band for one in find_bands("aged 65 to 74 years")]
    [Band(low=65.0, high=74.0, is_over=False, is_under=False)]
    >>> [one.band for one in find_bands("60 mL/min/1.73 m² or more")]
    [Band(low=60.0, high=inf, is_over=False, is_under=False)]
    """
    plain = _WORDS.sub(_spell_number, text.casefold())
    return [FoundBand(_make_band(one), one.start(), _find_end(one)) for one in islice(_BAND.finditer(plain), _MOST)]


def _find_end(found: re.Match[str]) -> int:
    return max(found.end(group) for group in ("low", "high", "less", "more"))


def _spell_number(word: re.Match[str]) -> str:
    """Return a number in digits, with as many letters as the word has, so that places stay."""
    return _DIGITS[word[0]].ljust(len(word[0]))


def _make_band(found: re.Match[str]) -> Band:
    low, high = float(found["low"]), float(found["high"] or found["low"])
    if found["high"] and low < high:
        return Band(low, high, is_under=bool(found["open"]))
    if found["below"] or found["most"] or found["less"]:
        return Band(high=low, is_under=bool(found["below"]))
    if found["above"] or found["least"] or found["more"]:
        return Band(low=low, is_over=bool(found["above"]))
    return Band(low, low)
