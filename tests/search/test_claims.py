"""Claims are listed with their kinds and what they say."""

from __future__ import annotations

from pomegraph.ask.api import EvidenceGraph, open_graph
from pomegraph.content.folder import Content
from pomegraph.release import Release
from pomegraph.search.claims import list_claims


def test_each_claim_is_listed_once(small_release: Release, small: Content) -> None:
    graph = open_graph(small_release.folder, content=small)
    claims = list_claims(graph._graph)

    assert len({claim.iri for claim in claims}) == len(claims) > 10
    assert {"Statement", "Dose"} <= {claim.kind for claim in claims}
    assert all(claim.label for claim in claims)


def test_claim_is_listed_with_what_is_noted_on_it(searched: EvidenceGraph) -> None:
    noted = [claim for claim in list_claims(searched._graph) if "diphenhydramine" in claim.notes]

    assert noted
    assert all("diphenhydramine" not in claim.label for claim in noted)
