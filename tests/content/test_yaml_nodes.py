"""YAML: nodes with the text typed, and a plain message with a cure where there are none."""

from __future__ import annotations

import pytest
import yaml

from pomegraph.content.yaml_nodes import compose_yaml, find_nesting, show_node
from pomegraph.errors import Problem

NESTED = "x.yaml:2: values are nested too deeply; write flat lists"
# Each is a value that begins in line 2.
DEEP = {
    "lists in a line": "[" * 3000 + "]" * 3000,
    "lists that do not end": "[" * 3000,
    "mappings in a line": "{a: " * 3000 + "}" * 3000,
    "just too deep": "[" * 20 + "]" * 20,
    "dashes in a line": "\n" + "- " * 3000 + "x",
}
FAULTS = {
    "value with a colon": ("a: b: c", 1, "put a value that holds ': ' in quotes"),
    "character that begins nothing": ("a: @x", 1, "put the value in quotes"),
    "open bracket": ("a: [b\nc: d\n", 2, "close the bracket, and put a comma between two values"),
    "open quote": ("a: 'b\nc: d\n", 3, "close the quotes or the bracket"),
    "two documents": ("a: b\n---\nc: d", 2, "take out the line ---"),
    "alias of nothing": ("a: *b", 1, "put a value that begins with * in quotes"),
    "control character": ("a: b\nc: \x01", 2, "take the character out"),
    "tab": ("a:\n\t- b", 2, "indent with spaces, not with a tab"),
    "crooked indentation": ("a:\n  - b\n - c", 3, "indent the line like its neighbours"),
    "comments only": ("# a\n", 0, "fill it or delete it"),
}


def compose(text: str) -> tuple[yaml.Node | None, list[Problem]]:
    problems: list[Problem] = []
    return compose_yaml(text, "x.yaml", problems), problems


def test_scalars_are_the_text_typed() -> None:
    root, problems = compose("a: [no, 1.10, 012, 1:30, ~]")

    assert problems == []
    assert isinstance(root, yaml.MappingNode)
    ((_, values),) = root.value
    assert [show_node(value) for value in values.value] == ["no", "1.10", "012", "1:30", "~"]


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_has_one_message(name: str) -> None:
    root, problems = compose(f"a: 1\nb: {DEEP[name]}\n")

    assert root is None
    assert [str(problem) for problem in problems] == [NESTED.replace(":2:", ":3:") if "\n" in DEEP[name] else NESTED]


def test_deep_nesting_over_many_lines_is_told_where_it_becomes_deep() -> None:
    """A reader that makes nodes of this one overflows its stack and ends with a signal."""
    root, problems = compose("a:\n" + " [\n" * 100_000)

    assert root is None
    assert [str(problem) for problem in problems] == [NESTED.replace(":2:", ":21:")]


@pytest.mark.parametrize("name", DEEP)
def test_limit_of_the_parser_itself_does_not_change_the_message(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 6.0.4 on, PyYAML has such a limit; the versions before have none."""
    text = f"a: 1\nb: {DEEP[name]}\n"
    told = find_nesting(text, "x.yaml")
    monkeypatch.setattr(yaml, "CBaseLoader", yaml.BaseLoader)

    assert find_nesting(text, "x.yaml") == told


def test_flat_values_are_not_nested() -> None:
    assert find_nesting("a: [1, 2]\nb:\n  - {c: d}\n" * 1000, "x.yaml") is None


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_line_and_cure(name: str) -> None:
    text, line, cure = FAULTS[name]
    root, (problem,) = compose(text)

    assert root is None
    assert problem.line == line
    assert cure in problem.cure


def test_fault_far_from_its_beginning_tells_that_too() -> None:
    _, (problem,) = compose("a: 1\nb: [c\nd: e\n")

    assert problem.message.endswith(", in what begins in line 2")


def test_recursive_value_is_composed() -> None:
    root, problems = compose("a: &a [*a]")

    assert root is not None
    assert problems == []
