"""Finds the room of each part of a picture, and the rows that have room on a sheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.charts.lettering import LEADING, measure, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pomegraph.charts.picture import Bar, Picture
    from pomegraph.charts.sheet import Sheet

_MOST_ROWS, _HEADING, _FEWEST_COLUMNS = 300, 3, 3
# Between names and marks, marks and figures, and at the right edge.
_GAP, _EDGE, _STEP = 10, 14, 24
# The room of figures at the left, and of the line where marks begin.
_FIGURES, _LINE = 52, 4
_FEW_LINES = 2
# The longest line of a turned name of a column, and the height of a mark below a name.
_TURNED, _MARK = 200, 24


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a picture are, in pixels.

    Args:
        names: The lines of each name at the left, by name, or by place where rows have lines of their own.
        columns: The lines of each name above or below.
        left: The room of the names at the left.
        head: The room of the names above or below.
        right: The room of the figures at the right.
        plot: The width of the marks.
        step: The height of a row.
        cell: The width of a column.
        is_turned: Whether the names of columns are turned.
        is_above: Whether the names of rows stand above their marks, over the whole width.
    """

    names: dict[str, list[str]]
    columns: dict[str, list[str]]
    left: float
    head: float
    right: float
    plot: float
    step: float
    cell: float
    is_turned: bool
    is_above: bool

    @property
    def mark(self) -> int:
        """The height of a mark that stands below a name."""
        return _MARK

    @property
    def shift(self) -> float:
        """How far below the top of its row the middle of a mark is that stands below a name."""
        return round(self.step - _MARK / 2 - 2)


def fit_picture(picture: Picture, sheet: Sheet) -> Picture:
    """Return the part of a picture that has room on a sheet."""
    kept = _keep_columns(picture, sheet)
    kept = _keep_lines(replace(picture, bars=kept), sheet.lines) if picture.is_grid else kept[:_MOST_ROWS]
    kept = kept[: _count_fitting(replace(picture, bars=kept), sheet)]
    kept = _keep_height(replace(picture, bars=kept), sheet)
    return replace(picture, bars=kept, hidden=len(picture.bars) - len(kept))


def _keep_columns(picture: Picture, sheet: Sheet) -> tuple[Bar, ...]:
    """Return the bars of those names beside each other that have the most of them."""
    column = picture.channels.get("x", "")
    if picture.types.get(column) != "nominal":
        return picture.bars
    ranked = [name for name, _ in Counter(str(bar.cells[column]) for bar in picture.bars).most_common()]
    room = sheet.width - _find_left(_wrap_names(picture, sheet), sheet) - _EDGE
    most = min(len(ranked), _FEWEST_COLUMNS)
    while most < len(ranked) and (most + 1) * _place_columns(ranked[: most + 1], sheet, room).cell <= room:
        most += 1
    kept = set(ranked[:most])
    return tuple(bar for bar in picture.bars if str(bar.cells[column]) in kept)


def _keep_lines(picture: Picture, most: int) -> tuple[Bar, ...]:
    """Return the bars of the first lines; in a table, of those that have the most of them."""
    lines = _list_lines(picture)
    ranked = [line for line, _ in Counter(lines).most_common()] if picture.is_grid else list(dict.fromkeys(lines))
    kept = set(ranked[:most])
    return tuple(bar for bar, line in zip(picture.bars, lines, strict=True) if line in kept)


def _keep_height(picture: Picture, sheet: Sheet) -> tuple[Bar, ...]:
    """Return the bars whose lines are together no higher than a page: a long name takes several."""
    while picture.names == "y" or picture.is_grid:
        count, layout = len(set(_list_lines(picture))), lay_out(picture, sheet)
        room = sheet.height - layout.head - _HEADING * _STEP * (len(picture.panels) - 1)
        if count <= 1 or count * layout.step <= room:
            break
        fewer = max(1, min(count - 1, int(room / layout.step)))
        picture = replace(picture, bars=_keep_lines(picture, fewer))
    return picture.bars


def _list_lines(picture: Picture) -> list[tuple[str, ...]]:
    """Return for each bar the line that it stands on."""
    if picture.is_each_apart:
        return [(str(number),) for number in range(len(picture.bars))]
    return [(bar.panel, str(bar.cells[picture.channels["y"]])) for bar in picture.bars]


