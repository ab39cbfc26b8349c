"""Mappings of YAML: keys that are known and stand once, and a cure for any other."""

from __future__ import annotations

import pytest

from pomegraph.content.yaml_mapping import Reporter, YamlMapping
from pomegraph.content.yaml_nodes import compose_yaml, show_node
from pomegraph.errors import Problem


def read(text: str, *known: str) -> tuple[YamlMapping, list[Problem]]:
    problems: list[Problem] = []
    root = compose_yaml(text, "x.yaml", problems)
    assert root is not None
    return YamlMapping(Reporter("x.yaml", problems), root, known, "a mouse"), problems


def test_values_are_read_by_key() -> None:
    mapping, problems = read("name: Ada\ntails: [1, 2]\n", "name", "tails", "ears")

    assert (mapping.text("name"), mapping.text("ears", wanted=False), problems) == ("Ada", "", [])
    assert [show_node(node) for node in mapping.items("tails")] == ["1", "2"]
    assert [show_node(node) for node in mapping.items("name")] == ["Ada"]
    assert mapping.items("ears") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nam: Ada", "x.yaml:1: unknown key 'nam'; did you mean 'name'?"),
        ("name: Ada\nxyz: 1", "x.yaml:2: unknown key 'xyz'; a mouse has name, tails"),
        ("name: Ada\nname: Bea", "x.yaml:2: the key 'name' stands twice; keep one, or write its values as a list"),
        ("- Ada", "x.yaml:1: a mouse is not a mapping; write keys and values, one pair a line"),
        ("[1]: Ada", "x.yaml:1: unknown key 'a list or mapping'; a mouse has name, tails"),
    ],
)
def test_unfit_mapping_is_told(text: str, message: str) -> None:
    _, problems = read(text, "name", "tails")

    assert [str(problem) for problem in problems] == [message]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tails: 1", "x.yaml:1: 'name' is missing; add a line name: with its value"),
        ("name: [Ada]", "x.yaml:1: name is not a text; write some text, without control characters"),
        ("name: ''", "x.yaml:1: name is not a text; write some text, without control characters"),
    ],
)
def test_missing_text_is_told(text: str, message: str) -> None:
    mapping, problems = read(text, "name", "tails")

    assert mapping.text("name") == ""
    assert [str(problem) for problem in problems] == [message]
