"""Claims that a program wrote are held against the same rules as those that people write."""

from __future__ import annotations

import pytest

from pomegraph.content.claim_checker import ClaimChecker
from pomegraph.content.claims import Claim, Facts
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts


@pytest.fixture
def checker(small_facts: Facts) -> ClaimChecker:
    return ClaimChecker(small_facts.registry)


def make(kind: str, predicate: str = "", remarks: dict[str, str] | None = None, **values: str | list[str]) -> Claim:
    pairs = [(name, one) for name, found in values.items() for one in ([found] if isinstance(found, str) else found)]
    return Claim(kind, predicate, tuple(sorted([*pairs, ("negated", "false")])), tuple((remarks or {}).items()), 1)


def test_every_claim_of_the_content_is_sound(real: Content) -> None:
    facts = read_facts(real, [])
    checker = ClaimChecker(facts.registry)
    claims = {claim for source in facts.sources for passage in source.passages for claim in passage.claims}

    assert [(claim, fault) for claim in claims if (fault := checker.find_fault(claim))] == []


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        (make("Nonsense", drug="exemplamide"), "unknown kind of claim 'Nonsense'"),
        (make("Indication", sings="loudly"), "unknown property 'sings'"),
        (make("Indication", drug="nobody"), "unknown drug 'nobody'"),
        (make("Indication", drug="gearache"), "'gearache' is a disease, and drug takes a drug"),
        (make("Indication", drug=["exemplamide", "oil"]), "drug has two values"),
        (make("Indication", drug="exemplamide", cycleRepeated="true"), "cycleRepeated is not a property of an Indication"),
        (make("Indication", drug="exemplamide", note="x"), "note is not part of what a claim says"),
        (make("Indication", remarks={"drug": "exemplamide"}), "drug is part of what a claim says"),
        (make("Indication"), "an Indication that says nothing"),
        (make("Statement", subject="oil"), "a statement that says nothing"),
        (make("Statement", "generation", subject="gearache", generation="2"), "generation does not fit 'gearache', a Disease"),
        (make("Statement", "generation", subject="oil"), "a statement without its subject or its value"),
        (make("Indication", drug="oil", subject="oil"), "a subject of what is not a statement"),
        (make("Outcome", drug="oil", value="1.50"), "value '1.50' is not a decimal in its shortest form"),
        (make("Outcome", drug="oil", value="1.5"), "a figure without a unit"),
        (make("Comparison", drug="oil", lowerConfidenceLimit="3", upperConfidenceLimit="2"), "lowerConfidenceLimit 3 is above upperConfidenceLimit 2"),
    ],
)  # fmt: skip
def test_fault_is_found(checker: ClaimChecker, claim: Claim, fault: str) -> None:
    assert checker.find_fault(claim) == fault


def test_sound_claim_has_no_fault(checker: ClaimChecker) -> None:
    assert checker.find_fault(make("Indication", drug="exemplamide", disease="gearache")) is None
    assert checker.find_fault(make("Statement", "generation", subject="oil", generation="2")) is None
