"""Reads the registers: one row for each thing that claims can be about."""

from __future__ import annotations

import itertools
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pomegraph.content.aliases import read_units
from pomegraph.content.forms import read_forms
from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text, suggest
from pomegraph.content.values import canonical, cure_of
from pomegraph.errors import Problem
from pomegraph.names import IDENTIFIER
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pomegraph.content.amounts import Unit
    from pomegraph.content.folder import Content
    from pomegraph.content.forms import IdentifierForm
    from pomegraph.content.ontology import Property, Vocabulary

_FIXED = ("id", "label", "altLabels")


@dataclass(frozen=True, slots=True)
class Thing:
    """A row of a register, or a source; `values` holds (property, identifier or canonical text) pairs."""

    id: str
    kind: str
    label: str
    alternatives: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    file: str
    line: int

    def get(self, name: str) -> list[str]:
        """Return the values of one property, in their order."""
        return [value for prop, value in self.values if prop == name]


@dataclass(slots=True)
class Registry:
    """All things by identifier; identifiers are unique over all registers.

    Args:
        vocabulary: The ontology.
        things: All things, those whose rows could not be read with their identifiers alone.
        doubtful: Identifiers of the latter. They fit everywhere, so that one unsound row is one problem.
        units: What the figures of a unit are compared in, by the identifier of the unit.
        forms: The forms in which identifiers are written elsewhere.
    """

    vocabulary: Vocabulary
    things: dict[str, Thing] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    units: dict[str, Unit] = field(default_factory=dict)
    forms: tuple[IdentifierForm, ...] = ()

    def add(self, thing: Thing, problems: list[Problem]) -> None:
        """Add a thing, or a problem if its identifier is taken."""
        other = self.things.get(thing.id)
        if other is None:
            self.things[thing.id] = thing
            return
        where = f"{other.file}:{other.line}" if other.line else other.file
        message = f"the id '{thing.id}' is already that of {where}"
        problems.append(Problem(thing.file, thing.line, message, "choose another id"))

    def add_doubtful(self, rows: Iterable[tuple[int, str]], kind: str, place: str) -> None:
        """Add what rows begin with as things of which no more is known, unless they are known."""
        for line, row in rows:
            name = re.split(r"[\t ]", row.lstrip(), maxsplit=1)[0]
            if IDENTIFIER.fullmatch(name) and name not in self.things:
                self.things[name] = Thing(name, kind, name, (), (), place, line)
                self.doubtful.add(name)

    def find_fault(self, prop: Property, name: str) -> tuple[str, str] | None:
        """Return why a name is not a value of a property and the cure, or None if it is one."""
        thing = self.things.get(name)
        if thing is not None and self.fits(prop, thing):
            return None
        known = (other.id for other in self.things.values() if self.fits(prop, other))
        wanted = f"{prop.scheme} value" if prop.scheme else self.vocabulary.classes[prop.range].label
        register = f"data/registers/{self.vocabulary.classes[prop.range].register or '*'}.tsv"
        if thing is None:
            return f"unknown {wanted} '{name}'", suggest(name, known, otherwise=f"add it to {register}")
        cure = suggest(name, known, otherwise=f"take one from {register}, or add it there under another id")
        given = with_article(self._describe(thing))
        return f"'{name}' is {given}, and {prop.name} takes {with_article(wanted)}", cure

    def list_broader(self, name: str) -> set[str]:
        """Return the things that a thing is a kind of, near and far; none for a name that nothing has."""
        found: set[str] = set()
        ahead = [name]
        while ahead:
            thing = self.things.get(ahead.pop())
            wider = [one for one in thing.get("broader") if one not in found] if thing else []
            found.update(wider)
            ahead += wider
        return found

    def fits(self, prop: Property, thing: Thing) -> bool:
        """Tell whether a thing may be a value of a property."""
        if thing.id in self.doubtful:
            return True
        if prop.scheme is not None:
            return thing.get("scheme") == [prop.scheme]
        return self.vocabulary.is_a(thing.kind, prop.range)

    def _describe(self, thing: Thing) -> str:
        scheme = thing.get("scheme")
        return f"{scheme[0]} value" if scheme else self.vocabulary.classes[thing.kind].label


def read_registry(content: Content, vocabulary: Vocabulary, problems: list[Problem]) -> Registry:
    """Read all registers, and the sources by their file names; what is wrong goes to `problems`."""
    registry = Registry(vocabulary)
    bases = _find_bases(vocabulary)
    for path in content.sources:
        place = content.place(path)
        registry.add(Thing(path.stem, "Source", _read_label(path), (), (), place, 0), problems)
    for path in content.registers:
        place, kind = content.place(path), bases.get(path.stem)
        text = read_text(path, place, problems)
        if kind is None:
            cure = suggest(path.stem, bases, otherwise=f"name it like one of {', '.join(sorted(bases))}")
            problems.append(Problem(place, 0, "no class has this register", cure))
        elif text is not None:
            _TableReader(registry, kind, place, problems).read(text)
        # Whatever is left was told, and what depends on it is not to be told again.
        registry.add_doubtful(_list_rows(path), kind or "Thing", place)
    check_links(registry, [*registry.things], problems)
    registry.forms = read_forms(content.aliases, {prefix.name for prefix in vocabulary.prefixes}, problems)
    if (content.aliases / "units.tsv").is_file():
        known = read_units(content.aliases, problems)
        registry.units = {one.id: known[one.label] for one in registry.things.values() if _is_unit(one, known)}
    return registry


