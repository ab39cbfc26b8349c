"""Triples are written with the prefixes that they use."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from pomegraph.errors import FormatUnfitError
from pomegraph.web.rendering import render_triples

EX = "https://example.org/"
TRIPLE = Triple(NamedNode(f"{EX}a"), NamedNode(f"{EX}b"), Literal("c"))


@pytest.mark.parametrize(("name", "form"), [("turtle", RdfFormat.TURTLE), ("rdfxml", RdfFormat.RDF_XML)])
def test_triples_come_back(name: str, form: RdfFormat) -> None:
    assert [quad.triple for quad in parse(render_triples([TRIPLE], name, {}), format=form)] == [TRIPLE]


def test_prefixes_are_those_that_are_used() -> None:
    text = render_triples([TRIPLE], "turtle", {"ex": EX, "other": "https://example.com/"}).decode()

    assert "ex:a ex:b" in text
    assert "other" not in text


def test_what_a_format_cannot_hold_is_told() -> None:
    with pytest.raises(FormatUnfitError):
        render_triples([Triple(NamedNode("a:a"), NamedNode("a:1"), Literal("c"))], "rdfxml", {})
