"""Puts the Vega-Lite specification of an answer together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.charts.diagrams import NETWORK, PATH, make_diagram
from pomegraph.charts.layers import list_layers
from pomegraph.charts.lettering import LEADING, wrap
from pomegraph.charts.scene import PANEL, Scene, Spec, list_records, set_scene
from pomegraph.charts.sheet import WIDE
from pomegraph.charts.theme import HEADING_SIZE, LIGHT, TITLE_SIZE, configure
from pomegraph.charts.trees import draw_tree
from pomegraph.charts.words import describe_picture, list_notes

if TYPE_CHECKING:
    from pomegraph.charts.picture import Picture
    from pomegraph.charts.sheet import Sheet
    from pomegraph.charts.theme import Theme

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_HEIGHT = 240


def specify_picture(picture: Picture, subject: str = "", *, theme: Theme = LIGHT, sheet: Sheet = WIDE) -> Spec:
    """Return the Vega-Lite specification of a picture of some rows; that of a graph has been fitted to its sheet.

    Its title is the question; below it stands `subject`, what the question was asked for, in words.
    """
    if picture.mark in {PATH, NETWORK}:
        return _build_tree(picture, subject, theme, sheet)
    scene = set_scene(picture, theme, sheet)
    return {
        "$schema": _SCHEMA,
        "title": _write_title(scene.picture, subject, sheet),
        "description": describe_picture(scene.picture),
        "data": {"name": "answer", "values": list_records(scene)},
        **_divide(scene),
        "config": configure(theme),
        "usermeta": {"width": sheet.width},
    }


def _build_tree(picture: Picture, subject: str, theme: Theme, sheet: Sheet) -> Spec:
    return {
        "$schema": _SCHEMA,
        "title": _write_title(picture, subject, sheet),
        "description": describe_picture(picture),
        **draw_tree(make_diagram(picture), sheet, theme),
        "config": configure(theme),
        "usermeta": {"width": sheet.width},
    }


def _write_title(picture: Picture, subject: str, sheet: Sheet) -> Spec:
    title, notes = head_picture(picture, subject, sheet)
    return {"text": title, **({"subtitle": notes} if notes else {})}


def head_picture(picture: Picture, subject: str, sheet: Sheet) -> tuple[list[str], list[str]]:
    """Return the lines of the title of a picture, and of what stands below it."""
    width = sheet.width - 12
    notes = [line for note in (subject, *list_notes(picture)) if note for line in wrap(note, width)]
    return wrap(picture.question.summary, width, TITLE_SIZE, is_bold=True), notes


def _divide(scene: Scene) -> Spec:
    """Return a picture of parts, if there are several; each has its own names and scale, all the same colours."""
    plot = {"layer": list_layers(scene), **_size(scene)}
    if not any(scene.picture.panels):
        return plot
    return {"vconcat": [_head(scene, panel) | plot for panel in scene.picture.panels], "spacing": LEADING}


def _head(scene: Scene, panel: str) -> Spec:
    heading = wrap(panel, scene.sheet.width - 12, HEADING_SIZE, is_bold=True)
    title = {"text": heading, "fontSize": HEADING_SIZE, "offset": 6, "frame": "bounds"}
    return {"title": title, "transform": [{"filter": {"field": PANEL, "equal": panel}}]}


def _size(scene: Scene) -> Spec:
    layout, picture = scene.layout, scene.picture
    is_wide = picture.types.get(picture.channels.get("x", "")) == "nominal"
    width: float | Spec = {"step": layout.cell} if is_wide else round(layout.plot + layout.right)
    return {"width": width, "height": {"step": layout.step} if layout.names else _HEIGHT}
