"""Attribution: which trial a published figure is from; where it cannot be told, nothing is told.

The figures are published ones, of abstracts, labels and announcements.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pomegraph.evidence.attribution import Tracer
from pomegraph.evidence.figures import Figure
from pomegraph.evidence.words import Words

NEW = "newly diagnosed multiple myeloma"
PD, LOW = "pomalidomide-dexamethasone", "pomalidomide plus low-dose dexamethasone"


def figure(trial: str, regimen: str, measure: str, value: str, unit: str = "months", **others: str) -> Figure:
    known = {"disease": "relapsed/refractory multiple myeloma", "id": f"{trial} {measure} {value}"}
    return Figure(
        **{**known, "trial": trial, "regimen": regimen, "measure": measure, "value": value, "unit": unit, **others}
    )


PRIMARY = [
    figure("MM-003", LOW, "median PFS", "3.6"),
    figure("MM-003", LOW, "median OS", "12.4"),
    figure("MM-003", "high-dose dexamethasone", "median PFS", "1.8"),
    figure("MM-002 (NCT00833833)", LOW, "median PFS", "4.2"),
    figure("MM-002", LOW, "ORR", "31", "%", population="refractory to lenalidomide and bortezomib"),
    figure("STRATUS", LOW, "median overall survival", "11.9", follow_up="16.8"),
    figure("IFM 2009-02", "pomalidomide + dexamethasone", "median OS", "14.9", follow_up="22.8"),
    figure("IFM 2009-02", "pomalidomide + dexamethasone", "ORR", "35", "%"),
    figure("ICARIA-MM", "isatuximab-pomalidomide-dexamethasone", "median PFS", "11.53", comparator="Pd"),
    figure("ICARIA-MM", "Pd", "median PFS", "6.47"),
    figure("ICARIA-MM", "IsaPd", "PFS hazard ratio", "0.596", "", comparator="Pd"),
    figure("APOLLO", "D-Pd", "median PFS", "12.4"),
    figure("APOLLO", "Pd", "median PFS", "6.9"),
    figure("APOLLO", "D-Pd", "serious adverse event rate", "50", "%"),
    figure("OPTIMISMM", "PVd", "median PFS", "11.20"),
    figure("NCT01432600", "Pd", "median PFS", "4.4"),
    figure("A061202", "Pd", "median PFS", "7.5"),
    figure("MM-009", "lenalidomide + dexamethasone", "time to progression", "11.1"),
    figure("MM-010", "lenalidomide + dexamethasone", "time to progression", "11.3"),
    figure("TOURMALINE-MM1", "IRd", "median PFS", "20.6"),
    figure("TOURMALINE-MM2", "IRd", "median PFS", "35.3", disease=NEW),
]


@pytest.fixture(scope="module")
def tracer(words: Words) -> Tracer:
    return Tracer(PRIMARY, words)


CASES = {
    "figure of the trial that is named": (figure("ICARIA-MM", "IsaPd", "PFS", "11.5"), "confirm", ["ICARIA-MM"]),
    "figure in weeks": (figure("MM-003", PD, "median PFS", "15.7", "weeks"), "confirm", ["MM-003"]),
    "ratio that was cut": (figure("ICARIA-MM", "IsaPd vs Pd", "HR for PFS", "0.59", ""), "confirm", ["ICARIA-MM"]),
    "figure of a sister trial": (figure("MM-003", LOW, "median PFS", "4.2"), "correct", ["MM-002"]),
    "survival of a sister trial": (figure("MM-003", LOW, "median OS", "11.9"), "correct", ["STRATUS"]),
    "regimen that the trial has not": (figure("APOLLO", "IsaPd", "median PFS", "11.5"), "correct", ["ICARIA-MM"]),
    "people whom the trial has not": (
        figure("TOURMALINE-MM1", "IRd", "PFS", "35.3", disease="NDMM", population="transplant-ineligible"),
        "correct",
        ["TOURMALINE-MM2"],
    ),
    "figure of people at another line": (figure("", "D-Pd", "median PFS", "12.4", disease=NEW), "none", []),
    "no trial named": (figure("", "D-Pd", "median PFS", "12.4"), "attribute", ["APOLLO"]),
    "follow-up tells": (
        figure("", "", "OS", "14.9", drug="pomalidomide", follow_up="23"),
        "attribute",
        ["IFM 2009-02"],
    ),
    "subgroup that is named": (
        figure("", PD, "ORR", "31", "%", population="dual-refractory"),
        "attribute",
        ["MM-002"],
    ),
    "gain instead of a median": (figure("ICARIA-MM", "IsaPd", "PFS gain", "11.53"), "keep", ["ICARIA-MM"]),
    "measure that the primary figures lack": (figure("ICARIA-MM", "IsaPd", "ORR", "60", "%"), "keep", ["ICARIA-MM"]),
    "another data cut of the trial": (figure("ICARIA-MM", "IsaPd", "median PFS", "11.1"), "keep", ["ICARIA-MM"]),
    "trial that nobody knows": (figure("MM-999", LOW, "median PFS", "4.2"), "keep", ["MM-999"]),
    "other disease": (figure("", PD, "median PFS", "4.2", disease="small cell lung cancer"), "none", []),
    "other regimen": (figure("", "KPd", "median PFS", "4.2"), "none", []),
    "number of another arm": (figure("", "IsaPd", "median PFS", "6.47"), "none", []),
    "number that nobody has": (figure("", PD, "median PFS", "9.9"), "none", []),
    "number and measure alone": (figure("", "", "median PFS", "11.2"), "doubtful", ["OPTIMISMM"]),
    "subgroup of the named trial": (
        figure("MM-002", LOW, "ORR", "31", "%"),
        "keep",
        ["MM-002"],
    ),
    "figure of all serious events": (
        figure("", "D-Pd", "serious pneumonia and sepsis", "50", "%"),
        "doubtful",
        ["APOLLO"],
    ),
    "subgroup that is not named": (figure("", PD, "ORR", "31", "%"), "doubtful", ["MM-002"]),
}


@pytest.mark.parametrize("name", CASES)
def test_figure_is_traced(tracer: Tracer, name: str) -> None:
    row, verdict, trials = CASES[name]
    found = tracer.trace(row)

    assert (found.verdict, list(found.trials)) == (verdict, trials), found.reason
    assert found.reason


def test_figure_of_a_subgroup_does_not_stand_against_another_trial(words: Words) -> None:
    primary = [*PRIMARY, figure("MM-003", LOW, "median PFS", "4.2", population="standard-risk cytogenetics")]
    found = Tracer(primary, words).trace(figure("MM-003", LOW, "median PFS", "4.2"))

    assert (found.verdict, found.trials) == ("correct", ("MM-002",))


def test_ends_of_a_range_are_told_apart(tracer: Tracer) -> None:
    found = tracer.trace(
        replace(figure("MM-003", PD, "ORR", "", "%"), low="31", high="35", population="dual-refractory")
    )

    assert (found.verdict, found.trials) == ("keep", ("MM-003",))
    assert found.reason.endswith("31 is of MM-002, 35 is of IFM 2009-02")


def test_two_trials_that_fit_are_both_named(words: Words) -> None:
    primary = [*PRIMARY, figure("MM-011", "Rd", "TTP", "11.3")]
    found = Tracer(primary, words).trace(figure("", "Rd", "TTP", "11.3"))

    assert (found.verdict, found.trials) == ("several", ("MM-010", "MM-011"))


@pytest.mark.parametrize("part", ["measure", "value"])
def test_row_that_says_too_little_is_from_nowhere(tracer: Tracer, part: str) -> None:
    found = tracer.trace(replace(figure("", LOW, "median PFS", "4.2"), **{part: ""}))

    assert (found.verdict, found.trials) == ("none", ())


def test_claims_are_those_that_say_so(tracer: Tracer) -> None:
    assert tracer.trace(CASES["figure of a sister trial"][0]).claims == ("MM-002 (NCT00833833) median PFS 4.2",)
