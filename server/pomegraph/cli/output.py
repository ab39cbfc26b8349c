"""Prints answers on standard output: as they are, or as a table for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from pomegraph.wording import show_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def print_line(text: str) -> None:
    """Print a line of text for people; what would steer the terminal is shown by its code."""
    click.echo(show_hidden(text))


def print_notes(lines: Iterable[str]) -> None:
    """Print lines on standard error, for people, beside the data on standard output."""
    for line in lines:
        click.echo(show_hidden(line), err=True)


def print_bytes(data: bytes) -> None:
    """Print an answer in a format of its own; a line that is not ended is."""
    sys.stdout.buffer.write(data if data.endswith(b"\n") or not data else data + b"\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of texts; where nobody looks, no text is wrapped."""
    table = Table(*map(show_hidden, columns))
    for row in rows:
        # What a document or an endpoint says must not steer the terminal of who reads it.
        table.add_row(*map(show_hidden, row))
    width = None if sys.stdout.isatty() else 10_000
    Console(width=width, highlight=False, markup=False).print(table)
