"""XML that is passed on, and what is not XML."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from pomegraph.sparql.xml_writer import UnfitError, XmlWriter

PREDICATE = "http://example.org/p"


def write_xml(text: str, predicate: str = PREDICATE, size: int = 1 << 16) -> bytes:
    data = serialize(
        [Triple(NamedNode("http://example.org/s"), NamedNode(predicate), Literal(text))], None, RdfFormat.RDF_XML
    )
    assert data is not None
    output = io.BytesIO()
    writer = XmlWriter(output)
    for start in range(0, len(data), size):
        writer.write(data[start : start + size])
    return output.getvalue()


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_text_with_line_ends_is_read_back(size: int) -> None:
    text = "a\rb\r\nc\td < & > \u0085\u2028\ufffd\ufdd0"
    root = ElementTree.fromstring(write_xml(text, size=size))  # noqa: S314 - it was written here

    assert root[0][0].text == text


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x0c", "\x1f", "\ufffe", "\uffff"])
def test_character_that_xml_has_not_is_an_error(sign: str, size: int) -> None:
    with pytest.raises(UnfitError, match=f"U\\+{ord(sign):04X}"):
        write_xml(f"a{sign}b", size=size)


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
@pytest.mark.parametrize("predicate", ["http://example.org/1", "urn:a/", "http://example.org/%20"])
def test_predicate_without_a_name_at_its_end_is_an_error(predicate: str, size: int) -> None:
    with pytest.raises(UnfitError, match="does not end with a name"):
        write_xml("a", predicate, size)


def test_text_that_looks_like_a_predicate_is_none() -> None:
    assert b"&lt;a: " in write_xml("<a: b>")
