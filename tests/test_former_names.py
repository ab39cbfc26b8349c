"""Former names of questions on the real content: each gives what it gave, and tells the name of today."""

from __future__ import annotations

import pytest

from pomegraph import open_graph
from pomegraph.ask.api import EvidenceGraph
from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.places import ROOT

FORMER = {
    old.stem: (question.stem, dict(old.values))
    for question in read_questions(Content(ROOT))
    for old in question.formerly
}
# For each column, what it may hold in the answer under a former name; None is an empty cell.
HELD = {
    "hazard-ratios-in-a-disease": ("measure", {"progression-free survival"}),
    "outdated-claims": ("verdict", {"outdated", "another jurisdiction"}),
    "serious-adverse-events": ("seriousness", {"most serious", "serious", "severe"}),
    # At low counts of cells a test is done more often.
    "laboratory-monitoring": (
        "event",
        {None, "neutrophils below 500 per microlitre", "platelets below 25,000 per microlitre"},
    ),
    "watched-events": ("test", {None, "complete blood count"}),
}


@pytest.fixture(scope="module")
def graph(real_release: Release) -> EvidenceGraph:
    return open_graph(real_release.folder)


@pytest.mark.parametrize("old", FORMER)
def test_former_name_gives_the_rows_of_today_and_tells_so(graph: EvidenceGraph, old: str) -> None:
    stem, values = FORMER[old]
    rows = graph.ask(old)

    assert list(rows) == list(graph.ask(stem, **values)) != []
    assert rows.meta.old_names == ((old, stem),)


@pytest.mark.parametrize("old", HELD)
def test_former_name_stands_for_what_it_asked(graph: EvidenceGraph, old: str) -> None:
    column, known = HELD[old]

    assert {row[column] for row in graph.ask(old)} == known


def test_two_drugs_are_found_either_way_and_by_a_group(graph: EvidenceGraph) -> None:
    one = graph.ask("interaction-with-drug", drug="pomalidomide", other="fluvoxamine")
    other = graph.ask("interaction-with-drug", drug="fluvoxamine", other="pomalidomide")

    assert {row["claim"] for row in one} == {row["claim"] for row in other}
    assert {row["group"] for row in one} == {row["group"] for row in other} >= {"strong CYP1A2 inhibitor"}


def test_every_side_effect_that_was_serious_still_is(graph: EvidenceGraph) -> None:
    serious, every = graph.ask("serious-adverse-events"), graph.ask("adverse-events")

    assert {row["claim"] for row in serious} == {row["claim"] for row in every if row["seriousness"]}
