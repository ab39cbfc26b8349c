"""Things are found by any of their names."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Pomalyst", "drug", "pomalidomide"),
        ("pomalidomid", "drug", "pomalidomide"),
        ("pomalidmoide", "drug", "pomalidomide"),
        ("VELCADE", "drug", "bortezomib"),
        ("DB08910", "drug", "pomalidomide"),
        ("https://go.drugbank.com/drugs/DB08910", "drug", "pomalidomide"),
        ("CHEBI:72690", "drug", "pomalidomide"),
        ("NCT01311687", "trial", "mm-003"),
        ("clinicaltrials.gov/study/NCT01311687", "trial", "mm-003"),
        ("mm 003", "trial", "mm-003"),
        ("cereblon", "target", "crbn"),
        ("isapd", "regimen", "isatuximab-pomalidomide-dexamethasone"),
        ("SPd", "regimen", "selinexor-pomalidomide-dexamethasone"),
        ("low platelets", "adverse-event", "thrombocytopenia"),
        ("kaposi sarcomas", "disease", "kaposi-sarcoma"),
    ],
)
def test_thing_comes_first_by_any_name(searched: EvidenceGraph, words: str, kind: str, name: str) -> None:
    assert (kind, name) in [(one.thing.kind, one.thing.id) for one in searched.search(words).things[:2]]


def test_other_name_is_told_where_it_was_found_by_that(searched: EvidenceGraph) -> None:
    assert searched.search("Imnovid").things[0].also == "imnovid"


def test_documents_are_apart_from_things(searched: EvidenceGraph) -> None:
    found = searched.search("HemOnc")

    assert found.documents[0].thing.id == "000-hemonc"
    assert "source" not in {one.thing.kind for one in found.things}


def test_beginning_of_a_name_is_enough_while_it_is_typed(searched: EvidenceGraph) -> None:
    found = searched._finder.find("pomalid", is_open=True)

    assert found.things[0].thing.id == "pomalidomide"
