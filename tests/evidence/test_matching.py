"""Matches: what vetoes a primary figure, and how much one says that is not vetoed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pomegraph.evidence.figures import Figure
from pomegraph.evidence.matching import Match, compare_figures
from pomegraph.evidence.reading import FigureReader
from pomegraph.evidence.trials import Trials
from pomegraph.evidence.words import Words

PRIMARY = Figure(
    trial="IKEMA",
    regimen="isatuximab + carfilzomib-dexamethasone",
    comparator="Kd",
    disease="relapsed multiple myeloma",
    measure="HR PFS",
    value="0.58",
    low="0.42",
    high="0.79",
)
ROW = replace(PRIMARY, trial="", regimen="IsaKd vs Kd", comparator="", low="", high="")


def compare(words: Words, row: Figure) -> Match | None:
    ours, theirs = map(FigureReader(words, Trials()).read, (row, PRIMARY))
    return compare_figures(ours, theirs, words)


def test_figure_that_agrees_is_full_and_strong(words: Words) -> None:
    found = compare(words, ROW)

    assert found is not None
    assert (found.how, found.is_full, found.is_strong) == ("equal", True, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "HR OS"},
        {"measure": "median PFS"},
        {"regimen": "Kd"},
        {"regimen": "IsaKd vs Vd"},
        {"disease": "NSCLC"},
        {"disease": "newly diagnosed myeloma"},
    ],
)
def test_each_part_can_veto(words: Words, changes: dict[str, Any]) -> None:
    assert compare(words, replace(ROW, **changes)) is None


def test_interval_alone_tells_the_figure(words: Words) -> None:
    found = compare(words, replace(ROW, value="", low="0.42", high="0.79"))

    assert found is not None
    assert found.how == "equal"


def test_interval_of_another_figure_speaks_against_one(words: Words) -> None:
    found = compare(words, replace(ROW, low="0.35", high="0.59"))

    assert found is not None
    assert found.how == ""


def test_ratio_the_other_way_round_is_its_inverse(words: Words) -> None:
    found = compare(words, replace(ROW, regimen="Kd vs IsaKd", value="1.72"))

    assert found is not None
    assert found.how == "rounded"
