"""Verdicts on the real content: those that are known to be right, and that no reader misses them."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from pomegraph.ask.api import EvidenceGraph
from pomegraph.ask.tools import QuestionTools
from pomegraph.cli.ask import ask
from pomegraph.content.folder import Content
from pomegraph.questions.background import NOTICE
from pomegraph.release import Release

BASE = "https://w3id.org/pomegraph/"
VERDICTS = """
    PREFIX pom: <https://w3id.org/pomegraph/ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT DISTINCT ?verdict ?trial WHERE {
      ?claim pom:reportedIn/pom:source <https://w3id.org/pomegraph/source/%s> ; %s .
      ?found pom:judges ?claim ; pom:verdict/rdfs:label ?verdict .
      OPTIONAL { ?found pom:attributedTo/rdfs:label ?trial }
    } ORDER BY ?verdict ?trial"""
PFS, OS = (f"pom:measure <{BASE}measure/median-{name}-survival>" for name in ("progression-free", "overall"))
# What was checked by hand: the document, the claim, the verdict with the trials.
KNOWN = [
    ("003-droracle", f"{PFS} ; pom:value 4.2", [("belongs to another trial", "MM-002")]),
    ("003-droracle", f"{OS} ; pom:value 11.9", [("belongs to another trial", "STRATUS")]),
    ("003-droracle", f"{OS} ; pom:value 14.9", [("confirmed", "IFM 2009-02")]),
    ("003-droracle", f"{PFS} ; pom:value 12.4", [("confirmed", "APOLLO")]),
    ("003-droracle", f"{PFS} ; pom:value 6.9", [("confirmed", "APOLLO")]),
    ("003-droracle", f"{PFS} ; pom:value 4.4", [("confirmed", "NCT01432600"), ("not found", None)]),
    ("003-droracle", f"pom:trial <{BASE}trial/icaria-mm> ; {PFS} ; pom:value 11.5", [("confirmed", None)]),
    ("003-droracle", f"pom:authority <{BASE}organisation/fda> ; a pom:Indication", [("outdated", None)]),
    (
        "001-drug-monograph",
        f"a pom:Dose ; pom:population <{BASE}population/renal-impairment> ; "
        f"pom:adjustment <{BASE}concept/no-adjustment>",
        [("contradicted", None)],
    ),
    (
        "001-drug-monograph",
        f"a pom:Pharmacokinetics ; pom:via <{BASE}target/cyp3a4> ; pom:assessment <{BASE}concept/lesser>",
        [("contradicted", None)],
    ),
]
QUESTION, PEOPLE = "dose-in-population", "renal-impairment"
SAID = "contradicted: On dialysis the dose is reduced: 3 mg a day in multiple myeloma"


@pytest.mark.parametrize(("source", "pattern", "verdicts"), KNOWN)
def test_verdict_is_the_one_found_by_hand(
    real_graph: EvidenceGraph, source: str, pattern: str, verdicts: list[tuple[str, str | None]]
) -> None:
    rows = real_graph.query(VERDICTS % (source, pattern))

    assert [(row["verdict"], row["trial"]) for row in rows if not isinstance(row, str)] == verdicts


def test_claim_has_one_derived_verdict_or_those_of_people(real_graph: EvidenceGraph) -> None:
    rows = real_graph.query(
        "PREFIX pom: <https://w3id.org/pomegraph/ontology#> "
        "SELECT ?claim ?how WHERE { ?found pom:judges ?claim ; pom:derivation ?how }"
    )
    many = Counter(str(row["claim"]) for row in rows if not isinstance(row, str))
    derived = {str(row["claim"]) for row in rows if not isinstance(row, str) and str(row["how"]).endswith("/derived")}

    assert {claim for claim, count in many.items() if count > 1} & derived == set()


def test_disagreement_has_a_reason(real_graph: EvidenceGraph) -> None:
    rows = real_graph.query(
        "PREFIX pom: <https://w3id.org/pomegraph/ontology#> "
        "SELECT ?it WHERE { ?it a pom:Disagreement FILTER NOT EXISTS { ?it pom:differsBecause ?why } }"
    )

    assert len(rows) == 0


def test_json_has_the_caution_beside_the_rows(real_client: FlaskClient) -> None:
    answer = real_client.get(f"/questions/{QUESTION}.json?people={PEOPLE}").json
    assert answer is not None
    claims = {row["claim"] for row in answer["rows"] if row["adjustment"] == "no adjustment needed"}
    said = [f"{one['verdict']}: {one['reason']}" for name in claims for one in answer["cautions"].get(name, ())]

    assert any(text.startswith(SAID) for text in said)
    assert answer["notice"] == NOTICE
    assert answer["sources"][f"{BASE}source/001-drug-monograph"]["dates"] == ["2025-09-22"]


def test_page_of_a_question_has_it_in_the_row(real_client: FlaskClient) -> None:
    page = real_client.get(f"/questions/{QUESTION}?people={PEOPLE}", headers={"Accept": "text/html"}).text

    assert f'<strong class="caution">{SAID}' in page
    assert NOTICE in page
    assert "2025-09-22" in page


def test_page_of_a_claim_and_of_a_thing_have_it(real_client: FlaskClient, real_graph: EvidenceGraph) -> None:
    rows = real_graph.ask(QUESTION, people=PEOPLE)
    claim = next(
        row["claim"]
        for row in rows
        if row["adjustment"] == "no adjustment needed" and str(row["source"]).endswith("/001-drug-monograph")
    )
    page = real_client.get("/describe", query_string={"iri": claim}, headers={"Accept": "text/html"}).text
    thing = f"{BASE}population/{PEOPLE}"

    assert "On dialysis the dose is reduced" in page.partition("<h2>")[0]
    assert SAID in real_client.get("/describe", query_string={"iri": thing}, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("form", ["table", "json"])
def test_command_has_it_in_the_row(real_release: Release, real: Content, form: str) -> None:
    environment = {"POMEGRAPH_RELEASE": str(real_release.folder), "COLUMNS": "400"}
    done = CliRunner().invoke(ask, [QUESTION, "--people", PEOPLE, "--format", form], obj=real, env=environment)

    assert SAID in done.stdout


def test_command_without_cautions_has_no_column_for_them(real_release: Release, real: Content) -> None:
    environment = {"POMEGRAPH_RELEASE": str(real_release.folder), "COLUMNS": "400"}
    done = CliRunner().invoke(ask, ["brand-names"], obj=real, env=environment)

    assert "caution" not in done.stdout


def test_tool_tells_it_with_the_rows(real_graph: EvidenceGraph) -> None:
    answer = json.loads(json.dumps(QuestionTools(real_graph).call(QUESTION, {"people": PEOPLE})))
    said = [f"{one['verdict']}: {one['reason']}" for many in answer["cautions"].values() for one in many]

    assert any(text.startswith(SAID) for text in said)
    assert answer["notice"] == NOTICE
    assert answer["documents"][f"{BASE}source/001-drug-monograph"]["kind"] == "secondary page"
