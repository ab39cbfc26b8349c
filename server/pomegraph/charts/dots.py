"""Writes a path or a network in the language of Graphviz, which lays it out."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from pomegraph.charts.lettering import LEADING, SIZE, measure, wrap
from pomegraph.charts.theme import HEADING_LEADING, TITLE_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.charts.diagrams import Diagram
    from pomegraph.charts.theme import Theme

_INCH = 72
# The widest line in the box of a thing, and of the words between two.
_NAME, _WORDS, _MARGIN = 130, 100, 9
# The room below the title.
_BELOW = 10


def write_dot(graph: Diagram, way: tuple[str, float], title: tuple[Sequence[str], Sequence[str]], theme: Theme) -> str:
    """Return a graph in the language of Graphviz.

    Every box has the size that its text needs at most: the fonts of the machine do not count.

    Args:
        graph: What is drawn.
        way: LR, from the left to the right, or TB, from the top down; and how wide lines may be, in parts of the
            usual.
        title: The lines of the title, and those below it.
        theme: Its colours.
    """
    direction, size = way
    numbers = {name: f"n{number}" for number, name in enumerate(graph.names)}
    starts, ends = set(graph.starts if graph.is_directed else ()), set(graph.ends)
    arrow, head = ("->", "normal") if graph.is_directed else ("--", "none")
    lines = [
        f"{'digraph' if graph.is_directed else 'graph'} {{",
        f'graph [rankdir={direction} bgcolor="{theme.ground}" labelloc=t labeljust=l nodesep=0.2 ranksep=0.35 pad=0.05 '
        f"label={_write_title(*title, theme)}]",
        f'node [shape=box style="rounded,filled" fixedsize=true fontsize={SIZE} penwidth=1]',
        f'edge [color="{theme.unknown}" fontcolor="{theme.ink}" fontsize={SIZE} arrowhead={head} arrowsize=0.7]',
    ]
    for name, number in numbers.items():
        fill, ink = (theme.marks[0], theme.ground) if name in starts else (theme.ground, theme.ink)
        line = theme.marks[2] if name in ends else fill if name in starts else theme.unknown
        look = f'fillcolor="{fill}" fontcolor="{ink}" color="{line}"{" penwidth=2.5" if name in ends else ""}'
        lines.append(f"{number} [{_write_name(name, _NAME * size)} {look}]")
    for edge in graph.edges:
        text = ", ".join(edge.words)
        # No word is broken to save room, unless it is wider than any box.
        room = min(_NAME, max(_WORDS * size, *map(measure, text.split()))) if text else 0
        words = wrap(text, room) if text else []
        label = f" [label={_write_lines(words)}]" if words else ""
        lines.append(f"{numbers[edge.start]} {arrow} {numbers[edge.end]}{label}")
    return "\n".join([*lines, "}"])


def _write_name(name: str, width: float) -> str:
    lines = wrap(name, width)
    width, height = max(map(measure, lines)) + 2 * _MARGIN, LEADING * len(lines) + _MARGIN
    return f"label={_quote(lines)} width={width / _INCH:.3f} height={height / _INCH:.3f}"


def _quote(lines: Sequence[str]) -> str:
    # An ampersand would begin an entity, a backslash an escape.
    escaped = [line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return '"' + "\\n".join(escaped) + '"'


def _write_lines(lines: Sequence[str]) -> str:
    width, height = round(max(map(measure, lines)) + 8), LEADING * len(lines) + 2
    text = "<BR/>".join(html.escape(line) for line in lines)
    cell = f'<TD FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}">{text}</TD>'
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR>{cell}</TR></TABLE>>'


def _write_title(title: Sequence[str], notes: Sequence[str], theme: Theme) -> str:
    lines = [(line, TITLE_SIZE, HEADING_LEADING) for line in title] + [(line, SIZE, LEADING) for line in notes]
    rows = [_write_row(*line, below=_BELOW if line == lines[-1] else 0) for line in lines]
    table = f'<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0">{"".join(rows)}</TABLE>'
    return f'<<FONT COLOR="{theme.ink}">{table}</FONT>>'


def _write_row(line: str, size: int, height: int, *, below: int) -> str:
    is_bold = size == TITLE_SIZE
    width, text = round(measure(line, size, is_bold=is_bold)) + 4, html.escape(line)
    text = f'<FONT POINT-SIZE="{size}">{f"<B>{text}</B>" if is_bold else text}</FONT>'
    cell = f'ALIGN="LEFT" VALIGN="TOP" FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height + below}"'
    return f"<TR><TD {cell}>{text}</TD></TR>"
