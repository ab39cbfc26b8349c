"""Terms: what is read is what was written, in every way to write it."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomegraph.errors import QueryError
from pomegraph.names import XSD, text_literal
from pomegraph.sparql.terms import Iri, Literal, RdfTerm, read_terms, read_value, render_term
from support.headed import HOSTILE

LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
TERMS = [
    ("<http://example.org/>", Iri("http://example.org/")),
    ("ex:a", Iri("http://example.org/a")),
    ('"a"', Literal("a")),
    ("'a'", Literal("a")),
    ('"Ka\\u00efn"@fr', Literal("Kaïn", LANGUAGE, "fr")),
    ('"""two "quoted"\nlines"""', Literal('two "quoted"\nlines')),
    ("2.50", Literal("2.50", XSD + "decimal")),
    ("-3", Literal("-3", XSD + "integer")),
    ("1e0", Literal("1e0", XSD + "double")),
    ("true", Literal("true", XSD + "boolean")),
    ('"2024-02-29"^^xsd:date', Literal("2024-02-29", XSD + "date")),
]
PROLOGUE = f"# Prefixes\nPREFIX ex: <http://example.org/> PREFIX xsd: <{XSD}>"


@pytest.mark.parametrize(("written", "term"), TERMS)
def test_term_is_read(written: str, term: RdfTerm) -> None:
    assert read_terms(written, PROLOGUE) == (term,)


def test_terms_keep_their_order() -> None:
    assert read_terms(" ".join(written for written, _ in TERMS), PROLOGUE) == tuple(term for _, term in TERMS)


def test_no_terms_are_none() -> None:
    assert read_terms("") == ()


@pytest.mark.parametrize(
    "written", ["UNDEF", "?x", "ex:b", "<a b>", '"a', "_:a", "[]", "(1 2)", "1, 2", ") . <a:a> <a:a> ("]
)
def test_what_is_no_term_is_refused(written: str) -> None:
    with pytest.raises(QueryError):
        read_terms(written)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_of_a_literal_is_read_whole(text: str) -> None:
    for written in (text_literal(text), str(pyoxigraph.Literal(text)), render_term(Literal(text))):
        assert read_terms(written) == (Literal(text),)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_any_text_is_read_as_it_was(text: str) -> None:
    assert read_terms(render_term(Literal(text, LANGUAGE, "de"))) == (Literal(text, LANGUAGE, "de"),)


@pytest.mark.parametrize("term", [term for _, term in TERMS])
def test_term_is_written_as_it_was(term: RdfTerm) -> None:
    assert read_terms(render_term(term)) == (term,)


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("4", "integer", 4),
        ("+4", "positiveInteger", 4),
        ("9" * 5_000, "integer", "9" * 5_000),
        ("11.20", "decimal", Decimal("11.20")),
        ("about 11", "decimal", "about 11"),
        ("1.5E0", "double", 1.5),
        ("1", "boolean", True),
        ("2024-02-29", "date", "2024-02-29"),
        ("4", "string", "4"),
    ],
)
def test_value_is_of_its_datatype_if_it_is_one(text: str, datatype: str, value: object) -> None:
    found = read_value(text, XSD + datatype)

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("urn:a", True), ("https://example.org/größe", True), ("a/b", False), ("urn:a> }", False), ("", False)],
)
def test_absolute_iri_can_stand_in_a_query(text: str, *, expected: bool) -> None:
    assert Iri(text).is_absolute is expected
