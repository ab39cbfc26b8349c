"""Values of JSON in canonical form: as RFC 8785 shows it."""

from __future__ import annotations

import json

import pytest

from pomegraph.content.canonical_json import digest_value, render_canonical

# RFC 8785, appendix B, of the numbers that JSON has.
NUMBERS = [
    ("0.0", "0"), ("-0.0", "0"), ("5e-324", "5e-324"), ("1.7976931348623157e308", "1.7976931348623157e+308"),
    ("9007199254740992.0", "9007199254740992"), ("295147905179352830000.0", "295147905179352830000"),
    ("9.999999999999997e22", "9.999999999999997e+22"), ("1e23", "1e+23"), ("0.000001", "0.000001"),
    ("1e-7", "1e-7"), ("0.0000033333333333333333", "0.0000033333333333333333"), ("-0.0000033333333333333333", "-0.0000033333333333333333"),
    ("1424953923781206.2", "1424953923781206.2"), ("333333333.33333329", "333333333.3333333"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "written"), NUMBERS)
def test_number_is_written_as_ecmascript_does(given: str, written: str) -> None:
    assert render_canonical(json.loads(given)) == written


def test_example_of_the_specification() -> None:
    """RFC 8785, 3.2.2 and 3.2.3."""
    given = r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""

    assert render_canonical(json.loads(given)) == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_names_are_sorted_by_utf_16() -> None:
    assert list(json.loads(render_canonical({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3, "1": 4}))) == [
        "1", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


def test_equal_values_have_equal_digests() -> None:
    assert digest_value({"a": 1, "b": [2.0]}) == digest_value({"b": [2], "a": 1})


def test_what_is_no_number_of_json_is_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        render_canonical(float("nan"))
