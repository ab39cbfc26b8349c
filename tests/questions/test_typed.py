"""Values of programs, as people would type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pomegraph.errors import ValueUnknownError
from pomegraph.questions.typed import list_texts
from pomegraph.sparql.terms import Iri


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("a", ["a"]),
        (3, ["3"]),
        (True, ["true"]),
        (1e-7, ["0.0000001"]),
        (75.0, ["75"]),
        (10**17 + 1, ["100000000000000001"]),
        (date(2024, 2, 29), ["2024-02-29"]),
        (Decimal("4.50"), ["4.50"]),
        (["a", 3], ["a", "3"]),
        ((), []),
        (Iri("http://example.org/a"), ["http://example.org/a"]),
    ],
)
def test_value_is_taken_as_people_would_type_it(value: object, texts: list[str]) -> None:
    assert list_texts("x", value) == texts


@pytest.mark.parametrize("value", [{"a": 1}, [["a"]], [None], b"a", pytest.param(10**5000, id="long")])
def test_value_that_nobody_would_type_is_told(value: object) -> None:
    with pytest.raises(ValueUnknownError, match=r"'x' is given as .*; give a text, a number") as caught:
        list_texts("x", value)

    assert caught.value.name == "x"
