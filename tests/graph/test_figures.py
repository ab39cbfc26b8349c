"""Rows of figures that are made of claims, with what their source says of itself and of its arms."""

from __future__ import annotations

import pytest

from pomegraph.content.claims import Claim, Facts, Passage, Source
from pomegraph.content.locations import Section
from pomegraph.evidence.figures import Figure
from pomegraph.graph.figures import FigureMaker

VALUE = {"trial": "rotor-1", "measure": "median-time-to-silence", "value": "11.2", "unit": "month"}


def claim(kind: str, predicate: str = "", remarks: tuple[tuple[str, str], ...] = (), **values: str) -> Claim:
    return Claim(kind, predicate, tuple(sorted(({"negated": "false"} | values).items())), remarks, 1)


def source(*claims: Claim) -> Source:
    return Source("alpha", "Alpha", (), None, (Passage(Section("1"), "", "", claims),), "alpha.yaml")


def make(facts: Facts, one: Claim, *others: Claim) -> Figure | None:
    return FigureMaker(facts.registry, source(one, *others)).make(one, "1")


def test_row_has_the_names_and_the_unit_as_printed(small_facts: Facts) -> None:
    found = make(small_facts, claim("Outcome", remarks=(("valueAsStated", "11.20"),), drug="exemplamide", **VALUE))

    assert found is not None
    assert (found.trial, found.drug, found.measure) == ("ROTOR-1", "exemplamide", "median time to silence")
    assert (found.value, found.unit, found.claim, found.source) == ("11.20", "mo", "1", "Alpha")


def test_estimate_says_what_it_is_an_estimate_of(small_facts: Facts) -> None:
    said = {"trial": "rotor-1", "measure": "median-time-to-silence", "estimate": "0.6", "estimateKind": "hazard-ratio"}
    found = make(small_facts, claim("Comparison", "", (), **said))

    assert found is not None
    assert (found.measure, found.value, found.unit) == ("hazard ratio for median time to silence", "0.6", "")


def test_disease_is_that_of_the_source_if_it_is_about_one(small_facts: Facts) -> None:
    about = claim("Statement", "isAbout", subject="alpha", isAbout="gearache")
    found = make(small_facts, claim("Outcome", "", (), **VALUE), about)

    assert found is not None
    assert found.disease == "gearache"


@pytest.mark.parametrize(
    "other",
    [
        claim("Dose", drug="exemplamide", value="4", unit="mg"),
        claim("Outcome", trial="rotor-1", measure="median-time-to-silence", assessment="similar"),
        claim("Outcome", "", (), **(VALUE | {"negated": "true"})),
        claim("Statement", "brandName", subject="exemplamide", brandName="Exampla"),
    ],
)
def test_claim_without_a_figure_of_a_trial_makes_no_row(small_facts: Facts, other: Claim) -> None:
    assert make(small_facts, other) is None
