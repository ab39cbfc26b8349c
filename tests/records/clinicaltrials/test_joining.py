"""A record of a registry and a page that speak of the same arm and measure meet on one topic."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.graph.quads import write_quads
from pomegraph.names import Names
from pomegraph.records.context import Edition, read_context
from pomegraph.records.importers import IMPORTERS
from pomegraph.records.importing import convert_files, import_records
from support.places import ROOT
from support.studies import make_arms, make_outcome, make_results, make_study

if TYPE_CHECKING:
    from pathlib import Path

    from pomegraph.errors import Problem

ARMS = make_arms(
    ("Pomalidomide Plus Low-Dose Dexamethasone", "EXPERIMENTAL", ["Pomalidomide", "Dexamethasone"]),
    ("High-Dose Dexamethasone", "ACTIVE_COMPARATOR", ["Dexamethasone"]),
)
PAGE, RECORD = "003-droracle", "nct01311687-record"
TOPICS = """
PREFIX pom: <https://w3id.org/pomegraph/ontology#>
SELECT ?source ?value {
  ?claim a pom:Outcome ; pom:arm <https://w3id.org/pomegraph/arm/mm-003-pomalidomide> ; pom:topic ?topic ;
    pom:measure <https://w3id.org/pomegraph/measure/median-progression-free-survival> ; pom:value ?value .
  ?claim pom:reportedIn/pom:source ?source .
  ?other pom:topic ?topic ; pom:reportedIn/pom:source <https://w3id.org/pomegraph/source/003-droracle> .
} ORDER BY ?source ?value"""
DISAGREEMENTS = """
PREFIX pom: <https://w3id.org/pomegraph/ontology#>
ASK { ?one a pom:Disagreement ; pom:betweenSource <https://w3id.org/pomegraph/source/003-droracle>,
    <https://w3id.org/pomegraph/source/nct01311687-record> }"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The graph of one page and of a made-up record of the trial that it is about."""
    folder: Path = tmp_path_factory.mktemp("joined")
    figures = {"Pomalidomide Plus Low-Dose Dexamethasone": "3.1", "High-Dose Dexamethasone": "1.9"}
    outcome = make_outcome("Progression-free Survival (PFS)", figures, paramType="MEDIAN", unitOfMeasure="Months")
    study = make_study("NCT01311687", armsInterventions=ARMS, results=make_results(outcome))
    (folder / "study.json").write_text(json.dumps(study))
    content, importer = Content(ROOT), IMPORTERS["clinicaltrials"]
    context = read_context(content, Edition())
    convert = convert_files(importer, context, content, [folder / "study.json"])
    found = import_records(importer, context, convert, output=folder / "layer", tell=lambda _: None)
    assert found.left_out == ()
    problems: list[Problem] = []
    facts = read_facts(Content(ROOT, (folder / "layer",)), problems)
    chosen = replace(facts, sources=[one for one in facts.sources if one.id in {PAGE, RECORD}], verdicts=())
    write_quads(chosen, Names(), folder / "graph.nq")
    assert problems == []
    store = Store()
    store.load(path=folder / "graph.nq", format=RdfFormat.N_QUADS)
    return store


def list_rows(store: Store, query: str) -> list[tuple[str, str]]:
    """Return source and value of the rows of a result."""
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    return [(str(row["source"]).strip("<>"), str(row["value"]).split('"')[1]) for row in rows]


def test_same_arm_and_measure_are_one_topic(store: Store) -> None:
    found = list_rows(store, TOPICS)

    assert {(source.rpartition("/")[2], value) for source, value in found} == {(PAGE, "4.2"), (RECORD, "3.1")}


def test_other_figure_of_the_record_is_a_disagreement(store: Store) -> None:
    assert bool(store.query(DISAGREEMENTS))


def test_trial_of_the_record_is_that_of_the_content(store: Store) -> None:
    assert not store.query(
        "ASK { { <https://w3id.org/pomegraph/trial/nct01311687> ?p ?o } UNION "
        "{ ?s ?p <https://w3id.org/pomegraph/trial/nct01311687> } }"
    )


@pytest.mark.parametrize(("condition", "records"), [("Multiple Myeloma", 1), ("Something of our own", 0)])
def test_only_studies_of_known_diseases_are_taken_where_that_is_asked_for(
    condition: str, records: int, tmp_path: Path
) -> None:
    study = make_study(conditions={"conditions": [condition]})
    (tmp_path / "study.json").write_text(json.dumps(study))
    content, importer = Content(ROOT), IMPORTERS["clinicaltrials"]
    context = read_context(content, Edition("made", selective=True))
    convert = convert_files(importer, context, content, [tmp_path / "study.json"])
    found = import_records(importer, context, convert, output=tmp_path / "layer", tell=lambda _: None)

    assert dict(found.counts).get("records", 0) == records
