"""What a term alone tells: kinds, datatypes, patterns, bounds. That pySHACL says the same is tested with the validation."""

from __future__ import annotations

import operator

import pytest

from pomegraph.build.term_tests import (
    make_bound_test,
    make_datatype_test,
    make_kind_test,
    make_pattern_test,
    read_literal,
    show_term,
)
from pomegraph.names import SH, XSD

INTEGER, DECIMAL = f"<{XSD}integer>", f"<{XSD}decimal>"


@pytest.mark.parametrize(
    ("term", "text", "datatype"),
    [
        ('"a"', "a", "string"),
        ('"a \\"b\\" \\\\"', 'a "b" \\', "string"),
        (f'"4"^^{INTEGER}', "4", "integer"),
        ('"a^^b"', "a^^b", "string"),
    ],
)
def test_literal_is_read(term: str, text: str, datatype: str) -> None:
    assert read_literal(term) == (text, f"<{XSD}{datatype}>")


def test_text_in_a_language_is_no_string() -> None:
    assert not make_datatype_test(f"<{XSD}string>")('"a"@en')


def test_term_is_shown_without_its_marks() -> None:
    assert [show_term(one) for one in ("<a:b>", '"a\\n"@en', "")] == ["a:b", "a\n", ""]


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("integer", "-4", "4.0"),
        ("decimal", "4.5", "4,5"),
        ("boolean", "true", "yes"),
        ("date", "2020-02-29", "2021-02-29"),
        ("date", "2020-02-29Z", "2020-02-29T10:00:00"),
        ("dateTime", "2020-02-29T10:00:00Z", "2020-02-29"),
        ("dateTime", "2020-02-29T10:00:00Z", "2020-02-29T25:00:00Z"),
        ("gYearMonth", "2020-12", "2020-13"),
        ("gYear", "2020", "2020-12"),
        ("hexBinary", "0aF1", "0a1"),
    ],
)
def test_literal_stands_for_a_value_of_its_datatype(datatype: str, right: str, wrong: str) -> None:
    test = make_datatype_test(f"<{XSD}{datatype}>")

    assert test(f'"{right}"^^<{XSD}{datatype}>')
    assert not test(f'"{wrong}"^^<{XSD}{datatype}>')
    assert not test(f'"{right}"')


def test_bound_is_a_number() -> None:
    with pytest.raises(ValueError, match="is not a number"):
        make_bound_test('"four"', operator.ge)


def test_only_numbers_fit_to_a_bound() -> None:
    test = make_bound_test(f'"1"^^{INTEGER}', operator.gt)

    assert [test(term) for term in (f'"1.5"^^{DECIMAL}', f'"1"^^{INTEGER}', '"2"', "<a:b>")] == [
        True,
        False,
        False,
        False,
    ]


def test_pattern_is_found_in_an_iri_too() -> None:
    test = make_pattern_test("^a:.$")

    assert [test(term) for term in ("<a:b>", '"a:b"@en', '"ba:b"')] == [True, True, False]


def test_kind_of_a_blank_node_is_refused() -> None:
    assert make_kind_test(f"<{SH}IRI>")("<a:b>")
    with pytest.raises(ValueError, match="BlankNode> is not a kind of node"):
        make_kind_test(f"<{SH}BlankNode>")
