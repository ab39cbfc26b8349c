"""Groups of results: an arm, a part of one, or people whose arm is left open."""

from __future__ import annotations

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
)

ARMS = make_arms(("Pomalidomide", "EXPERIMENTAL", ["Pomalidomide"]), ("Placebo", "PLACEBO_COMPARATOR", ["Placebo"]))
ONE_ARM = make_arms(("Pomalidomide", "EXPERIMENTAL", ["Pomalidomide"]))


def read_group(title: str, arms: object = ARMS) -> tuple[str, dict[str, str]]:
    """Return the label of the arm of a group, and the values of the result group if it is one."""
    found = convert(make_study(armsInterventions=arms, results=make_results(make_outcome("Level", {title: "1"}))))
    (claim,) = list_claims(found, "Outcome")
    things = {thing.id: thing for thing in found.things}
    arm = things[claim.get("arm")[0]].label.removeprefix(f"{NUMBER}: ") if claim.get("arm") else ""
    return arm, dict(things[claim.get("resultGroup")[0]].values) if claim.get("resultGroup") else {}


def test_group_that_is_called_like_an_arm_is_the_arm() -> None:
    assert read_group("POMALIDOMIDE") == ("Pomalidomide", {})


@pytest.mark.parametrize(
    ("title", "analysis_set"),
    [
        ("Pomalidomide (ITT)", "intention-to-treat"),
        ("Pomalidomide [Safety Analysis Set]", "safety-set"),
        ("Pomalidomide - Per-Protocol Population", "per-protocol"),
    ],
)
def test_analysis_set_makes_a_part(title: str, analysis_set: str) -> None:
    arm, values = read_group(title)

    assert (arm, values["groupAnalysisSet"]) == ("Pomalidomide", analysis_set)
    assert values["groupArm"].startswith("nct99000001-arm-pomalidomide")


def test_more_words_make_a_part() -> None:
    arm, values = read_group("Pomalidomide: women")

    assert (arm, sorted(values)) == ("Pomalidomide", ["groupArm"])


def test_all_people_of_one_arm_are_a_part_of_it_and_of_two_arms_of_none() -> None:
    assert read_group("All participants", ONE_ARM)[0] == "Pomalidomide"
    assert read_group("All participants") == ("", {})


def test_people_who_changed_over_belong_to_their_first_arm() -> None:
    assert read_group("Placebo -> open-label pomalidomide")[0] == "Placebo"


def test_group_that_is_not_known_is_listed_once() -> None:
    outcomes = [make_outcome(title, {"Somebody": "1"}) for title in ("Level", "Score")]
    found = convert(make_study(armsInterventions=ARMS, results=make_results(*outcomes)))

    assert list_reasons(found, "group") == [("Somebody", "no arm has these words")]
    assert dict(found.counts)["result groups"] == 1


def test_group_of_a_figure_must_be_one_of_the_outcome() -> None:
    outcome = make_outcome("Level", {"Placebo": "1"}) | {"groups": []}
    found = convert(make_study(armsInterventions=ARMS, results=make_results(outcome)))

    assert list_claims(found, "Outcome") == []
    assert list_reasons(found, "group") == [("OG000", "no group of this identifier")]
