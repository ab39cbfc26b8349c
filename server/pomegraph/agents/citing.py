"""Finds where the claims of a table are made, what became of them, and how current their documents are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.agents.desk import CLAIM_PATH, PASSAGE_PATH, SOURCE_PATH, name_document, name_place
from pomegraph.questions.background import find_background, find_claim_notes, join_notes
from pomegraph.questions.provenance import find_places, find_verdicts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pomegraph.agents.desk import Desk
    from pomegraph.questions.provenance import PrimaryVerdict

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
        notes: What is noted on a claim, with the number of the document, by its IRI.
    """

    places: dict[str, list[str]] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def note(self, claim: str, documents: Collection[str]) -> str:
        """Return what is noted on a claim in some documents, or in all if none is given, in one text."""
        return join_notes(self.notes.get(claim, ()), documents)


def find_citations(desk: Desk, names: Iterable[str]) -> Citations:
    """Return what belongs beside the claims, passages and sources among some IRIs.

    Raises:
        PomegraphError: a query fails.
    """
    named = sorted(set(names))
    claims = [name for name in named if CLAIM_PATH in name]
    sources = {name for name in named if SOURCE_PATH in name}
    sources |= {_find_source(name) for name in named if PASSAGE_PATH in name}
    places, verdicts = find_places(desk.select, claims), find_verdicts(desk.select, claims)
    sources |= {place.source for many in places.values() for place in many}
    facts = find_background(desk.select, sources).sources
    return Citations(
        {claim: [name_place(place.passage) for place in many] for claim, many in places.items()},
        {claim: told for claim, many in verdicts.items() if (told := _tell_verdicts(many))},
        {name_document(name): str(one) for name, one in facts.items()},
        {
            claim: [(name_document(one.source), one.text) for one in many]
            for claim, many in find_claim_notes(desk.select, claims).items()
        },
    )


def _find_source(passage: str) -> str:
    """Return the IRI of the source of a passage."""
    start, _, rest = passage.rpartition(PASSAGE_PATH)
    return f"{start}{SOURCE_PATH}{rest.partition('/')[0]}"


def _tell_verdicts(verdicts: Iterable[PrimaryVerdict]) -> str:
    told = [one for one in verdicts if one.verdict not in _SILENT]
    return " | ".join(one.verdict if one.verdict in _PLAIN else str(one) for one in told)
