"""A picture on its sheet: what is drawn, where, in which colours, and the records that Vega-Lite draws from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pomegraph.charts.fitting import fit_picture, has_words, lay_out
from pomegraph.sparql.results import to_plain

if TYPE_CHECKING:
    from pomegraph.charts.fitting import Layout
    from pomegraph.charts.picture import Bar, Picture
    from pomegraph.charts.sheet import Sheet
    from pomegraph.charts.theme import Theme

Spec = dict[str, Any]

# Fields of the records that are no columns.
PLACE, NAME, WORDS, RANK, PANEL = "_place", "_name", "_words", "_rank", "_panel"
LOW, HIGH, LOWER, UPPER = "_low", "_high", "_lower", "_upper"
# Room beside the outermost figures, as a part of what lies between them.
_MARGIN = 0.06
_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10, 20, 50, 100)
_FEW_TICKS = (0.01, 0.1, 0.25, 0.5, 1, 2, 4, 10, 100)


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture on its sheet."""

    picture: Picture
    layout: Layout
    theme: Theme
    sheet: Sheet

    @property
    def is_logarithmic(self) -> bool:
        """Whether the figures stand on a logarithmic axis: ratios, where none is zero."""
        return self.picture.is_ratio and all(end > 0 for end in list_figures(self.picture))


def set_scene(picture: Picture, theme: Theme, sheet: Sheet) -> Scene:
    """Return what has room of a picture on its sheet."""
    fitting = fit_picture(picture, sheet)
    return Scene(fitting, lay_out(fitting, sheet), theme, sheet)


def list_records(scene: Scene) -> list[Spec]:
    """Return the data of a specification; a name that stands above its row is told by the first record of the row."""
    picture, layout = scene.picture, scene.layout
    records, told = [], set()
    for place, bar in enumerate(picture.bars):
        record = _make_record(picture, place, bar)
        line = str(place) if picture.is_each_apart else str(bar.cells.get(picture.channels.get("y", "")))
        if layout.is_above and (bar.panel, line) not in told:
            record[NAME] = layout.names[line]
        told.add((bar.panel, line))
        records.append(record)
    return records


def _make_record(picture: Picture, place: int, bar: Bar) -> Spec:
    record = dict(bar.cells)
    if has_words(picture):
        record[WORDS] = bar.figure
    if picture.has_ends:
        record |= {LOW: to_plain(bar.low or 0), HIGH: to_plain(bar.high)}
    if bar.interval:
        record |= dict(zip((LOWER, UPPER), map(to_plain, bar.interval), strict=True))
    if picture.is_stacked and "color" in picture.channels:
        record[RANK] = picture.list_names("color").index(str(bar.cells[picture.channels["color"]]))
    record |= {PANEL: bar.panel} if bar.panel else {}
    return record | ({PLACE: place} if picture.is_each_apart else {})


def list_figures(picture: Picture) -> list[Any]:
    """Return all figures that are drawn, with the limits of their intervals."""
    return [to_plain(end) for bar in picture.bars for end in (bar.high, *bar.interval) if end is not None]


def find_domain(scene: Scene) -> list[float] | None:
    """Return the ends of the axis of figures, if all parts of the picture have the same: ratios and years."""
    picture = scene.picture
    if not (picture.is_ratio or picture.is_time):
        return None
    ends = [*list_figures(picture), *([1] if picture.is_ratio else [])]
    least, most = min(ends), max(ends)
    if scene.is_logarithmic:
        room = max(math.log(most / least) * _MARGIN, 0.05)
        return [round(least / math.exp(room), 4), round(most * math.exp(room), 4)]
    room = max((most - least) * _MARGIN, 0.5)
    return [least - room, most + room]


def list_ticks(scene: Scene, domain: list[float]) -> list[float]:
    """Return which figures stand at a logarithmic axis: 1 always, and as many others as have room."""
    inside = [[tick for tick in ticks if domain[0] <= tick <= domain[1]] for ticks in (_TICKS, _FEW_TICKS)]
    room = scene.layout.plot / 34
    return next((ticks for ticks in inside if len(ticks) <= room), [1])
