"""Colours and sizes of charts, light and dark, as the pages around them have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pomegraph.charts.lettering import LEADING, SIZE

FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
# Pixels of headings, and from one line of a title to the next.
TITLE_SIZE, HEADING_SIZE, HEADING_LEADING = 15, 13, 19


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours: the first eight marks have a contrast of 3:1 to the ground, and differ for the colour-blind.

    Args:
        ground: What is behind everything, as behind the page.
        ink: Texts and the line of a ratio.
        faint: Axes and their lines.
        unknown: Marks of what is not told.
        marks: Everything else, in this order.
        cells: The lowest and the highest of a table of counts.
        turn: From which part of the highest count on a number is written in the colour of the ground.
    """

    ground: str
    ink: str
    faint: str
    unknown: str
    marks: tuple[str, ...]
    cells: tuple[str, str]
    turn: float


# For those beyond the eighth.
_MORE = ("#56b4e9", "#e69f00", "#57b28c", "#cc79a7", "#a39a52", "#99a1b0", "#e0708f", "#7c86d9")
LIGHT = Theme(
    "#ffffff",
    "#1d2125",
    "#d5dae0",
    "#8a909c",
    ("#0072b2", "#d55e00", "#00805c", "#8e4585", "#7a6200", "#5f6673", "#b3184f", "#333c9e", *_MORE),
    ("#e8f1f8", "#0072b2"),
    0.7,
)
DARK = Theme(
    "#16181b",
    "#e4e6ea",
    "#373d44",
    "#757d8c",
    ("#56b4e9", "#e69f00", "#2fbf91", "#cc79a7", "#f0e442", "#a9b0bf", "#ff8c7a", "#9fa8ff", *_MORE),
    ("#22303c", "#56b4e9"),
    0.3,
)


def configure(theme: Theme) -> dict[str, Any]:
    """Return the part of a specification that says how everything looks."""
    label = {"labelColor": theme.ink, "titleColor": theme.ink, "labelLimit": 0, "titleLimit": 0}
    label |= {"labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal"}
    line = {"domainColor": theme.faint, "tickColor": theme.faint, "gridColor": theme.faint}
    symbols = {"symbolBaseFillColor": theme.ink, "symbolBaseStrokeColor": theme.ink}
    title = {
        "anchor": "start",
        "color": theme.ink,
        "fontSize": TITLE_SIZE,
        "lineHeight": HEADING_LEADING,
        "limit": 0,
        "offset": 14,
        "subtitleColor": theme.ink,
    }
    return {
        "background": theme.ground,
        "padding": {"left": 2, "right": 8, "top": 8, "bottom": 8},
        "font": FONT,
        "mark": {"color": theme.marks[0]},
        "range": {"category": list(theme.marks)},
        "axis": {**label, **line, "labelPadding": 6, "titlePadding": 10},
        "axisYDiscrete": {"grid": False, "ticks": False},
        "axisXDiscrete": {"ticks": False},
        "legend": {**label, "orient": "bottom", "symbolLimit": 30, "direction": "vertical", **symbols},
        "title": {**title, "subtitleFontSize": SIZE, "subtitleLineHeight": LEADING, "subtitlePadding": 6},
        "view": {"stroke": None},
        "text": {"fontSize": SIZE},
    }
