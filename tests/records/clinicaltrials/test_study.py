"""One study: its number, names of its own things, and terms of MeSH."""

from __future__ import annotations

import pytest

from pomegraph.errors import RecordError
from pomegraph.records.clinicaltrials.study import Study, read_mesh, read_nct_number
from pomegraph.records.draft import Draft
from pomegraph.records.nodes import RecordNode
from support.studies import make_study, read_context


def make(record: dict[str, object]) -> Study:
    return Study(RecordNode(record), "NCT99000001", "nct99000001", "", Draft(read_context(), "NCT99000001"))


@pytest.mark.parametrize("number", ["", "NCT123", "EUCTR2010-019820-30", "NCT012345678"])
def test_record_without_a_number_is_of_no_use(number: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_nct_number(RecordNode(make_study(number)))

    assert caught.value.pointer == "/protocolSection/identificationModule/nctId"


def test_names_of_own_things_differ_where_labels_differ_in_a_sign() -> None:
    study = make({})

    names = {study.name_own("arm", label) for label in ("Dose <5 mg", "Dose >5 mg", "Dose 5 mg")}
    assert len(names) == 3
    assert all(name.startswith("nct99000001-arm-dose-5-mg-") for name in names)
    assert study.name_own("arm", "\u5b89\u6170\u5242") != study.name_own("arm", "\u5bf9\u7167")


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("D009101", "D009101"),
        ("D000009101", "D009101"),
        ("D000077716", "D000077716"),
        ("C467566", "C467566"),
        ("x", ""),
    ],
)
def test_identifier_of_mesh_is_written_as_mesh_does(text: str, identifier: str) -> None:
    assert read_mesh(text) == identifier


def test_terms_are_things_of_the_content_by_their_identifiers() -> None:
    meshes = [{"id": "D000009101", "term": "Multiple Myeloma"}, {"id": "D999999", "term": "Disease, Exemplary"}]
    study = make({"derivedSection": {"conditionBrowseModule": {"meshes": meshes}}})

    found = study.list_terms("conditionBrowseModule", "Disease")
    assert found["multiple myeloma"] == "multiple-myeloma"
    assert found["exemplary disease"] == found["disease exemplary"] == "mesh-d999999"
    study.add_term("conditionBrowseModule", "Disease", "mesh-d999999")
    assert study.draft.label("mesh-d999999") == "Exemplary Disease"
