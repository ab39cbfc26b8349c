"""A row of an answer says one thing, says it once, and is not read as another."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from pomegraph import open_graph
from pomegraph.ask.api import EvidenceGraph
from pomegraph.release import Release


@pytest.fixture(scope="module")
def graph(real_release: Release) -> EvidenceGraph:
    return open_graph(real_release.folder)


@pytest.mark.parametrize("within", [False, True])
def test_claim_of_a_disagreement_stands_there_once(graph: EvidenceGraph, within: bool) -> None:
    rows = graph.ask("disagreements", within=within)

    assert max(Counter((row["topic"], row["claim"], row["source"]) for row in rows).values()) == 1


def test_reasons_are_those_of_the_topic_and_verdicts_those_of_a_claim(graph: EvidenceGraph) -> None:
    rows = [row for row in graph.ask("disagreements") if row["topic"] == "Dose of pomalidomide on dialysis"]

    assert {row["reason"] for row in rows} == {"different jurisdiction; error in source"}
    assert {(row["says"], row["verdict"]) for row in rows if row["verdict"]} == {
        ("pomalidomide: no dose adjustment needed in patients with renal impairment", "contradicted")
    }
    assert len({row["claim"] for row in rows}) > 1


@pytest.mark.parametrize("stem", ["recommendations", "use-criteria"])
def test_parts_of_a_claim_are_told_as_a_whole(graph: EvidenceGraph, stem: str) -> None:
    rows = graph.ask(stem, drug="pomalidomide")
    parts = Counter((row["claim"], row["source"]) for row in rows)

    assert max(parts.values()) > 1
    assert [row for row in rows if row["therapy"] and str(row["therapy"]) not in str(row["says"])] == []
    assert len({(row["claim"], row["says"]) for row in rows}) == len({row["claim"] for row in rows})


def test_difference_of_arms_has_its_follow_up(graph: EvidenceGraph) -> None:
    rows = [row for row in graph.ask("arm-differences", trial="pollux") if row["measure"] == "complete response rate"]

    assert [(row["value"], row["followUp"], row["followUpUnit"]) for row in rows] == [
        (Decimal("43.1"), Decimal("13.5"), "month"),
        (Decimal("51.2"), Decimal("25.4"), "month"),
        (Decimal("56.6"), Decimal("44.3"), "month"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "trials"),
    [
        ("isatuximab-pomalidomide-dexamethasone", "pomalidomide-dexamethasone", {"ICARIA-MM"}),
        ("daratumumab-lenalidomide-dexamethasone", "lenalidomide-dexamethasone", {"POLLUX", "MAIA"}),
    ],
)
def test_what_sets_two_regimens_side_by_side_comes_first(
    graph: EvidenceGraph, one: str, other: str, trials: set[str]
) -> None:
    rows = graph.ask("compare-regimens", one=one, other=other)
    places = [("yes", "no").index(str(row["direct"])) + (row["opponent"] is None) for row in rows]

    assert places == sorted(places)
    assert {row["trial"] for row in rows if row["direct"] == "yes"} - {None} == trials
    assert not {row["trial"] for row in rows if row["direct"] == "no"} & trials


def test_variants_of_a_regimen_are_not_set_against_each_other(graph: EvidenceGraph) -> None:
    rows = graph.ask(
        "compare-regimens", other="pomalidomide-dexamethasone", one="isatuximab-pomalidomide-dexamethasone"
    )

    assert {row["opponent"] for row in rows if row["regimen"] != "isatuximab-pomalidomide-dexamethasone"} == {None}


@pytest.mark.parametrize("drug", ["pomalidomide", "lenalidomide"])
@pytest.mark.parametrize("population", ["renal-impairment", "severe-renal-impairment", "on-dialysis", "elderly"])
def test_dose_for_people_in_two_groups_is_told_once(graph: EvidenceGraph, drug: str, population: str) -> None:
    rows = graph.ask("dose-in-population", drug=drug, population=population)
    groups = ("population", "also")
    told = [
        (frozenset(row[name] for name in groups), *(row[name] for name in rows.columns if name not in groups))
        for row in rows
    ]

    assert max(Counter(told).values()) == 1


def test_dose_for_two_narrower_groups_is_found_by_the_wider_one(graph: EvidenceGraph) -> None:
    rows = graph.ask("dose-in-population", drug="pomalidomide", population="renal-impairment")

    both = {"patients on hemodialysis", "patients with severe renal impairment"}
    assert both in [{row["population"], row["also"]} for row in rows]


def test_document_that_lists_no_contraindication_denies_none(graph: EvidenceGraph) -> None:
    rows = [row for row in graph.ask("contraindications", drug="pomalidomide") if row["contraindicated"] == "no"]
    advice = graph.ask("patient-advice", drug="pomalidomide")

    assert rows == []
    assert {str(row["source"]).rpartition("/")[2] for row in advice if row["population"] == "breastfeeding women"} >= {
        "113-eu-leaflet-imnovid",
        "116-swiss-information-pomalidomide",
        "117-generics-outside-the-eu",
    }


def test_approval_has_the_date_that_is_told_and_its_year(graph: EvidenceGraph) -> None:
    rows = list(graph.ask("approvals-over-time", drug="carfilzomib"))
    told = [row for row in rows if row["approvedOn"]]

    assert {len(row["approvedOn"]) for row in told} == {len("2012-07"), len("2012-07-23")}
    assert {(row["year"], row["approved"]) for row in told} == {(int(row["approvedOn"][:4]),) * 2 for row in told}
    assert [row["year"] for row in rows if row["status"] == "first approved"] == [2012]


def test_approvals_of_a_place_are_in_the_order_of_their_dates(graph: EvidenceGraph) -> None:
    rows = graph.ask("approvals-over-time", drug="isatuximab", jurisdiction="switzerland")
    dates = [row["approvedOn"] for row in rows if row["approvedOn"]]

    assert len(set(dates)) > 2
    assert dates == sorted(dates)


def test_use_has_the_date_of_its_approval(graph: EvidenceGraph) -> None:
    rows = [row for row in graph.ask("indications", drug="lenalidomide") if row["approvedOn"]]

    assert {"2006", "2016-07", "2017-02-22"} <= {row["approvedOn"] for row in rows}
    assert [row["says"] for row in rows if not str(row["says"]).endswith(f"{row['approvedOn']})")] == []


@pytest.mark.parametrize("stem", ["indications", "approvals-over-time"])
def test_authority_stands_for_the_others_of_its_jurisdiction(graph: EvidenceGraph, stem: str) -> None:
    found = [graph.ask(stem, drug="lenalidomide", authority=one) for one in ("ema", "european-commission")]

    assert {row["authority"] for row in found[0]} == {"European Medicines Agency", "European Commission"}
    assert list(found[0]) == list(found[1])


def test_authorities_without_a_jurisdiction_are_not_the_same(graph: EvidenceGraph) -> None:
    assert not graph.ask("indications", drug="*", authority="nci")


@pytest.mark.parametrize("stem", ["full-dose", "recommendations", "treatment-duration", "use-criteria"])
def test_setting_has_its_narrower_ones_and_no_rows_that_tell_none(graph: EvidenceGraph, stem: str) -> None:
    rows = graph.ask(stem, drug="lenalidomide", setting="maintenance")

    assert {row["setting"] for row in rows} == {"maintenance after autologous stem cell transplantation"}
    assert any(one.words.endswith("rows where the setting is not told") for one in rows.meta.left_out)


def test_drugs_are_found_by_the_enzyme_that_breaks_them_down(graph: EvidenceGraph) -> None:
    rows = graph.ask("metabolising-enzymes", drug="*", protein="cyp1a2")

    assert len({row["drug"] for row in rows}) > 1
    assert {row["enzyme"] for row in rows} == {"CYP1A2"}


def test_interactions_through_an_enzyme_are_those_of_any_drug(graph: EvidenceGraph) -> None:
    rows = graph.ask("interactions-by-enzyme", drug="*")
    drugs = {str(row["drug"]) for row in rows}

    assert len(drugs) > 3
    assert len(rows) == sum(len(graph.ask("interactions-by-enzyme", drug=drug)) for drug in drugs)


def test_cell_has_its_narrower_kinds(graph: EvidenceGraph) -> None:
    rows = graph.ask("affected-cells", drug="pomalidomide", cell="immune-cell")

    assert {"T cell", "natural killer cell"} <= {row["cell"] for row in rows}
    assert len(rows) < len(graph.ask("affected-cells", drug="pomalidomide"))


def test_category_is_found_as_printed(graph: EvidenceGraph) -> None:
    rows = graph.ask("recommendations", drug="pomalidomide", category="1")

    assert {row["category"] for row in rows} == {"1"}
