"""Reads tables of the words that people use for things, and of units with what they are converted to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.content.amounts import Unit
from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text
from pomegraph.content.values import canonical, cure_of
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def read_aliases(folder: Path, name: str, problems: list[Problem]) -> list[dict[str, str]]:
    """Return the rows of a table by column; what is wrong with it goes to `problems`."""
    return [row for _, row in _read_lines(folder, name, problems)]


def _read_lines(folder: Path, name: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    place = f"{folder.name}/{name}.tsv"
    text = read_text(folder / f"{name}.tsv", place, problems)
    lines = (text or "").removesuffix("\n").split("\n")

    def report(line: int, message: str, cure: str) -> None:
        problems.append(Problem(place, line, message, cure))

    return split_cells(enumerate(lines[1:], 2), lines[0].split("\t"), report)


def list_aliases(row: Mapping[str, str]) -> list[str]:
    """Return the name of a row and its aliases."""
    return [name for name in (row["name"], *row["aliases"].split("|")) if name]


def read_units(folder: Path, problems: list[Problem]) -> dict[str, Unit]:
    """Return the units in a folder of tables by name and alias; what is wrong with the table goes to `problems`."""
    units = {}
    for line, row in _read_lines(folder, "units", problems):
        factor = canonical(row["factor"], "decimal")
        if factor is None or Decimal(factor) <= 0:
            message = f"the factor '{row['factor']}' of {row['name']} is not a number above 0"
            problems.append(Problem(f"{folder.name}/units.tsv", line, message, cure_of("decimal")))
            continue
        unit = Unit(row["name"], row["base"], Decimal(factor))
        units.update(dict.fromkeys(list_aliases(row), unit))
    return units
