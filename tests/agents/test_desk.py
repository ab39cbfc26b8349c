"""What tools stand on: how documents and places are called, and found again."""

from __future__ import annotations

import pytest

from pomegraph.agents.desk import Desk, is_sound, name_document, name_place

BASE = "https://w3id.org/pomegraph/"


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{BASE}source/003-droracle", "003"),
        (f"{BASE}source/drugmechdb", "drugmechdb"),
        ("https://example.org/other/source/12-x", "12"),
    ],
)
def test_document_is_called_by_its_number(iri: str, expected: str) -> None:
    assert name_document(iri) == expected


def test_place_is_called_by_document_and_lines() -> None:
    assert name_place(f"{BASE}passage/003-droracle/136-138") == "003:136-138"
    assert name_place(f"{BASE}passage/drugmechdb/db1-a") == "drugmechdb:db1-a"


@pytest.mark.parametrize("name", ["003", "003-droracle", " 003 ", "Dr.Oracle article on pomalidomide"])
def test_document_is_found_by_number_and_name(desk: Desk, name: str) -> None:
    found = desk.find_document(name)

    assert found is not None
    assert found.id == "003-droracle"


def test_unknown_document_is_none(desk: Desk) -> None:
    assert desk.find_document("999") is None


def test_numbers_of_documents_are_unique(desk: Desk) -> None:
    names = [name_document(one.iri) for one in desk.list_things().by_kind["source"]]

    assert len(set(names)) == len(names) > 50


@pytest.mark.parametrize(
    ("text", "expected"), [("http://a/b", True), ("http://a/> }", False), ("a", False), ("", False)]
)
def test_what_can_stand_in_a_query(text: str, expected: bool) -> None:
    assert is_sound(text) is expected
