"""What belongs beside claims: places, verdicts, documents."""

from __future__ import annotations

from pomegraph.agents.citing import find_citations
from pomegraph.agents.desk import Desk

BASE = "https://w3id.org/pomegraph/"
CLAIM = f"{BASE}claim/b1d7de443b091b23fbab"


def test_claim_has_places_a_verdict_and_a_document(desk: Desk) -> None:
    found = find_citations(desk, [CLAIM])

    assert found.places == {CLAIM: ["003:63"]}
    assert found.verdicts == {CLAIM: "confirmed"}
    assert found.documents["003"].startswith("Dr.Oracle article on pomalidomide (secondary page): 2025-12-04")


def test_passage_and_source_lead_to_their_documents(desk: Desk) -> None:
    found = find_citations(desk, [f"{BASE}passage/003-droracle/63", f"{BASE}source/000-hemonc"])

    assert sorted(found.documents) == ["000", "003"]
    assert (found.places, found.verdicts) == ({}, {})


def test_nothing_needs_no_query(desk: Desk) -> None:
    assert find_citations(desk, ["https://example.org/"]).documents == {}


def test_contradicted_claim_has_its_reason(desk: Desk) -> None:
    rows = desk.select(
        "SELECT ?c { ?v <https://w3id.org/pomegraph/ontology#judges> ?c ; "
        "<https://w3id.org/pomegraph/ontology#verdict> <https://w3id.org/pomegraph/concept/contradicted> } LIMIT 1"
    ).rows
    (verdict,) = find_citations(desk, [str(rows[0][0])]).verdicts.values()

    assert verdict.startswith("contradicted: ")
