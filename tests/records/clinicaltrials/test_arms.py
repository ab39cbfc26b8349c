"""Arms and interventions: regimens where all drugs are known, the arms of the content where they can be told."""

from __future__ import annotations

from typing import Any

import pytest

from support.studies import NUMBER, convert, list_claims, list_reasons, make_arms, make_study, tell


def read_regimens(arms: dict[str, Any], number: str = NUMBER) -> list[str]:
    """Return the regimens of the arms that have one, in order."""
    found = convert(make_study(number, armsInterventions=arms))
    return [claim.get("armRegimen")[0] for claim in list_claims(found, predicate="armRegimen")]


def test_regimen_of_the_content_is_found_by_its_drugs() -> None:
    drugs = ["Dexamethasone", "Bortezomib 1.3 mg/m2", "Pomalidomide"]

    assert read_regimens(make_arms(("One", "EXPERIMENTAL", drugs))) == ["pomalidomide-bortezomib-dexamethasone"]


def test_other_regimen_is_named_by_its_drugs() -> None:
    found = convert(make_study(armsInterventions=make_arms(("One", "EXPERIMENTAL", ["Warfarin", "Aspirin"]))))

    (regimen,) = (thing for thing in found.things if thing.kind == "Regimen")
    assert (regimen.id, regimen.label) == ("regimen-of-aspirin-warfarin", "aspirin-warfarin")
    assert [tell(claim, "includes") for claim in list_claims(found, predicate="includes")] == [
        ("aspirin",),
        ("warfarin",),
    ]


def test_drug_with_placebo_is_another_regimen_than_the_drug() -> None:
    both, alone = ["Pomalidomide", "Placebo"], ["Placebo"]

    assert read_regimens(make_arms(("One", "EXPERIMENTAL", both), ("Two", "PLACEBO_COMPARATOR", alone))) == [
        "regimen-of-placebo-pomalidomide",
        "placebo",
    ]


def test_arm_with_something_besides_drugs_has_a_regimen_of_its_own() -> None:
    arms = make_arms(("One", "EXPERIMENTAL", ["Pomalidomide"]))
    arms["armGroups"][0]["interventionNames"].append("Radiation: Beams")
    arms["interventions"].append({"type": "RADIATION", "name": "Beams"})
    (regimen,) = read_regimens(arms)

    assert regimen.startswith(f"{NUMBER.lower()}-regimen-one-")


def test_arm_with_an_unknown_drug_has_no_regimen() -> None:
    assert read_regimens(make_arms(("One", "EXPERIMENTAL", ["Pomalidomide", "XY-4711"]))) == []


def test_intervention_that_is_not_listed_leaves_the_regimen_open() -> None:
    arms = make_arms(("One", "EXPERIMENTAL", ["Pomalidomide"]))
    arms["armGroups"][0]["interventionNames"].append("Drug: Another")

    assert read_regimens(arms) == []


def test_kind_of_an_arm_is_told() -> None:
    found = convert(make_study(armsInterventions=make_arms(("One", "ACTIVE_COMPARATOR", []), ("Two", "OTHER", []))))

    assert [tell(claim, "characteristic") for claim in list_claims(found, predicate="characteristic")] == [
        ("comparator-arm",)
    ]


@pytest.mark.parametrize(
    ("label", "arm"),
    [
        ("Pomalidomide Plus Low-Dose Dexamethasone", "mm-003-pomalidomide"),
        ("pomalidomide plus low dose dexamethasone", "mm-003-pomalidomide"),
        ("High-Dose Dexamethasone", "mm-003-dexamethasone"),
        ("Dexamethasone alone", ""),
    ],
)
def test_arm_of_the_content_is_found_by_what_it_is_called_there(label: str, arm: str) -> None:
    found = convert(make_study("NCT01311687", armsInterventions=make_arms((label, "EXPERIMENTAL", []))))

    (claim,) = list_claims(found, predicate="hasArm")
    assert claim.get("hasArm")[0] == arm or (not arm and claim.get("hasArm")[0].startswith("nct01311687-arm-"))


def test_intervention_without_a_type_is_no_unknown_drug() -> None:
    found = convert(make_study(armsInterventions={"interventions": [{"name": "Exercise"}, {"name": "Pomalidomide"}]}))

    assert list_reasons(found, "intervention") == [("Exercise", "no type is told")]
    assert list_reasons(found, "drug") == []
