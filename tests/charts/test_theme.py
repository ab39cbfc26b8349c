"""Colours: the first eight marks can be seen on their ground, and none is like another."""

from __future__ import annotations

import pytest

from pomegraph.charts.theme import DARK, LIGHT, Theme, configure


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_marks_stand_out_from_the_ground(theme: Theme) -> None:
    def shine(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        low, high = sorted((shine(one), shine(other)))
        return (high + 0.05) / (low + 0.05)

    assert [mark for mark in (*theme.marks[:8], theme.unknown) if contrast(mark, theme.ground) < 3] == []
    assert contrast(theme.ink, theme.ground) > 7


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_first_eight_marks_have_colours_of_their_own(theme: Theme) -> None:
    assert len({*theme.marks[:8], theme.unknown, theme.ink, theme.ground}) == 11


def test_chart_has_the_ground_and_the_ink_of_its_theme() -> None:
    config = configure(DARK)

    assert config["background"] == DARK.ground
    assert {config["axis"]["labelColor"], config["title"]["color"], config["legend"]["labelColor"]} == {DARK.ink}
