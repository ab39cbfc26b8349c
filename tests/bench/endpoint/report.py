"""Figures of several rounds, and tables of them: the raw figures as minimum/median/maximum, the ratio, the aim."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def summarise(figures: Sequence[float]) -> str:
    """Return the figures of several rounds as least/median/most."""
    return "/".join(shorten(figure) for figure in (min(figures), statistics.median(figures), max(figures)))


def divide(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the ratio of the medians."""
    return statistics.median(ours) / statistics.median(theirs)


def divide_rounds(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of each round, for rounds that do not ask the same."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


@dataclass(frozen=True, slots=True)
class Aim:
    """A limit for a ratio or a figure."""

    limit: float
    at_most: bool

    def judge(self, figure: float) -> str:
        """Return the aim, and whether a figure meets it."""
        met = figure <= self.limit if self.at_most else figure >= self.limit
        return f"{'<=' if self.at_most else '>='} {self.limit:g} {'met' if met else 'MISSED'}"


def at_most(limit: float) -> Aim:
    return Aim(limit, at_most=True)


def at_least(limit: float) -> Aim:
    return Aim(limit, at_most=False)


def compare(ours: Sequence[float], theirs: Sequence[float], aim: Aim | None = None) -> list[str]:
    """Return the cells of two servers in one line: figures of both, the ratio of the medians, how it meets the aim."""
    ratio = divide(ours, theirs)
    return [summarise(ours), summarise(theirs), f"{ratio:.2f}", aim.judge(ratio) if aim else ""]


def print_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table, its columns aligned."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    print(f"\n{title}\n")
    for line in lines:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |", flush=True)


def shorten(figure: float) -> str:
    """Return three digits that count, or all in front of the point.

    >>> [shorten(figure) for figure in (0.01234, 1.234, 123.4, 12345.6)]
    ['0.0123', '1.23', '123', '12,346']
    """
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
