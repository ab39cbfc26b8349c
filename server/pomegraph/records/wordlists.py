"""Reads small tables of words, and finds their words in texts as whole words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.aliases import list_aliases, read_aliases
from pomegraph.errors import ContentError
from pomegraph.evidence.words import spread

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pomegraph.errors import Problem


# What ends a sentence, and is no part of its last word.
_STOPS = re.compile(r"[.!?](?=\s|$)")


@dataclass(frozen=True, slots=True)
class WordList:
    """What each of some words stands for, the longest words first."""

    meanings: Mapping[str, str]

    def find(self, text: str) -> str:
        """Return what a whole text stands for, or nothing."""
        return self.meanings.get(spread(text), "")

    def find_inside(self, text: str) -> set[str]:
        """Return what stands in a text as whole words; words inside of longer ones that were found do not count."""
        rest, found = f" {spread(_STOPS.sub(' ', text))} ", set()
        for words, meaning in self.meanings.items():
            if f" {words} " in rest:
                found.add(meaning)
                rest = rest.replace(f" {words} ", "  ")
        return found

    def drop(self, text: str) -> str:
        """Return a text of words without those of the list."""
        rest = f" {spread(text)} "
        for words in self.meanings:
            while f" {words} " in rest:
                rest = rest.replace(f" {words} ", " ")
        return " ".join(rest.split())


def read_word_list(folder: Path, name: str) -> WordList:
    """Read a table of names and aliases.

    Raises:
        ContentError: the table is missing or has a fault.
    """
    rows = read_table_rows(folder, name)
    pairs = [(spread(alias), row["name"]) for row in rows for alias in list_aliases(row)]
    return WordList(dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair))))


def read_table_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table by column.

    Raises:
        ContentError: the table is missing or has a fault.
    """
    problems: list[Problem] = []
    rows = read_aliases(folder, name, problems)
    if problems:
        raise ContentError(problems)
    return rows


def squeeze(text: str) -> str:
    """Return the letters and digits of a text, for names that differ in blanks and punctuation alone.

    >>> squeeze("cc IIV-4") == squeeze("ccIIV4")
    True
    """
    return re.sub(r"[^\w]|_", "", spread(text))


def contains(text: str, words: str) -> bool:
    """Tell whether a text of words has others in it, side by side and whole.

    >>> contains("ccIIV4 group", "IIV4"), contains("cc IIV4 group", "IIV4")
    (False, True)
    """
    inner = spread(words)
    return bool(inner) and f" {inner} " in f" {spread(text)} "
