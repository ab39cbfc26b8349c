"""What is known of one study while it is converted: its trial, its parts, and what gathers its claims."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.content.locations import make_key
from pomegraph.errors import RecordError
from pomegraph.evidence.words import spread

if TYPE_CHECKING:
    from pomegraph.records.draft import Draft
    from pomegraph.records.nodes import RecordNode

# Hexadecimal digits that tell two things of one study apart, and letters of their names in front.
_DIGITS, _MOST_LETTERS = 8, 40
_NUMBER = re.compile(r"NCT[0-9]{8}")
# Below this number, descriptors of MeSH have six digits, which the registry has begun to fill up to nine.
_FIRST_OF_NINE = 66_000
_MESH = re.compile(r"([CD])(?:000)?([0-9]{6})")


@dataclass(frozen=True, slots=True)
class Study:
    """One study.

    Args:
        root: The whole record.
        number: Its number in the registry: NCT01311687.
        trial: Its trial as a thing of its own.
        known: The trial of the content that has the number, or nothing.
        draft: What gathers its claims.
    """

    root: RecordNode
    number: str
    trial: str
    known: str
    draft: Draft

    @property
    def key(self) -> str:
        """What identifiers of its own things begin with."""
        return self.number.lower()

    @property
    def source(self) -> str:
        """The identifier of the record as a source."""
        return f"{self.key}-record"

    def name_own(self, what: str, label: str, *more: str) -> str:
        """Return the identifier of a thing of the study's own: what it is, what it is called, and a digest of that."""
        told = "\n".join((label, *more))
        digest = hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]
        words = make_key(label)[:_MOST_LETTERS].strip("-")
        return "-".join(filter(None, (self.key, what, words, digest)))

    def name_shared(self, what: str, label: str) -> str:
        """Return the identifier of a thing that studies share: what it is, what it is called, and a digest of that."""
        digest = hashlib.sha256(label.encode()).hexdigest()[:_DIGITS]
        return "-".join(filter(None, (what, make_key(label)[:_MOST_LETTERS].strip("-"), digest)))

    def label(self, thing: str) -> str:
        """Return what a thing of the draft or of the content is called."""
        return self.draft.label(thing) or self.draft.context.registry.things[thing].label

    def module(self, name: str) -> RecordNode:
        """Return a module of the protocol."""
        return self.root.get("protocolSection", name)

    def result(self, name: str) -> RecordNode:
        """Return a module of the results."""
        return self.root.get("resultsSection", name)

    def list_terms(self, module: str, kind: str) -> dict[str, str]:
        """Return the terms of MeSH that the registry found, as words, with the identifier of the thing each is."""
        found: dict[str, str] = {}
        context = self.draft.context
        for node in self.root.members("derivedSection", module, "meshes"):
            identifier, term = read_mesh(node.text("id")), node.text("term")
            address = context.expand(f"MESH:{identifier}") if identifier else None
            if address and term:
                thing = context.names.find_address(address, kind)
                name = thing.id if thing else f"mesh-{identifier.lower()}"
                found |= {spread(form): name for form in (_turn(term), term)}
        return found

    def add_term(self, module: str, kind: str, name: str) -> None:
        """Add a thing that a term of MeSH stands for, if it is one of the record and not one of the content."""
        for node in self.root.members("derivedSection", module, "meshes"):
            identifier = read_mesh(node.text("id"))
            if name == f"mesh-{identifier.lower()}":
                self.draft.add(name, kind, _turn(node.text("term")))
                self.draft.map(name, f"MESH:{identifier}")


def read_nct_number(root: RecordNode) -> str:
    """Return the number of a study in the registry.

    Raises:
        RecordError: it has none.
    """
    place = root.get("protocolSection", "identificationModule", "nctId")
    number = place.text().upper()
    if not _NUMBER.fullmatch(number):
        raise RecordError(f"'{number[:40]}' is not an NCT number" if number else "no NCT number", place.pointer)
    return number


def read_mesh(text: str) -> str:
    """Return an identifier of MeSH as MeSH writes it, or nothing if it is not one.

    >>> read_mesh("D000009101"), read_mesh("D000068582"), read_mesh("C452423"), read_mesh("9101")
    ('D009101', 'D000068582', 'C452423', '')
    """
    found = _MESH.fullmatch(text)
    if found is None:
        return text if re.fullmatch(r"[CD][0-9]{9}", text) else ""
    return f"{found[1]}{found[2]}" if found[1] == "D" and int(found[2]) < _FIRST_OF_NINE else text


def _turn(term: str) -> str:
    """Return a term of MeSH in the order of speech: `Carcinoma, Non-Small-Cell Lung` the other way round."""
    first, comma, rest = term.partition(", ")
    return f"{rest} {first}" if comma and "," not in rest else term
