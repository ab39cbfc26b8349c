"""Names find a thing only where they are whole and mean one."""

from __future__ import annotations

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.mappings import Mapping
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import Registry, Thing
from pomegraph.records.names import NameFinder

THINGS = [
    Thing("oil", "Drug", "oil", ("Fish oil", "EX-1"), (), "", 0),
    Thing("silver-oil", "Drug", "silver oil", (), (), "", 0),
    Thing("iiv4", "Drug", "IIV4", (), (), "", 0),
    Thing("twin-a", "Drug", "twin", (), (), "", 0),
    Thing("twin-b", "Drug", "Twin", (), (), "", 0),
    Thing("oil-disease", "Disease", "twin", (), (), "", 0),
]
MAPPINGS = [
    Mapping("oil", "exactMatch", "http://x/1", "", "1"),
    Mapping("twin-a", "exactMatch", "http://x/2", "", "1"),
    Mapping("twin-b", "exactMatch", "http://x/2", "", "1"),
    Mapping("oil-disease", "closeMatch", "http://x/3", "", "1"),
]


@pytest.fixture
def names(small: Content) -> NameFinder:
    return NameFinder(Registry(read_vocabulary(small), {one.id: one for one in THINGS}), MAPPINGS)


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("OIL", "Drug", "oil"),
        ("ex 1", "Drug", "oil"),
        ("fish-oil", "Thing", "oil"),
        ("fish", "Drug", None),
        ("ccIIV4", "Drug", None),
        ("twin", "Drug", None),
        ("twin", "Disease", "oil-disease"),
        ("oil", "Disease", None),
        ("", "Drug", None),
    ],
)
def test_whole_name_of_one_thing_finds_it(names: NameFinder, name: str, kind: str, found: str | None) -> None:
    thing = names.find(name, kind)

    assert (thing.id if thing else None) == found


def test_names_inside_are_whole_words_and_the_longest(names: NameFinder) -> None:
    assert [one.id for one in names.find_inside("Silver oil and ccIIV4, then EX-1", "Drug")] == ["silver-oil", "oil"]


def test_address_of_one_thing_finds_it(names: NameFinder) -> None:
    assert [one and one.id for one in map(names.find_address, ["http://x/1", "http://x/2", "http://x/3"])] == [
        "oil", None, None,
    ]  # fmt: skip


def test_near_match_is_told_apart_from_none(names: NameFinder) -> None:
    assert [names.is_mapped(f"http://x/{n}", "Disease") for n in (1, 3, 4)] == [False, True, False]


def test_aliases_are_other_names_of_what_is_there(names: NameFinder) -> None:
    names.add_aliases("Drug", [{"name": "oil", "aliases": "grease|iiv4"}, {"name": "unknown", "aliases": "nobody"}])
    found = [names.find(name, "Drug") for name in ("grease", "iiv4", "nobody")]

    assert [one and one.id for one in found] == ["oil", "iiv4", None]
