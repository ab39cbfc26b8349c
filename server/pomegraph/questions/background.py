"""Finds what a reader must know beside an answer: what narrows its claims or speaks against them, how current it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pomegraph.names import DCTERMS, PAV, POM, RDFS
from pomegraph.questions.blocks import list_blocks
from pomegraph.questions.provenance import find_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from pomegraph.sparql.results import Table

NOTICE = "No medical advice. The graph records what its sources say, also where they are wrong or out of date."
_AT_ONCE = 500
_SOURCE = "/source/"
_PREFIXES = f"PREFIX pom: <{POM}>\nPREFIX rdfs: <{RDFS}>\nPREFIX dcterms: <{DCTERMS}>\nPREFIX pav: <{PAV}>\n"
_CAUTIONS = (
    _PREFIXES
    + """\
SELECT DISTINCT ?claim ?verdict ?grounds ?confidence ?place WHERE {
  VALUES ?claim { %s }
  ?found pom:judges ?claim ;
    pom:verdict/rdfs:label ?verdict ;
    pom:grounds ?grounds ;
    pom:confidence/rdfs:label ?confidence .
  FILTER(STR(?verdict) NOT IN ("confirmed", "rounded", "not found"))
  OPTIONAL {
    ?found pom:primaryClaim/pom:reportedIn ?passage .
    ?passage rdfs:label ?place ; pom:source/pom:kind ?kind .
    FILTER(!STRENDS(STR(?kind), "/secondary-page"))
  }
}
ORDER BY ?claim ?verdict ?grounds ?confidence ?place"""
)
_OF_CLAIMS = "{ SELECT DISTINCT ?source WHERE { VALUES ?claim { %s } ?claim pom:reportedIn/pom:source ?source } }"
_SOURCES = (
    _PREFIXES
    + """\
SELECT DISTINCT ?source ?label ?kind ?date ?status WHERE {
  %s
  ?source rdfs:label ?label .
  OPTIONAL { ?source pom:kind/rdfs:label ?kind }
  OPTIONAL { ?source dcterms:date|pav:version|pom:lastModified|pom:lastReviewed ?date }
  OPTIONAL { ?source pom:reviewStatus/rdfs:label ?status }
}
ORDER BY ?source ?label ?kind ?date ?status"""
)


@dataclass(frozen=True, slots=True)
class Caution:
    """What primary evidence says against a claim.

    Args:
        verdict: contradicted, outdated, belongs to another trial and so on.
        reason: Why, in a sentence.
        confidence: high, medium or low.
        evidence: The passages of primary sources that it rests on.
    """

    verdict: str
    reason: str
    confidence: str
    evidence: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the caution as a line."""
        return f"{self.verdict}: {self.reason}"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """How current a source is.

    Args:
        label: What it is called.
        kind: Which kind of source it is; empty if that is not told.
        dates: Its date or version, as it prints them.
        review: What it says of its review.
    """

    label: str
    kind: str = ""
    dates: tuple[str, ...] = ()
    review: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the facts as a line.

        >>> print(SourceFacts("A page", "secondary page", ("2025-12-04",), ("pending",)))
        A page (secondary page): 2025-12-04; review: pending
        """
        kind = f" ({self.kind})" if self.kind else ""
        review = f"; review: {', '.join(self.review)}" if self.review else ""
        return f"{self.label}{kind}: {', '.join(self.dates) or 'no date'}{review}"


class ClaimNote(NamedTuple):
    """What is noted on a claim in a document, by the IRI of that: what the properties of the claim cannot hold."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Background:
    """What a reader must know, by the IRI of the claim or source.

    Args:
        cautions: What speaks against a claim.
        sources: How current a source is.
        notes: What narrows a claim, or tells more of it, document by document.
    """

    cautions: Mapping[str, tuple[Caution, ...]] = field(default_factory=dict)
    sources: Mapping[str, SourceFacts] = field(default_factory=dict)
    notes: Mapping[str, tuple[ClaimNote, ...]] = field(default_factory=dict)

    def warn(self, name: str) -> str:
        """Return what speaks against a claim in one text; empty if nothing does."""
        return " ".join(map(str, self.cautions.get(name, ())))

    def note(self, names: Iterable[str]) -> str:
        """Return what is noted on the claims among some IRIs in one text, in the documents among them if there are any.

        Args:
            names: The IRIs that stand in a row.
        """
        named = list(names)
        noted = [one for name in named for one in self.notes.get(name, ())]
        return join_notes(noted, {name for name in named if _SOURCE in name})

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "notice": NOTICE,
            "cautions": {name: [asdict(one) for one in many] for name, many in self.cautions.items()},
            "sources": {name: asdict(facts) for name, facts in self.sources.items()},
            "notes": {name: [one._asdict() for one in many] for name, many in self.notes.items()},
        }


