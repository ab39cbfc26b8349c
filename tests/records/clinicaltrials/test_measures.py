"""What an outcome measures: a measure of the register where every word is told, else one of the study's own."""

from __future__ import annotations

import pytest

from support.studies import convert, list_claims, make_arms, make_outcome, make_results, make_study, tell

ARMS = make_arms(("Pomalidomide", "EXPERIMENTAL", ["Pomalidomide"]))
MONTHS = {"paramType": "MEDIAN", "unitOfMeasure": "Months"}
PEOPLE = {"paramType": "COUNT_OF_PARTICIPANTS", "unitOfMeasure": "Participants"}


def read(title: str, **more: object) -> tuple[str, str, str, str, str]:
    """Return measure, value, unit, time frame and assessor; `own` for a measure of the study's own."""
    outcome = make_outcome(title, {"Pomalidomide": more.pop("figure", "10")}, **more)
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))
    (claim,) = list_claims(found, "Outcome")
    measure, *rest = tell(claim, "measure", "value", "unit", "timeFrame", "assessor")
    return ("own" if measure.startswith("nct") else measure, *rest)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("Progression Free Survival (PFS)", "median-progression-free-survival"),
        ("Phase 2: Overall Survival", "median-overall-survival"),
        ("Overall Survival (OS) for Part 2", "median-overall-survival"),
        ("Kaplan-Meier Estimates of Overall Survival", "median-overall-survival"),
        ("Median duration of response", "median-duration-of-response"),
        ("PFS by RECIST Version 1.1", "median-progression-free-survival"),
        ("Time to Progression", "median-time-to-progression"),
        ("Brain Progression Free Survival (BPFS)", "own"),
        ("PFS in Patients With a Mutation", "own"),
        ("PFS While Receiving Dexamethasone", "own"),
        ("Disease of Response (DOR)", "own"),
    ],
)
def test_time_to_an_event_is_known_if_all_its_words_are(title: str, measure: str) -> None:
    assert read(title, **MONTHS)[0] == measure


@pytest.mark.parametrize(
    ("title", "assessor"),
    [
        ("Progression-free Survival by Independent Review Committee", "independent-review"),
        ("PFS as assessed by the Investigator", "investigator"),
        ("PFS", ""),
    ],
)
def test_who_judged_is_told(title: str, assessor: str) -> None:
    assert read(title, **MONTHS)[0::4] == ("median-progression-free-survival", assessor)


def test_survival_at_a_time_has_that_time() -> None:
    assert read("Overall Survival", timeFrame="4 years after enrollment")[:4] == (
        "overall-survival",
        "10",
        "percent",
        "4",
    )
    assert read("Overall Survival Rate at 12 Months", timeFrame="5 years")[3] == "12"


def test_survival_at_no_known_time_is_no_measure_of_the_register() -> None:
    assert read("Overall Survival", timeFrame="Up to 3 years")[0] == "own"


def test_proportion_is_told_in_percent() -> None:
    told = read("Overall Response Rate", figure="0.889", unitOfMeasure="Proportion of participants")

    assert told[:3] == ("overall-response-rate", "88.9", "percent")


@pytest.mark.parametrize("title", ["Number of Participants With Adverse Events (AEs) for Part 1", "Adverse events"])
def test_number_of_people_with_something_is_their_share(title: str) -> None:
    assert read(title, **PEOPLE)[:3] == ("adverse-event", "10", "percent")


def test_mean_of_a_time_to_an_event_is_no_median() -> None:
    assert read("Overall Survival", paramType="MEAN", unitOfMeasure="Months")[0] == "own"


def test_category_is_measured_and_not_the_title_above_it() -> None:
    outcome = make_outcome("Best response", {"Pomalidomide": "3"}, **PEOPLE)
    outcome["classes"][0]["categories"][0]["title"] = "Stable disease"
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))

    assert tell(list_claims(found, "Outcome")[0], "measure", "affected") == ("stable-disease-rate", "3")


def test_own_measures_differ_where_anything_told_of_them_differs() -> None:
    outcomes = [
        make_outcome("Score", {"Pomalidomide": "1"}, timeFrame=frame, paramType=statistic)
        for frame in ("before", "at the end")
        for statistic in ("MEAN", "MEDIAN")
    ]
    found = convert(make_study(armsInterventions=ARMS, results=make_results(*outcomes)))

    assert len({claim.get("measure")[0] for claim in list_claims(found, "Outcome")}) == 4


def test_unit_that_is_not_known_is_one_of_the_records() -> None:
    outcome = make_outcome("Level", {"Pomalidomide": "1"}, paramType="MEAN", unitOfMeasure="Units on a Scale")
    other = make_outcome("Dose", {"Pomalidomide": "1"}, paramType="MEAN", unitOfMeasure="mg")
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome, other)))

    (unit,) = (thing for thing in found.things if thing.kind == "Concept")
    assert (unit.label, unit.get("ucumCode"), unit.get("scheme")) == ("units on a scale", ["{score}"], ["unit"])
    assert [claim.get("unit")[0] for claim in list_claims(found, "Outcome")] == [unit.id, "mg"]
