"""Trials go by many names, and stay apart."""

from __future__ import annotations

import pytest

from pomegraph.evidence.trials import Trials, list_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ICARIA-MM", ["icariamm"]),
        ("ICARIA-MM (NCT02990338)", ["icariamm", "nct02990338"]),
        ("phase 3 POLLUX trial", ["pollux"]),
        ("KEYNOTE-189 (Japan extension)", ["keynote189"]),
        ("NCT 01432600", ["nct01432600"]),
        ("", []),
    ],
)
def test_names_are_listed(text: str, names: list[str]) -> None:
    assert list_names(text) == names


def test_names_in_one_cell_are_of_one_trial() -> None:
    trials = Trials()
    key = trials.add("NCT01311687")
    assert trials.find("MM-003") is None

    joined = trials.add("MM-003 (NCT01311687, NIMBUS)")

    assert {trials.find(name) for name in ("MM003", "nimbus", "NCT01311687")} == {joined}
    assert trials.label(key).startswith("MM-003")


def test_other_trial_is_not_known() -> None:
    trials = Trials()
    trials.add("POLLUX")

    assert trials.find("CASTOR") is None
    assert trials.find("") == ""


def test_short_names_of_series_are_known() -> None:
    trials = Trials()
    key = trials.add("KEYNOTE-177")
    trials.link(["KEYNOTE-*", "KN-*"])

    assert trials.find("KN-177") == trials.find("KN177") == key
    assert trials.find("KN-178") is None


def test_names_of_tables_are_taken_for_trials_that_are_known() -> None:
    trials = Trials()
    key = trials.add("FIRST")
    trials.link(["FIRST", "MM-020"])
    trials.link(["POLLUX", "MMY3003"])

    assert trials.find("MM-020") == key
    assert trials.find("MMY3003") is None


def test_trial_is_known_by_its_name_without_the_last_letters() -> None:
    trials = Trials()
    key = trials.add("ICARIA-MM")

    assert trials.find("ICARIA") == key
