"""Measures: one endpoint and statistic under all names; a difference is no median, a bound no answer."""

from __future__ import annotations

import pytest

from pomegraph.evidence.measures import compare_measures, read_measure
from pomegraph.evidence.words import Words

SAME = [
    (("median PFS", "months"), ("progression-free survival", "months")),
    (("PFS hazard ratio", ""), ("progression-free survival", "HR")),
    (("mPFS", "months"), ("progression-free survival, median", "months")),
    (("hazard ratio for death", ""), ("OS hazard ratio", "")),
    (("HR for progression or death", ""), ("PFS HR", "")),
    (("HR for OS", ""), ("overall survival hazard ratio", "")),
    (("ORR", "%"), ("overall response rate", "percent")),
    (("objective response rate (IRC)", "%"), ("ORR by independent review committee", "%")),
    (("12-month PFS rate", "%"), ("1-year progression-free survival", "%")),
    (("\u2265VGPR", "%"), ("very good partial response or better", "%")),
    (("grade 3/4 neutropenia", "%"), ("neutropenia, grade 3 or 4", "%")),
    (("serious pneumonia", "%"), ("pneumonia (serious)", "%")),
    (("serious pneumonia", "%"), ("serious adverse event rate: pneumonia", "%")),
    (("grade 3/4 neutropenia", "%"), ("grade 3 or 4 adverse event rate: neutropenia", "%")),
    (("adverse events", "%"), ("adverse event: any adverse event", "%")),
]
APART = [
    (("median PFS", "months"), ("median OS", "months")),
    (("PFS improvement", "months"), ("median PFS", "months")),
    (("absolute difference in ORR", "%"), ("ORR", "%")),
    (("12-month PFS rate", "%"), ("24-month PFS rate", "%")),
    (("median PFS", "months"), ("mean PFS", "months")),
    (("lower bound of PFS", "months"), ("PFS", "months")),
    (("ORR", "%"), ("complete response rate", "%")),
    (("neutropenia", "%"), ("febrile neutropenia", "%")),
    (("grade 3/4 neutropenia", "%"), ("any-grade neutropenia", "%")),
    (("PFS", "months"), ("PFS2", "months")),
    (("p value for PFS", ""), ("PFS hazard ratio", "")),
    (("duration of response", "months"), ("overall response rate", "%")),
    (("serious pneumonia", "%"), ("pneumonia", "%")),
]


def compare(words: Words, one: tuple[str, str], other: tuple[str, str]) -> str:
    ours, theirs = (read_measure(text, words.units.get(unit.casefold()), words) for text, unit in (one, other))
    assert ours is not None
    assert theirs is not None
    return compare_measures(ours, theirs)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_measure_meet(words: Words, one: tuple[str, str], other: tuple[str, str]) -> None:
    assert compare(words, one, other) == "same"


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_measures_stay_apart(words: Words, one: tuple[str, str], other: tuple[str, str]) -> None:
    assert compare(words, one, other) == ""


def test_nothing_said_is_no_measure(words: Words) -> None:
    assert read_measure("", None, words) is None
