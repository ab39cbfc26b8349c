"""What importers are given: the content's things and their names, and tools that make what they give back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.content.claims import Claim
from pomegraph.content.mappings import Mapping
from pomegraph.content.registers import Thing
from pomegraph.content.values import canonical
from pomegraph.errors import RecordError
from pomegraph.names import IDENTIFIER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pomegraph.content.ontology import Prefix
    from pomegraph.content.registers import Registry
    from pomegraph.records.names import NameFinder

_LOCAL_NAME = r"[A-Za-z0-9_.:/-]+"
_JUSTIFICATION = "https://w3id.org/semapv/vocab/UnspecifiedMatching"


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of a public source it is: its version and the day it was retrieved, where they are known."""

    version: str = ""
    retrieved: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """All that an importer may look at beside a record.

    Args:
        registry: The ontology, the things of the content and of the layers beside it, and units.
        names: Finds those things by their names and identifiers.
        aliases: The folder of tables that people edit.
        edition: Which state of the public source it is.
    """

    registry: Registry
    names: NameFinder
    aliases: Path
    edition: Edition = field(default_factory=Edition)

    def make_claim(
        self, kind: str, values: Iterable[tuple[str, str]], remarks: Iterable[tuple[str, str]] = (), predicate: str = ""
    ) -> Claim:
        """Return a claim whose values are canonical; what a figure was printed as is remarked.

        Properties that are not part of a claim's identity (cites, note, position) may stand among the values.

        Raises:
            RecordError: a value is not what its property takes.
        """
        properties = self.registry.vocabulary.properties
        kept: set[tuple[str, str]] = set()
        beside = set(remarks)
        for name, text in values:
            prop = properties[name]
            value = text if prop.names_thing else canonical(text, prop.range)
            if value is None or (prop.pattern and not re.fullmatch(prop.pattern, value)):
                raise RecordError(f"{name} '{text[:100]}' is not of the type {prop.range}")
            (kept if prop.identifying else beside).add((name, value))
            if value != text:
                beside.add(("valueAsStated", text))
        if ("negated", "true") not in kept:
            kept.add(("negated", "false"))
        return Claim(kind, predicate, tuple(sorted(kept)), tuple(sorted(beside)), 0)

    def make_statement(self, subject: str, pair: tuple[str, str], remarks: Iterable[tuple[str, str]] = ()) -> Claim:
        """Return the claim that a thing has a value of a property.

        Raises:
            RecordError: the value is not what the property takes.
        """
        return self.make_claim("Statement", [("subject", subject), pair], remarks, pair[0])

    def make_thing(
        self, name: str, kind: str, label: str, alternatives: Iterable[str] = (), values: Iterable[tuple[str, str]] = ()
    ) -> Thing:
        """Return a thing of a class of the ontology.

        Raises:
            RecordError: it has no name or label that can be used.
        """
        label = " ".join(label.split())
        if not IDENTIFIER.fullmatch(name) or not label:
            raise RecordError(f"'{name[:100]}' with the label '{label[:100]}' cannot be a thing")
        others = {" ".join(one.split()).replace("|", "/") for one in alternatives} - {label, ""}
        return Thing(name, kind, label, tuple(sorted(others)), tuple(sorted(set(values))), "", 0)

    def make_mapping(
        self, subject: str, curie: str, predicate: str = "exactMatch", confidence: str = "0.95"
    ) -> Mapping:
        """Return the identifier that a thing has elsewhere.

        Raises:
            RecordError: the prefix is not pinned, or the identifier is not of its pattern.
        """
        address = self.expand(curie)
        if address is None:
            raise RecordError(f"'{curie[:100]}' is not an identifier of a vocabulary that is known")
        return Mapping(subject, predicate, address, _JUSTIFICATION, confidence)

    def expand(self, curie: str) -> str | None:
        """Return the IRI of a CURIE, or None if it is not one of the prefix map."""
        return expand_curie(self.registry.vocabulary.prefixes, curie)


def expand_curie(prefixes: Iterable[Prefix], curie: str) -> str | None:
    """Return the IRI of a CURIE, or None if its prefix is not pinned or the rest breaks the pattern of that."""
    name, _, local = curie.partition(":")
    for prefix in prefixes:
        if prefix.name == name:
            return prefix.namespace + local if re.fullmatch(prefix.pattern or _LOCAL_NAME, local) else None
    return None
