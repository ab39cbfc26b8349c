"""Times out of titles and time frames: one point in time, or none."""

from __future__ import annotations

import pytest

from pomegraph.records.clinicaltrials.times import read_time, take_time


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("12 weeks", ("12", "week")),
        ("Month 6", ("6", "month")),
        ("6th month from surgery", ("6", "month")),
        ("at one-month post-treatment", ("1", "month")),
        ("From Baseline to Week 52", ("52", "week")),
        ("4 years after enrollment", ("4", "year")),
        ("Up to 3 years", None),
        ("1 month, 3 months, 6 months", None),
        ("Day 3 to 6", None),
        ("Every 12 weeks unless somebody objects", None),
        ("", None),
    ],
)
def test_time_frame_is_one_time_or_none(text: str, time: tuple[str, str] | None) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Overall Survival at 2 Years", (("2", "year"), "Overall Survival")),
        ("Score - 1st Week", (("1", "week"), "Score")),
        ("3-Year Overall Survival", (("3", "year"), "Overall Survival")),
        ("Survival of patients of 12-18 months of age", (None, "Survival of patients of 12-18 months of age")),
        ("Change at week 4 and at week 8", (None, "Change at week 4 and at week 8")),
        ("Overall Survival", (None, "Overall Survival")),
    ],
)
def test_title_names_one_time_or_none(title: str, found: tuple[tuple[str, str] | None, str]) -> None:
    assert take_time(title) == found
