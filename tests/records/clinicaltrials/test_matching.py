"""Which arm a title means: whole words of one arm alone, or none."""

from __future__ import annotations

import pytest

from pomegraph.records.clinicaltrials.matching import ArmMatch, ArmMatcher, find_abbreviations

LABELS = [
    ("fixed", "Arm I (fixed filgrastim)"),
    ("flexible", "Arm II (flexible filgrastim)"),
    ("vaccine", "cc IIV4"),
    ("control", "Observation Arm (no treatment given)"),
]


def match(title: str, labels: list[tuple[str, str]] = LABELS) -> ArmMatch:
    return ArmMatcher(labels, {"of our own": "control"}).match(title)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("arm i: fixed filgrastim", ArmMatch("fixed")),
        ("Fixed", ArmMatch("fixed")),
        ("ccIIV4", ArmMatch("vaccine")),
        ("Observation Arm", ArmMatch("control")),
        ("Of our own", ArmMatch("control")),
        ("Cohort 2 cc IIV4", ArmMatch("vaccine", part=True)),
        ("Filgrastim", ArmMatch(reason="several arms fit")),
        ("IIV4x", ArmMatch(reason="no arm has these words")),
        ("No cc IIV4", ArmMatch(reason="words that deny an arm")),
        ("Not the cc IIV4 group", ArmMatch(reason="words that deny an arm")),
        ("I", ArmMatch(reason="several arms fit")),
    ],
)
def test_title_means_one_arm_or_none(title: str, found: ArmMatch) -> None:
    assert match(title) == found


def test_drug_in_another_drugs_name_is_no_arm() -> None:
    assert match("ccIIV4", [("other", "IIV4")]) == ArmMatch(reason="no arm has these words")


def test_abbreviations_are_those_that_the_record_explains() -> None:
    names = ["Exemplumab Pegol", "Thing", "Other"]
    texts = ["Exemplumab pegol (EZP) 400 mg", "Thing (TG), and Other (TG)", "another thing (x)"]

    assert find_abbreviations(names, texts) == {"EZP": "Exemplumab Pegol"}


def test_abbreviation_is_spelled_out_as_a_whole_word() -> None:
    matcher = ArmMatcher([], {}, {"EZP": "Exemplumab Pegol"})

    assert matcher.spell_out("EZP 200 mg, EZPX, pre-EZP") == "Exemplumab Pegol 200 mg, EZPX, pre-EZP"