def find_background(select: Callable[[str], Table], names: Iterable[str], *, with_sources: bool = True) -> Background:
    """Return what must be known of the claims and sources among some IRIs.

    Args:
        select: Answers a SPARQL query.
        names: Absolute IRIs.
        with_sources: Whether it is to be told how current the sources are.
    """
    named = sorted(set(names))
    claims = [name for name in named if "/claim/" in name]
    sources = [name for name in named if _SOURCE in name]
    facts = _find_sources(select, claims, sources) if with_sources else {}
    return Background(_find_cautions(select, claims), facts, find_claim_notes(select, claims))


def find_claim_notes(select: Callable[[str], Table], claims: Iterable[str]) -> dict[str, tuple[ClaimNote, ...]]:
    """Return what is noted on some claims, by the IRI of each, document by document."""
    return {
        claim: tuple(sorted({ClaimNote(one.source, one.text) for one in many}))
        for claim, many in find_notes(select, claims).items()
    }


def join_notes(notes: Iterable[tuple[str, str]], documents: Collection[str]) -> str:
    """Return what is noted in some documents, or in all if none is given, in one text.

    Args:
        notes: Each behind what its document is called.
        documents: What these are called.
    """
    return "; ".join(dict.fromkeys(text for document, text in notes if not documents or document in documents))


def _find_sources(select: Callable[[str], Table], claims: list[str], sources: list[str]) -> dict[str, SourceFacts]:
    found: dict[str, SourceFacts] = {}
    for block in list_blocks(claims, _AT_ONCE):
        _gather_sources(select(_SOURCES % (_OF_CLAIMS % block)), found)
    for block in list_blocks(sources, _AT_ONCE):
        _gather_sources(select(_SOURCES % f"VALUES ?source {{ {block} }}"), found)
    return dict(sorted(found.items()))


def _find_cautions(select: Callable[[str], Table], claims: list[str]) -> dict[str, tuple[Caution, ...]]:
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for block in list_blocks(claims, _AT_ONCE):
        for claim, verdict, grounds, confidence, place in select(_CAUTIONS % block).rows:
            known = places.setdefault((str(claim), str(verdict), str(grounds), str(confidence)), [])
            known += [] if place is None else [str(place)]
    found: dict[str, tuple[Caution, ...]] = {}
    for (claim, verdict, grounds, confidence), evidence in places.items():
        found[claim] = (*found.get(claim, ()), Caution(verdict, grounds, confidence, tuple(evidence)))
    return found


def _gather_sources(table: Table, found: dict[str, SourceFacts]) -> None:
    for source, label, kind, date, status in table.rows:
        known = found.get(str(source)) or SourceFacts(str(label), str(kind or ""))
        dates = dict.fromkeys([*known.dates, *([str(date)] if date is not None else [])])
        review = dict.fromkeys([*known.review, *([str(status)] if status is not None else [])])
        found[str(source)] = SourceFacts(known.label, known.kind, tuple(dates), tuple(review))
