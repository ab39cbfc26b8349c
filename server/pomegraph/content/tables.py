"""Splits tab-separated tables into rows; a row that is not laid out like the header is told once."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.content.text import find_blank_end, find_empty_word, make_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ONE_TAB = "put one tab between two cells, and one blank between two words"


class _Fault(NamedTuple):
    """What is wrong with a row; rows of one kind that follow each other are told together."""

    line: int
    kind: str
    message: str
    cure: str


def split_cells(
    rows: Iterable[tuple[int, str]], columns: list[str], report: Callable[[int, str, str], None]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row that is laid out like the header with its line, by column; report the others, at most once each.

    Of a cell that is empty in other words, or that has blanks or invisible characters round its values, what is meant
    is yielded.
    """
    faults = []
    for line, row in rows:
        cells = row.split("\t")
        fault = _find_fault(line, row, cells, len(columns))
        if fault is None:
            fault = next(filter(None, (_find_fault_of_cell(line, cell) for cell in cells)), None)
            yield line, dict(zip(columns, map(_clean, cells), strict=True))
        if fault is not None:
            faults.append(fault)
    _report_runs(faults, report)


def _find_fault(line: int, row: str, cells: list[str], count: int) -> _Fault | None:
    """Return why a row cannot be told into cells, or None if it can."""
    if not row.strip():
        return _Fault(line, "empty", "an empty line", "take it out")
    if len(cells) != count:
        amount = "many" if len(cells) > count else "few"
        return _Fault(line, amount, f"too {amount} cells: {len(cells)}, and the header has {count}", _ONE_TAB)
    torn = next((cell for cell in cells if "  " in cell.strip()), None)
    return None if torn is None else _Fault(line, "torn", f"blanks where a tab is meant, in '{torn}'", _ONE_TAB)


def _find_fault_of_cell(line: int, cell: str) -> _Fault | None:
    """Return why a cell does not say what it means, or None."""
    for item in cell.split("|"):
        if message := find_blank_end(item):
            return _Fault(line, "blank", message, "take the blank out")
        if message := find_empty_word(item):
            return _Fault(line, item, message, "leave the cell empty")
    return None


def _clean(cell: str) -> str:
    items = map(make_plain, cell.split("|"))
    return "|".join("" if find_empty_word(item) else item for item in items)


def _report_runs(faults: list[_Fault], report: Callable[[int, str, str], None]) -> None:
    """Report faults; where lines that follow each other have the same, the first, and how far it goes."""
    numbered = enumerate(faults)
    for _, run in itertools.groupby(numbered, key=lambda pair: (pair[1].kind, pair[1].line - pair[0])):
        (_, first), *others = run
        rest = f", and so on down to line {others[-1][1].line}" if others else ""
        report(first.line, first.message + rest, first.cure)
