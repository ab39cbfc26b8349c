"""How two claims on one topic go together; what cannot be compared is not. More cases are in verdicts.yaml."""

from __future__ import annotations

import pytest

from pomegraph.content.claims import Claim
from pomegraph.graph.comparing import ClaimComparison
from pomegraph.graph.triples import Report, Terms, identify

MONTHS = {"measure": "median-time-to-silence", "trial": "rotor-1", "unit": "month"}


def report(terms: Terms, kind: str, **values: str) -> Report:
    pairs = tuple(sorted(({"negated": "false"} | values).items()))
    return identify(terms, Claim(kind, "", pairs, (), 1))


@pytest.mark.parametrize(
    ("ours", "theirs", "how"),
    [
        ({"value": "11.2"}, {"value": "11.2"}, "equal"),
        ({"value": "11"}, {"value": "11.2"}, "rounded"),
        ({"value": "11.4"}, {"value": "11.2"}, "differs"),
        ({"low": "10", "high": "12"}, {"value": "11.2"}, "within"),
        ({"low": "10", "high": "12"}, {"value": "12.2"}, "differs"),
        ({"value": "11.2"}, {"low": "10", "high": "12"}, "core"),
        ({"value": "5"}, {"high": "5"}, None),
        ({"value": "5"}, {}, None),
        ({"value": "48.7", "unit": "week"}, {"value": "11.2"}, "rounded"),
        ({"value": "5", "unit": "mg"}, {"value": "11.2"}, None),
    ],
)
def test_figures_of_one_result(
    small_terms: Terms, ours: dict[str, str], theirs: dict[str, str], how: str | None
) -> None:
    one, other = (report(small_terms, "Outcome", **(MONTHS | figure)) for figure in (ours, theirs))

    assert ClaimComparison(small_terms.registry).compare(one, other) == how


@pytest.mark.parametrize(
    ("ours", "theirs", "how"),
    [
        ({"frequency": "rare"}, {"frequency": "common"}, "differs"),
        ({"frequency": "most-common"}, {"frequency": "common"}, "core"),
        ({}, {"frequency": "common"}, "core"),
        ({"frequency": "common"}, {}, None),
        ({}, {"negated": "true"}, "differs"),
        ({"frequency": "common"}, {"frequency": "rare", "negated": "true"}, None),
    ],
)
def test_concepts(small_terms: Terms, ours: dict[str, str], theirs: dict[str, str], how: str | None) -> None:
    said = {"drug": "exemplamide", "event": "squeak"}
    one, other = (report(small_terms, "AdverseReaction", **(said | more)) for more in (ours, theirs))

    assert ClaimComparison(small_terms.registry).compare(one, other) == how


@pytest.mark.parametrize(("relation", "value", "how"), [("below", "0.0001", "core"), ("equals", "0.003", "differs")])
def test_bounds_of_p(small_terms: Terms, relation: str, value: str, how: str) -> None:
    said = {"trial": "rotor-1", "measure": "noise-level", "pValueRelation": "below", "pValue": "0.001"}
    one, other = (
        report(small_terms, "Comparison", **(said | more))
        for more in ({}, {"pValueRelation": relation, "pValue": value})
    )

    assert ClaimComparison(small_terms.registry).compare(one, other) == how
