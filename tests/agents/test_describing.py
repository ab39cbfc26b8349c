"""Descriptions of things, documents, passages and claims."""

from __future__ import annotations

import pytest

from pomegraph.agents.compact import Window
from pomegraph.agents.describing import describe_named, find_iri, tell_things
from pomegraph.agents.desk import Desk
from pomegraph.errors import ValueUnknownError

BASE = "https://w3id.org/pomegraph/"
FEW = Window(5)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("pomalidomide", "drug/pomalidomide"),
        ("Pomalyst", "drug/pomalidomide"),
        ("CHEBI:72690", "drug/pomalidomide"),
        ("drug/pomalidomide", "drug/pomalidomide"),
        ("pomdrug:pomalidomide", "drug/pomalidomide"),
        (f"<{BASE}drug/pomalidomide>", "drug/pomalidomide"),
        ("003", "source/003-droracle"),
        ("003:31", "passage/003-droracle/31"),
        ("claim/b1d7de443b091b23fbab", "claim/b1d7de443b091b23fbab"),
        ("NCT02990338", "trial/icaria-mm"),
    ],
)
def test_name_leads_to_an_iri(desk: Desk, name: str, path: str) -> None:
    assert find_iri(desk, name) == BASE + path


@pytest.mark.parametrize("name", ["nix", "", "> } DROP ALL", "003: 31", "nix:1"])
def test_what_is_no_name_is_told(desk: Desk, name: str) -> None:
    with pytest.raises(ValueUnknownError, match="nothing here is called"):
        find_iri(desk, name)


def test_thing_has_facts_and_claims_by_kind(desk: Desk) -> None:
    told = describe_named(desk, "pomalidomide", "", FEW)

    assert told["is a"] == "drug"
    assert "Imnovid" in told["brand name"]
    assert told["claims"]["contraindication"] > 5
    assert told["total"] == sum(told["claims"].values())


def test_one_kind_of_claims_is_told_alone(desk: Desk) -> None:
    told = describe_named(desk, "pomalidomide", "contraindication", FEW)

    assert "brand name" not in told
    assert told["total"] == told["claims"]["contraindication"]
    assert all("kind" not in row for row in told["rows"])


def test_place_has_the_claims_that_it_makes(desk: Desk) -> None:
    told = describe_named(desk, "003:31", "", FEW)

    assert told["label"] == "Dr.Oracle article on pomalidomide, line 31"
    assert all("003:31" in row["sources"] for row in told["rows"])


def test_claim_has_its_values(desk: Desk) -> None:
    told = describe_named(desk, "claim/b1d7de443b091b23fbab", "", FEW)

    assert (told["value"], told["unit"], told["trial"]) == (6.5, "month", "ICARIA-MM")
    assert told["rows"][0]["verdict"] == "confirmed"


def test_things_are_told_by_kind_and_id(desk: Desk) -> None:
    (thing,) = tell_things(desk, desk.list_things().find_any("Imnovid"))

    assert thing == {"name": "pomalidomide", "kind": "drug", "id": "drug/pomalidomide"}
