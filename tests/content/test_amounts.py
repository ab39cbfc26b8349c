"""Amounts: how printed digits agree, in one unit and across units."""

from __future__ import annotations

import pytest

from pomegraph.content.aliases import read_units
from pomegraph.content.amounts import can_both_hold, compare_amounts, is_same, make_amount
from support.places import ROOT

UNITS = read_units(ROOT / "data" / "aliases", [])


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
        (("0.6", "proportion"), ("60", "percent"), "converted"),
        (("4.2", "months"), ("4.2", "percent"), ""),
        (("4.2", ""), ("4.2", "months"), "equal"),
    ],
)
def test_digits_agree_or_do_not(one: tuple[str, str], primary: tuple[str, str], how: str) -> None:
    ours, theirs = (make_amount(text, UNITS.get(unit)) for text, unit in (one, primary))

    assert compare_amounts(ours, theirs) == how


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("12", "month"), ("1", "year"), True),
        (("54", "week"), ("11.9", "month"), False),
        (("52", "week"), ("11.9", "month"), True),
        (("365", "day"), ("12", "month"), True),
        (("4", "month"), ("4.2", "month"), True),
        (("11.5", "month"), ("12", "month"), True),
        (("11.5", "month"), ("11", "month"), False),
        (("11.9", "month"), ("11", "month"), False),
        (("11.20", "month"), ("11.24", "month"), False),
        (("11.2", "month"), ("11.24", "month"), True),
    ],
)
def test_amounts_are_the_same_whichever_comes_first(
    one: tuple[str, str], other: tuple[str, str], *, same: bool
) -> None:
    ours, theirs = (make_amount(text, UNITS.get(unit)) for text, unit in (one, other))

    assert is_same(ours, theirs) is is_same(theirs, ours) is same


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        (("below", "0.001"), ("below", "0.05"), True),
        (("below", "0.001"), ("equals", "0.001"), True),
        (("below", "0.001"), ("equals", "0.0012"), False),
        (("above", "0.05"), ("", "0.4"), True),
        (("above", "0.05"), ("equals", "0.04"), False),
        (("above", "0.05"), ("below", "0.1"), True),
        (("above", "0.05"), ("below", "0.01"), False),
        (("equals", "0.010"), ("", "0.01"), True),
    ],
)
def test_figures_with_relations(one: tuple[str, str], other: tuple[str, str], *, can: bool) -> None:
    assert can_both_hold(one, other) is can
    assert can_both_hold(other, one) is can
