"""What a claim says of a dose or of a figure stands in the rows of every question that shows it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest

from pomegraph import open_graph
from pomegraph.ask.api import EvidenceGraph, Rows
from pomegraph.content.folder import Content
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.engines import read_answer
from support.places import ROOT

ANSWERS = ROOT / "tests" / "answers"
CLAIM = "https://w3id.org/pomegraph/claim/"
# What must not be missing beside a figure: without it the figure reads as another.
DOSE = (
    "value", "low", "high", "unit", "measure", "interval", "cycleDays", "cycleLength", "timing", "route",
    "continuedUntil", "adjustment", "partner",
)  # fmt: skip
FIGURES = (
    "value", "low", "high", "unit", "measure", "event", "estimate", "estimateKind", "lowerConfidenceLimit",
    "upperConfidenceLimit", "confidenceLevel", "pValue", "timeFrame", "timeFrameUnit", "affected", "participants",
)  # fmt: skip
KINETICS = ("value", "low", "high", "unit", "measure", "pathway", "spread", "spreadKind", "route", "qualifier")
PROPERTIES = {
    "Dose": DOSE,
    "Pharmacokinetics": KINETICS,
    "Outcome": FIGURES,
    "Comparison": FIGURES,
    "Interaction": FIGURES,
}
# Columns that show a figure of a claim; questions without one tell something else of it.
SHOWN = {"amount", "dose", "value", "estimate", "hazardRatio"}
# What some questions do not tell, as their headers say: one has a row for each figure of a claim, one sets two claims
# side by side, and one tells hazard ratios only.
LEFT_OUT = {
    "primary-figures": {"confidenceLevel", "low", "high"},
    "trial-conflicts": {"lowerConfidenceLimit", "upperConfidenceLimit", "confidenceLevel", "affected", "participants"},
    "hazard-ratios": {"estimateKind"},
}
QUERY = """\
PREFIX pom: <https://w3id.org/pomegraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?kind ?claim ?property ?value ?label WHERE {{
  VALUES ?kind {{ {kinds} }}
  VALUES ?property {{ {properties} }}
  ?claim a ?kind ; ?property ?value .
  OPTIONAL {{ ?value rdfs:label ?label }}
}}"""


@cache
def list_stems() -> list[str]:
    questions = read_questions(Content(ROOT))
    columns = {question.stem: {column.name for column in question.columns} for question in questions}
    return sorted(stem for stem, names in columns.items() if names & SHOWN and "claim" in names and "says" not in names)


@pytest.fixture(scope="module")
def graph(real_release: Release) -> EvidenceGraph:
    return open_graph(real_release.folder)


@pytest.fixture(scope="module")
def told(graph: EvidenceGraph) -> Mapping[str, Mapping[str, set[str]]]:
    """What each claim says of a dose or a figure: by property, its values as a cell has them."""
    named = {name for names in PROPERTIES.values() for name in names}
    query = QUERY.format(
        kinds=" ".join(f"pom:{kind}" for kind in PROPERTIES),
        properties=" ".join(f"pom:{name}" for name in sorted(named)),
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = graph.query(query)
    assert isinstance(rows, Rows)
    for row in rows:
        kind, name = (str(row[key]).rpartition("#")[2] for key in ("kind", "property"))
        if name in PROPERTIES[kind]:
            found[str(row["claim"])][name].add(write_value(row["label"] or row["value"]))
    for said in found.values():
        if "estimate" not in said:
            said.pop("estimateKind", None)
    return found


def write_value(value: object) -> str:
    """Return a value as a kept answer has it."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def read_cells(stem: str) -> Mapping[str, set[str]]:
    """Return what stands beside each claim in the kept answers to a question."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in [ANSWERS / f"{stem}.tsv", *ANSWERS.glob(f"{stem}--*.tsv")]:
        for row in read_answer(path)[1:]:
            cells = {re.sub(r'^"(.*)"(@[a-z]+|\^\^\S+)?$', r"\1", cell) for cell in row}
            for claim in (cell[1:-1] for cell in row if cell.startswith(f"<{CLAIM}")):
                found[claim] |= cells
    return found


@pytest.mark.parametrize("stem", list_stems())
def test_all_that_a_claim_says_of_a_figure_is_told(told: Mapping[str, Mapping[str, set[str]]], stem: str) -> None:
    missing: dict[str, set[str]] = defaultdict(set)
    for claim, cells in read_cells(stem).items():
        for name, values in told.get(claim, {}).items():
            if name not in LEFT_OUT.get(stem, ()) and not any(value in cell for value in values for cell in cells):
                missing[name].add(claim)

    assert dict(missing) == {}


def test_dose_of_every_other_day_is_no_daily_one(graph: EvidenceGraph) -> None:
    rows = graph.ask("dose-in-population", drug="lenalidomide", population="renal-impairment")

    assert {row["frequency"] for row in rows if row["amount"]} == {"once daily", "every other day"}


def test_dose_beside_an_interacting_drug_is_told_for_its_group(graph: EvidenceGraph) -> None:
    rows = graph.ask("interactions", drug="pomalidomide", other="ciprofloxacin")

    assert {(row["dose"], row["doseUnit"]) for row in rows if row["dose"]} == {(2, "milligram"), (50, "percent")}


def test_refused_treatment_is_a_row_that_says_no(graph: EvidenceGraph) -> None:
    assert [row["recommended"] for row in graph.ask("recommendations", drug="elotuzumab")] == ["no"]


def test_document_that_was_read_in_parts_is_not_called_silent(graph: EvidenceGraph) -> None:
    parts = graph.ask("changes-between-documents")
    whole = graph.ask("changes-between-documents", old="001-drug-monograph", new="002-cancerhealth")

    assert all("not in what was read of the" in str(row["change"]) for row in parts)
    assert not any("what was read" in str(row["change"]) for row in whole)


def test_arm_without_the_drug_stands_beside_it(graph: EvidenceGraph) -> None:
    rows = graph.ask("event-rates", drug="isatuximab", event="neutropenia")

    assert ("no", 70) in {(row["withDrug"], row["value"]) for row in rows}


@pytest.mark.parametrize("drug", ["carfilzomib", "pomalidomide"])
def test_triplet_with_an_open_partner_has_three_drugs(graph: EvidenceGraph, drug: str) -> None:
    rows = graph.ask("triplets", drug=drug)

    assert rows
    assert all(len({drug, row["second"], row["third"]}) == len("abc") for row in rows)
