"""Topics: what tells them apart, and what answers them."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from support.claims import add_claims, list_labels, outcome

ON_THE_ARM = (
    "claim: Outcome\ntrial: rotor-1\narm: rotor-1-exemplamide\nmeasure: median-time-to-silence\nunit: month\nvalue: "
)


@pytest.mark.parametrize(
    "more", ["", "\ndrug: exemplamide", "\ndisease: gearache", "\ndrug: exemplamide\ndisease: gearache"]
)
def test_what_follows_from_the_arm_parts_no_topics(small: Content, more: str) -> None:
    add_claims(small, "beta", ON_THE_ARM + "4" + more)

    assert list_labels(small) == ["median time to silence in the arm “ROTOR-1: exemplamide”"]


@pytest.mark.parametrize(
    ("more", "differ"),
    [
        ("\nresultGroup: rotor-1-exemplamide-oiled", False),
        ("\ntimeFrame: 12\ntimeFrameUnit: month", False),
        ("\nlowerConfidenceLimit: 3\nupperConfidenceLimit: 5\nconfidenceLevel: 95", True),
        ("\nparticipants: 40", True),
    ],
)
def test_other_group_or_time_is_another_topic(small: Content, more: str, *, differ: bool) -> None:
    add_claims(small, "beta", ON_THE_ARM + "4" + more)

    assert bool(list_labels(small)) is differ


def test_group_decides_its_arm(small: Content) -> None:
    add_claims(small, "alpha", ON_THE_ARM + "4\nresultGroup: rotor-1-exemplamide-oiled")
    add_claims(
        small, "beta", ON_THE_ARM.replace("arm: rotor-1-exemplamide", "resultGroup: rotor-1-exemplamide-oiled") + "5"
    )

    assert len(list_labels(small)) == 1


def test_time_frame_is_compared_in_one_unit(small: Content) -> None:
    add_claims(small, "alpha", outcome("value: 3\ntimeFrame: 1\ntimeFrameUnit: year"))
    add_claims(small, "beta", outcome("value: 4\ntimeFrame: 12\ntimeFrameUnit: month"))

    assert len(list_labels(small)) == 1


def test_interval_is_no_answer(small: Content) -> None:
    limits = "lowerConfidenceLimit: 1\nupperConfidenceLimit: "
    add_claims(small, "alpha", outcome(f"value: 3\n{limits}5"))
    add_claims(small, "beta", outcome(f"value: 3\n{limits}6"))

    assert list_labels(small) == []


@pytest.mark.parametrize(("other", "differ"), [("hazard-ratio", True), ("odds-ratio", False)])
def test_estimates_of_one_kind_are_compared(small: Content, other: str, *, differ: bool) -> None:
    comparison = "claim: Comparison\narm: rotor-1-exemplamide\ncomparatorArm: rotor-1-control\nmeasure: noise-level\n"
    add_claims(small, "alpha", comparison + "estimate: 0.6\nestimateKind: hazard-ratio")
    add_claims(small, "beta", comparison + f"estimate: 0.7\nestimateKind: {other}")

    assert bool(list_labels(small)) is differ


def test_phase_is_a_set(small: Content) -> None:
    add_claims(small, "alpha", "claim: Statement\nsubject: rotor-1\nphase: [1, 2]")
    add_claims(small, "beta", "claim: Statement\nsubject: rotor-1\nphase: 2")

    assert list_labels(small) == []


def test_without_an_arm_the_disease_parts_topics(small: Content) -> None:
    add_claims(small, "alpha", outcome("value: 3"))
    add_claims(small, "beta", outcome("value: 4") + "\ndisease: gearache")

    assert list_labels(small) == []


@pytest.mark.parametrize(("arms", "differ"), [("\ncomparatorArm: rotor-1-control", True), ("", False)])
def test_comparator_follows_from_its_arm(small: Content, arms: str, *, differ: bool) -> None:
    comparison = f"claim: Comparison\narm: rotor-1-exemplamide{arms}\nmeasure: median-time-to-silence\npValue: "
    add_claims(small, "alpha", comparison + "0.04\npValueRelation: equals\ncomparator: oil")
    add_claims(small, "beta", comparison + "0.05\npValueRelation: equals")

    assert bool(list_labels(small)) is differ
