"""Texts that agents may read."""

from __future__ import annotations

import pytest

from pomegraph.agents.desk import Desk
from pomegraph.agents.schema_text import SchemaText
from pomegraph.agents.texts import Library
from pomegraph.content.folder import Content
from pomegraph.errors import QuestionUnknownError
from pomegraph.release import Release
from support.agents import make_desk


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


def test_query_of_a_former_name_has_the_values_that_it_stands_for(small: Content, small_release: Release) -> None:
    path = small.root / "queries" / "brand-names.rq"
    text = path.read_text(encoding="utf-8").replace("#+ columns:", "#+ was:\n#+   oil-names: {drug: oil}\n#+ columns:")
    path.write_text(text, encoding="utf-8")
    library = Library(make_desk(small, small_release), SchemaText(lambda: ""))

    assert "VALUES ?drug { <https://w3id.org/pomegraph/drug/oil> }" in library.read("pomegraph://question/oil-names")[0]
