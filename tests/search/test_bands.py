"""What lies between two bounds is read as people write it."""

from __future__ import annotations

import math

import pytest

from pomegraph.search.bands import Band, find_bands


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("CrCl < 30", Band(high=30, is_under=True)),
        ("below 30 mL/min", Band(high=30, is_under=True)),
        ("≤30", Band(high=30)),
        ("60 mL/min or less", Band(high=60)),
        ("60 mL/min/1.73 m² or more", Band(low=60)),
        ("more than three prior lines", Band(low=3, is_over=True)),
        ("two prior lines of therapy or more", Band(low=2)),
        ("four or more prior lines", Band(low=4)),
        ("75+", Band(low=75)),
        ("eGFR 30-50", Band(30, 50)),
        ("11 to under 30 mL/min", Band(11, 30, is_under=True)),
        ("two or three prior lines", Band(2, 3)),
        ("between 30 and 50 ml/min", Band(30, 50)),
        ("a body surface area over 2.2 m²", Band(low=2.2, is_over=True)),
        ("a 75-year-old", Band(75, 75)),
    ],
)
def test_band_is_read(text: str, band: Band) -> None:
    assert [one.band for one in find_bands(text)] == [band]


@pytest.mark.parametrize("text", ["", "none", "MM-003", "Kd56", "NCT01311687"])
def test_text_without_a_number_has_no_band(text: str) -> None:
    assert find_bands(text) == []


def test_bound_behind_another_number_counts() -> None:
    assert [one.band for one in find_bands("40 mg in over 80s")] == [Band(40, 40), Band(low=80, is_over=True)]


def test_bound_lies_in_a_band_unless_it_is_open() -> None:
    point = Band(30, 30)

    assert Band(30, 60).holds(point)
    assert not Band(30, 60, is_over=True).holds(point)
    assert not Band(high=30, is_under=True).holds(point)
    assert Band().holds(Band(high=30))
    assert not Band(high=30).holds(Band(-math.inf, math.inf))


@pytest.mark.parametrize(
    "text", ["1" + " " * 999, "1 a" + " " * 330 + "b" + " " * 330 + "c", "1" + "a" * 900, "1/" * 500, "1 " + "a/" * 499]
)
def test_hostile_text_is_read_at_once(text: str) -> None:
    assert len(find_bands(text)) <= 20
