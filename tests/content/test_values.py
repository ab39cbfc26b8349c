"""Values: what is a value of a datatype, and its canonical form."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pomegraph.content.values import canonical


@pytest.mark.parametrize(
    ("text", "datatype", "form"),
    [
        ("11.20", "decimal", "11.2"),
        ("7", "decimal", "7"),
        ("-0.0", "decimal", "0"),
        ("1e3", "decimal", None),
        ("7-9", "decimal", None),
        ("028", "integer", "28"),
        ("2.0", "integer", None),
        ("yes", "boolean", None),
        ("2020-05-19", "date", "2020-05-19"),
        ("2020-02-30", "date", None),
        ("19 May 2020", "date", None),
        ("2020-05-19", "partialDate", "2020-05-19"),
        ("2020-05", "partialDate", "2020-05"),
        ("2020", "partialDate", "2020"),
        ("2020-02-30", "partialDate", None),
        ("2020-13", "partialDate", None),
        ("May 2020", "partialDate", None),
        ("2025-09-22T17:21:53.946Z", "dateTime", "2025-09-22T17:21:53.946Z"),
        ("https://example.org/a", "anyURI", "https://example.org/a"),
        ("https://example.org/a b", "anyURI", None),
        ("javascript:alert(1)", "anyURI", None),
        ("ab1", "hexBinary", None),
        (" ", "string", None),
    ],
)
def test_canonical_form(text: str, datatype: str, form: str | None) -> None:
    assert canonical(text, datatype) == form


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_canonical_decimal_keeps_the_number_and_is_stable(number: object) -> None:
    form = canonical(f"{number:f}", "decimal")

    assert form is not None
    assert math.isclose(float(form), float(f"{number:f}"))
    assert canonical(form, "decimal") == form
