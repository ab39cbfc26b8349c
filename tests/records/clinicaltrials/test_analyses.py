"""Analyses: two arms are compared the way that their figures say, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from support.studies import convert, list_claims, list_reasons, make_arms, make_outcome, make_results, make_study, tell

ARMS = make_arms(("Active", "EXPERIMENTAL", ["Pomalidomide"]), ("Control", "ACTIVE_COMPARATOR", ["Dexamethasone"]))
BOTH = ["OG000", "OG001"]


def compare(
    figures: tuple[str, str], analysis: dict[str, Any], title: str = "Score", **more: Any
) -> list[tuple[str, ...]]:
    """Return arm, comparator, estimate and p value of each comparison, arms by what they are called."""
    told = {"paramType": "MEAN", "unitOfMeasure": "points"} | more
    groups = dict(zip(("Active", "Control"), figures, strict=True))
    outcome = make_outcome(title, groups, analyses=[{"groupIds": BOTH} | analysis], **told)
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))
    labels = {thing.id: thing.label.rpartition(": ")[2] for thing in found.things}
    rows = [tell(claim, "arm", "comparatorArm", "estimate", "pValue") for claim in list_claims(found, "Comparison")]
    return [(labels[arm], labels[other], *rest) for arm, other, *rest in rows]


@pytest.mark.parametrize(
    ("kind", "figures", "estimate", "told"),
    [
        ("Mean Difference (Final Values)", ("5", "3"), "2.1", ("Active", "Control", "2.1", "")),
        ("Mean Difference (Final Values)", ("5", "3"), "-2.1", ("Control", "Active", "-2.1", "")),
        ("Difference", ("-2.0", "-0.4"), "-1.6", ("Active", "Control", "-1.6", "")),
    ],
)
def test_direction_of_a_difference_follows_from_the_figures(
    kind: str, figures: tuple[str, str], estimate: str, told: tuple[str, ...]
) -> None:
    assert compare(figures, {"paramType": kind, "paramValue": estimate}) == [told]


@pytest.mark.parametrize(("estimate", "arm"), [("9.5", "Active"), ("0.105", "Control")])
def test_direction_of_an_odds_ratio_follows_from_the_shares(estimate: str, arm: str) -> None:
    percent = {"paramType": "NUMBER", "unitOfMeasure": "percentage of participants"}
    (row,) = compare(("50", "10"), {"paramType": "Odds Ratio (OR)", "paramValue": estimate}, **percent)

    assert row[0] == arm


@pytest.mark.parametrize(("estimate", "arm"), [("0.5", "Active"), ("2.0", "Control")])
def test_direction_of_a_hazard_ratio_follows_from_the_medians(estimate: str, arm: str) -> None:
    months = {"paramType": "MEDIAN", "unitOfMeasure": "months"}
    analysis = {"paramType": "Hazard Ratio (HR)", "paramValue": estimate, "pValue": "<0.001"}
    (row,) = compare(("8", "4"), analysis, "Progression-free Survival", **months)

    assert row == (arm, "Control" if arm == "Active" else "Active", estimate.rstrip("0").rstrip("."), "0.001")


def test_estimate_without_a_direction_is_left_open_and_its_p_value_is_not() -> None:
    analysis = {"paramType": "Mean Difference (Final Values)", "paramValue": "0.01", "pValue": "0.9"}

    assert compare(("3.00", "3.00"), analysis) == [("Active", "Control", "", "0.9")]


def test_comparison_is_of_the_endpoint_and_not_of_its_median() -> None:
    analysis = {
        "paramType": "Hazard Ratio (HR)",
        "paramValue": "0.48",
        "ciPctValue": "95",
        "ciNumSides": "TWO_SIDED",
        "ciLowerLimit": "0.39",
        "ciUpperLimit": "0.60",
        "groupIds": BOTH,
    }
    told = {"paramType": "MEDIAN", "unitOfMeasure": "Months", "analyses": [analysis]}
    outcome = make_outcome("Progression-free Survival", {"Active": "4.0", "Control": "1.9"}, **told)
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))

    (claim,) = list_claims(found, "Comparison")
    names = ("measure", "estimateKind", "lowerConfidenceLimit", "upperConfidenceLimit", "confidenceLevel")
    assert tell(claim, *names) == ("progression-free-survival", "hazard-ratio", "0.39", "0.6", "95")


@pytest.mark.parametrize("kind", ["Log Rank Test Statistic", "Slope", ""])
def test_statistic_of_a_test_is_no_estimate(kind: str) -> None:
    assert compare(("5", "3"), {"paramType": kind, "paramValue": "6.98", "pValue": "0.008"}) == [
        ("Active", "Control", "", "0.008")
    ]


def test_arm_against_itself_or_an_unknown_one_is_left_open() -> None:
    groups = {"Active (ITT)": "5", "Active (PP)": "3", "Somebody": "2"}
    analyses = [{"groupIds": names, "pValue": "0.1"} for names in (BOTH, ["OG000", "OG002"], ["OG000", "OG009"])]
    found = convert(
        make_study(armsInterventions=ARMS, results=make_results(make_outcome("Score", groups, analyses=analyses)))
    )

    assert list_claims(found, "Comparison") == []
    assert [reason for _, reason in list_reasons(found, "comparison")] == ["arms that are not known"] * 2
    assert [reason for _, reason in list_reasons(found, "analysis")] == ["groups that are not told"]


def test_p_value_that_cannot_be_read_is_left_open() -> None:
    outcome = make_outcome("Score", {"Active": "5", "Control": "3"}, analyses=[{"groupIds": BOTH, "pValue": "n.s."}])
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))

    assert list_reasons(found, "p value") == [("n.s.", "no number with a relation")]
    assert list_claims(found, "Comparison") == []
