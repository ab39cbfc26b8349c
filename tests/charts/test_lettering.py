"""Widths of texts: at least what the widest font needs, and lines that keep to them."""

from __future__ import annotations

import pytest

from pomegraph.charts.lettering import measure, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [  # by DejaVu Sans, in parts of the size
        ("Which hazard ratios are reported for the regimens with a drug?", 31.76),
        ("Daratumumab-pomalidomide-dexamethasone", 23.17),
        ("daratumumab", 7.17),
        ("", 0),
    ],
)
def test_text_is_measured_as_wide_as_it_is_or_a_little_wider(text: str, width: float) -> None:
    assert width <= measure(text, 1) <= width * 1.15


def test_bold_text_is_wider() -> None:
    assert measure("names", is_bold=True) > measure("names")


@pytest.mark.parametrize(
    "text", ["one two three four five six", "a-b/c,d" * 20, "x" * 300, "\u6f22\u5b57" * 40, "", "e\u0301" * 60]
)
@pytest.mark.parametrize("width", [40, 130, 350])
def test_no_line_is_wider_than_it_may_be_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert max(map(measure, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_end_between_words_or_behind_hyphens() -> None:
    assert wrap("progression-free survival of everybody", 100) == ["progression-", "free survival of", "everybody"]
