"""Draws charts as SVG, in a process of its own: Vega draws most of them, Graphviz lays out paths and networks."""

from __future__ import annotations

import html
import json
import re
import signal
import sys

import pygraphviz
import vl_convert

from pomegraph.charts.drawing import Drawing
from pomegraph.charts.theme import FONT

_SIZE = re.compile(
    r'(<svg[^>]*?) width="([\d.]+)(?:pt)?" height="([\d.]+)(?:pt)?"\s+viewBox="0(?:\.00)? 0(?:\.00)? [\d. ]+"'
)
_GROUND = re.compile(r'<rect width="[\d.]+" height="([\d.]+)" fill')
_PATIENCE = 6
_FONT = re.compile(r'font-family="[^"]*"')
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_TITLES = re.compile(r"<title>[^<]*</title>\n?")


def draw(drawing: Drawing) -> str:
    """Return the SVG of a drawing, which needs nothing from another host."""
    drawn = (_draw_dot(dot, drawing) for dot in drawing.dots)
    fitting = next((svg for svg, width, height in drawn if width <= drawing.width and height <= drawing.height), None)
    return fitting or _draw_chart(drawing)


def _draw_chart(drawing: Drawing) -> str:
    svg = vl_convert.vegalite_to_svg(drawing.specification, allowed_base_urls=[])
    return _GROUND.sub(r'<rect width="100%" height="\1" fill', _widen(svg, drawing.width), count=1)


def _draw_dot(dot: str, drawing: Drawing) -> tuple[str, float, float]:
    """Return the SVG of a graph in the language of Graphviz, how wide it is and how high."""
    graph = pygraphviz.AGraph(dot)
    svg = graph.draw(format="svg", prog="dot").decode()
    found = _SIZE.search(svg)
    width, height = (float(found[2]), float(found[3])) if found else (0.0, 0.0)
    described = html.escape(drawing.description)
    svg = _widen(_PROLOGUE.sub("", svg), 0).replace("<svg", f'<svg role="img" aria-label="{described}"', 1)
    return _FONT.sub(f'font-family="{FONT}"', _TITLES.sub("", svg)), width, height


def _widen(svg: str, width: int) -> str:
    """Return a picture that is as wide as planned: its texts may need more room than they were measured to have."""

    def replace(found: re.Match[str]) -> str:
        wide = max(float(found[2]), width)
        return f'{found[1]} width="{wide:g}" height="{found[3]}" viewBox="0 0 {wide:g} {found[3]}"'

    return _SIZE.sub(replace, svg, count=1)


def draw_lines(deadline: int) -> None:
    """Draw what comes on standard input, a line for each, until it ends.

    The system ends the process where a picture takes longer: nothing else stops the engines.

    Args:
        deadline: Seconds of the processor for one picture; a clock on the wall leaves it a multiple of them, as a
            machine with much to do needs.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        signal.setitimer(signal.ITIMER_PROF, deadline)
        signal.alarm(_PATIENCE * deadline)
        svg = draw(Drawing(**json.loads(line)))
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
        sys.stdout.write(json.dumps(svg) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    draw_lines(int(sys.argv[1]))
