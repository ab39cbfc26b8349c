"""What a phrase names is found, and no more."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph


def find(searched: EvidenceGraph, words: str, kind: str) -> list[str]:
    searched.search("any")
    return [thing.id for one in searched._finder._reader.read(words).mentions for thing in one.list_all(kind)]


@pytest.mark.parametrize(
    ("words", "trials"),
    [
        ("when was Darzalex first approved", []),
        ("what is the benefit of Darzalex", []),
        ("results of FIRST", ["first-trial"]),
        ("the first trial of lenalidomide", ["first-trial"]),
        ("results of maia", ["maia"]),
    ],
)
def test_ordinary_word_is_a_trial_only_where_it_is_marked(
    searched: EvidenceGraph, words: str, trials: list[str]
) -> None:
    assert find(searched, words, "trial") == trials


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("moderate liver disease", ["moderate-hepatic-impairment"]),
        ("severe kidney failure", ["severe-renal-impairment"]),
        ("liver disease", ["hepatic-impairment"]),
        ("severe rash and a weak liver", ["hepatic-impairment"]),
    ],
)
def test_degree_before_people_is_heeded(searched: EvidenceGraph, words: str, people: list[str]) -> None:
    assert find(searched, words, "population") == people


@pytest.mark.parametrize(
    ("words", "measures"),
    [("low-dose dexamethasone PFS", ["progression-free-survival"]), ("dose of dexamethasone", [])],
)
def test_word_that_no_claim_measures_is_no_measure(searched: EvidenceGraph, words: str, measures: list[str]) -> None:
    assert find(searched, words, "measure") == measures


def test_word_in_longer_ones_for_something_else_names_nothing(searched: EvidenceGraph) -> None:
    assert find(searched, "pregnancy prevention with Revlimid", "population") == []
    assert find(searched, "Revlimid in pregnancy", "population") == ["pregnant-women"]


def test_drug_of_an_abbreviation_is_the_first_of_its_name(searched: EvidenceGraph) -> None:
    assert find(searched, "XVd in del(17p)", "drug") == ["selinexor"]


def test_drug_is_found_in_the_name_of_a_programme(searched: EvidenceGraph) -> None:
    assert find(searched, "Thalomid REMS for pharmacies", "drug") == ["thalidomide"]


def test_event_is_dropped_where_people_are_so(searched: EvidenceGraph) -> None:
    assert find(searched, "dose in renal failure", "adverse-event") == []
    assert find(searched, "bortezomib dose, severe hepatic failure", "adverse-event") == []
    assert find(searched, "does it cause renal failure", "adverse-event") == ["renal-failure"]
