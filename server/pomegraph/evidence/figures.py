"""Reads tables of figures: CSV, TSV or JSON, one figure a row, any cell of which may be empty."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pomegraph.errors import ContentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Other headings that people give the columns.
_HEADINGS = {
    "trialnamed": "trial",
    "namedtrial": "trial",
    "study": "trial",
    "trialname": "trial",
    "nct": "trial",
    "followup": "follow_up",
    "medianfollowup": "follow_up",
    "followupmonths": "follow_up",
    "endpoint": "measure",
    "outcome": "measure",
    "figure": "value",
    "result": "value",
    "treatment": "regimen",
    "indication": "disease",
    "condition": "disease",
    "subgroup": "population",
    "patients": "population",
    "units": "unit",
    "min": "low",
    "max": "high",
    "comparatorregimen": "comparator",
    "control": "comparator",
    "identifier": "id",
    "claimid": "claim",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure, each part as it was written; an empty text is what was not said.

    Args:
        id: What the row is called; its number if it has no name.
        drug: One drug of the treatment.
        regimen: The whole treatment of the people that the figure is about.
        comparator: The treatment that it is compared with.
        disease: What they have.
        population: Which of them, such as `lenalidomide-refractory`.
        trial: The trial that the figure is said to be from.
        arm: The arm of the trial, of a primary figure.
        measure: What was measured, such as `median PFS`.
        value: The figure, or `low` and `high` of a range.
        unit: Of the value.
        follow_up: How long people were followed, in months unless it says otherwise.
        claim: The IRI or the id of a primary claim.
        source: Who publishes it.
    """

    id: str = ""
    drug: str = ""
    regimen: str = ""
    comparator: str = ""
    disease: str = ""
    population: str = ""
    trial: str = ""
    arm: str = ""
    measure: str = ""
    value: str = ""
    low: str = ""
    high: str = ""
    unit: str = ""
    follow_up: str = ""
    claim: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a table may hold.

    Args:
        rows: How many rows it may have.
        letters: How many letters a cell may have.
    """

    rows: int = 1_000_000
    letters: int = 10_000


COLUMN_MEANINGS = {
    "id": "what the row is called",
    "trial": "the trial that the figure is said to be from: any of its names, or its number in a registry",
    "drug": "one drug of the treatment",
    "regimen": "the whole treatment of the people that the figure is about",
    "comparator": "the treatment that it is compared with, of a ratio or a p value",
    "disease": "what they have",
    "population": "which of them; all of the trial if empty",
    "measure": "what was measured, such as median PFS or grade 3/4 neutropenia",
    "value": "the figure as it is printed, or low and high of a range",
    "unit": "the unit of the figure",
    "follow_up": "how long people were followed, in months unless it says otherwise",
}
_WIDE = Bounds()
_COLUMNS = {re.sub(r"[^a-z]", "", field.name): field.name for field in fields(Figure)}


def read_figures(data: bytes, place: str, bounds: Bounds = _WIDE) -> list[Figure]:
    """Return the figures of a table; its form is found from its first character and line.

    Raises:
        ContentError: it is not such a table; each problem tells the line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContentError([Problem(place, line, "not UTF-8", "save the table as UTF-8")]) from error
    if not text.strip():
        raise ContentError([Problem(place, 0, "the table is empty", "give a heading and a row for each figure")])
    problems: list[Problem] = []
    is_json = text.lstrip()[0] in "[{"
    rows = _read_json(text, place, problems) if is_json else _read_cells(text, place, problems)
    figures: list[Figure] = []
    for line, row in rows:
        if len(figures) == bounds.rows:
            problems.append(Problem(place, line, "too many rows", f"give at most {bounds.rows:,} at once"))
            break
        problems += _check_cells(row, bounds.letters, place, line)
        figures.append(_make_figure(row, len(figures) + 1))
    if problems:
        raise ContentError(problems)
    return figures


def _read_cells(text: str, place: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    head = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max("\t,;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = _read_heading(cells, place, problems)
            elif len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
                message = f"{len(cells)} cells, and the heading has {len(names)}"
                problems.append(Problem(place, reader.line_num, message, "quote cells that hold a comma"))
            else:
                yield reader.line_num, dict(zip(names, cells, strict=False))
    except csv.Error as error:
        problems.append(Problem(place, reader.line_num, f"not a table ({error})", "close each quoted cell"))


def _read_heading(cells: list[str], place: str, problems: list[Problem]) -> list[str]:
    names = [_find_column(cell) for cell in cells]
    if not {"value", "low", "high"} & set(names):
        known = ", ".join(field.name for field in fields(Figure))
        message = "the heading has no column 'value' and none of 'low' and 'high'"
        problems.append(Problem(place, 1, message, f"name the columns {known}"))
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    problems += [Problem(place, 1, f"two columns are '{name}'", "rename one of them") for name in repeated]
    return names


def _find_column(heading: str) -> str:
    plain = re.sub(r"[^a-z]", "", heading.casefold())
    return _COLUMNS.get(plain) or _HEADINGS.get(plain, "")


def _read_json(text: str, place: str, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, item in _read_items(text, place, problems):
        if not isinstance(item, dict):
            problems.append(Problem(place, line, "a row is not an object", 'write {"measure": "PFS", "value": 11.5}'))
            continue
        row = {}
        for name, value in item.items():
            if isinstance(value, (dict, list)):
                problems.append(Problem(place, line, f"'{name}' holds a list or an object", "give one text or number"))
            else:
                row[_find_column(name)] = "" if value is None else str(value)
        yield line, row


def _read_items(text: str, place: str, problems: list[Problem]) -> Iterable[tuple[int, Any]]:
    """Yield the values of a JSON array, or of JSON lines; numbers as they were typed."""
    if text.lstrip().startswith("["):
        try:
            items = json.loads(text, parse_float=str, parse_int=str)
        except (json.JSONDecodeError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            problems.append(Problem(place, line, f"not JSON ({error})", "write an array of objects"))
            return
        yield from ((number, item) for number, item in enumerate(items, 1))
        return
    for line, one in enumerate(text.split("\n"), 1):
        if one.strip():
            try:
                yield line, json.loads(one, parse_float=str, parse_int=str)
            except (json.JSONDecodeError, RecursionError) as error:
                problems.append(Problem(place, line, f"not JSON ({error})", "write one object on each line"))


def _check_cells(row: dict[str, str], most: int, place: str, line: int) -> list[Problem]:
    long = [name for name, cell in row.items() if name and len(cell) > most]
    return [Problem(place, line, f"'{name}' is too long", f"give at most {most:,} letters") for name in long]


def _make_figure(row: dict[str, str], number: int) -> Figure:
    cells = {name: " ".join(cell.split()) for name, cell in row.items() if name}
    return Figure(**{"id": str(number), **{name: cell for name, cell in cells.items() if cell}})
