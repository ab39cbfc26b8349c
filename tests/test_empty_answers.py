"""No silence where the graph has something to say: cases that were seen to fail, on the real content."""

from __future__ import annotations

import pytest

from pomegraph import open_graph
from pomegraph.ask.api import EvidenceGraph, Rows
from pomegraph.content.folder import Content
from pomegraph.errors import ValueUnknownError
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release
from support.places import ROOT

OLD_NAMES = {
    ("adverse-events", "often"): "frequency",
    ("comparisons", "measured"): "measure",
    ("dose-in-population", "people"): "population",
    ("dose-with-partner", "with"): "partner",
    ("indications", "treated"): "disease",
    ("contradicted-by-evidence", "document"): "source",
    ("trial-results", "study"): "trial",
    ("trials-in-a-disease", "wanted"): "disease",
    ("who-says", "sort"): "kind",
}


@pytest.fixture(scope="module")
def graph(real_release: Release) -> EvidenceGraph:
    return open_graph(real_release.folder)


def list_column(rows: Rows, name: str) -> set[object]:
    return {row[name] for row in rows}


SHOWN = """PREFIX pom: <https://w3id.org/pomegraph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?drug ?label {
  ?claim a pom:Interaction ; pom:negated false ; pom:drug ?drug ; pom:interactor|pom:example|pom:partner ?other .
  ?other rdfs:label ?label
}"""


def test_whatever_an_interaction_shows_can_be_asked_for(graph: EvidenceGraph) -> None:
    rows = graph.query(SHOWN)
    assert isinstance(rows, Rows)
    shown = [(row["drug"], row["label"]) for row in rows]

    assert len(shown) > 50
    assert [one for one in shown if not graph.ask("interactions", drug=one[0], other=one[1])] == []


@pytest.mark.parametrize("stem", ["disagreements", "results-without-trial"])
def test_what_is_wrong_can_be_looked_for_by_drug(graph: EvidenceGraph, stem: str) -> None:
    every, some = graph.ask(stem), graph.ask(stem, drug="pomalidomide")

    assert 0 < len(some) < len(every)
    assert {row["claim"] for row in some} < {row["claim"] for row in every}


def test_year_of_a_document_is_no_year_of_an_approval(graph: EvidenceGraph) -> None:
    rows = graph.ask("approvals-over-time")

    undated = [row for row in rows if not row["approvedOn"]]
    assert {row["status"] for row in undated if row["approved"]} == {"first approved"}
    assert {row["approved"] for row in undated} == {None, 2013}
    assert [row for row in rows if row["year"] != row["approved"]] == []
    assert all(row["year"] is None for row in undated if row["status"] != "first approved")
    assert any(row["therapies"] == 2 and row["documentYear"] for row in rows)


@pytest.mark.parametrize("measure", ["PFS", "OS"])
def test_ranking_follows_the_hierarchy_of_measures(graph: EvidenceGraph, measure: str) -> None:
    rows = graph.ask("regimen-ranking", measure=measure)

    assert any(str(name).startswith("median ") for name in list_column(rows, "measure"))


def test_ranking_has_what_stands_on_the_drug_alone(graph: EvidenceGraph) -> None:
    rows = graph.ask("regimen-ranking", measure="median-overall-survival")

    assert ("pomalidomide", 14.9) in {(row["regimen"], float(row["value"] or 0)) for row in rows}


def test_name_of_two_measures_is_a_choice(graph: EvidenceGraph) -> None:
    with pytest.raises(ValueUnknownError) as caught:
        graph.ask("regimen-ranking", measure="duration of response")

    assert caught.value.suggestions == ("duration-of-response", "median-duration-of-response")


def test_words_are_looked_for_in_other_names_too(graph: EvidenceGraph) -> None:
    rows = graph.ask("who-says", words="cereblon")

    assert {"comparison", "mechanism"} <= list_column(rows, "kind")
    assert any("CRBN" in row["says"] and "cereblon" not in row["says"] for row in rows)


def test_serious_events_of_a_document_in_its_own_words(graph: EvidenceGraph) -> None:
    rows = graph.ask("adverse-events", seriousness="serious or severe", source="002-cancerhealth")

    assert ("pulmonary embolism", "severe") in {(row["event"], row["seriousness"]) for row in rows}


def test_what_is_said_of_the_elderly_need_not_name_a_regimen(graph: EvidenceGraph) -> None:
    rows = graph.ask("regimens-for-a-population", population="elderly")

    assert {"pomalidomide", "isatuximab-pomalidomide-dexamethasone"} <= list_column(rows, "regimen")
    assert "patients aged 75 years or older" in list_column(rows, "population")


def test_other_drug_is_any_unless_it_is_given(graph: EvidenceGraph) -> None:
    assert "pomalidomide" in list_column(graph.ask("interactions", drug="lenalidomide"), "interactor")


def test_criteria_of_guidelines_are_criteria(graph: EvidenceGraph) -> None:
    assert "National Comprehensive Cancer Network" in list_column(graph.ask("use-criteria"), "authority")


def test_schedule_without_an_amount_is_part_of_the_full_dose(graph: EvidenceGraph) -> None:
    rows = graph.ask("full-dose")

    assert [row for row in rows if row["amount"] is None and row["days"] == "1-21" and row["low"] is None]
    assert [one.question for one in rows.meta.left_out] == ["dose-in-population", "about"]


def test_interaction_that_is_only_named_is_there(graph: EvidenceGraph) -> None:
    rows = graph.ask("interactions")

    assert [row for row in rows if row["effect"] is None and row["management"] is None]


def test_advice_is_for_all_who_are_spoken_to(graph: EvidenceGraph) -> None:
    assert {"patients", "pharmacies", "physicians"} <= list_column(graph.ask("patient-advice"), "spokenTo")


def test_publications_without_an_author_are_listed(graph: EvidenceGraph) -> None:
    sources = {str(name).rpartition("/")[2] for name in list_column(graph.ask("cited-publications"), "source")}

    assert sources == {"000-hemonc", "003-droracle", "004-clincalc"}


def test_thing_that_is_named_is_told_apart_from_an_unknown_word(graph: EvidenceGraph) -> None:
    meta = graph.ask("contraindications", drug="ketoconazole").meta

    assert meta.reason.startswith("The graph has no claim of this for these values")
    assert "name ketoconazole" in meta.reason
    with pytest.raises(ValueUnknownError, match="no drug is called 'ketokonasol'"):
        graph.ask("contraindications", drug="ketokonasol")


@pytest.mark.parametrize(("stem", "old"), OLD_NAMES, ids="-".join)
def test_old_name_is_told_to_be_old(graph: EvidenceGraph, stem: str, old: str) -> None:
    question = next(one for one in graph.questions if one.stem == stem)
    found = question.find_parameter(old)

    assert found is not None
    assert (found.name, old in found.formerly) == (OLD_NAMES[stem, old], True)


def test_one_notion_has_one_name() -> None:
    types = {"trial": {"trial"}, "disease": {"disease"}, "measure": {"measure"}}
    found: dict[str, set[str]] = {}
    for question in read_questions(Content(ROOT)):
        for parameter in question.parameters:
            found.setdefault(parameter.type, set()).add(parameter.name)

    assert {kind: found[kind] for kind in types} == types
