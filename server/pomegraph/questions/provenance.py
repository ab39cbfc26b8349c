"""Finds where claims are made, what is cited and noted there, and what primary sources say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pomegraph.names import POM, RDFS
from pomegraph.questions.blocks import list_blocks
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pomegraph.sparql.results import Table

_AT_ONCE = 500
_PREFIXES = f"PREFIX pom: <{POM}>\nPREFIX rdfs: <{RDFS}>\n"
_PLACES = (
    _PREFIXES
    + """\
SELECT DISTINCT ?claim ?source ?document ?passage ?label ?first ?report WHERE {
  VALUES ?claim { %s }
  ?report pom:reports ?claim ; pom:passage ?passage .
  ?passage rdfs:label ?label ; pom:source ?source .
  ?source rdfs:label ?document .
  OPTIONAL { ?passage pom:firstLine ?first ; pom:lastLine ?last }
} ORDER BY ?claim ?source ?first ?last ?label ?passage ?document ?report"""
)
_CITATIONS = (
    _PREFIXES
    + """\
SELECT DISTINCT ?claim ?passage ?reference ?citation WHERE {
  VALUES ?claim { %s }
  ?report pom:reports ?claim ; pom:passage ?passage ; pom:cites ?reference .
  ?reference rdfs:label ?citation .
} ORDER BY ?claim ?passage ?citation ?reference"""
)
_NOTES = (
    _PREFIXES
    + """\
SELECT DISTINCT ?claim ?source ?passage ?note WHERE {
  VALUES ?claim { %s }
  ?report pom:reports ?claim ; pom:passage ?passage ; pom:note ?note .
  ?passage pom:source ?source .
} ORDER BY ?claim ?passage ?note ?source"""
)
_VERDICTS = (
    _PREFIXES
    + """\
SELECT DISTINCT ?claim ?verdict ?grounds WHERE {
  VALUES ?claim { %s }
  ?found pom:judges ?claim ; pom:verdict/rdfs:label ?verdict ; pom:grounds ?grounds .
} ORDER BY ?claim ?verdict ?grounds"""
)


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """Where a claim is made.

    Args:
        source: The IRI of the document.
        document: What it is called.
        passage: The IRI of the passage.
        label: What that is called.
        where: Where it is in its document: lines 31-33.
        is_lines: Whether that is told by lines.
        report: The IRI of the report, which tells what the document adds to the claim there.
    """

    source: str
    document: str
    passage: str
    label: str
    where: str
    is_lines: bool
    report: str

    @property
    def shown(self) -> str:
        """Where it is, as people print it."""
        return self.where.replace("-", "\u2013") if self.is_lines else self.where


class PrimaryVerdict(NamedTuple):
    """What primary sources make of a claim, and why."""

    verdict: str
    grounds: str

    def __str__(self) -> str:
        """Return the verdict as a line."""
        return f"{self.verdict}: {self.grounds}"


class PlacedNote(NamedTuple):
    """What is noted on a claim in a passage of a document: what the properties of the claim cannot hold."""

    source: str
    passage: str
    text: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where some claims come from; each by its IRI.

    Args:
        places: Where it is made, document by document, in the order of their lines.
        citations: What is cited for it, by the passage too: the IRI of each reference, and what that is called.
        verdicts: What primary sources make of it.
        notes: What is noted on it, by the passage too.
    """

    places: Mapping[str, Sequence[ClaimPlace]] = field(default_factory=dict)
    citations: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    verdicts: Mapping[str, Sequence[PrimaryVerdict]] = field(default_factory=dict)
    notes: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)


def find_provenance(select: Callable[[str], Table], claims: Iterable[str]) -> Provenance:
    """Return where some claims come from.

    Args:
        select: Answers a SPARQL query; it is asked four times for 500 claims.
        claims: IRIs; what cannot stand in a query is no claim.
    """
    named = list(claims)
    citations: dict[tuple[str, str], dict[str, str]] = {}
    for claim, passage, reference, label in _ask(select, _CITATIONS, named):
        citations.setdefault((str(claim), str(passage)), {}).setdefault(str(reference), str(label))
    notes: dict[tuple[str, str], list[str]] = {}
    for claim, many in find_notes(select, named).items():
        for one in many:
            notes.setdefault((claim, one.passage), []).append(one.text)
    return Provenance(find_places(select, named), citations, find_verdicts(select, named), notes)


def find_places(select: Callable[[str], Table], claims: Iterable[str]) -> dict[str, list[ClaimPlace]]:
    """Return where each of some claims is made, document by document, in the order of their lines; see above."""
    found: dict[str, dict[str, ClaimPlace]] = {}
    for claim, source, document, passage, label, first, report in _ask(select, _PLACES, claims):
        where = str(label).removeprefix(f"{document}, ")
        texts = (str(source), str(document), str(passage), str(label), where)
        place = ClaimPlace(*texts, is_lines=first is not None, report=str(report))
        found.setdefault(str(claim), {}).setdefault(place.passage, place)
    return {claim: list(places.values()) for claim, places in found.items()}


def find_verdicts(select: Callable[[str], Table], claims: Iterable[str]) -> dict[str, list[PrimaryVerdict]]:
    """Return what primary sources make of each of some claims, where they say anything; see above."""
    found: dict[str, list[PrimaryVerdict]] = {}
    for claim, verdict, grounds in _ask(select, _VERDICTS, claims):
        found.setdefault(str(claim), []).append(PrimaryVerdict(str(verdict), str(grounds)))
    return found


def find_notes(select: Callable[[str], Table], claims: Iterable[str]) -> dict[str, list[PlacedNote]]:
    """Return what is noted on each of some claims, where anything is; see above."""
    found: dict[str, list[PlacedNote]] = {}
    for claim, source, passage, note in _ask(select, _NOTES, claims):
        found.setdefault(str(claim), []).append(PlacedNote(str(source), str(passage), str(note)))
    return found


def choose_places(places: Sequence[ClaimPlace], row: Iterable[Any]) -> Sequence[ClaimPlace]:
    """Return the places of a claim that a row names by their passages, or else by their documents, or else all."""
    named = {cell.value for cell in row if isinstance(cell, Iri)}
    ours = [place for place in places if place.passage in named]
    return ours or [place for place in places if place.source in named] or places


def _ask(select: Callable[[str], Table], query: str, claims: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    for block in list_blocks(claims, _AT_ONCE):
        yield from select(query % block).rows
