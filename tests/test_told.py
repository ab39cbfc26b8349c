"""What a claim says of a dose or of a figure stands in the rows of every question that shows it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest

from pomegraph import open_graph
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
def told(real_release: Release) -> Mapping[str, Mapping[str, set[str]]]:
    """What each claim says of a dose or a figure: by property, its values as a cell has them."""
    named = {name for names in PROPERTIES.values() for name in names}
    query = QUERY.format(
        kinds=" ".join(f"pom:{kind}" for kind in PROPERTIES),
        properties=" ".join(f"pom:{name}" for name in sorted(named)),
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in open_graph(real_release.folder).query(query):
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
