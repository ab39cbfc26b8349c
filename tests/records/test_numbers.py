"""Figures as records print them: a number that is sure, or none."""

from __future__ import annotations

import pytest

from pomegraph.records.numbers import read_number, read_p_value, scale_number, share_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4.20", "4.20"),
        (" -1.5 ", "-1.5"),
        ("\u22121.5", "-1.5"),
        (".5", ".5"),
        ("3.", "3"),
        ("1,234,567.8", "1234567.8"),
        ("0,354", None),
        ("12,34", None),
        ("1e5", None),
        ("<0.1", None),
        ("3 to 4", None),
        ("\u0661", None),
        ("", None),
    ],
)
def test_only_what_is_sure_to_be_a_number_is_one(text: str, number: str | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<0.0001", ("0.0001", "below")),
        ("p = .04", (".04", "equals")),
        (">0.05", ("0.05", "above")),
        ("1.00", ("1.00", "equals")),
        ("\u22640.05", None),
        ("1.5", None),
        ("not significant", None),
        ("0.0.5", None),
    ],
)
def test_p_value_has_its_relation(text: str, found: tuple[str, str] | None) -> None:
    assert read_p_value(text) == found


def test_proportion_becomes_percent_without_loss() -> None:
    assert [scale_number(text, 100) for text in ("0.17", "1", "0.0001234", "1e-3"[:1])] == [
        "17",
        "100",
        "0.01234",
        "100",
    ]


def test_share_of_nobody_is_none() -> None:
    assert [share_of("0", "0"), share_of("0", "7"), share_of("7", "7"), share_of("2", "3")] == ["", "0", "100", "66.67"]
