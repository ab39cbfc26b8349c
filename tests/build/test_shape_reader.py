"""Shapes are read as they are meant, or refused: nothing that is asked is left unchecked in silence."""

from __future__ import annotations

import math

import pytest
from pyoxigraph import RdfFormat, parse

from pomegraph.build.shape_reader import Shape, UnsoundShapeError, read_shapes
from pomegraph.names import Lines, new_lines

HEAD = "PREFIX : <a:> PREFIX sh: <http://www.w3.org/ns/shacl#> "


def read_lines(text: str) -> Lines:
    lines = new_lines()
    for quad in parse(HEAD + text, format=RdfFormat.TURTLE):
        lines[str(quad.subject)].add(f" {quad.predicate} {quad.object}")
    return lines


def read_shape(text: str) -> Shape:
    return read_shapes(read_lines(text)).by_name["<a:s>"]


def test_counts_are_open_where_nothing_is_said() -> None:
    shape = read_shape(":s a sh:PropertyShape ; sh:path :p .")

    assert (shape.path, shape.least, shape.most) == ("<a:p>", 0, math.inf)


def test_shape_is_found_by_what_it_is_for() -> None:
    shapes = read_shapes(read_lines(":s a sh:NodeShape ; sh:targetClass :A, :B ; sh:targetSubjectsOf :p ."))
    shape = shapes.by_name["<a:s>"]

    assert shapes.by_class == {"<a:A>": (shape,), "<a:B>": (shape,)}
    assert shapes.by_property == {"<a:p>": (shape,)}


def test_shape_that_the_value_alone_decides_about_becomes_a_test() -> None:
    shape = read_shape(':s a sh:NodeShape ; sh:not :t . :t a sh:NodeShape ; sh:pattern "^x" .')

    assert shape.denied == ()
    assert [test('"x"') for test in shape.tests] == [False]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (":s a sh:PropertyShape ; sh:path 1 .", "<a:s>: its sh:path is not one property"),
        (":s a sh:PropertyShape ; sh:path :p, :q .", "its sh:path is not one property"),
        (":s a sh:NodeShape ; sh:minCount 1 .", "it counts or compares values, and has no sh:path"),
        (":s a sh:PropertyShape ; sh:path :p ; sh:property :t .", "put that into a shape of nodes"),
        (":s a sh:NodeShape ; sh:minLength 2 .", "sh:minLength is not checked by the build"),
        (':s a sh:NodeShape ; sh:pattern "(" .', "unterminated subpattern"),
        (":s a sh:PropertyShape ; sh:path :p ; sh:minCount :one .", "<a:s>: "),
        (":s a sh:NodeShape ; sh:node :s .", "<a:s> is inside itself"),
        (
            ":s a sh:NodeShape ; sh:not :t . :t a sh:NodeShape ; sh:property :u . :u a sh:PropertyShape ; sh:path :p ; sh:class :C .",
            "a shape inside it asks for the class of a value",
        ),
    ],
)
def test_what_cannot_be_checked_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnsoundShapeError) as caught:
        read_shape(text)

    assert reason in str(caught.value)
