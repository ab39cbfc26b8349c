"""Drug labels: sources with versions, sections and identifiers; no fact is read out of their prose."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pomegraph.errors import RecordError
from pomegraph.records.converted import Converted
from pomegraph.records.openfda_label import prepare_labels, split_labels
from support.places import SHARED
from support.studies import list_claims, list_reasons, read_context, tell

SET = "01234567-89ab-cdef-0123-456789abcdef"
OPENFDA = {
    "brand_name": ["EXEMPLIN"],
    "generic_name": ["POMALIDOMIDE"],
    "substance_name": ["POMALIDOMIDE"],
    "unii": ["D2UX06XLB5"],
    "rxcui": ["1369721"],
    "product_ndc": ["00000-000"],
}


def make_label(**more: Any) -> dict[str, Any]:
    return {
        "set_id": SET,
        "version": "21",
        "effective_time": "20230315",
        "dosage_and_administration": ["Some words of our own."],
        "openfda": OPENFDA,
    } | more


def convert(label: dict[str, Any]) -> Converted:
    return prepare_labels(read_context())(label)


def test_label_has_its_version_and_day() -> None:
    details = dict(convert(make_label()).source.details)

    assert details["version"] == "version 21, effective 2023-03-15"
    assert (details["kind"], details["date"], details["licence"]) == ("label", "2023-03-15", "CC0-1.0")
    assert details["address"].endswith(SET)


def test_later_version_comes_behind_earlier_ones() -> None:
    versions = [("9", "20200101"), ("10", "20200101"), ("1", "20210101")]
    found = [convert(make_label(version=one, effective_time=day)).version for one, day in versions]

    assert found == sorted(found)


def test_sections_are_passages_with_digests_and_say_nothing() -> None:
    passages = convert(make_label(spl_product_data_elements=["x"])).source.passages
    places = {passage.location.words: passage for passage in passages}

    assert list(places) == ["place /dosage_and_administration", "place /openfda", "place /spl_product_data_elements"]
    assert places["place /dosage_and_administration"].claims == ()
    assert len(places["place /dosage_and_administration"].digest) == 64


def test_drug_is_that_of_the_content_by_its_identifiers() -> None:
    found = convert(make_label())

    addresses = {mapping.object for mapping in found.mappings if mapping.predicate == "exactMatch"}
    names = read_context().names
    assert {thing.id for one in addresses if (thing := names.find_address(one, "Drug"))} == {"pomalidomide"}
    assert [one.object for one in found.mappings if one.predicate == "narrowMatch"] == [
        "http://purl.bioontology.org/ontology/RXNORM/1369721"
    ]
    assert tell(list_claims(found, predicate="brandName")[0], "brandName") == ("Exemplin",)
    assert dict(found.counts)["codes of NDC without a prefix for them"] == 1


def test_label_of_several_substances_gives_none_their_identifiers() -> None:
    more = OPENFDA | {"substance_name": ["POMALIDOMIDE", "XY-4711"], "unii": ["D2UX06XLB5", "A000000000"]}
    found = convert(make_label(openfda=more))

    assert [tell(claim, "isAbout") for claim in list_claims(found, predicate="isAbout")] == [("pomalidomide",)]
    assert found.mappings == ()
    assert list_reasons(found, "drug") == [("XY-4711", "unknown name")]
    assert list_claims(found, predicate="brandName") == []


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ({}, "/set_id"),
        (make_label(set_id="42"), "/set_id"),
        (make_label(version=21), "/version"),
        (make_label(openfda={"unii": "D2UX06XLB5"}), "/openfda/unii"),
        ([], ""),
    ],
)
def test_label_that_is_not_one_is_told_with_its_place(label: Any, place: str) -> None:
    with pytest.raises(RecordError) as caught:
        convert(label)

    assert caught.value.pointer == place


def test_answer_of_the_service_holds_several_labels() -> None:
    assert list(split_labels({"results": [1, 2]})) == [("/results/0", 1), ("/results/1", 2)]
    assert list(split_labels([1])) == [("/0", 1)]
    assert list(split_labels({"set_id": SET})) == [("", {"set_id": SET})]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the samples are not beside the checkout")
def test_real_answer_gives_its_labels() -> None:

    path = SHARED / "samples" / "api-samples-biomcp" / "openfda" / "label_keytruda_20260811.json"
    found = [convert(label) for _, label in split_labels(json.loads(path.read_bytes()))]

    assert [tell(list_claims(one, predicate="isAbout")[0], "isAbout") for one in found] == [("pembrolizumab",)] * 2
