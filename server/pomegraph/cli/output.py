"""Prints answers on standard output: as they are, or as a table for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def print_bytes(data: bytes) -> None:
    """Print an answer in a format of its own; a line that is not ended is."""
    sys.stdout.buffer.write(data if data.endswith(b"\n") or not data else data + b"\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of texts; where nobody looks, no text is wrapped."""
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else 10_000
    Console(width=width, highlight=False, markup=False).print(table)
