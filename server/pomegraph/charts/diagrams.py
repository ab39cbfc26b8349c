"""What a path or a network is made of: the things that rows lead from and to, and what is told between two of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pomegraph.charts.picture import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.charts.picture import Bar, Picture

PATH, NETWORK = "path", "network"
# More cannot be looked at as a whole.
MOST_EDGES, _MOST_WORDS = 40, 3


@dataclass(frozen=True, slots=True)
class Edge:
    """From one thing to another, with all that is told between them."""

    start: str
    end: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagram:
    """Things and what lies between them.

    Args:
        edges: From the beginnings on, as far as there is room.
        is_directed: Whether what starts is another part than what ends: a path, no network.
    """

    edges: tuple[Edge, ...]
    is_directed: bool

    @property
    def names(self) -> tuple[str, ...]:
        """All things, in their order."""
        return tuple(dict.fromkeys(name for edge in self.edges for name in (edge.start, edge.end)))

    @property
    def starts(self) -> tuple[str, ...]:
        """Where paths begin: what nothing leads to; of a network, what has the most beside it."""
        return _find_starts(self.edges, is_directed=self.is_directed)

    @property
    def ends(self) -> tuple[str, ...]:
        """Where paths end."""
        onward = {edge.start for edge in self.edges}
        return tuple(name for name in self.names if name not in onward) if self.is_directed else ()


def fit_diagram(picture: Picture, most: int = MOST_EDGES) -> Picture:
    """Return the part of a picture of a graph that can be looked at: what is nearest to where it begins."""
    kept = {(edge.start, edge.end) for edge in make_diagram(picture).edges[:most]}
    bars = tuple(bar for bar in picture.bars if _read_ends(picture, bar) in kept)
    return replace(picture, bars=bars, hidden=len(picture.bars) - len(bars))


def make_diagram(picture: Picture) -> Diagram:
    """Return the graph that a picture shows."""
    words: dict[tuple[str, str], dict[str, None]] = {}
    for bar in picture.bars:
        told = words.setdefault(_read_ends(picture, bar), {})
        told |= _read_words(picture, bar)
    edges = [Edge(*ends, _shorten(told)) for ends, told in words.items() if ends[0] != ends[1]]
    is_directed = picture.mark == PATH
    return Diagram(tuple(_walk(edges, is_directed=is_directed))[:MOST_EDGES], is_directed)


def _read_ends(picture: Picture, bar: Bar) -> tuple[str, str]:
    start, end = (str(bar.cells[picture.channels[name]]) for name in ("from", "to"))
    return start, end


def _read_words(picture: Picture, bar: Bar) -> dict[str, None]:
    words = [str(bar.cells[picture.channels[name]]) for name in ("text", "detail") if name in picture.channels]
    text, *others = [word for word in words if word != UNKNOWN] or [""]
    return {f"{text} ({', '.join(others)})" if others else text: None} if text else {}


def _shorten(words: Iterable[str]) -> tuple[str, ...]:
    told = tuple(words)
    more = len(told) - _MOST_WORDS
    return (*told[:_MOST_WORDS], f"and {more} more") if more > 0 else told


def _find_starts(edges: Iterable[Edge], *, is_directed: bool) -> tuple[str, ...]:
    every = list(edges)
    names = dict.fromkeys(name for edge in every for name in (edge.start, edge.end))
    if is_directed:
        ends = {edge.end for edge in every}
        return tuple(name for name in names if name not in ends)
    beside = Counter(name for edge in every for name in (edge.start, edge.end))
    return tuple(sorted(names, key=lambda name: -beside[name]))[:1]


def _walk(edges: list[Edge], *, is_directed: bool) -> Iterator[Edge]:
    """Yield edges step by step, from where they begin; parts that nothing leads to come behind."""
    left = list(edges)
    while left:
        reached = set(_find_starts(left, is_directed=is_directed)) or {left[0].start}
        while near := [edge for edge in left if edge.start in reached or (not is_directed and edge.end in reached)]:
            yield from near
            left = [edge for edge in left if edge not in near]
            reached |= {name for edge in near for name in (edge.start, edge.end)}
