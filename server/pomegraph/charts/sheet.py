"""How much room a picture has: beside a text on a wide page, or on a telephone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """The measures of a picture, in pixels.

    Args:
        width: The whole picture.
        names: How wide a line of a name at its left may be; the next, if there are more than two lines.
        column: The widest column that has its name upright above it.
        lines: As many lines of names, each with its mark, as people look at as a whole.
        height: As high as all lines or steps together may be: a page, or on a telephone two.
        legends: In how many columns short explanations of colours stand.
        is_wide: Whether a path may run from the left to the right.
    """

    width: int
    names: tuple[int, ...]
    column: int
    lines: int
    height: int
    legends: int
    is_wide: bool


WIDE = Sheet(880, (300, 360, 420), 96, 24, 620, 3, is_wide=True)
NARROW = Sheet(350, (128,), 60, 18, 1_250, 1, is_wide=False)
