"""What pySHACL, the judge, and the validator of the build find wrong with triples."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pyshacl
from rdflib import SH, Graph

from pomegraph.build.check import find_classes_above
from pomegraph.build.nodes import Lookup, read_nodes
from pomegraph.build.shape_reader import read_shapes
from pomegraph.build.term_tests import show_term
from pomegraph.build.validation import Validator
from pomegraph.content.turtle import build_graph
from pomegraph.names import new_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

    from pomegraph.build.validation import Violation
    from pomegraph.names import Lines

# Node, property, shape and value of each fault; empty where there is no property or no value.
Faults: TypeAlias = set[tuple[str, str, str, str]]


def judge(shapes: Lines, triples: list[str]) -> Faults:
    """Return the faults that pySHACL finds."""
    data = Graph().parse(data="".join(triples), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=build_graph(shapes))
    # Only those that the report leads to: results of shapes inside others are not its own.
    return {_read(report, one) for one in report.objects(None, SH.result)}


def _read(report: Graph, result: Node) -> tuple[str, str, str, str]:
    parts = (SH.focusNode, SH.resultPath, SH.sourceShape, SH.value)
    node, path, shape, value = (
        "" if found is None else str(found) for found in (report.value(result, part) for part in parts)
    )
    return node, path, shape, value


def find_faults(shapes: Lines, triples: list[str], folder: Path) -> Faults:
    """Return the faults that the build finds."""
    lines = sorted(set(triples))
    said = new_lines()
    for line in lines:
        subject, end = line[:-3].split(" ", 1)
        said[subject].add(f" {end}")
    read, above = read_shapes(shapes), find_classes_above(said)
    lookup = Lookup(folder)
    found = list(_find(Validator(read, above), lines, lookup))
    if not lookup.answer(iter(lines), Validator(read, above).decide):
        found = list(_find(Validator(read, above), lines, lookup))
    return {
        (show_term(one.focus), show_term(one.shape.path), show_term(one.shape.name), show_term(one.value))
        for one in found
    }


def _find(validator: Validator, lines: list[str], lookup: Lookup) -> Iterator[Violation]:
    for node in read_nodes(lines):
        yield from validator.find(node, lookup.ask)
