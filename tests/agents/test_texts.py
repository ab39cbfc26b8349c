"""Texts that agents may read."""

from __future__ import annotations

import pytest

from pomegraph.agents.desk import Desk
from pomegraph.agents.schema_text import SchemaText
from pomegraph.agents.texts import Library
from pomegraph.errors import QuestionUnknownError


@pytest.fixture
def library(small_desk: Desk) -> Library:
    return Library(small_desk, SchemaText(lambda: ""))


def test_every_text_can_be_read(library: Library) -> None:
    texts = {entry.name: library.read(entry.address) for entry in library.list_entries()}

    assert texts["schema"][0].startswith("# Pomegraph: the schema")
    assert "- brand-names(drug): " in texts["questions"][0]
    assert "Notes on exemplamide" in texts["documents"][0]
    assert {media_type for _, media_type in texts.values()} == {"text/markdown"}


def test_query_of_a_question_can_be_read(library: Library) -> None:
    text, media_type = library.read("pomegraph://question/brand-names")

    assert "VALUES ?drug" in text
    assert media_type == "application/sparql-query"


@pytest.mark.parametrize("address", ["pomegraph://nix", "pomegraph://question/nix", "file:///etc/passwd", ""])
def test_other_addresses_are_refused(library: Library, address: str) -> None:
    with pytest.raises(QuestionUnknownError):
        library.read(address)
