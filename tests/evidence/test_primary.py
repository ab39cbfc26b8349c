"""Figures of what a graph has from primary sources: one for each claim and way to print it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pomegraph.evidence.primary import make_figures, make_tracer
from pomegraph.evidence.words import Words
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri

CLAIM = Iri("https://example.org/claim/1")
ROW: dict[str, Any] = {
    "trial": "MM-003",
    "arm": "MM-003: pomalidomide",
    "treatment": "pomalidomide plus low-dose dexamethasone",
    "comparator": None,
    "disease": "multiple myeloma",
    "population": None,
    "measure": "median progression-free survival",
    "event": None,
    "value": Decimal(4),
    "printed": "4.0",
    "low": None,
    "high": None,
    "unit": "month",
    "after": None,
    "afterUnit": None,
    "followUp": Decimal("15.4"),
    "followUpUnit": "month",
    "assessor": None,
    "source": Iri("https://example.org/source/b"),
    "claim": CLAIM,
}


def make_table(*rows: dict[str, Any]) -> Table:
    return Table(tuple(ROW), tuple(tuple({**ROW, **row}.values()) for row in rows))


def test_figure_has_its_digits_as_printed() -> None:
    (figure,) = make_figures(make_table({}))

    assert (figure.value, figure.unit, figure.follow_up) == ("4.0", "months", "15.4 month")
    assert (figure.trial, figure.regimen, figure.claim) == ("MM-003", ROW["treatment"], str(CLAIM))


def test_figure_without_other_digits_has_those_of_the_number() -> None:
    assert make_figures(make_table({"printed": None, "value": Decimal("3.6")}))[0].value == "3.6"


def test_people_of_several_groups_are_one_figure() -> None:
    rows = [{"population": name} for name in ("patients on hemodialysis", "elderly patients")]

    assert [one.population for one in make_figures(make_table(*rows))] == ["elderly patients, patients on hemodialysis"]


def test_sources_that_print_alike_are_one_figure() -> None:
    table = make_table({}, {"source": Iri("https://example.org/source/a")})

    assert [one.source for one in make_figures(table)] == ["https://example.org/source/a"]


def test_other_digits_are_another_figure() -> None:
    assert [one.value for one in make_figures(make_table({}, {"printed": None}))] == ["4.0", "4"]


def test_measure_says_what_the_figure_is() -> None:
    table = make_table(
        {"measure": "hazard ratio for overall survival", "claim": Iri("x:1")},
        {"measure": "grade 3 or 4 adverse event rate", "event": "neutropenia", "claim": Iri("x:2")},
        {"measure": "overall survival", "after": Decimal(24), "afterUnit": "month", "claim": Iri("x:3")},
        {"assessor": "independent review", "claim": Iri("x:4")},
    )

    assert [one.measure for one in make_figures(table)] == [
        "hazard ratio for overall survival",
        "grade 3 or 4 adverse event rate: neutropenia",
        "overall survival at 24 month",
        "median progression-free survival independent review",
    ]


def test_trial_is_known_by_other_names(words: Words) -> None:
    tracer = make_tracer(make_table({}), words, [["MM-003", "PIVOT-77"]])
    (figure,) = make_figures(make_table({"trial": "PIVOT-77"}))

    assert tracer.trace(figure).verdict == "confirm"
