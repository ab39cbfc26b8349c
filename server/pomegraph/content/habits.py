"""Reads how people write what a graph names: forms of identifiers, further names of things, words of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.content.aliases import list_aliases, read_aliases
from pomegraph.content.forms import find_forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pomegraph.content.forms import IdentifierForm

# The tables whose aliases are names of things of a kind, where the register has the name.
_TABLES = {
    "drug": "drugs",
    "disease": "diseases",
    "trial": "trials",
    "measure": "measures",
    "place": "places",
    "adverse-event": "events",
}
_REGIMENS, _WORDS, _SILENT = "regimens", "users-words", "silent-matters"
_QUANTITIES, _GROUPS, _VALUES = "quantities", "drug-groups", "value-words"


@dataclass(frozen=True, slots=True)
class DrugGroup:
    """What people call drugs of one kind.

    Args:
        name: The class of drugs as the register calls it.
        others: What else it is called.
        drugs: Drugs in it beside those of which the graph says so.
    """

    name: str
    others: tuple[str, ...]
    drugs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueWords:
    """What people say for one value of a closed list.

    Args:
        list: The list, or the parameter that takes it.
        name: The value.
        of: What it is said of, in words of the graph; anything if that is empty.
        said: What they say; its own name counts only if it is among these.
    """

    list: str
    name: str
    of: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habits:
    """How people write.

    Args:
        forms: The forms in which they write identifiers.
        names: By the kind of a thing, and by its name in lower case, what else it is called.
        mixtures: By the names of the drugs of a regimen, what it is called for short.
        words: By words of this graph, what people say instead.
        silent: By what no document of this graph tells, in words that go on from "No document tells", what people say
            who look for it.
        quantities: By what is counted or measured, what else it is called.
        groups: Drugs of one kind.
        values: What people say for the values of closed lists.
    """

    forms: tuple[IdentifierForm, ...] = ()
    names: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    mixtures: Mapping[frozenset[str], tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quantities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[DrugGroup, ...] = ()
    values: tuple[ValueWords, ...] = ()

    def list_names(self, kind: str, label: str) -> list[str]:
        """Return what else a thing of a kind is called.

        >>> Habits(mixtures={frozenset({"a", "b"}): ("AB",)}).list_names("regimen", "b-a")
        ['AB']
        """
        name = label.casefold()
        found = [*self.names.get(kind, {}).get(name, ())]
        return [*found, *self.mixtures.get(frozenset(name.split("-")), ())] if kind == "regimen" else found


def find_habits(folder: Path) -> Habits:
    """Return how people write, by a folder of tables; those that are missing, and what is wrong, are left out."""
    names = {kind: dict(_read_names(folder, table)) for kind, table in _TABLES.items()}
    words, silent, quantities = (dict(_read_names(folder, table)) for table in (_WORDS, _SILENT, _QUANTITIES))
    groups = tuple(_read_group(row) for row in _read(folder, _GROUPS))
    values = tuple(_read_value(row) for row in _read(folder, _VALUES))
    return Habits(find_forms(folder), names, _read_mixtures(folder), words, silent, quantities, groups, values)


def _read_group(row: dict[str, str]) -> DrugGroup:
    return DrugGroup(row["name"], tuple(list_aliases(row)[1:]), tuple(filter(None, row["drugs"].split("|"))))


def _read_value(row: dict[str, str]) -> ValueWords:
    return ValueWords(row["list"], row["name"], row["of"], tuple(row["aliases"].split("|")))


def _read_names(folder: Path, table: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in _read(folder, table):
        name, *others = list_aliases(row)
        yield name.casefold(), tuple(others)


def _read_mixtures(folder: Path) -> dict[frozenset[str], tuple[str, ...]]:
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for row in _read(folder, _REGIMENS):
        drugs = frozenset(row["drugs"].casefold().split("|"))
        found[drugs] = (*found.get(drugs, ()), row["alias"])
    return found


def _read(folder: Path, table: str) -> list[dict[str, str]]:
    return read_aliases(folder, table, []) if (folder / f"{table}.tsv").is_file() else []
