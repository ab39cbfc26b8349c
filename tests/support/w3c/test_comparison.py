"""The comparison of results itself: what it takes for the same, and what not."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from support.w3c.comparison import find_difference
from support.w3c.results import Row, Table

A, B, C, D = (BlankNode(name) for name in "abcd")
X, Y = NamedNode("urn:x"), NamedNode("urn:y")
INTEGER, DECIMAL = (NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("integer", "decimal"))


def build_table(*rows: Row, is_ordered: bool = False) -> Table:
    return Table(tuple("uvw"[: len(rows[0])]), rows, is_ordered)


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        pytest.param([(X,), (Y,)], [(Y,), (X,)], id="order"),
        pytest.param([(A, B), (B, A)], [(D, C), (C, D)], id="labels of blank nodes"),
        pytest.param([(A, X), (B, X), (A, Y)], [(C, X), (D, X), (D, Y)], id="blank nodes told apart by another row"),
        pytest.param([(Triple(A, X, B), B)], [(Triple(C, X, D), D)], id="blank nodes inside triple terms"),
        pytest.param([(Literal("01", datatype=INTEGER),)], [(Literal("1", datatype=INTEGER),)], id="spelling"),
        pytest.param([(X, None)], [(X, None)], id="unbound"),
    ],
)
def test_same_results_have_no_difference(expected: list[Row], actual: list[Row]) -> None:
    assert find_difference(build_table(*expected), build_table(*actual)) is None


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        pytest.param([(X,), (X,), (Y,)], [(X,), (Y,), (Y,)], id="counts"),
        pytest.param([(A, A)], [(C, D)], id="one blank node is two"),
        pytest.param([(A, B)], [(C, C)], id="two blank nodes are one"),
        pytest.param([(A, X), (A, Y)], [(C, X), (D, Y)], id="one blank node is two in two rows"),
        pytest.param([(A, B), (B, C)], [(A, B), (C, B)], id="direction"),
        pytest.param([(A,)], [(X,)], id="blank node is an IRI"),
        pytest.param([(Literal("1", datatype=INTEGER),)], [(Literal("1", datatype=DECIMAL),)], id="datatype"),
        pytest.param([(Literal("a", language="en"),)], [(Literal("a"),)], id="language"),
        pytest.param([(Literal("01"),)], [(Literal("1"),)], id="spelling of a string"),
        pytest.param([(X, None)], [(X, Literal(""))], id="unbound is an empty string"),
    ],
)
def test_other_results_differ(expected: list[Row], actual: list[Row]) -> None:
    assert find_difference(build_table(*expected), build_table(*actual)) is not None


def test_order_counts_where_it_is_told() -> None:
    expected = build_table((X,), (Y,), is_ordered=True)

    assert find_difference(expected, build_table((X,), (Y,))) is None
    assert find_difference(expected, build_table((Y,), (X,))) is not None


def test_lax_comparison_allows_fewer_copies_of_a_row_and_no_more() -> None:
    expected = build_table((X,), (X,), (Y,))

    assert find_difference(expected, build_table((X,), (Y,)), is_lax=True) is None
    assert find_difference(expected, build_table((X,), (Y,), (Y,)), is_lax=True) is not None
    assert find_difference(expected, build_table((X,)), is_lax=True) is not None


def test_truth_is_not_a_table() -> None:
    assert find_difference(expected=True, actual=True) is None
    assert find_difference(expected=True, actual=False) is not None
    assert find_difference(expected=False, actual=build_table((X,))) is not None
