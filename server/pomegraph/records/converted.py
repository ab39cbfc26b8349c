"""What an importer gives back for one record: what it says, the things it speaks of, and what was left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeAlias

    from pomegraph.content.claims import Source
    from pomegraph.content.mappings import Mapping
    from pomegraph.content.registers import Thing
    from pomegraph.records.context import Context

    Convert: TypeAlias = Callable[[Any], "Converted"]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Something that a record names and that could not be told to be a thing; it is listed, and never guessed.

    Args:
        kind: What it would be: drug, disease, group, measure and the like.
        text: The record's own words for it, in short.
        reason: Why it was left open, the same words for the same reason: "unknown name".
        pointer: Where in the record, as a JSON Pointer.
    """

    kind: str
    text: str
    reason: str
    pointer: str


@dataclass(frozen=True, slots=True)
class Converted:
    """One record, converted.

    Args:
        record: The identifier of the record: NCT01311687, DB08910_MESH_D009101_1. Of two records with one identifier,
            the one of the later version is kept.
        version: What versions of a record are ordered by, such as the day of its last update; may be empty.
        source: Who says it, with the passages of this record. Records of one database may share a source: its
            passages are then put together, and must not be at the same place.
        things: What its claims speak of beside the things of the content: one for each identifier that it needs. An
            identifier begins with that of its vocabulary (mesh-d009101, nct01311687-arm-1).
        mappings: The identifiers that these things have elsewhere. What has an exactMatch that a thing of the content
            has too IS that thing, once the layer is read.
        unresolved: What was left open.
        counts: What else is to be counted over all records, such as ("outcomes without data", 15).
    """

    record: str
    version: str
    source: Source
    things: tuple[Thing, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as it was read: what messages call its place, and its value as from JSON."""

    place: str
    value: Any


@dataclass(frozen=True, slots=True)
class Importer:
    """What is known of a public source of records.

    Args:
        name: What it is called on the command line, and its layer.
        label: What people call it.
        licence: The licence of its records, as a SPDX identifier or in words.
        address: Where people find it.
        form: How its files are written: json, yaml or obo.
        split: Tells the records in a document from each other: yields a JSON Pointer (empty for the whole) and a value.
        prepare: Reads the tables that it needs once, and returns the function that converts a record. That one is
            pure: no clock, no network, no order. It raises a RecordError for a record that is of no use.
    """

    name: str
    label: str
    licence: str
    address: str
    form: str
    split: Callable[[Any], Iterator[tuple[str, Any]]]
    prepare: Callable[[Context], Convert]
