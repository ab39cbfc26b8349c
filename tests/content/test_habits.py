"""How people write is read from tables."""

from __future__ import annotations

from pathlib import Path

from pomegraph.content.folder import Content
from pomegraph.content.habits import Habits, find_habits


def test_brands_and_abbreviations_are_names(real: Content) -> None:
    habits = find_habits(real.aliases)

    assert "velcade" in habits.list_names("drug", "Bortezomib")
    assert "ICARIA" in habits.list_names("trial", "ICARIA-MM")


def test_regimen_is_called_by_the_names_of_its_drugs_in_any_order(real: Content) -> None:
    habits = find_habits(real.aliases)

    assert {"DPd", "D-Pd"} <= set(habits.list_names("regimen", "daratumumab-pomalidomide-dexamethasone"))
    assert "PVd" in habits.list_names("regimen", "bortezomib-pomalidomide-dexamethasone")
    assert habits.list_names("drug", "daratumumab-pomalidomide-dexamethasone") == []


def test_people_have_words_of_their_own(real: Content) -> None:
    assert "side effects" in find_habits(real.aliases).words["adverse reaction"]


def test_drugs_of_one_kind_are_called_by_short_names(real: Content) -> None:
    (group,) = (one for one in find_habits(real.aliases).groups if "anti-CD38" in one.others)

    assert group.drugs == ("daratumumab", "isatuximab")


def test_value_of_a_list_is_said_of_something(real: Content) -> None:
    (value,) = (one for one in find_habits(real.aliases).values if one.name == "most common")

    assert (value.list, value.of) == ("frequency", "adverse reaction")
    assert "commonest" in value.said


def test_quantities_are_called_by_short_names(real: Content) -> None:
    assert "eGFR" in find_habits(real.aliases).quantities["creatinine clearance"]


def test_folder_without_tables_tells_nothing(tmp_path: Path) -> None:
    kinds = ("drug", "disease", "trial", "measure", "place", "adverse-event")
    assert find_habits(tmp_path) == Habits(names={kind: {} for kind in kinds})
