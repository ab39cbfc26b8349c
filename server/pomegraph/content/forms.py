"""Reads the table of the forms in which people and other datasets write identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text, suggest
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_TABLE = "identifiers.tsv"
_COLUMNS = ["prefix", "form", "used by"]
_ID = "{id}"


@dataclass(frozen=True, slots=True)
class IdentifierForm:
    """One way to write the identifiers of a namespace.

    Args:
        prefix: The prefix of the namespace.
        head: What stands in front of the identifier.
        tail: What stands behind it.
        users: The datasets that write it so in RDF.
    """

    prefix: str
    head: str
    tail: str = ""
    users: tuple[str, ...] = ()

    def read(self, text: str) -> str | None:
        """Return the identifier in a text of this form, or None; case does not matter in what stands round it.

        >>> IdentifierForm("DRUGBANK", "https://go.drugbank.com/drugs/").read("https://go.drugbank.com/drugs/DB08910")
        'DB08910'
        """
        folded, end = text.casefold(), len(text) - len(self.tail)
        if len(self.head) >= end or not folded.startswith(self.head.casefold()):
            return None
        return text[len(self.head) : end] if folded.endswith(self.tail.casefold()) else None

    def write(self, name: str) -> str:
        """Return an identifier in this form."""
        return f"{self.head}{name}{self.tail}"


def find_forms(folder: Path) -> tuple[IdentifierForm, ...]:
    """Return the forms of a folder of tables without a look at the prefixes; what is wrong is left out."""
    return read_forms(folder, None, [])


def read_forms(folder: Path, prefixes: Collection[str] | None, problems: list[Problem]) -> tuple[IdentifierForm, ...]:
    """Return the forms of a folder of tables; none if it has no such table. What is wrong goes to `problems`."""
    path = folder / _TABLE
    if not path.is_file():
        return ()
    place = f"data/{folder.name}/{_TABLE}"
    lines = (read_text(path, place, problems) or "").removesuffix("\n").split("\n")
    if lines[0].split("\t") != _COLUMNS:
        problems.append(Problem(place, 1, "the header is another one", f"write {', '.join(_COLUMNS)} with tabs"))
        return ()
    return tuple(_read_rows(lines, place, prefixes, problems))


def _read_rows(
    lines: list[str], place: str, prefixes: Collection[str] | None, problems: list[Problem]
) -> Iterator[IdentifierForm]:
    def report(line: int, message: str, cure: str) -> None:
        problems.append(Problem(place, line, message, cure))

    seen: dict[tuple[str, str], int] = {}
    for line, row in split_cells(enumerate(lines[1:], 2), _COLUMNS, report):
        prefix, form = row["prefix"], row["form"]
        head, found, tail = form.partition(_ID)
        key = (prefix, form.casefold())
        if prefixes is not None and prefix not in prefixes:
            report(line, f"unknown prefix '{prefix}'", suggest(prefix, prefixes, otherwise="declare it first"))
        elif not found or not head or _ID in tail:
            report(line, f"'{form}' has no place for an identifier", f"write {_ID} once, behind something")
        elif key in seen:
            report(line, f"the form stands in line {seen[key]} too", "delete one of the two")
        else:
            yield IdentifierForm(prefix, head, tail, tuple(filter(None, row["used by"].split("|"))))
        seen.setdefault(key, line)