def read_things(path: Path, place: str, registry: Registry, problems: list[Problem]) -> None:
    """Read a table of things of several classes, each of which names its own; what is wrong goes to `problems`."""
    text = read_text(path, place, problems)
    if text is not None:
        _TableReader(registry, "Thing", place, problems).read(text)


def check_links(registry: Registry, names: Iterable[str], problems: list[Problem]) -> None:
    """Take away what things say of others that are not there, after adding to `problems` that they do."""
    for name in names:
        registry.things[name] = _drop_faulty_links(registry, registry.things[name], problems)


def _is_unit(thing: Thing, known: Mapping[str, Unit]) -> bool:
    return thing.label in known and "unit" in thing.get("scheme")


def _read_label(path: Path) -> str:
    """Return what a source is called, by the head of its file, or its id; the file is judged when it is read."""
    with suppress(OSError, UnicodeDecodeError), path.open(encoding="utf-8") as file:
        for line in itertools.islice(file, 10):
            key, _, label = line.partition(":")
            if key == "label":
                return label.strip().strip("\"'") or path.stem
    return path.stem


def _list_rows(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the rows below the header with their lines, also of a file that is not plain text."""
    with suppress(OSError):
        yield from enumerate(path.read_bytes().decode(errors="replace").split("\n")[1:], 2)


def _find_bases(vocabulary: Vocabulary) -> dict[str, str]:
    """Return the class of each register: the one that names it; those below it share the register."""
    bases: dict[str, str] = {}
    for one in sorted(vocabulary.classes.values(), key=lambda one: len(one.ancestors), reverse=True):
        if one.register is not None:
            bases[one.register] = one.name
    return bases


def _drop_faulty_links(registry: Registry, thing: Thing, problems: list[Problem]) -> Thing:
    """Return a thing without the values that name no fitting thing; each is a problem."""
    sound = []
    for name, value in thing.values:
        prop = registry.vocabulary.properties[name]
        fault = registry.find_fault(prop, value) if prop.names_thing else None
        if fault is None:
            sound.append((name, value))
        else:
            problems.append(Problem(thing.file, thing.line, *fault))
    return thing if len(sound) == len(thing.values) else replace(thing, values=tuple(sound))


class _TableReader:
    """Reads one register; TSV with a header row, cells as they stand, `|` between alternative values."""

    def __init__(self, registry: Registry, kind: str, place: str, problems: list[Problem]) -> None:
        self._registry, self._kind, self._place, self._problems = registry, kind, place, problems

    def _report(self, line: int, message: str, cure: str) -> None:
        self._problems.append(Problem(self._place, line, message, cure))

    def read(self, text: str) -> None:
        header, *rows = text.removesuffix("\n").split("\n")
        columns = header.split("\t")
        if not self._check_header(columns):
            return
        previous = ""
        for line, row in split_cells(enumerate(rows, 2), columns, self._report):
            name = row["id"]
            self._read_row(row, line)
            if name < previous:
                self._report(line, f"'{name}' stands after '{previous}'", "sort the rows by id")
            previous = name

    def _check_header(self, columns: list[str]) -> bool:
        if any(not column or " " in column for column in columns):
            self._report(
                1, "the columns of the header are not divided by single tabs", "put one tab between two columns"
            )
            return False
        known = {*_FIXED, "class", *self._registry.vocabulary.properties}
        unknown = [column for column in columns if column not in known]
        for column in unknown:
            self._report(
                1, f"unknown column '{column}'", suggest(column, known, otherwise="take a property of the ontology")
            )
        repeated = {column for column in columns if columns.count(column) > 1}
        for column in sorted(repeated):
            self._report(1, f"the column '{column}' stands twice", "keep one")
        if tuple(columns[:3]) != _FIXED:
            self._report(1, "the first columns are not id, label, altLabels", "begin the header with them")
        return not unknown and not repeated and tuple(columns[:3]) == _FIXED

    def _read_row(self, row: dict[str, str], line: int) -> None:
        name, label = row.pop("id"), row.pop("label")
        alternatives = tuple(sorted(filter(None, row.pop("altLabels").split("|"))))
        kind = row.pop("class", "") or self._kind
        classes = self._registry.vocabulary.classes
        if not IDENTIFIER.fullmatch(name):
            self._report(line, f"'{name}' is not an id", "use lower-case letters, digits and single hyphens")
            return
        if not label:
            self._report(line, f"'{name}' has no label", "give it a label")
            return
        if kind not in classes or not self._registry.vocabulary.is_a(kind, self._kind):
            inside = [one for one in classes if self._registry.vocabulary.is_a(one, self._kind)]
            self._report(
                line,
                f"'{kind}' is not a class of this register",
                suggest(kind, inside, otherwise=f"write one of {', '.join(inside)}"),
            )
            return
        values = tuple(pair for column, cell in row.items() for pair in self._read_cell(column, cell, line))
        self._registry.add(Thing(name, kind, label, alternatives, values, self._place, line), self._problems)

    def _read_cell(self, column: str, cell: str, line: int) -> Iterable[tuple[str, str]]:
        prop = self._registry.vocabulary.properties[column]
        for item in filter(None, cell.split("|")):
            if prop.names_thing:
                yield column, item
                continue
            value = canonical(item, prop.range)
            if value is None:
                self._report(line, f"{column} '{item}' is not {with_article(prop.range)}", cure_of(prop.range))
            else:
                yield column, value
