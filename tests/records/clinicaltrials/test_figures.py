"""Figures: limits are never the answer, a spread has its kind, and what is missing has its reason."""

from __future__ import annotations

import pytest

from pomegraph.records.clinicaltrials.figures import Spread, read_spread
from support.studies import convert, list_claims, list_reasons, make_arms, make_outcome, make_results, make_study, tell

ARMS = make_arms(("Pomalidomide", "EXPERIMENTAL", ["Pomalidomide"]))


def read(figure: dict[str, str], *names: str, **more: object) -> tuple[str, ...]:
    """Return some values of the claim of a figure."""
    told = {"paramType": "MEAN", "unitOfMeasure": "ng/mL"} | more
    found = convert(
        make_study(
            armsInterventions=ARMS, results=make_results(make_outcome("Level", {"Pomalidomide": figure}, **told))
        )
    )
    return tell(list_claims(found, "Outcome")[0], *names)


@pytest.mark.parametrize(
    ("text", "spread"),
    [
        ("95% Confidence Interval", Spread(level="95")),
        ("97.5% Confidence Interval", Spread(level="97.5")),
        ("Standard Error", Spread(kind="standard-error")),
        ("Inter-Quartile Range", Spread(kind="interquartile-range")),
        ("Geometric Coefficient of Variation", Spread(kind="coefficient-of-variation")),
        ("Something else", Spread()),
        ("", Spread()),
    ],
)
def test_dispersion_is_an_interval_or_a_spread(text: str, spread: Spread) -> None:
    assert read_spread(text) == spread


def test_limits_are_no_answer() -> None:
    figure = {"value": "2", "lowerLimit": "1", "upperLimit": "3"}
    names = ("value", "low", "high", "lowerConfidenceLimit", "upperConfidenceLimit", "spreadLow", "spreadHigh")

    assert read(figure, *names, dispersionType="90% Confidence Interval") == ("2", "", "", "1", "3", "", "")
    assert read(figure, *names, dispersionType="Full Range") == ("2", "", "", "", "", "1", "3")
    assert read(figure, *names) == ("2", "", "", "", "", "", "")


def test_interval_without_limits_has_no_level() -> None:
    assert read({"value": "2"}, "confidenceLevel", dispersionType="95% Confidence Interval") == ("",)


def test_people_are_counted_by_the_denominators_of_the_row_or_of_all() -> None:
    outcome = make_outcome("Level", {"Pomalidomide": "1"}, people={"Pomalidomide": "40"})
    outcome["classes"].append({"title": "Later", "categories": outcome["classes"][0]["categories"]})
    outcome["classes"][1]["denoms"] = [{"units": "Participants", "counts": [{"groupId": "OG000", "value": "38"}]}]
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))

    assert [claim.get("participants") for claim in list_claims(found, "Outcome")] == [["40"], ["38"]]


def test_other_denominators_than_people_count_nobody() -> None:
    outcome = make_outcome("Level", {"Pomalidomide": "1"})
    outcome["denoms"][0]["units"] = "Eyes"
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))

    assert tell(list_claims(found, "Outcome")[0], "participants") == ("",)


def test_more_affected_than_there_are_is_left_open() -> None:
    outcome = make_outcome(
        "Falls", {"Pomalidomide": "101"}, paramType="COUNT_OF_PARTICIPANTS", unitOfMeasure="Participants"
    )
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))

    assert list_claims(found, "Outcome") == []
    assert list_reasons(found, "figure")[0][0] == "101"


def test_analysis_set_is_told_where_one_is_named() -> None:
    one = {"populationDescription": "This is of the intention-to-treat population."}
    two = {"populationDescription": "Of the ITT population, without the safety population."}

    assert read({"value": "1"}, "analysisSet", **one) == ("intention-to-treat",)
    assert read({"value": "1"}, "analysisSet", **two) == ("",)
