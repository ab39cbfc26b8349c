"""Finds where the claims of a table are made, what became of them, and how current their documents are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.agents.desk import CLAIM_PATH, PASSAGE_PATH, SOURCE_PATH, name_document, name_place
from pomegraph.names import POM, RDFS, iri
from pomegraph.questions.background import find_background

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.agents.desk import Desk

_AT_ONCE = 500
_PLACES = f"""\
PREFIX pom: <{POM}>
SELECT DISTINCT ?claim ?passage WHERE {{ VALUES ?claim {{ %s }} ?claim pom:reportedIn ?passage }}
ORDER BY ?claim ?passage"""
_VERDICTS = f"""\
PREFIX pom: <{POM}>
PREFIX rdfs: <{RDFS}>
SELECT DISTINCT ?claim ?verdict ?grounds WHERE {{
  VALUES ?claim {{ %s }} ?found pom:judges ?claim ; pom:verdict/rdfs:label ?verdict ; pom:grounds ?grounds .
}} ORDER BY ?claim ?verdict ?grounds"""
# What needs no reason beside it.
_PLAIN = ("confirmed", "rounded")
_SILENT = ("not found",)


@dataclass(frozen=True, slots=True)
class Citations:
    """What belongs beside claims.

    Args:
        places: The passages that make a claim, by its IRI, as answers call them: 003:31.
        verdicts: What became of a claim beside primary sources, by its IRI.
        documents: What is to be known of a document, by its number.
    """

    places: dict[str, list[str]] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)


def find_citations(desk: Desk, names: Iterable[str]) -> Citations:
    """Return what belongs beside the claims, passages and sources among some IRIs.

    Raises:
        PomegraphError: a query fails.
    """
    named = sorted(set(names))
    claims = [name for name in named if CLAIM_PATH in name]
    sources = {name for name in named if SOURCE_PATH in name}
    sources |= {_find_source(name) for name in named if PASSAGE_PATH in name}
    found = Citations()
    for start in range(0, len(claims), _AT_ONCE):
        chunk = " ".join(map(iri, claims[start : start + _AT_ONCE]))
        for claim, passage in desk.select(_PLACES % chunk).rows:
            found.places.setdefault(str(claim), []).append(name_place(str(passage)))
            sources.add(_find_source(str(passage)))
        for claim, verdict, grounds in desk.select(_VERDICTS % chunk).rows:
            _add_verdict(found.verdicts, str(claim), str(verdict), str(grounds))
    facts = find_background(desk.select, sources).sources
    found.documents.update({name_document(name): str(one) for name, one in facts.items()})
    return found


def _find_source(passage: str) -> str:
    """Return the IRI of the source of a passage."""
    start, _, rest = passage.rpartition(PASSAGE_PATH)
    return f"{start}{SOURCE_PATH}{rest.partition('/')[0]}"


def _add_verdict(verdicts: dict[str, str], claim: str, verdict: str, grounds: str) -> None:
    if verdict in _SILENT:
        return
    told = verdict if verdict in _PLAIN else f"{verdict}: {grounds}"
    before = verdicts.get(claim)
    verdicts[claim] = told if before is None else f"{before} | {told}"
