"""The real content: complete, sound, and in nobody else's words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Store

from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.places import ROOT, SHARED

PREFIXES = {
    "pom": "https://w3id.org/pomegraph/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "vann": "http://purl.org/vocab/vann/",
}
COPIED_TEXT = SHARED / "tools" / "copied-text"


@pytest.fixture(scope="module")
def store(real_release: Release) -> Store:
    return Store.read_only(str(real_release.store))


def count(store: Store, pattern: str) -> int:
    query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}"
    (row,) = store.query(query, prefixes=PREFIXES)  # type: ignore[misc]
    return int(row["n"].value)


def test_five_documents_make_far_more_than_500_claims(store: Store) -> None:
    assert count(store, "?x a pom:Source ; pom:fileName ?file") == 5
    assert count(store, "?x pom:kind/rdfs:label 'secondary page'") > 5
    assert count(store, "?x a pom:Claim") > 900


@pytest.mark.parametrize(
    "kind",
    [
        "Statement",
        "Mechanism",
        "Pharmacokinetics",
        "Outcome",
        "Comparison",
        "AdverseReaction",
        "Interaction",
        "Contraindication",
        "Dose",
        "Indication",
        "Recommendation",
        "Monitoring",
        "Advice",
    ],
)
def test_every_kind_of_claim_occurs(store: Store, kind: str) -> None:
    assert count(store, f"?x a pom:{kind}") > 0


def test_every_claim_leads_to_a_source(store: Store) -> None:
    assert count(store, "?x a pom:Claim ; pom:reportedIn/pom:source ?s") == count(store, "?x a pom:Claim")


# What belongs to one place of one source.
OF_A_PLACE = "pom:cites|pom:note|pom:wording|pom:valueAsStated"
STRAY = {
    "on anything but a report": f"?x {OF_A_PLACE} ?y FILTER NOT EXISTS {{ ?x a pom:Report }}",
    "reached from a passage without its report": f"?passage ^pom:reportedIn/({OF_A_PLACE}) ?x",
    "of two places at once": "?x pom:passage ?a, ?b FILTER(?a != ?b)",
    "of two claims at once": "?x pom:reports ?a, ?b FILTER(?a != ?b)",
    "of the list of another document": """
        ?x pom:passage/pom:source ?source ; pom:cites/pom:listedIn ?other FILTER(?other != ?source)""",
    "of a claim that its passage does not make": """
        ?x pom:reports ?claim ; pom:passage ?passage FILTER NOT EXISTS { ?claim pom:reportedIn ?passage }""",
}


@pytest.mark.parametrize("name", STRAY)
def test_no_citation_or_note_stands_beside_a_passage_of_another_document(store: Store, name: str) -> None:
    """So that no query over the default graph can show it there, however little it knows of reports."""
    assert count(store, "?x pom:cites ?reference") > 100
    assert count(store, STRAY[name]) == 0


def test_every_claim_has_a_report_in_each_of_its_passages(store: Store) -> None:
    lonely = "?x pom:reportedIn ?passage FILTER NOT EXISTS { ?report pom:reports ?x ; pom:passage ?passage }"

    assert count(store, lonely) == 0


def test_some_claims_are_reported_by_several_sources(store: Store) -> None:
    several = "?x pom:reportedIn/pom:source ?a, ?b FILTER(STR(?a) < STR(?b))"

    assert count(store, several) > 10


def test_estimates_and_p_values_belong_to_the_endpoint_and_not_to_its_median(store: Store) -> None:
    measured = "?x pom:estimate|pom:pValue ?y ; pom:measure/rdfs:label ?label"

    assert count(store, measured) > 3
    assert count(store, f"{measured} FILTER(STRSTARTS(?label, 'median'))") == 0


def test_medians_lie_below_their_endpoint(store: Store) -> None:
    median = "?x a pom:Measure ; rdfs:label ?label FILTER(STRSTARTS(?label, 'median '))"

    assert count(store, median) > 2
    assert (
        count(
            store,
            f"{median} FILTER NOT EXISTS {{ ?x pom:broader/rdfs:label ?above FILTER(CONCAT('median ', ?above) = ?label) }}",
        )
        == 0
    )


def test_every_class_has_an_example_that_belongs_to_it(store: Store) -> None:
    ours = "?x a owl:Class FILTER(STRSTARTS(STR(?x), STR(pom:)))"

    assert count(store, f"{ours} FILTER NOT EXISTS {{ ?x vann:example ?one . ?one a ?x }}") == 0
    assert count(store, f"{ours} ?x vann:example ?one FILTER NOT EXISTS {{ ?one a ?x }}") == 0


def test_nothing_belongs_to_two_classes_that_are_disjoint(store: Store) -> None:
    """Also by the domains and ranges of its properties, as a reasoner sees it."""
    member = "{ ?x a ?SUB } UNION { ?x ?p ?o . ?p rdfs:domain ?SUB } UNION { ?s ?p ?x . ?p rdfs:range ?SUB }"
    one, other = (
        f"{{ SELECT DISTINCT ?x ?{name} {{ {member.replace('SUB', name + 'Sub')} ?{name}Sub rdfs:subClassOf* ?{name} }} }}"
        for name in ("one", "other")
    )

    assert count(store, "?one owl:disjointWith ?x") > 20
    assert count(store, f"{one} {other} ?one owl:disjointWith ?other") == 0


def test_every_line_with_words_is_in_a_passage(real: Content) -> None:
    documents = SHARED / "sources"
    if not documents.is_dir():
        pytest.skip("the five documents are not on this machine")
    for path in real.sources:
        text = path.read_text(encoding="utf-8")
        name = re.search(r"^file: (\S+)", text, re.MULTILINE)
        if name is None:
            continue  # read elsewhere
        lines = (documents / name[1]).read_text(encoding="utf-8").split("\n")
        spans = re.findall(r"\d+(?:-\d+)?", " ".join(re.findall(r"^  - lines: (.*)$", text, re.MULTILINE)))
        ends = [tuple(map(int, span.split("-"))) for span in spans]
        covered = {number for end in ends for number in range(end[0], end[-1] + 1)}
        missed = [number for number, line in enumerate(lines, 1) if re.search(r"\w", line) and number not in covered]
        assert missed == [], path.name


@pytest.mark.skipif(not COPIED_TEXT.exists(), reason="the documents and the tool that compares with them are not here")
def test_no_sentence_of_a_document_is_copied() -> None:
    done = subprocess.run([COPIED_TEXT, ROOT], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_mappings_are_valid_sssom(real: Content) -> None:
    sssom = Path(sys.executable).with_name("sssom")
    if not sssom.exists():
        pytest.skip("sssom is not installed")
    done = subprocess.run([sssom, "validate", real.mappings], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "error" not in (done.stdout + done.stderr).lower()
