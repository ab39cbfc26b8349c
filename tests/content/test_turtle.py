"""Reading Turtle: what is wrong is told with its line and the reason."""

from pathlib import Path

import pytest
from rdflib import RDFS, Literal, URIRef

from pomegraph.content.turtle import build_graph, read_turtle
from pomegraph.errors import ContentError


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"@prefix a: <http://a/> .\na:b a:c\n",
            r"^x\.ttl:3: not Turtle: Unexpected end \(column 1\); mend the syntax",
        ),
        (b"\n<https://a b/> a <http://c/> .", r"^x\.ttl:2: not Turtle: Invalid IRI code point ' ' \(column 1\)"),
        (b"<http://a/> a \xff .", r"^x\.ttl:1: not Turtle: Invalid UTF-8"),
        (b"\n\nb:a a b:c .", r"^x\.ttl:3: not Turtle: The prefix b: has not been declared"),
        (b"<http://a/> <http://b/> [] .", r"^x\.ttl: a blank node; give every node an IRI"),
        (b"[] <http://b/> 1 .", r"^x\.ttl: a blank node; give every node an IRI"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(data)

    with pytest.raises(ContentError, match=message):
        read_turtle(path, "x.ttl")


def test_lines_hold_the_triples(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("@prefix a: <http://a/> .\na:b a a:c ; a:d 1, 'x\\ny'@en .\n", encoding="utf-8")
    lines = read_turtle(path, "x.ttl")

    assert list(lines) == ["<http://a/b>"]
    assert len(lines["<http://a/b>"]) == 3


def test_graph_has_the_triples_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text(
        '<http://a/b> <http://www.w3.org/2000/01/rdf-schema#label> "a\\nb\\"\u00e9"@en .\n', encoding="utf-8"
    )
    graph = build_graph(read_turtle(path, "x.ttl"))

    assert set(graph) == {(URIRef("http://a/b"), RDFS.label, Literal('a\nb"\u00e9', lang="en"))}
