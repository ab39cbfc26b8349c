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
            r"^x\.ttl:3: not Turtle, in column 1: Unexpected end; end the last statement with a full stop$",
        ),
        (
            b"\n<https://a b/> a <http://c/> .",
            r"^x\.ttl:2: not Turtle, in column 1: Invalid IRI code point ' '; write a whole IRI without blanks",
        ),
        (b"<http://a/> a \xff .", r"^x\.ttl:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (
            b"\n\nb:a a b:c .",
            r"^x\.ttl:3: not Turtle, in column 1: The prefix b: has not been declared; declare the prefix above",
        ),
        (
            b"\n<http://a/> a <http://b/>\n<http://c/> a <http://d/> .",
            r"^x\.ttl:3: not Turtle, in column 1: A dot is expected at the end of statements; put a full stop behind",
        ),
        (
            b"<http://a/> a 'b\n' .",
            r"^x\.ttl:1: not Turtle, in column 17: Line jumps are not allowed .*; close the text",
        ),
        (
            b"\n<http://a/> a 'b\\d' .",
            r"^x\.ttl:2: not Turtle, in column 17: Unexpected escape .*, or a backslash as two",
        ),
        (b"\n\n<http://a/> a '''b\n\n", r"^x\.ttl:3: not Turtle, in column 15: Unexpected end of file; close the text"),
        (
            b"<http://a/> a <http://b/> ]",
            r"^x\.ttl:1: .* is not a valid subject .*; correct what stands there, or right",
        ),
        (b"<http://a/> a <http://b/>\r\n.", r"^x\.ttl:1: a carriage return; end lines with a line feed alone"),
        (b"\xef\xbb\xbf<http://a/> a <http://b/> .", r"^x\.ttl:1: byte-order mark; save the file as UTF-8 without"),
        (b"", r"^x\.ttl: the file is empty; fill it or delete it"),
        (b"\n<http://a/> a 'b\xc2\xa0' .", r"^x\.ttl:2: a no-break space \(U\+00A0\); write a plain blank$"),
        (
            b"<http://a/> a 'b\\u200b' .",
            r"^x\.ttl: a zero width space \(U\+200B\), in a text of <http://a/>; take it out$",
        ),
        (b"<http://a/> <http://b/> [] .", r"^x\.ttl: a node without an IRI; write an IRI in the place of \[ \]"),
        (b"[] <http://b/> 1 .", r"^x\.ttl: a node without an IRI; write an IRI in the place"),
        (b"<http://a/> a (1 2) .", r"^x\.ttl: a node without an IRI; write an IRI in the place"),
        (b"<http://a/> a <<( <http://a/> a <http://b/> )>> .", r"^x\.ttl: a node without an IRI; write an IRI"),
        (
            b"<http://a/> a 'x'@en--ltr .",
            r"^x\.ttl: a text of <http://a/> has a direction of writing; write the language",
        ),
        (b"<http://a/> a " + b"(" * 100_000, r"\nx\.ttl:1: not Turtle, in column 100015: Unexpected end"),
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
