"""Amounts: what is read of a printed figure, and how much its digits say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pomegraph.evidence.amounts import read_amounts, read_unit
from pomegraph.evidence.words import Words


@pytest.mark.parametrize(("value", "digits"), [("60", 1), ("61", 2), ("4.2", 2), ("11.5", 3), ("0.61", 2), ("77.7", 3)])
def test_digits_that_tell_are_counted(value: str, digits: int) -> None:
    (amount,) = read_amounts(value, "", "", None).stated

    assert amount.digits == digits


@pytest.mark.parametrize("value", ["31-35", "31 to 35", "31\u201335 %"])
def test_range_in_one_cell_has_two_ends(value: str) -> None:
    assert [amount.number for amount in read_amounts(value, "", "", None).stated] == [Decimal(31), Decimal(35)]


@pytest.mark.parametrize("value", ["", "about", "11.5 (8.9 to 13.9)"])
def test_what_is_not_one_figure_is_none(value: str) -> None:
    assert read_amounts(value, "", "", None).stated == ()


def test_decimal_comma_and_raised_point_are_read() -> None:
    assert [read_amounts(text, "", "", None).stated[0].number for text in ("11,5", "11\u00b75", "1,234")] == [
        Decimal("11.5"),
        Decimal("11.5"),
        Decimal(1234),
    ]


def test_unit_may_stand_behind_the_number(words: Words) -> None:
    unit = read_unit("", "60%", words.units)

    assert unit is not None
    assert unit.name == "percent"


def test_interval_is_no_answer() -> None:
    amounts = read_amounts("11.5", "8.9", "13.9", None)

    assert [amount.number for amount in amounts.stated] == [Decimal("11.5")]
    assert [amount.number for amount in amounts.interval] == [Decimal("8.9"), Decimal("13.9")]
