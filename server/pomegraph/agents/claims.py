"""Finds claims by the words of their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pomegraph.agents.compact import Window, tell_rows
from pomegraph.names import POM, iri
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.agents.desk import Desk
    from pomegraph.search.found import FoundClaim

_MOST = 20_000
# What fits less than a quarter as well as the best is left out.
_LEAST_PART = 0.25
_REPORTED = f"SELECT DISTINCT ?claim WHERE {{{{ ?claim <{POM}reportedIn>/<{POM}source> {{source}} }}}} ORDER BY ?claim"


def find_claims(desk: Desk, text: str, document: str | None, window: Window) -> dict[str, Any]:
    """Return the claims whose sentences fit a text best, as rows.

    Args:
        desk: What is asked.
        text: Words.
        document: The IRI of the document that is to say so; None for any.
        window: Which of the rows.

    Raises:
        PomegraphError: the query fails.
    """
    found = desk.open_finder().find_claims(text, _MOST)
    if document:
        reported = {str(row[0]) for row in desk.select(_REPORTED.format(source=iri(document))).rows}
        found = [claim for claim in found if claim.iri in reported]
    rows = tuple((Iri(POM + claim.kind), claim.label, Iri(claim.iri)) for claim in _choose(found))
    return tell_rows(desk, Table(("kind", "says", "claim"), rows), window)


def _choose(found: Sequence[FoundClaim]) -> list[FoundClaim]:
    """Return those that fit not much worse than the best."""
    least = max((claim.score for claim in found), default=0.0) * _LEAST_PART
    return [claim for claim in found if claim.score >= least]
