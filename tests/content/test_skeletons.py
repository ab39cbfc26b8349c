"""Skeletons of sources and things: in their place, in order, and over nothing that is there."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.skeletons import write_source_skeleton, write_thing_skeleton
from pomegraph.content.sources import read_facts
from pomegraph.errors import ContentError, Problem


def test_thing_is_a_row_in_the_order_of_ids(small: Content) -> None:
    path = write_thing_skeleton(small, read_facts(small, []).registry, "Drug", "marvelamide")
    problems: list[Problem] = []
    found = read_facts(small, problems).registry.things["marvelamide"]

    assert (found.kind, found.label, problems) == ("Drug", "marvelamide", [])
    assert path.read_text(encoding="utf-8").endswith("\n")


def test_thing_of_a_class_within_a_register_names_it(small: Content) -> None:
    write_thing_skeleton(small, read_facts(small, []).registry, "CellType", "cog-cell")

    assert read_facts(small, []).registry.things["cog-cell"].kind == "CellType"


@pytest.mark.parametrize(
    ("kind", "name", "message"),
    [
        ("Drug", "exemplamide", "the id 'exemplamide' is taken"),
        ("Drug", "Exempla Two", "'Exempla Two' is not an id"),
        ("Regimen", "a-b", "no register for the class Regimen"),
    ],
)
def test_thing_that_cannot_be_added_is_told_and_nothing_written(
    small: Content, kind: str, name: str, message: str
) -> None:
    before = {path: path.read_bytes() for path in small.registers}

    with pytest.raises(ContentError, match=message):
        write_thing_skeleton(small, read_facts(small, []).registry, kind, name)
    assert {path: path.read_bytes() for path in small.registers} == before


def test_source_that_is_there_stays(small: Content) -> None:
    before = small.sources[0].read_bytes()

    with pytest.raises(ContentError, match="there is such a source"):
        write_source_skeleton(small, "alpha", "source: alpha\n")
    assert small.sources[0].read_bytes() == before


def test_source_is_a_file_of_its_name(small: Content) -> None:
    assert write_source_skeleton(small, "gamma", "source: gamma\n") in small.sources