def _count_fitting(picture: Picture, sheet: Sheet) -> int:
    """Return how many of the bars, from the first on, stand on as many lines as fit."""
    if picture.names != "y" and not picture.is_grid:
        return len(picture.bars)
    lines: set[tuple[str, ...]] = set()
    panels: set[str] = set()
    for number, (bar, line) in enumerate(zip(picture.bars, _list_lines(picture), strict=True)):
        lines.add(line)
        panels.add(bar.panel)
        if len(lines) + _HEADING * (len(panels) - 1) > sheet.lines:
            return number
    return len(picture.bars)


def lay_out(picture: Picture, sheet: Sheet) -> Layout:
    """Return where the parts of a picture are on a sheet."""
    names = _wrap_names(picture, sheet)
    is_above = bool(names) and _are_long(names, sheet)
    left, right = _find_left(names, sheet), _find_room_of_figures(picture)
    highest = LEADING * max(map(len, names.values()), default=1)
    step = highest + _MARK + 4 if is_above else max(_STEP, highest + 9)
    is_named = picture.types.get(picture.channels.get("x", "")) == "nominal"
    columns = _place_columns(picture.list_names("x") if is_named else [], sheet, sheet.width - left - _EDGE)
    plot = sheet.width - left - right - _EDGE
    return Layout(
        names, columns.lines, left, columns.head, right, plot, step, columns.cell, columns.is_turned, is_above
    )


def has_words(picture: Picture) -> bool:
    """Return whether each bar or point has its figure beside it: not where bars are put on each other."""
    is_line = picture.names == "y" and picture.figures == "x"
    return is_line and picture.mark in {"bar", "point"} and not picture.is_stacked


def _wrap_names(picture: Picture, sheet: Sheet) -> dict[str, list[str]]:
    """Return the lines of the names of rows; where they do not fit at the left, each has the whole width."""
    if picture.names != "y" and not picture.is_grid:
        return {}
    if picture.is_each_apart:
        names = {str(place): picture.name_bar(bar) for place, bar in enumerate(picture.bars)}
    else:
        names = {name: name for bar in picture.bars for name in [str(bar.cells[picture.channels["y"]])]}
    lines: dict[str, list[str]] = {}
    for width in sheet.names:
        lines = {key: wrap(name, width) for key, name in names.items()}
        if max(map(len, lines.values()), default=0) <= _FEW_LINES:
            break
    if _are_long(lines, sheet):
        return {key: wrap(name, sheet.width - 2 * _EDGE) for key, name in names.items()}
    return lines


def _are_long(names: dict[str, list[str]], sheet: Sheet) -> bool:
    """Return whether names need more room than there is at the left of a narrow sheet."""
    is_cut = max(map(len, names.values()), default=0) > 1
    return not sheet.is_wide and (is_cut or _find_widest(names.values()) > max(sheet.names))


def _find_left(names: dict[str, list[str]], sheet: Sheet) -> float:
    if not names:
        return _FIGURES
    return _LINE if _are_long(names, sheet) else _find_widest(names.values()) + _GAP


def _find_room_of_figures(picture: Picture) -> float:
    """Return how wide the widest figure is that stands behind a bar or a point."""
    if has_words(picture):
        return max((measure(bar.figure) for bar in picture.bars), default=0) + _GAP
    is_summed = picture.is_stacked and picture.names == "y"
    return measure(str(sum(bar.high for bar in picture.bars))) + _GAP if is_summed else 0


@dataclass(frozen=True, slots=True)
class _Columns:
    """The names of columns, the room above them, how wide a column is, and whether its name is turned."""

    lines: dict[str, list[str]]
    head: float
    cell: float
    is_turned: bool


def _place_columns(names: Sequence[str], sheet: Sheet, room: float) -> _Columns:
    cell = min(sheet.column, room / max(1, len(names)))
    upright = {name: wrap(name, cell - 6) for name in names}
    if all(_has_whole_words(name, lines) for name, lines in upright.items()):
        return _Columns(upright, LEADING * max(map(len, upright.values()), default=0) + _GAP, cell, is_turned=False)
    turned = {name: wrap(name, _TURNED) for name in names}
    needed = LEADING * max(map(len, turned.values())) + 9
    cell = max(needed, min(sheet.column, room / len(names)))
    return _Columns(turned, _find_widest(turned.values()) + _GAP, cell, is_turned=True)


def _has_whole_words(name: str, lines: list[str]) -> bool:
    """Return whether lines end where words do."""
    return {word for line in lines for word in line.split()} <= set(name.replace("-", "- ").split()) | set(name.split())


def _find_widest(names: Iterable[list[str]]) -> float:
    return max((measure(line) for lines in names for line in lines), default=0)
