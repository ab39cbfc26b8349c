"""Reads a text file of the content, or tells on which line it is not plain UTF-8 text."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


_LONGEST_WORD = 100


def read_text(path: Path, place: str, problems: list[Problem]) -> str | None:
    """Return the text of a file, or None after adding to `problems` why it cannot be used."""
    try:
        # A pipe or a device would block; a folder or a broken link is no file either.
        data = path.read_bytes() if path.is_file() else None
    except OSError as error:
        problems.append(Problem(place, 0, f"cannot be read ({error.strerror})", "mend its permissions"))
        return None
    if data is None:
        problems.append(Problem(place, 0, "not a file", "put a text file there or take it away"))
        return None
    fault = _find_fault(data)
    if fault is not None:
        problems.append(Problem(place, *fault))
        return None
    return data.decode("utf-8")


def _find_fault(data: bytes) -> tuple[int, str, str] | None:
    """Return the line of the first thing that keeps bytes from being plain text, what it is, and the cure."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return 1, "byte-order mark", "save the file as UTF-8 without a byte-order mark"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return line, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8"
    if "\r" in text:
        return text.count("\n", 0, text.index("\r")) + 1, "a carriage return", "end lines with a line feed alone"
    return None if text.strip() else (0, "the file is empty", "fill it or delete it")


def split_cells(
    rows: Iterable[tuple[int, str]], columns: list[str], report: Callable[[int, str, str], None]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row of a tab-separated table with its line, by column; a row of another length is reported."""
    for line, row in rows:
        cells = row.split("\t")
        if len(cells) == len(columns):
            yield line, dict(zip(columns, cells, strict=True))
            continue
        amount = "many" if len(cells) > len(columns) else "few"
        message = f"too {amount} cells: {len(cells)}, and the header has {len(columns)}"
        report(line, message, "put one tab between two cells")


def suggest(word: str, known: Iterable[str], *, otherwise: str) -> str:
    """Return the cure for an unknown word: the nearest known one, else the given sentence.

    >>> suggest("generaton", ["generation", "brandName"], otherwise="see the ontology")
    "did you mean 'generation'?"
    """
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6) if len(word) <= _LONGEST_WORD else []
    return f"did you mean '{near[0]}'?" if near else otherwise
