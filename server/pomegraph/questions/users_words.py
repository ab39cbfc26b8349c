"""Reads what people say who ask a question, beside what its header says in the words of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text, suggest
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from pomegraph.content.folder import Content

_COLUMNS = ["question", "words"]


def read_users_words(content: Content, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """Return the words for each question, by its stem; what is wrong with the table goes to `problems`."""
    if not content.users_words.is_file():
        return {}
    place, stems = content.place(content.users_words), {path.stem for path in content.queries}
    lines = (read_text(content.users_words, place, problems) or "").removesuffix("\n").split("\n")

    def report(line: int, message: str, cure: str) -> None:
        problems.append(Problem(place, line, message, cure))

    if lines[0].split("\t") != _COLUMNS:
        report(1, "the header is another one", f"write {', '.join(_COLUMNS)} with tabs")
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for line, row in split_cells(enumerate(lines[1:], 2), _COLUMNS, report):
        stem = row["question"]
        if stem not in stems:
            report(line, f"unknown question '{stem}'", suggest(stem, stems, otherwise="delete the line"))
        elif stem in found:
            report(line, f"a second line for '{stem}'", "make one line of both")
        found[stem] = tuple(row["words"].split("|"))
    return found
