"""Says what is to be drawn of an answer, in the languages of the engines that draw it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.charts.diagrams import NETWORK, PATH, make_diagram
from pomegraph.charts.dots import write_dot
from pomegraph.charts.picture import make_picture
from pomegraph.charts.sheet import WIDE
from pomegraph.charts.specification import head_picture, specify_picture
from pomegraph.charts.theme import LIGHT
from pomegraph.charts.trees import fit_tree

if TYPE_CHECKING:
    from pomegraph.charts.picture import Picture
    from pomegraph.charts.sheet import Sheet
    from pomegraph.charts.theme import Theme
    from pomegraph.questions.question import Question
    from pomegraph.sparql.results import Table

# From the left to the right, or from the top down, with wider lines or with narrower ones.
_WAYS = (("LR", 1), ("LR", 0.75), ("TB", 1), ("TB", 0.75))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is to be drawn.

    Args:
        specification: A chart in Vega-Lite.
        description: What it shows, in words.
        width: As wide it is at the least, in pixels.
        dots: Graphs in the language of Graphviz that show the same; the first that has room is drawn instead.
        height: As high as a graph may be.
    """

    specification: str
    description: str
    width: int
    dots: tuple[str, ...] = ()
    height: int = WIDE.height


def plan_drawing(
    question: Question, table: Table, *, subject: str = "", theme: Theme = LIGHT, sheet: Sheet = WIDE
) -> Drawing | None:
    """Return what is to be drawn of the answer to a question; None if it has no chart, or no row can be drawn."""
    picture = make_picture(question, table)
    if picture is None or not picture.bars:
        return None
    dots: tuple[str, ...] = ()
    if picture.mark in {PATH, NETWORK}:
        picture = fit_tree(picture, sheet)
        dots = _write_dots(picture, subject, theme) if sheet.is_wide else ()
    spec = specify_picture(picture, subject, theme=theme, sheet=sheet)
    return Drawing(json.dumps(spec), spec["description"], sheet.width, dots)


def _write_dots(picture: Picture, subject: str, theme: Theme) -> tuple[str, ...]:
    title, graph = head_picture(picture, subject, WIDE), make_diagram(picture)
    return tuple(write_dot(graph, way, title, theme) for way in _WAYS)
