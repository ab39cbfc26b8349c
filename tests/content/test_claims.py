"""Claims and passages as values."""

from __future__ import annotations

import pytest

from pomegraph.content.claims import Claim, Facts


def make_claim(*values: tuple[str, str]) -> Claim:
    return Claim("Dose", "", values, (), 1)


def test_values_of_a_property_keep_their_order() -> None:
    claim = make_claim(("drug", "oil"), ("partner", "grease"), ("partner", "soap"))

    assert claim.get("partner") == ["grease", "soap"]
    assert claim.get("unit") == []


@pytest.mark.parametrize(
    ("values", "negated"), [([], False), ([("negated", "false")], False), ([("negated", "true")], True)]
)
def test_claim_is_denied_only_where_the_source_says_so(values: list[tuple[str, str]], *, negated: bool) -> None:
    assert make_claim(*values).negated is negated


def test_claims_of_the_miniature_can_be_told_apart(small_facts: Facts) -> None:
    claims = [claim for source in small_facts.sources for each in source.passages for claim in each.claims]

    assert len({(claim.kind, claim.predicate, claim.values) for claim in claims}) > 10
    assert all(list(claim.values) == sorted(claim.values) for claim in claims)
