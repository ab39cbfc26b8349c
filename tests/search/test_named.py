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


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("pomal", "drug", "pomalidomide"),
        ("pomaly", "drug", "pomalidomide"),
        ("imnov", "drug", "pomalidomide"),
        ("db0891", "drug", "pomalidomide"),
        ("CHEBI:7269", "drug", "pomalidomide"),
        ("lenal", "drug", "lenalidomide"),
        ("dara", "drug", "daratumumab"),
        ("zomib", "drug", "bortezomib"),
        ("mm-00", "trial", "mm-003"),
        ("nct013116", "trial", "mm-003"),
        ("p6056", "target", "uniprot-p60568"),
        ("hypothy", "adverse-event", "hypothyroidism"),
        ("dy", "adverse-event", "dyspnea"),
        ("an", "adverse-event", "anemia"),
        ("multiple my", "disease", "multiple-myeloma"),
    ],
)
def test_beginning_of_a_name_is_enough_while_it_is_typed(
    searched: EvidenceGraph, typed: str, kind: str, name: str
) -> None:
    found = searched._finder.find(typed, is_open=True)

    assert (kind, name) in [(one.thing.kind, one.thing.id) for one in found.things[:4]]


def test_name_that_begins_so_comes_before_names_with_such_a_word(searched: EvidenceGraph) -> None:
    found = searched._finder.find("pomal", is_open=True)
    other = searched._finder.find("pomaly", is_open=True)

    assert (found.things[0].thing.id, found.things[0].also) == ("pomalidomide", "")
    assert (other.things[0].thing.id, other.things[0].also) == ("pomalidomide", "pomalyst")


def test_beginnings_are_nothing_where_all_is_typed(searched: EvidenceGraph) -> None:
    assert searched._finder.find("imnov").things == ()
