"""Sheets: what a reader at a desk and one with a telephone have room for."""

from __future__ import annotations

from pomegraph.charts.sheet import NARROW, WIDE


def test_pictures_fit_between_the_edges_of_their_pages() -> None:
    assert NARROW.width <= 390 - 2 * 19.2
    assert WIDE.width <= 1280 - 2 * 19.2
