"""What importers are given: the content's things and their names, and tools that make what they give back."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.content.aliases import read_aliases
from pomegraph.content.claims import Claim, Source
from pomegraph.content.layers import join_layers
from pomegraph.content.mappings import Mapping, read_mappings
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import Thing, read_registry
from pomegraph.content.text import find_empty_word, make_plain
from pomegraph.content.values import canonical
from pomegraph.errors import ContentError, RecordError
from pomegraph.names import IDENTIFIER
from pomegraph.records.names import NameFinder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Table
    from pathlib import Path

    from pomegraph.content.claims import Passage
    from pomegraph.content.folder import Content
    from pomegraph.content.ontology import Prefix
    from pomegraph.content.registers import Registry
    from pomegraph.errors import Problem
    from pomegraph.records.converted import Importer

_LOCAL_NAME = r"[A-Za-z0-9_.:/-]+"
_JUSTIFICATION = "https://w3id.org/semapv/vocab/UnspecifiedMatching"


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of a public source it is, and what of it is asked for.

    Args:
        layer: The name of the layer that is made: one that there is already is not read.
        version: The version of the source, where it is known.
        retrieved: The day on which its records were fetched.
        selective: Whether records that speak of no disease of the content or its layers are passed over.
        events: Whether adverse events are read too, which are many.
    """

    layer: str = ""
    version: str = ""
    retrieved: str = ""
    selective: bool = False
    events: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """All that an importer may look at beside a record.

    Args:
        registry: The ontology, the things of the content and of the layers beside it, and units.
        names: Finds those things by their names and identifiers.
        aliases: The folder of tables that people edit.
        edition: Which state of the public source it is.
        foreign: Things of other layers, each with its identifiers elsewhere: the frame copies what a record needs.
    """

    registry: Registry
    names: NameFinder
    aliases: Path
    edition: Edition = field(default_factory=Edition)
    foreign: Table[str, tuple[Mapping, ...]] = field(default_factory=dict)

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
            if name == "subject":
                kept.add((name, text))
                continue
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
        label = tidy_text(label)
        if not IDENTIFIER.fullmatch(name) or not label or find_empty_word(label):
            raise RecordError(f"'{name[:100]}' with the label '{label[:100]}' cannot be a thing")
        names = (tidy_text(one).replace("|", "/") for one in alternatives)
        others = {one for one in names if not find_empty_word(one)} - {label, ""}
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

    def make_database(self, about: Importer, passages: Iterable[Passage], version: str = "") -> Source:
        """Return the source that a database is as a whole, with passages of it; its version is that of the edition."""
        details = {
            "address": about.address,
            "kind": "database",
            "licence": about.licence,
            "retrieved": self.edition.retrieved,
            "version": self.edition.version or version,
        }
        told = tuple((name, text) for name, text in details.items() if text)
        return Source(about.name, about.label, told, None, tuple(passages), "")

    def expand(self, curie: str) -> str | None:
        """Return the IRI of a CURIE, or None if it is not one of the prefix map."""
        return expand_curie(self.registry.vocabulary.prefixes, curie)


def read_context(content: Content, edition: Edition) -> Context:
    """Read what importers are given: the things of a content and of its layers, and the names of these.

    Raises:
        ContentError: there are faults in them.
    """
    problems: list[Problem] = []
    vocabulary = read_vocabulary(content)
    registry = read_registry(content, vocabulary, problems)
    mappings = read_mappings(content.mappings, content.place(content.mappings), registry, problems)
    curated = frozenset(registry.things)
    join_layers([one for one in content.layers if one.root.name != edition.layer], registry, mappings, problems)
    if problems:
        raise ContentError(problems)
    foreign: defaultdict[str, list[Mapping]] = defaultdict(list)
    for one in mappings:
        if one.subject not in curated and one.predicate == "exactMatch":
            foreign[one.subject].append(one)
    known = {name: tuple(foreign[name]) for name in registry.things if name not in curated}
    names = NameFinder(registry, mappings)
    names.add_aliases("Disease", read_aliases(content.aliases, "diseases", problems))
    return Context(registry, names, content.aliases, edition, known)


def expand_curie(prefixes: Iterable[Prefix], curie: str) -> str | None:
    """Return the IRI of a CURIE, or None if its prefix is not pinned or the rest breaks the pattern of that."""
    name, _, local = curie.partition(":")
    for prefix in prefixes:
        if prefix.name == name:
            return prefix.namespace + local if re.fullmatch(prefix.pattern or _LOCAL_NAME, local) else None
    return None


def tidy_text(text: str) -> str:
    r"""Return a text on one line, with one blank between words and without what nobody sees.

    >>> tidy_text(" Exampla\t\n B ")
    'Exampla B'
    """
    whole = text.encode("utf-8", errors="ignore").decode()
    return make_plain(" ".join(whole.split()))


def make_name(curie: str) -> str:
    """Return what a thing is called that has an identifier elsewhere.

    >>> make_name("MESH:D009101")
    'mesh-d009101'
    """
    return re.sub("[^a-z0-9]+", "-", curie.lower()).strip("-")
