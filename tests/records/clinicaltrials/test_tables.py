"""The tables that people edit: what they stand for in the content."""

from __future__ import annotations

from support.studies import tables


def test_names_of_all_tables_are_concepts_of_the_content() -> None:
    found = tables()

    assert set(found.analysis_sets.meanings.values()) >= {"intention-to-treat", "safety-set", "full-analysis-set"}
    assert set(found.periods.meanings.values()) == {
        "crossover-period",
        "double-blind-period",
        "extension-period",
        "whole-study",
    }
    assert {"not-reached", "below-quantification"} <= set(found.states.meanings.values())
    assert set(found.estimates.meanings.values()) == {
        "hazard-ratio", "mean-difference", "median-difference", "odds-ratio", "relative-risk", "risk-difference",
    }  # fmt: skip


def test_arms_of_the_content_are_those_below_the_label_of_their_trial() -> None:
    assert dict(tables().list_curated_arms("mm-003")) == {
        "mm-003-dexamethasone": "high-dose dexamethasone",
        "mm-003-pomalidomide": "pomalidomide plus low-dose dexamethasone",
    }
    assert tables().list_curated_arms("") == []


def test_regimen_that_tells_more_than_its_drugs_is_not_found_by_them() -> None:
    assert tables().find_regimen(["dexamethasone", "pomalidomide"]) == "pomalidomide-dexamethasone"
    assert tables().find_regimen(["dexamethasone"]) == ""


def test_unit_without_a_code_repeats_its_words() -> None:
    assert tables().find_code("pg/ml") == "pg/mL"
    assert tables().find_code("chewing cycles {each}") == "{chewing_cycles_each}"
