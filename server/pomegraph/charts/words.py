"""Says in words what a chart shows, for those who do not see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pomegraph.charts.diagrams import NETWORK, PATH, make_diagram
from pomegraph.charts.fitting import fit_picture
from pomegraph.charts.picture import Bar, Picture, make_picture
from pomegraph.charts.sheet import WIDE
from pomegraph.charts.trees import fit_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.questions.question import Question
    from pomegraph.sparql.results import Table

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST, _MOST_STEPS = 12, 24


def spell_out(name: str) -> str:
    """Return a name of a column or parameter in words.

    >>> spell_out("followUpUnit")
    'follow up unit'
    """
    return _HUMP.sub(" ", name).lower()


def describe_chart(question: Question, table: Table) -> str | None:
    """Return in words what the chart of a question shows; None if it has no chart, or no row can be drawn."""
    picture = make_picture(question, table)
    if picture is None or not picture.bars:
        return None
    is_graph = picture.mark in {PATH, NETWORK}
    return describe_picture(fit_tree(picture, WIDE) if is_graph else fit_picture(picture, WIDE))


def describe_picture(picture: Picture) -> str:
    """Return in words what a picture shows: the kind, what is highest and lowest in each part, what is left out."""
    if not picture.bars:
        return "There is nothing to draw."
    if picture.mark in {PATH, NETWORK}:
        return " ".join([*_describe_graph(picture), *list_notes(picture)])
    parts = [_describe_kind(picture)]
    parts += _describe_grid(picture) if picture.is_grid else _describe_ends(picture)
    parts += _describe_ratio(picture)
    return " ".join([*parts, *list_notes(picture)])


def list_notes(picture: Picture) -> list[str]:
    """Return what one must know to read a picture: of ranges, and of rows that are not in it."""
    notes = ["A bar that does not begin at zero is a range."] if picture.mark == "bar" and picture.has_ranges else []
    if picture.missing:
        wanting = "year" if picture.is_time else "figure"
        notes.append(f"Not drawn, for want of a {wanting}: {count_rows(picture.missing)}.")
    if picture.hidden:
        notes.append(f"Drawn: {count_rows(len(picture.bars))}. The table has {picture.hidden} more.")
    return notes


def count_rows(number: int) -> str:
    """Return how many rows there are, in words."""
    return "1 row" if number == 1 else f"{number} rows"


def name_channel(picture: Picture, channel: str) -> str:
    """Return the heading of an axis or a legend: the name of the column, with the unit if there is one."""
    column = picture.channels[channel]
    if channel == picture.figures and picture.has_second and picture.question.find_column("value"):
        # What begins and ends is the value.
        column = "value"
    name = spell_out(column)
    has_unit = channel == picture.figures and len(picture.units) == 1 and not picture.are_counts
    return f"{name} ({picture.units[0]})" if has_unit else name


def _describe_kind(picture: Picture) -> str:
    shown = [name for name in ("color", "x", "y", "theta") if _is_figure(picture, name)][:1]
    names = [name for name in ("y", "x") if name in picture.channels and name not in shown]
    what = " by ".join(" and ".join(name_channel(picture, name) for name in part) for part in (shown, names) if part)
    colour = picture.channels.get("color")
    is_coloured = colour is not None and colour not in {picture.channels[name] for name in (*shown, *names)}
    colours = f", coloured by {spell_out(colour)}" if colour is not None and is_coloured else ""
    parts = f", in {len(picture.panels)} parts" if len(picture.panels) > 1 else ""
    kind = "Table" if picture.mark == "rect" else f"{picture.mark.capitalize()} chart"
    return f"{kind} of {what}{colours}{parts}: {count_rows(len(picture.bars))}."


def _describe_graph(picture: Picture) -> list[str]:
    """Return each step of a path or a network, the first ones in words."""
    graph = make_diagram(picture)
    kind = "Path" if graph.is_directed else "Network"
    steps = [
        f"{edge.start} {', '.join(edge.words) or 'leads to'} {edge.end}."
        if graph.is_directed
        else f"{edge.start} and {edge.end}{': ' if edge.words else ''}{', '.join(edge.words)}."
        for edge in graph.edges[:_MOST_STEPS]
    ]
    more = len(graph.edges) - len(steps)
    rest = [f"And {more} more."] if more else []
    return [f"{kind} of {len(graph.names)} things in {len(graph.edges)} steps.", *steps, *rest]


def _is_figure(picture: Picture, channel: str) -> bool:
    return picture.types.get(picture.channels.get(channel, "")) == "quantitative"


def _describe_ends(picture: Picture) -> list[str]:
    """Return the highest and the lowest figure of each part with their names."""
    if picture.names is None or picture.figures is None:
        return []
    parts = [(panel, [bar for bar in picture.bars if bar.panel == panel]) for panel in picture.panels]
    return [(f"{panel}: " if panel else "") + _describe_part(picture, bars) for panel, bars in parts[:_MOST]]


def _describe_part(picture: Picture, bars: Sequence[Bar]) -> str:
    column = picture.channels[picture.names or "y"]
    figures = [(bar.high, f"{bar.cells[column]}, {bar.figure}") for bar in bars]
    return _describe_sums(picture, bars) if picture.is_stacked else _tell_ends(figures)


def _describe_sums(picture: Picture, bars: Sequence[Bar]) -> str:
    """Return the sum of each name and what it is made of."""
    column, colour = picture.channels[picture.names or "y"], picture.channels.get("color")
    found: dict[str, list[Bar]] = {}
    for bar in bars:
        found.setdefault(str(bar.cells[column]), []).append(bar)
    parts = []
    for name, ours in list(found.items())[:_MOST]:
        made = [f"{bar.cells[colour]} {bar.figure}" for bar in ours] if colour else []
        told = f" ({', '.join(made)})" if made else ""
        parts.append(f"{name}: {sum(bar.high for bar in ours)}{told}.")
    return " ".join(parts)


def _tell_ends(figures: Sequence[tuple[float, str]]) -> str:
    """Return the highest and the lowest of some figures, the first ones in words."""
    highest, lowest = max(figures, key=lambda pair: pair[0]), min(figures, key=lambda pair: pair[0])
    if highest[0] == lowest[0]:
        return f"All the same: {highest[1]}." if len(figures) > 1 else f"{highest[1]}."
    return f"Highest: {highest[1]}. Lowest: {lowest[1]}."


def _describe_grid(picture: Picture) -> list[str]:
    """Return the highest and the lowest of a table of counts; of marks without a count, where they are."""
    row, column = picture.channels["y"], picture.channels["x"]
    if _is_figure(picture, "color"):
        told = [(bar.cells[picture.channels["color"]], bar) for bar in picture.bars]
        return [_tell_ends([(n, f"{bar.cells[row]}, {bar.cells[column]}, {n}") for n, bar in told])]
    found: dict[str, dict[str, None]] = {}
    for bar in picture.bars:
        found.setdefault(str(bar.cells[row]), {})[str(bar.cells[column])] = None
    return [f"{name}: {', '.join(others)}." for name, others in list(found.items())[:_MOST]]


def _describe_ratio(picture: Picture) -> list[str]:
    if not picture.is_ratio:
        return []
    below = sum(bar.high < 1 for bar in picture.bars)
    return [f"Below 1, where there is no difference: {below} of {len(picture.bars)}."]
