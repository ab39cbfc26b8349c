"""Reads the identifiers that things have elsewhere, as SSSOM (Simple Standard for Sharing Ontology Mappings)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text, suggest
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.content.ontology import Prefix
    from pomegraph.content.registers import Registry

_NEEDED = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "confidence")
_LOCAL_NAME = r"[A-Za-z0-9_.:/-]+"
_PREDICATES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


@dataclass(frozen=True, slots=True)
class Mapping:
    """A thing, how it relates to a term elsewhere (a SKOS mapping property), and how sure that is (0 to 1)."""

    subject: str
    predicate: str
    object: str
    justification: str
    confidence: str


def read_mappings(path: Path, place: str, registry: Registry, problems: list[Problem]) -> list[Mapping]:
    """Read the table; what is wrong goes to `problems`."""
    text = read_text(path, place, problems)
    return [] if text is None else list(_MappingReader(registry, place, problems).read(text))


class _MappingReader:
    """Reads one SSSOM table: comment lines with metadata, a header row, a mapping a row."""

    def __init__(self, registry: Registry, place: str, problems: list[Problem]) -> None:
        self._registry, self._place, self._problems = registry, place, problems
        self._prefixes = {prefix.name: prefix for prefix in registry.vocabulary.prefixes}
        self._seen: dict[tuple[str, str, str], int] = {}

    def _report(self, line: int, message: str, cure: str) -> None:
        self._problems.append(Problem(self._place, line, message, cure))

    def read(self, text: str) -> Iterator[Mapping]:
        lines = [
            (line, row) for line, row in enumerate(text.removesuffix("\n").split("\n"), 1) if not row.startswith("#")
        ]
        if not lines:
            self._report(0, "no header row", f"begin with {', '.join(_NEEDED)}")
            return
        columns = lines[0][1].split("\t")
        missing = [name for name in _NEEDED if name not in columns]
        if missing:
            self._report(lines[0][0], f"no column {', '.join(missing)}", "add it to the header row")
            return
        for line, row in split_cells(lines[1:], columns, self._report):
            yield from self._read_row(row, line)

    def _read_row(self, row: dict[str, str], line: int) -> Iterator[Mapping]:
        subject = self._read_subject(row["subject_id"], row["subject_label"], line)
        predicate = row["predicate_id"].removeprefix("skos:")
        if predicate not in _PREDICATES:
            cure = suggest(predicate, _PREDICATES, otherwise=f"write skos: and one of {', '.join(_PREDICATES)}")
            self._report(line, f"predicate '{row['predicate_id']}' is not a SKOS mapping property", cure)
        target = self.expand(row["object_id"], line)
        justification = self.expand(row["mapping_justification"], line)
        if not re.fullmatch(r"0(\.\d+)?|1(\.0+)?", row["confidence"]):
            self._report(
                line, f"confidence '{row['confidence']}' is not a number from 0 to 1", "write one such as 0.95"
            )
        key = (row["subject_id"], row["predicate_id"], row["object_id"])
        if key in self._seen:
            self._report(line, f"the mapping stands in line {self._seen[key]} too", "delete one of the two")
        self._seen[key] = line
        if subject and target and justification:
            yield Mapping(subject, predicate, target, justification, row["confidence"])

    def _read_subject(self, curie: str, label: str, line: int) -> str:
        prefix, _, name = curie.partition(":")
        thing = self._registry.things.get(name)
        classes = self._registry.vocabulary.classes
        segment = prefix.removeprefix("pom").replace("_", "-")
        doubtful = name in self._registry.doubtful
        if thing is None or (classes[thing.kind].segment != segment and not doubtful):
            segments = {classes[one.kind].segment: one for one in self._registry.things.values()}
            names = [one.id for one in self._registry.things.values() if classes[one.kind].segment == segment]
            cure = suggest(name, names, otherwise="add it to a register")
            cure = cure if segment in segments else "begin with pomdrug:, pomdisease: or the like"
            self._report(line, f"unknown thing '{curie}'", cure)
            return ""
        if thing.label != label and not doubtful:
            self._report(line, f"label '{label}' is not that of '{name}'", f"write '{thing.label}'")
        return thing.id

    def expand(self, curie: str, line: int) -> str:
        """Return the IRI of a CURIE, or an empty text after reporting what is wrong with it."""
        name, _, local = curie.partition(":")
        prefix: Prefix | None = self._prefixes.get(name)
        if prefix is None:
            cure = suggest(name, self._prefixes, otherwise="declare the prefix in the ontology")
            self._report(line, f"unknown prefix in '{curie}'", cure)
            return ""
        pattern = prefix.pattern or _LOCAL_NAME
        if not re.fullmatch(pattern, local):
            self._report(line, f"'{curie}' breaks the pattern of {name}", f"write what matches {pattern}")
            return ""
        return prefix.namespace + local
