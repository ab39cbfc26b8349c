"""Names of interventions: all of their drugs are known, or none is said to be given."""

from __future__ import annotations

import pytest

from pomegraph.records.drugs import DrugFinder
from support.studies import read_context


@pytest.fixture(scope="module")
def finder() -> DrugFinder:
    return DrugFinder(read_context())


@pytest.mark.parametrize(
    ("name", "drugs"),
    [
        ("Pomalidomide", ["pomalidomide"]),
        ("Pomalyst\u00ae", ["pomalidomide"]),
        ("CC-4047", ["pomalidomide"]),
        ("Pomalidomide 4 mg capsules", ["pomalidomide"]),
        ("pomalidomide (oral) 4mg/day", ["pomalidomide"]),
        ("Dexamethasone sodium phosphate injection", ["dexamethasone"]),
        ("Oral pomalidomide + oral dexamethasone", ["pomalidomide", "dexamethasone"]),
        ("pomalidomide, bortezomib and dexamethasone", ["pomalidomide", "bortezomib", "dexamethasone"]),
        ("bortezomib/dexamethasone", ["bortezomib", "dexamethasone"]),
        ("co-administration of bortezomib and dexamethasone", ["bortezomib", "dexamethasone"]),
        ("Afatinib 40 MG", ["named-afatinib"]),
    ],
)
def test_drugs_are_found_without_dose_form_route_and_salt(name: str, drugs: list[str], finder: DrugFinder) -> None:
    found = finder.resolve(name)

    assert (list(found.drugs), found.whole) == (drugs, True)


@pytest.mark.parametrize(
    ("name", "placeholder"),
    [
        ("Placebo", "placebo"),
        ("Placebo for pomalidomide 4 mg", "placebo"),
        ("Matching placebo tablets", "placebo"),
        ("Sham injection", "placebo"),
        ("Standard of Care", "standard of care"),
        ("Best supportive care", "standard of care"),
    ],
)
def test_placeholder_names_no_drug(name: str, placeholder: str, finder: DrugFinder) -> None:
    found = finder.resolve(name)

    assert (found.placeholder, found.drugs) == (placeholder, ())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("XY-4711", "unknown name"),
        ("pomalidomidex", "unknown name"),
        ("unpomalidomide", "unknown name"),
        ("pomalidomide or thalidomide", "alternatives"),
        ("pomalidomide with or without dexamethasone", "alternatives"),
        ("XY-4711 + bortezomib/thalidomide", "alternatives"),
        ("pomalidomide + XY-4711", "not every part is known"),
        ("pomalidomide + chemotherapy", "placeholder beside drugs"),
    ],
)
def test_what_is_not_sure_is_left_open(name: str, reason: str, finder: DrugFinder) -> None:
    found = finder.resolve(name)

    assert (found.whole, found.reason) == (False, reason)


def test_other_names_of_the_record_help_if_they_are_of_one_drug(finder: DrugFinder) -> None:
    assert finder.resolve("XY-4711", ["Velcade", "bortezomib"]).drugs == ("bortezomib",)
    assert finder.resolve("XY-4711", ["bortezomib", "thalidomide"]).drugs == ()


def test_term_of_mesh_in_the_record_is_a_drug(finder: DrugFinder) -> None:
    assert finder.resolve("Exemplinib 5 mg", terms={"exemplinib": "mesh-c000000"}).drugs == ("mesh-c000000",)


def test_drug_of_a_table_alone_has_its_name_there(finder: DrugFinder) -> None:
    assert finder.label_named("named-afatinib") == "afatinib"
    assert finder.label_named("pomalidomide") == ""
