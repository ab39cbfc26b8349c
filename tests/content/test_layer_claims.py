"""A layer is read in parts as it is read whole, whatever is wrong in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pomegraph.content.claims import Source
from pomegraph.content.folder import Content
from pomegraph.content.layer_claims import divide_layer, read_layer
from pomegraph.content.layers import JoinedLayer
from pomegraph.content.registers import Registry
from pomegraph.content.sources import ContentSources, read_facts
from pomegraph.errors import Problem
from support.layers import make_passage, write_layer_folder

THINGS = ["mesh-c1\tNovamide\t\tDrug\t", "mesh-d1\tpain of tests\t\tDisease\t"]
INDICATION = ["Indication", {"drug": "mesh-c1", "disease": "mesh-d1"}]
SOUND = [make_passage(INDICATION, source=name, place=place) for name in ("aa", "bb", "dd") for place in ("1", "2")]
OUT_OF_ORDER = [SOUND[4], *SOUND[:4]]


def open_layer(content: Content, folder: Path, claims: list[Any]) -> tuple[JoinedLayer, Registry]:
    write_layer_folder(folder, things=THINGS, claims=claims, sources="aa bb cc dd ee")
    facts = read_facts(replace(content, more_layers=(folder,)), [])
    assert isinstance(facts.sources, ContentSources)
    return facts.sources.joined[0], facts.registry


def read(parts: list[JoinedLayer], registry: Registry) -> tuple[list[Source], list[Problem]]:
    problems: list[Problem] = []
    return [source for part in parts for source in read_layer(part, registry, problems)], problems


@pytest.mark.parametrize("claims", [SOUND, [], OUT_OF_ORDER, [SOUND[0], "{", SOUND[2], make_passage(source="zz")]])
@pytest.mark.parametrize("size", [1, 200, 10_000])
def test_parts_say_what_the_whole_says(small: Content, tmp_path: Path, claims: list[Any], size: int) -> None:
    joined, registry = open_layer(small, tmp_path / "a", claims)

    assert read(list(divide_layer(joined, size)), registry) == read([joined], registry)


def test_parts_hold_whole_sources(small: Content, tmp_path: Path) -> None:
    joined, _ = open_layer(small, tmp_path / "a", SOUND)
    parts = list(divide_layer(joined, 1))

    assert [[source.id for source in part.sources] for part in parts] == [["aa"], ["bb", "cc"], ["dd", "ee"]]
    assert [part.span.line for part in parts if part.span] == [1, 3, 5]
