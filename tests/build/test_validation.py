"""Validation finds what pySHACL finds: the same nodes, properties, shapes and values, in right and in wrong graphs."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from pomegraph.build.nodes import TYPE, read_graph_lines, read_nodes
from pomegraph.build.shape_reader import read_shapes
from pomegraph.build.shapes import build_shapes
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.turtle import read_turtle
from pomegraph.names import POM, RDFS, XSD
from pomegraph.release import Release, open_release
from support.shapes import find_faults, judge

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.content.folder import Content
    from pomegraph.names import Lines

BASE = "https://w3id.org/pomegraph/"
BELOW = f"<{RDFS}subClassOf>"
# What stands in the place of a value, or beside it.
VALUES = {
    "text": '"wrong"',
    "blank": '" "',
    "language": '"wrong"@en',
    "escaped": '"a \\"b\\" \\\\ c\\n"',
    "great number": f'"4000"^^<{XSD}integer>',
    "negative number": f'"-3"^^<{XSD}integer>',
    "whole decimal": f'"4.0"^^<{XSD}decimal>',
    "decimal": f'"0.5"^^<{XSD}decimal>',
    "no number": f'"four"^^<{XSD}integer>',
    "no truth": f'"perhaps"^^<{XSD}boolean>',
    "day": f'"2020-02-29"^^<{XSD}date>',
    "no day": f'"2021-02-29"^^<{XSD}date>',
    "no digest": f'"xyz"^^<{XSD}hexBinary>',
    "address": f'"nowhere"^^<{XSD}anyURI>',
    "drug": f"<{BASE}drug/exemplamide>",
    "concept": f"<{BASE}concept/calms>",
    "scheme": f"<{BASE}scheme/unit>",
    "class": f"<{POM}Drug>",
    "property": f"<{POM}drug>",
    "nothing": f"<{BASE}drug/nowhere>",
    "elsewhere": "<http://example.org/x>",
}
# Of so many triples one is wrong at a time.
STEP = 7


@pytest.fixture(scope="module")
def shapes(real: Content) -> Lines:
    return build_shapes(read_vocabulary(real), read_turtle(real.shapes, "shapes.ttl"))


@pytest.fixture(scope="module")
def triples(built: Path) -> list[str]:
    return list_triples(open_release(built / "release"))


def list_triples(release: Release) -> list[str]:
    return list(read_graph_lines(release.quads, release.manifest.triples))


def add_everywhere(shapes: Lines, triples: list[str], kind: str) -> list[str]:
    """Give a value to nodes of all classes, known and new ones, by some of the properties that shapes speak of."""
    read, turn = read_shapes(shapes), list(VALUES).index(kind)
    paths, classes = sorted({shape.path for shape in read.by_name.values() if shape.path}), sorted(read.by_class)
    known = {node.types[0]: node.subject for node in read_nodes(triples) if node.types}
    nodes = {f"<{BASE}new/{number}>": one for number, one in enumerate(classes)}
    types = [*nodes.items(), *zip(nodes, classes[turn:] + classes[:turn], strict=True)]
    pairs = list(itertools.product([*nodes, *known.values()], paths))[turn % STEP :: STEP]
    new = [f"{node} {TYPE} {one} .\n" for node, one in types]
    return [*triples, *new, *(f"{node} {path} {VALUES[kind]} .\n" for node, path in pairs)]


def replace_some(triples: list[str], first: int, ends: list[str]) -> list[str]:
    """Put other ends in the place of those of some triples; what the ontology says of its classes stays."""
    places = {place for place in range(first, len(triples), STEP) if BELOW not in triples[place]}
    starts = [" ".join(line.split(" ", 2)[:2]) for line in triples]
    return [f"{starts[at]} {ends[at]} .\n" if at in places else line for at, line in enumerate(triples)]


@pytest.mark.slow
def test_what_is_right_has_no_fault(shapes: Lines, real_release: Release, tmp_path: Path) -> None:
    triples = list_triples(real_release)

    assert find_faults(shapes, triples, tmp_path / "asked") == judge(shapes, triples) == set()


@pytest.mark.parametrize("kind", VALUES)
def test_added_value_is_a_fault_as_for_pyshacl(shapes: Lines, triples: list[str], tmp_path: Path, kind: str) -> None:
    wrong = add_everywhere(shapes, triples, kind)
    faults = find_faults(shapes, wrong, tmp_path / "asked")

    assert faults == judge(shapes, wrong)
    assert len(faults) > 100


@pytest.mark.parametrize("first", range(STEP))
def test_missing_triple_is_a_fault_as_for_pyshacl(
    shapes: Lines, triples: list[str], tmp_path: Path, first: int
) -> None:
    rest = [line for at, line in enumerate(triples) if at % STEP != first or BELOW in line]

    assert find_faults(shapes, rest, tmp_path / "asked") == judge(shapes, rest) != set()


@pytest.mark.parametrize("first", range(STEP))
def test_exchanged_value_is_a_fault_as_for_pyshacl(
    shapes: Lines, triples: list[str], tmp_path: Path, first: int
) -> None:
    ends = [line.split(" ", 2)[2][:-3] for line in triples]
    wrong = replace_some(triples, first, [*ends[5:], *ends[:5]])

    assert find_faults(shapes, wrong, tmp_path / "asked") == judge(shapes, wrong) != set()


def test_every_shape_is_broken_by_one_of_these(shapes: Lines, triples: list[str], tmp_path: Path) -> None:
    read = read_shapes(shapes)
    found = {shape for many in (*read.by_class.values(), *read.by_property.values()) for shape in many}
    asked = {shape.name for shape in found if shape.path or shape.classes or shape.asks_more}
    asked |= {part.name for shape in found for part in shape.parts}
    asked.remove("<https://w3id.org/pomegraph/shape/Thing>")  # that it is not a blank node, of which there are none
    broken = set()
    for kind in VALUES:
        faults = find_faults(shapes, add_everywhere(shapes, triples, kind), tmp_path / kind)
        broken |= {f"<{shape}>" for _, _, shape, _ in faults}

    assert asked - broken == set()
