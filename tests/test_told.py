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


def test_dose_for_a_wider_group_holds_for_the_narrower_one(graph: EvidenceGraph) -> None:
    rows = graph.ask("dose-in-population", population="on-dialysis", source="001-drug-monograph")

    assert ("patients with renal impairment", "no adjustment needed") in {
        (row["population"], row["adjustment"]) for row in rows
    }
    assert "after hemodialysis" in {row["timing"] for row in rows}


def test_dose_for_those_in_two_groups_is_told_once(graph: EvidenceGraph) -> None:
    rows = graph.ask("dose-in-population", source="001-drug-monograph")

    both = {(frozenset((row["population"], row["also"])), row["timing"], row["claim"]) for row in rows if row["also"]}
    assert both
    assert len(both) == len([row for row in rows if row["also"]])


def test_result_of_a_regimen_may_be_a_state_or_a_range(graph: EvidenceGraph) -> None:
    (state,) = [
        row
        for row in graph.ask("figures-of-a-regimen", regimen="selinexor-pomalidomide-dexamethasone")
        if row["finding"] == "not reached"
    ]
    rows = graph.ask("figures-of-a-regimen", regimen="ixazomib-pomalidomide-dexamethasone")

    assert (state["followUp"], state["followUpUnit"]) == (Decimal("3.9"), "month")
    assert (33, Decimal("51.7"), "dependent on dose") in {(row["low"], row["high"], row["dependsOn"]) for row in rows}


@pytest.mark.parametrize(
    ("regimen", "value", "opponent", "p"),
    [
        ("daratumumab-pomalidomide-dexamethasone", "12.4", "6.9", "0.0018"),
        ("daratumumab-pomalidomide-dexamethasone", "50", "39", "0.0018"),
        ("pomalidomide-cyclophosphamide-dexamethasone", "64.7", "38.9", "0.0355"),
    ],
)
def test_figure_of_a_regimen_has_that_of_its_opponent(
    graph: EvidenceGraph, regimen: str, value: str, opponent: str, p: str
) -> None:
    rows = [row for row in graph.ask("figures-of-a-regimen", regimen=regimen) if "003" in str(row["source"])]

    assert (Decimal(value), Decimal(opponent)) in {(row["value"], row["opponentValue"]) for row in rows}
    assert Decimal(p) in {row["p"] for row in rows}


def test_condition_of_a_recommendation_is_told(graph: EvidenceGraph) -> None:
    rows = graph.ask("recommendations", drug="pomalidomide", authority="nccn")

    assert {(row["therapies"], row["progression"], row["window"], row["windowUnit"]) for row in rows} == {
        (2, "on or after the last therapy", 60, "day")
    }


def test_reaction_says_when_it_occurs_and_whether_it_is_boxed(graph: EvidenceGraph) -> None:
    timed = graph.ask("adverse-events", event="peripheral-neuropathy", source="001-drug-monograph")
    boxed = [row for row in graph.ask("adverse-events", drug="thalidomide") if row["boxed"]]

    assert {"after discontinuation", "persisting"} <= {row["timing"] for row in timed}
    assert {"birth defect", "venous thromboembolism"} <= {row["event"] for row in boxed}
    assert "in the boxed warning" not in {row["qualifier"] for row in boxed}


def test_how_to_take_a_drug_comes_first_and_with_its_form(graph: EvidenceGraph) -> None:
    rows = graph.ask("administration", drug="pomalidomide")
    taking = [row["about"] == "how to take the capsules" for row in rows]

    assert taking == sorted(taking, reverse=True)
    assert {row["form"] for row, taken in zip(rows, taking, strict=True) if taken} == {"capsule"}
    assert {row["form"] for row, taken in zip(rows, taking, strict=True) if not taken} == {None}


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


def test_drug_follows_from_the_trial(graph: EvidenceGraph) -> None:
    rows = graph.ask("event-rates", event="peripheral-neuropathy", trial="boston")

    assert {row["withDrug"] for row in rows} == {"yes", "no"}
    assert rows.meta.used.startswith("Asked for drug: selinexor (of the trial BOSTON); ")
    assert len({(row["claim"], row["source"]) for row in rows}) == len(rows)


def test_results_of_a_trial_are_those_of_all_its_arms(graph: EvidenceGraph) -> None:
    claims = {row["claim"] for row in graph.ask("trial-results", trial="maia", measure="overall-survival")}
    rows = graph.ask("outcomes", trial="maia", measure="overall-survival")

    assert {row["claim"] for row in rows} == claims
    assert len(rows) == len(claims)
    assert "(of the trial MAIA)" in rows.meta.used


def test_drug_follows_from_a_document_on_another(graph: EvidenceGraph) -> None:
    rows = graph.ask("full-dose", source="300-us-label-kyprolis")

    assert "drug: carfilzomib, " in rows.meta.used
    assert "(of the source US label of Kyprolis" in rows.meta.used
    assert len(rows)


def test_results_of_a_document_are_of_all_measures(graph: EvidenceGraph) -> None:
    rows = graph.ask("outcomes", drug="pomalidomide", source="003-droracle")

    assert {"median overall survival", "overall response rate"} <= {row["measure"] for row in rows}


def test_rows_that_do_not_tell_a_value_are_told_as_left_out(graph: EvidenceGraph) -> None:
    meta = graph.ask("recommendations", drug="pomalidomide", authority="nccn").meta
    rows = graph.ask("recommendations", drug="pomalidomide")

    (found,) = [one for one in meta.left_out if one.question == "recommendations"]
    assert found.words == f"{sum(row['authority'] is None for row in rows)} rows where the authority is not told"
    assert found.values == {"drug": ("pomalidomide",)}


def test_claims_of_other_kinds_on_the_same_are_pointed_to(graph: EvidenceGraph) -> None:
    offer = graph.ask("dose-in-population", drug="pomalidomide", population="children").meta.offers[0]

    assert (offer.question, offer.command) == ("about", "about --thing pomalidomide --other children")
    assert len(graph.ask("about", **offer.values)) == offer.rows > 0


def test_other_drug_of_a_trial_is_offered_as_another(graph: EvidenceGraph) -> None:
    offers = graph.ask("event-rates", drug="pomalidomide", trial="boston").meta.offers

    assert [one for one in offers if one.words.endswith("if drug is selinexor (another drug)")]
