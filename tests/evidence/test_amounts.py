"""Amounts: how printed digits agree, and how much that says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pomegraph.evidence.amounts import compare_amounts, read_amounts, read_unit
from pomegraph.evidence.words import Words


def compare(words: Words, one: tuple[str, str], primary: tuple[str, str]) -> str:
    (ours,), (theirs,) = (read_amounts(value, "", "", words.units.get(unit)).stated for value, unit in (one, primary))
    return compare_amounts(ours, theirs)


@pytest.mark.parametrize(
    ("one", "primary", "how"),
    [
        (("11.5", "months"), ("11.5", "months"), "equal"),
        (("11.20", "months"), ("11.2", "months"), "equal"),
        (("11.5", "months"), ("11.53", "months"), "rounded"),
        (("12", "months"), ("11.5", "months"), "rounded"),
        (("0.59", "ratio"), ("0.596", "ratio"), "cut"),
        (("0.60", "ratio"), ("0.596", "ratio"), "rounded"),
        (("11.53", "months"), ("11.5", "months"), "finer"),
        (("11.6", "months"), ("11.5", "months"), ""),
        (("50", "weeks"), ("11.5", "months"), "converted"),
        (("52", "weeks"), ("11.5", "months"), ""),
        (("1", "year"), ("12.1", "months"), "converted"),
        (("0.6", "proportion"), ("60", "%"), "converted"),
        (("4.2", "months"), ("4.2", "%"), ""),
        (("4.2", ""), ("4.2", "months"), "equal"),
        (("NR", "months"), ("not reached", "months"), "equal"),
        (("NR", "months"), ("11.5", "months"), ""),
    ],
)
def test_digits_agree_or_do_not(words: Words, one: tuple[str, str], primary: tuple[str, str], how: str) -> None:
    assert compare(words, one, primary) == how


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
