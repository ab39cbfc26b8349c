"""Outcome measures: each figure is a claim at the place of its outcome, with all that belongs to it."""

from __future__ import annotations

from support.studies import (
    NUMBER,
    convert,
    list_claims,
    list_reasons,
    make_arms,
    make_outcome,
    make_results,
    make_study,
    tell,
)

ARMS = make_arms(("Active", "EXPERIMENTAL", ["Pomalidomide"]), ("Control", "ACTIVE_COMPARATOR", ["Dexamethasone"]))


def test_figure_stands_at_the_place_of_its_outcome() -> None:
    results = make_results(*(make_outcome(title, {"Active": "1"}) for title in ("Level", "Score")))
    found = convert(make_study(armsInterventions=ARMS, results=results))

    places = [
        one.location.words for one in found.source.passages if any(claim.kind == "Outcome" for claim in one.claims)
    ]
    assert places == [f"place /resultsSection/outcomeMeasuresModule/outcomeMeasures/{number}" for number in (0, 1)]


def test_figure_names_trial_arm_and_regimen() -> None:
    found = convert(make_study(armsInterventions=ARMS, results=make_results(make_outcome("Level", {"Active": "1"}))))

    (claim,) = list_claims(found, "Outcome")
    assert tell(claim, "trial", "regimen", "resultGroup") == (NUMBER.lower(), "pomalidomide-alone", "")
    assert claim.get("arm")[0].startswith(f"{NUMBER.lower()}-arm-active-")


def test_disease_is_named_where_the_study_has_but_one() -> None:
    results = make_results(make_outcome("Level", {"Active": "1"}))
    for conditions, disease in (
        (["Multiple Myeloma"], "multiple-myeloma"),
        (["Multiple Myeloma", "Kaposi sarcoma"], ""),
        (["Multiple Myeloma", "Something unknown"], ""),
    ):
        study = make_study(armsInterventions=ARMS, conditions={"conditions": conditions}, results=results)
        assert tell(list_claims(convert(study), "Outcome")[0], "disease") == (disease,)


def test_measure_that_is_not_known_is_listed_with_its_place() -> None:
    found = convert(make_study(armsInterventions=ARMS, results=make_results(make_outcome("Woe", {"Active": "1"}))))

    assert list_reasons(found, "measure") == [("Woe", "no measure of the register")]
    (place,) = (one.pointer for one in found.unresolved if one.kind == "measure")
    assert place == "/resultsSection/outcomeMeasuresModule/outcomeMeasures/0/title"


def test_two_figures_of_a_record_on_one_arm_and_measure_are_two_claims() -> None:
    months = {"paramType": "MEDIAN", "unitOfMeasure": "Months"}
    outcomes = [make_outcome("Overall Survival", {"Active": figure}, **months) for figure in ("8", "9")]
    found = convert(make_study(armsInterventions=ARMS, results=make_results(*outcomes)))

    assert [tell(claim, "measure", "value") for claim in list_claims(found, "Outcome")] == [
        ("median-overall-survival", "8"),
        ("median-overall-survival", "9"),
    ]
