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
