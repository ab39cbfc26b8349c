"""Reads mappings of YAML whose keys are known; every fault becomes a problem with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from pomegraph.content.text import suggest
from pomegraph.content.values import canonical, cure_of
from pomegraph.content.yaml_nodes import list_items, show_node
from pomegraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

_MANY = 10


class Reporter:
    """Collects the problems of one file."""

    def __init__(self, place: str, problems: list[Problem]) -> None:
        self.place, self._problems = place, problems

    def report(self, node: yaml.Node, message: str, cure: str) -> None:
        """Add a problem at the line of a node."""
        self.report_line(node.start_mark.line + 1, message, cure)

    def report_line(self, line: int, message: str, cure: str) -> None:
        """Add a problem at a line; 0 stands for the whole file."""
        self._problems.append(Problem(self.place, line, message, cure))


class YamlMapping:
    """A mapping whose keys are known and stand once; values are nodes. It is sound until a key or a value is unfit."""

    def __init__(self, reporter: Reporter, node: yaml.Node, known: Iterable[str], what: str) -> None:
        self.line = node.start_mark.line + 1
        self.nodes: dict[str, yaml.Node] = {}
        self.sound = True
        self._reporter = reporter
        if not isinstance(node, yaml.MappingNode):
            reporter.report(node, f"{what} is not a mapping", "write keys and values, one pair a line")
            return
        names = list(known)
        for key, value in node.value:
            name = show_node(key)
            if name in self.nodes:
                reporter.report(key, f"the key '{name}' stands twice", "keep one, or write its values as a list")
            elif name not in names:
                self.sound = False
                keys = f"{what} has {', '.join(names)}" if len(names) < _MANY else f"see the ontology for {what}"
                cure = suggest(name, names, otherwise=keys)
                reporter.report(key, f"unknown key '{name}'", cure)
            else:
                self.nodes[name] = value

    def text(self, name: str, *, wanted: bool = True) -> str:
        """Return the text under a key, or an empty one; that it is missing is a problem if it is wanted."""
        node = self.nodes.get(name)
        if isinstance(node, yaml.ScalarNode) and canonical(node.value, "string") is not None:
            return str(node.value)
        if node is not None:
            self._reporter.report(node, f"{name} is not a text", cure_of("string"))
        elif wanted:
            self._reporter.report_line(self.line, f"'{name}' is missing", f"add a line {name}: with its value")
        return ""

    def items(self, name: str) -> list[yaml.Node]:
        """Return the values under a key: those of a list, the only one, or none."""
        return list_items(self.nodes.get(name))
