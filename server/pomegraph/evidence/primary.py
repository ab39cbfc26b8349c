"""Makes figures of what a graph has from primary sources, so that other figures can be held against them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pomegraph.evidence.attribution import Tracer
from pomegraph.evidence.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pomegraph.evidence.words import Words
    from pomegraph.sparql.results import Table

# The question whose answer has them; one row is one figure of people of one group.
PRIMARY = "primary-figures"
_COUNTED = {"day", "week", "month", "year", "hour", "cycle"}
_GROUPS = ("population", "disease")

_Row = dict[str, str]


def make_tracer(table: Table, words: Words, trials: Iterable[Sequence[str]]) -> Tracer:
    """Return what holds figures against those in the answer to the question of primary figures.

    Args:
        table: The answer.
        words: The tables of aliases.
        trials: All the names that the graph has for each trial.
    """
    return Tracer(make_figures(table), replace(words, trials=[*words.trials, *trials]))


def make_figures(table: Table) -> list[Figure]:
    """Return the figures in the answer to the question of primary figures, in its order.

    What a claim says of people who belong to several groups is one figure, and so is what several sources print alike.
    """
    found: dict[tuple[str, ...], list[_Row]] = {}
    for cells in table.rows:
        row = {name: _write(cell) for name, cell in zip(table.columns, cells, strict=True)}
        key = (row["claim"], row["measure"], row["value"], row["printed"], row["treatment"], row["comparator"])
        found.setdefault(key, []).append(row)
    return [_make_figure(number, rows) for number, rows in enumerate(found.values(), 1)]


def _make_figure(number: int, rows: list[_Row]) -> Figure:
    first = rows[0]
    populations, diseases = ({row[name] for row in rows} for name in _GROUPS)
    return Figure(
        id=str(number),
        regimen=first["treatment"],
        comparator=first["comparator"],
        # Of a disease and one that it leads to, the shorter name is that of the first.
        disease=min(diseases, key=len),
        population=", ".join(sorted(filter(None, populations))),
        trial=first["trial"],
        arm=first["arm"],
        measure=_name_measure(first),
        value=first["printed"] or first["value"],
        low=first["low"],
        high=first["high"],
        unit=f"{first['unit']}s" if first["unit"] in _COUNTED else first["unit"],
        follow_up=_join(first, "followUp", "followUpUnit"),
        claim=first["claim"],
        source=min(row["source"] for row in rows),
    )


def _name_measure(row: Mapping[str, str]) -> str:
    """Return what was measured, in one text: `overall survival at 24 month`, `hazard ratio for overall survival`."""
    after = _join(row, "after", "afterUnit")
    return _say(
        f"{row['measure']}: {row['event']}" if row["event"] else row["measure"],
        f"at {after}" if after else "",
        row["assessor"],
    )


def _join(row: Mapping[str, str], *names: str) -> str:
    return _say(*(row[name] for name in names))


def _say(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _write(cell: Any) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
