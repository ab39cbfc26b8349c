"""Which group an estimate sets against the other: as the figures say, or nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pomegraph.records.clinicaltrials.directions import find_direction
from pomegraph.records.clinicaltrials.figures import PostedFigure
from pomegraph.records.clinicaltrials.measures import OutcomeMeasure

MEANS = OutcomeMeasure("score", "", "score")
SHARES = OutcomeMeasure("rate", "percent", "rate", "share")
TIMES = OutcomeMeasure("median", "month", "survival", "time")


def make(value: str) -> PostedFigure:
    return PostedFigure((("state", "not-reached"),) if value == "never" else (("value", value),) if value else ())


@pytest.mark.parametrize(
    ("kind", "measured", "figures", "estimate", "turned"),
    [
        ("mean-difference", MEANS, ("5", "3"), "2", False),
        ("mean-difference", MEANS, ("5", "3"), "-2.2", True),
        ("mean-difference", MEANS, ("5", "3"), "9", None),
        ("mean-difference", MEANS, ("3", "3"), "0.01", None),
        ("risk-difference", SHARES, ("44.3", "10.3"), "34.0", False),
        ("odds-ratio", SHARES, ("50", "10"), "9", False),
        ("odds-ratio", SHARES, ("50", "10"), "0.11", True),
        ("odds-ratio", SHARES, ("100", "10"), "9", None),
        ("odds-ratio", MEANS, ("5", "3"), "1.7", None),
        ("relative-risk", SHARES, ("50", "10"), "5", False),
        ("hazard-ratio", TIMES, ("8", "4"), "0.5", False),
        ("hazard-ratio", TIMES, ("4", "8"), "0.5", True),
        ("hazard-ratio", TIMES, ("never", "8"), "0.5", False),
        ("hazard-ratio", TIMES, ("never", "never"), "0.5", None),
        ("hazard-ratio", TIMES, ("8", "4"), "0.98", None),
        ("hazard-ratio", TIMES, ("8.1", "8"), "0.5", None),
        ("hazard-ratio", MEANS, ("8", "4"), "0.5", None),
        ("hazard-ratio", TIMES, ("8", ""), "0.5", None),
        ("mean-difference", TIMES, ("never", "8"), "2", None),
    ],
)
def test_direction_follows_from_the_figures_or_is_left_open(
    kind: str, measured: OutcomeMeasure, figures: tuple[str, str], estimate: str, turned: bool | None
) -> None:
    first, second = map(make, figures)

    assert find_direction(kind, Decimal(estimate), measured, (first, second)) is turned
