"""How wide a text is at most, and its lines: no reader's font is known where a picture is made."""

from __future__ import annotations

import re
import unicodedata

# Pixels of the texts of a picture, and from one line to the next.
SIZE, LEADING = 12, 15
# Advance widths of DejaVu Sans, the widest of the fonts that a browser takes for these texts, in parts of their size.
_WIDTHS = {
    0.34: " ijlI|'.,",
    0.42: ";:!/\\-()[]ftJr",
    0.6: 'czskvxy"?*_LFPTEY',
    0.84: "wONQGD&+=<>#~^\u00b1\u2264\u2265CHURA",
    1.01: "mMW%@\u2026",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER, _CAPITAL, _BOLD = 0.645, 0.74, 1.12


def measure(text: str, size: float = SIZE, *, is_bold: bool = False) -> float:
    """Return how many pixels wide a text is at most."""
    return sum(map(_measure_letter, text)) * size * (_BOLD if is_bold else 1)


def _measure_letter(letter: str) -> float:
    if letter in _WIDTH:
        return _WIDTH[letter]
    if letter > "\u2fff":
        return 1.05
    if unicodedata.combining(letter):
        return 0
    return _CAPITAL if letter.isupper() else _OTHER


def wrap(text: str, width: float, size: float = SIZE, *, is_bold: bool = False) -> list[str]:
    """Return the lines of a text, none wider than so many pixels.

    >>> wrap("daratumumab-pomalidomide-dexamethasone", 180)
    ['daratumumab-', 'pomalidomide-', 'dexamethasone']
    """
    lines = [""]
    for part in _split(text, width, size * (_BOLD if is_bold else 1)):
        longer = lines[-1] + part
        if lines[-1] and measure(longer.rstrip(), size, is_bold=is_bold) > width:
            lines.append(part.lstrip())
        else:
            lines[-1] = longer
    return [line.rstrip() for line in lines]


def _split(text: str, width: float, size: float) -> list[str]:
    """Return the parts that may stand on lines of their own; a part that is too wide is cut up."""
    parts = [part for part in re.split(r"(?<=\s)|(?<=[-/,;\u2013])(?=\w)", text) if part]
    return [piece for part in parts for piece in _cut(part, width, size)]


def _cut(part: str, width: float, size: float) -> list[str]:
    pieces, room = [""], width
    for letter in part:
        needed = _measure_letter(letter) * size
        if pieces[-1] and needed > room and not letter.isspace():
            pieces.append("")
            room = width
        pieces[-1] += letter
        room -= needed
    return pieces
