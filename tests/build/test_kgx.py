"""KGX: each plain triple that a claim stands behind is an edge, once for each claim and source, between known nodes."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from pomegraph.build.kgx import FORMS, write_kgx
from pomegraph.content.folder import Content
from pomegraph.content.ontology import Vocabulary, read_vocabulary
from pomegraph.names import POM
from pomegraph.release import Release

CURIE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*:\S+")
# What the Biolink Model demands of an edge, and its enumerations.
REQUIRED = {"id", "subject", "predicate", "object", "category", "knowledge_level", "agent_type"}
LEVELS = {
    "knowledge_assertion",
    "logical_entailment",
    "prediction",
    "statistical_association",
    "observation",
    "not_provided",
}
AGENTS = {
    "manual_agent", "automated_agent", "data_analysis_pipeline", "computational_model", "text_mining_agent",
    "image_processing_agent", "manual_validation_of_automated_agent", "not_provided",
}  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary(real: Content) -> Vocabulary:
    return read_vocabulary(real)


@pytest.fixture(scope="module")
def written(real_release: Release, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kgx")
    for form in FORMS:
        write_kgx(real_release, vocabulary, folder, form=form)
    return folder


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_lines(path: Path) -> list[dict[str, str | list[str]]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_edges_are_the_plain_triples_that_claims_stand_behind(
    real_release: Release, vocabulary: Vocabulary, written: Path
) -> None:
    shortcuts = {POM + one.property for one in vocabulary.shortcuts}
    triples = set()
    for quad in parse(path=real_release.quads, format=RdfFormat.N_QUADS):
        if isinstance(quad, Quad) and str(quad.graph_name) == "DEFAULT" and isinstance(quad.object, NamedNode):
            assert isinstance(quad.subject, NamedNode)
            triples.add((quad.subject.value, quad.predicate.value, quad.object.value))
    prefixes = real_release.manifest.prefixes

    def expand(curie: str) -> str:
        prefix, _, rest = curie.partition(":")
        return prefixes[prefix] + rest

    rows = read_table(written / "edges.tsv")
    edges = {(expand(row["subject"]), expand(row["original_predicate"]), expand(row["object"])) for row in rows}
    assert edges <= triples
    assert {one for one in triples if one[1] in shortcuts} <= edges


def test_edges_lead_to_nodes_and_each_node_has_an_edge(written: Path) -> None:
    nodes = [row["id"] for row in read_table(written / "nodes.tsv")]
    ends = {row[end] for row in read_table(written / "edges.tsv") for end in ("subject", "object")}

    assert len(nodes) == len(set(nodes))
    assert set(nodes) == ends


def test_edges_have_what_the_biolink_model_demands(written: Path) -> None:
    rows = read_table(written / "edges.tsv")

    assert len({row["id"] for row in rows}) == len(rows) > 1000
    for row in rows:
        assert all(row[name] for name in REQUIRED)
        assert row["knowledge_level"] in LEVELS
        assert row["agent_type"] in AGENTS
        assert re.fullmatch("biolink:[a-z_]+", row["predicate"])
        assert all(CURIE.fullmatch(row[name]) for name in ("id", "subject", "object", "primary_knowledge_source"))
        assert row["claim"].startswith("https://w3id.org/pomegraph/claim/")
    assert {row["agent_type"] for row in rows if row["primary_knowledge_source"] == "pomsource:drugmechdb"} == {
        "not_provided"
    }


def test_nodes_have_a_class_of_biolink_and_a_name(written: Path) -> None:
    rows = {row["id"]: row for row in read_table(written / "nodes.tsv")}

    assert all(re.fullmatch("biolink:[A-Z][A-Za-z]+", row["category"]) and row["name"] for row in rows.values())
    assert "biolink:GeneOrGeneProduct" not in {row["category"] for row in rows.values()}, "a mixin is no category"
    drug = rows["pomdrug:pomalidomide"]
    assert drug["category"] == "biolink:Drug"
    assert "DRUGBANK:DB08910" in drug["xref"].split("|")
    assert "Pomalyst" in drug["synonym"].split("|")


@pytest.mark.parametrize("name", ["nodes", "edges"])
def test_lines_of_json_say_what_the_tables_say(written: Path, name: str) -> None:
    def show(value: str | list[str]) -> str:
        return " ".join((value if isinstance(value, str) else "|".join(one.replace("|", "/") for one in value)).split())

    lines = [{key: show(value) for key, value in one.items()} for one in read_lines(written / f"{name}.jsonl")]

    assert lines == [{key: value for key, value in row.items() if value} for row in read_table(written / f"{name}.tsv")]


def test_denied_claim_is_no_edge(real_release: Release, written: Path) -> None:
    denied = {
        quad.subject.value
        for quad in parse(path=real_release.quads, format=RdfFormat.N_QUADS)
        if quad.predicate.value == POM + "negated" and str(quad.object).startswith('"true"')
    }

    assert denied
    assert denied.isdisjoint(row["claim"] for row in read_table(written / "edges.tsv"))
