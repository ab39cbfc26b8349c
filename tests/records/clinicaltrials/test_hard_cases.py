"""What goes wrong in a naive importer of registry records: twenty cases that were seen, on records of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.studies import (
    NUMBER,
    convert,
    list_claims,
    list_reasons,
    make_arms,
    make_outcome,
    make_results,
    make_study,
    read_context,
    tell,
)

if TYPE_CHECKING:
    from pomegraph.records.converted import Converted

PLACEBO = ("Placebo", "PLACEBO_COMPARATOR", ["Placebo"])
TWO_ARMS = make_arms(("Examplumab", "EXPERIMENTAL", ["Pomalidomide"]), PLACEBO)
BETWEEN = {"groupIds": ["OG000", "OG001"], "ciPctValue": "95", "ciNumSides": "TWO_SIDED"}


def label_of(converted: Converted, name: str) -> str:
    return next(thing.label for thing in converted.things if thing.id == name)


def test_01_number_joins_a_trial_and_acronym_does_not() -> None:
    ours = convert(make_study("NCT01311687", identificationModule={"acronym": "NIMBUS"}))
    other = convert(make_study(identificationModule={"acronym": "NIMBUS"}))

    known = [read_context().names.find_address(one.mappings[0].object) for one in (ours, other)]
    assert [thing.id if thing else "" for thing in known] == ["mm-003", ""]
    assert [one.source.id for one in (ours, other)] == ["nct01311687-record", f"{NUMBER.lower()}-record"]


def test_02_analysis_set_and_period_make_groups_below_arms() -> None:
    arms = make_arms(("Examplimab Beta 200 mg Q2W", "EXPERIMENTAL", ["Examplimab Beta"]), PLACEBO)
    titles = ["EXB 200 mg Q2W (FAS)", "Placebo (FAS)", "Placebo (SS)", "Placebo->OL EXB (SS)", "OL EXB 200 mg Q2W (SS)"]
    outcome = make_outcome("Some score", dict.fromkeys(titles, "7.0"), description="Examplimab Beta (EXB) was given.")
    converted = convert(make_study(armsInterventions=arms, results=make_results(outcome)))

    groups = {
        label_of(converted, claim.get("resultGroup")[0]).partition(": ")[2]: tell(claim, "arm", "analysisSet")
        for claim in list_claims(converted, "Outcome")
    }
    drug, placebo = (thing.id for thing in converted.things if thing.kind == "Arm")
    assert groups == {
        "EXB 200 mg Q2W (FAS)": (drug, "full-analysis-set"),
        "Placebo (FAS)": (placebo, "full-analysis-set"),
        "Placebo (SS)": (placebo, "safety-set"),
        "Placebo->OL EXB (SS)": (placebo, "safety-set"),
        "OL EXB 200 mg Q2W (SS)": ("", "safety-set"),
    }
    assert list_reasons(converted, "group") == [("OL EXB 200 mg Q2W (SS)", "another period")]


@pytest.mark.parametrize(
    ("comment", "state"),
    [
        ("The level was below the limit of quantification.", "below-quantification"),
        ("Nobody had a sample.", "not-stated"),
        ("It was not reached.", "not-stated"),
    ],
)
def test_03_missing_level_is_not_not_reached(comment: str, state: str) -> None:
    figure = {"value": "NA", "comment": comment}
    outcome = make_outcome("Drug level", {"Placebo": figure}, paramType="GEOMETRIC_MEAN", unitOfMeasure="ng/mL")
    converted = convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome)))

    assert tell(list_claims(converted, "Outcome")[0], "value", "state") == ("", state)


def test_04_missing_median_of_a_time_to_an_event_is_not_reached() -> None:
    figure = {"value": "NA", "lowerLimit": "28.4", "upperLimit": "NA", "comment": "Too few events so far."}
    more = {"paramType": "MEDIAN", "unitOfMeasure": "Months", "dispersionType": "95% Confidence Interval"}
    outcome = make_outcome("Overall Survival (OS)", {"Placebo": figure}, **more)
    converted = convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome)))

    told = tell(list_claims(converted, "Outcome")[0], "measure", "state", "lowerConfidenceLimit", "value")
    assert told == ("median-overall-survival", "not-reached", "28.4", "")


def test_05_count_of_survivors_is_a_count_at_a_time() -> None:
    outcome = make_outcome(
        "Progression-free Survival (PFS) Rate at 3 Months",
        {"Placebo": "12"},
        unitOfMeasure="Participants",
        timeFrame="12 weeks",
        people={"Placebo": "38"},
    )
    converted = convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome)))

    (claim,) = list_claims(converted, "Outcome")
    assert tell(claim, "value", "unit", "affected", "atRisk") == ("12", "patient", "12", "38")
    assert tell(claim, "timeFrame", "timeFrameUnit") == ("3", "month")
    (measure,) = (thing for thing in converted.things if thing.kind == "Measure")
    assert (claim.get("measure"), measure.get("broader")) == ([measure.id], ["progression-free-survival"])


def test_05_count_of_responders_is_percent_of_those_who_were_counted() -> None:
    told = {"unitOfMeasure": "Participants", "paramType": "COUNT_OF_PARTICIPANTS", "people": {"Placebo": "75"}}
    outcome = make_outcome("Objective Response Rate (ORR)", {"Placebo": "14"}, **told)
    without = outcome | {"denoms": []}

    (claim,) = list_claims(convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome))), "Outcome")
    (other,) = list_claims(convert(make_study(armsInterventions=TWO_ARMS, results=make_results(without))), "Outcome")

    names = ("measure", "value", "unit", "qualifier", "affected", "atRisk")
    assert tell(claim, *names) == ("overall-response-rate", "18.67", "percent", "computed", "14", "75")
    assert tell(other, *names) == ("overall-response-rate", "", "", "", "14", "")


def test_06_open_upper_limit_is_told_by_its_state() -> None:
    figure = {"value": "15.6", "lowerLimit": "9.6", "upperLimit": "NA", "comment": "There is no maximum value."}
    more = {"paramType": "MEDIAN", "unitOfMeasure": "months", "dispersionType": "95% Confidence Interval"}
    outcome = make_outcome("Overall Survival", {"Placebo": figure}, **more)
    (claim,) = list_claims(convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome))), "Outcome")

    names = ("value", "lowerConfidenceLimit", "upperConfidenceLimit", "upperConfidenceLimitState", "high")
    assert tell(claim, *names) == ("15.6", "9.6", "", "not-reached", "")


def test_07_weeks_stay_weeks() -> None:
    more = {"paramType": "MEDIAN", "unitOfMeasure": "weeks"}
    outcome = make_outcome("Progression-free Survival", {"Placebo": "15.9"}, **more)
    (claim,) = list_claims(convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome))), "Outcome")

    assert tell(claim, "measure", "value", "unit") == ("median-progression-free-survival", "15.9", "week")


def test_08_group_without_a_word_of_an_arm_stays_without_one() -> None:
    arms = make_arms(("Arm A: one round", "EXPERIMENTAL", []), ("Arm B: two rounds", "EXPERIMENTAL", []))
    outcome = make_outcome("Overall Survival", {"Single": "40", "Tandem": "60", "Nobody's": "50"}, timeFrame="3 years")
    converted = convert(make_study(armsInterventions=arms, results=make_results(outcome)))

    claims = list_claims(converted, "Outcome")
    assert [tell(claim, "arm", "value") for claim in claims] == [("", "40"), ("", "60"), ("", "50")]
    assert len({claim.get("resultGroup")[0] for claim in claims}) == 3
    assert [text for text, _ in list_reasons(converted, "group")] == ["Single", "Tandem", "Nobody's"]


@pytest.mark.parametrize("names", [["OG000"], ["OG000", "OG001", "OG002"]])
def test_09_analysis_of_one_group_or_three_compares_nothing(names: list[str]) -> None:
    analysis = {"groupIds": names, "paramType": "Hazard Ratio (HR)", "paramValue": "1.015", "pValue": "0.6853"}
    outcome = make_outcome("Level", {"Examplumab": "1", "Placebo": "2", "Neither": "3"}, analyses=[analysis])
    converted = convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome)))

    assert list_claims(converted, "Comparison") == []
    assert tell(list_claims(converted, "Outcome")[3], "estimate", "pValue", "value") == ("1.015", "0.6853", "")


def test_10_interval_has_the_level_that_is_told_and_a_repeated_figure_is_one() -> None:
    figure = {"value": "67.2", "lowerLimit": "56.4", "upperLimit": "75.9"}
    analysis = {"groupIds": ["OG000"], "paramType": "Kaplan-Meier rate", "paramValue": "67.2", "ciPctValue": "84"}
    more = {"dispersionType": "84% Confidence Interval", "analyses": [analysis], "timeFrame": "18 months after start"}
    outcome = make_outcome("PFS Rate at 18 Months", {"Placebo": figure}, **more)
    converted = convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome)))

    (claim,) = list_claims(converted)[-1:]
    names = ("measure", "timeFrame", "value", "confidenceLevel")
    assert tell(claim, *names) == ("progression-free-survival", "18", "67.2", "84")
    assert len(list_claims(converted, "Outcome")) == 1
    assert dict(converted.counts)["analyses that repeat a figure"] == 1


def test_11_groups_by_dose_stand_below_the_arm_of_their_schedule() -> None:
    arms = make_arms(
        ("Phase 1: Once Daily Dosing", "EXPERIMENTAL", ["Pomalidomide Once Daily Dosing"]),
        ("Phase 1: Twice Daily Dosing", "EXPERIMENTAL", ["Pomalidomide Twice Daily Dosing"]),
        ("Phase 2: Once Daily Dosing or Twice Daily Dosing", "EXPERIMENTAL", ["Pomalidomide as determined in Phase 1"]),
    )
    titles = ["Phase 1: Pomalidomide 8 mg QD", "Phase 1: Pomalidomide 4 mg BID", "Phase 2: Pomalidomide 12 mg QD"]
    outcome = make_outcome("Adverse events", dict.fromkeys(titles, "100"))
    converted = convert(make_study(armsInterventions=arms, results=make_results(outcome)))

    once, twice, _ = (claim.get("hasArm")[0] for claim in list_claims(converted, predicate="hasArm"))
    assert [tell(claim, "arm") for claim in list_claims(converted, "Outcome")] == [(once,), (twice,), ("",)]
    assert all(claim.get("resultGroup") for claim in list_claims(converted, "Outcome"))
    assert list_reasons(converted, "drug") == []


def test_12_outcome_without_data_is_counted_and_says_nothing() -> None:
    outcome = make_outcome("Overall Survival", {"Placebo": None})
    converted = convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome, outcome)))

    assert list_claims(converted, "Outcome") == []
    assert dict(converted.counts)["outcomes without data"] == 2


def test_13_arms_with_the_same_drugs_have_regimens_of_their_own() -> None:
    arms = make_arms(
        ("Fixed pomalidomide", "EXPERIMENTAL", ["pomalidomide"]),
        ("Flexible pomalidomide", "EXPERIMENTAL", ["pomalidomide"]),
    )
    outcome = make_outcome("Days", {"Fixed": "5.1", "Flexible": "9.5"}, analyses=[BETWEEN | {"pValue": "<0.0001"}])
    converted = convert(make_study(armsInterventions=arms, results=make_results(outcome)))

    (claim,) = list_claims(converted, "Comparison")
    first, second = tell(claim, "regimen", "comparator")
    regimens = {thing.id: thing for thing in converted.things if thing.kind == "Regimen"}
    assert first != second
    assert regimens[first].get("broader") == regimens[second].get("broader") == ["pomalidomide-alone"]
    assert tell(claim, "pValue", "pValueRelation") == ("0.0001", "below")


def test_14_several_drugs_in_a_name_are_known_or_none_is_given() -> None:
    known = "Pomalidomide\uff1bDexamethasone"
    arms = make_arms(("One", "EXPERIMENTAL", [known]), ("Two", "EXPERIMENTAL", ["XY-1826\uff1bDexamethasone"]))
    converted = convert(make_study(armsInterventions=arms))

    (claim,) = list_claims(converted, predicate="armRegimen")
    assert tell(claim, "armRegimen") == ("pomalidomide-dexamethasone",)
    assert list_reasons(converted, "drug") == [("XY-1826", "not every part is known")]


def test_15_class_with_examples_is_a_class_and_no_regimen() -> None:
    name = "third-generation exemplary inhibitors (Pomalidomide/Exemplinib)"
    converted = convert(make_study(armsInterventions=make_arms(("One", "EXPERIMENTAL", [name]))))

    (group,) = (thing for thing in converted.things if thing.kind == "DrugClass")
    assert group.label == "third-generation exemplary inhibitors"
    assert tell(list_claims(converted, predicate="inClass")[0], "subject", "inClass") == ("pomalidomide", group.id)
    assert list_claims(converted, predicate="armRegimen") == []
    assert list_reasons(converted, "drug") == [("Exemplinib", "class of drugs")]


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("XY104+pomalidomide", [("XY104", "not every part is known")]),
        ("Pomalidomide plus chemotherapy", [("chemotherapy", "placeholder beside drugs")]),
        ("Chemotherapy", []),
        ("Physician's choice", []),
    ],
)
def test_16_placeholder_is_no_drug(name: str, reasons: list[tuple[str, str]]) -> None:
    converted = convert(make_study(armsInterventions=make_arms(("One", "EXPERIMENTAL", [name]))))

    assert list_claims(converted, predicate="armRegimen") == []
    assert list_reasons(converted, "drug") == reasons


def make_events(*rows: tuple[str, str, int, int]) -> dict[str, object]:
    """Return adverse events of one group by term, organ system, affected and at risk."""
    events = [
        {
            "term": term,
            "organSystem": system,
            "stats": [{"groupId": "EG000", "numAffected": affected, "numAtRisk": at_risk}],
        }
        for term, system, affected, at_risk in rows
    ]
    return {"eventGroups": [{"id": "EG000", "title": "Placebo"}], "otherEvents": events}


def test_17_term_under_two_organ_systems_is_two_events() -> None:
    events = make_events(("Other", "Eye disorders", 1, 50), ("Other", "Ear disorders", 2, 50))
    study = make_study(armsInterventions=TWO_ARMS, results=make_results(adverseEventsModule=events))

    converted = convert(study, events=True)
    told = [tell(claim, "affected", "atRisk", "value") for claim in list_claims(converted, "Outcome")]
    assert told == [("1", "50", "2"), ("2", "50", "4")]
    assert len({claim.get("event")[0] for claim in list_claims(converted, "Outcome")}) == 2
    assert list_claims(convert(study), "Outcome") == []


def test_18_nobody_at_risk_gives_counts_and_no_share() -> None:
    events = make_events(("Neutropenia", "Blood disorders", 0, 0))
    study = make_study(armsInterventions=TWO_ARMS, results=make_results(adverseEventsModule=events))

    (claim,) = list_claims(convert(study, events=True), "Outcome")
    assert tell(claim, "event", "affected", "atRisk", "value") == ("neutropenia", "0", "0", "")


def test_19_comma_between_thousands_is_read_and_kept_as_stated() -> None:
    outcome = make_outcome("Level", {"Placebo": {"value": "26,300", "spread": "74,106"}, "Examplumab": "0,354"})
    outcome["dispersionType"] = "Standard Deviation"
    converted = convert(make_study(armsInterventions=TWO_ARMS, results=make_results(outcome)))

    (claim,) = list_claims(converted, "Outcome")
    assert tell(claim, "value", "spread", "spreadKind") == ("26300", "74106", "standard-deviation")
    assert ("valueAsStated", "26,300") in claim.remarks
    assert list_reasons(converted, "figure") == [("0,354", "a figure that is not a plain number")]


def test_20_phase_is_a_set() -> None:
    converted = convert(make_study(design={"phases": ["PHASE1", "PHASE2"]}))

    assert [claim.get("phase") for claim in list_claims(converted, predicate="phase")] == [["1"], ["2"]]
