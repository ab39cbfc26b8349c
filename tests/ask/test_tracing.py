"""Figures held against the release: those of the fifth document, one of a subgroup, trials by any of their names."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import open_graph
from pomegraph.ask.tracing import open_tracer
from pomegraph.content.folder import Content
from pomegraph.evidence.attribution import Tracer
from pomegraph.evidence.figures import Figure, read_figures
from pomegraph.evidence.words import read_words
from pomegraph.release import Release
from support.traced import EXPECTED, TABLE

DOUBLET, MYELOMA = "pomalidomide plus low-dose dexamethasone", "multiple myeloma"


@pytest.fixture(scope="module")
def tracer(real: Content, real_release: Release) -> Tracer:
    return open_tracer(open_graph(real_release.folder, content=real), read_words(real.aliases))


def figure(trial: str, measure: str, value: str, unit: str = "months", **others: str) -> Figure:
    known = {"regimen": DOUBLET, "disease": MYELOMA}
    return Figure(**{**known, "trial": trial, "measure": measure, "value": value, "unit": unit, **others})


@pytest.mark.parametrize("row", read_figures(TABLE.encode(), "table"), ids=lambda row: row.id)
def test_figure_of_the_fifth_document_is_traced(tracer: Tracer, row: Figure) -> None:
    found = tracer.trace(row)

    assert (found.verdict, list(found.trials)) == EXPECTED[row.id], found.reason
    assert all(claim.startswith("https://w3id.org/pomegraph/claim/") for claim in found.claims)


def test_figure_of_a_subgroup_confirms_it_where_the_row_names_it(tracer: Tracer) -> None:
    found = tracer.trace(figure("MM-003", "median PFS", "4.2", population="standard-risk cytogenetics"))

    assert (found.verdict, found.trials) == ("confirm", ("MM-003",))


def test_ends_of_a_range_are_told_apart(tracer: Tracer) -> None:
    found = tracer.trace(next(row for row in read_figures(TABLE.encode(), "table") if row.id == "47"))

    assert "31 is of MM-002" in found.reason
    assert "IFM 2009-02" in found.reason


@pytest.mark.parametrize("name", ["NCT00833833", "CC-4047-MM-002", "MM-002"])
def test_trial_goes_by_every_name_that_the_graph_has(tracer: Tracer, name: str) -> None:
    found = tracer.trace(figure(name, "median PFS", "4.2"))

    assert (found.verdict, found.trials) == ("confirm", ("MM-002",))


def test_figure_is_held_against_the_digits_as_printed(tracer: Tracer) -> None:
    found = tracer.trace(figure("MM-003", "median PFS", "4.0", follow_up="15.4"))

    assert found.verdict == "confirm"
    assert "4.0 months" in found.reason


@pytest.mark.parametrize(
    ("trial", "measure", "value"),
    [("MM-003", "grade 3/4 neutropenia", "48"), ("STRATUS", "neutropenia, grade 3 or 4", "49.7")],
)
def test_rate_of_an_event_is_found(tracer: Tracer, trial: str, measure: str, value: str) -> None:
    assert tracer.trace(figure(trial, measure, value, "%")).verdict == "confirm"
