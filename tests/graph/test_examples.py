"""SHACL examples: what editors that look for examples in the graph find."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph
import pytest
import rdflib

from pomegraph.content.folder import Content
from pomegraph.graph.examples import build_examples
from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.names import Names
from pomegraph.questions.question import FormerName, Question
from pomegraph.questions.reading import read_questions
from pomegraph.release import Release

OTHERS = {
    "ask": '#+ summary: Is it "there"?\n#+ tags: [one, two]\n\nASK { ?s ?p "a\\\\b" }\n',
    "graph": "#+ summary: Which graph?\n#+ description: All of it.\n\nCONSTRUCT WHERE { ?s ?p ?o }\n",
    "hidden": "#+ summary: What is it?\n\nDESCRIBE <http://example.org/>\n",
}
# As the editors of SIB ask.
EDITOR = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?example ?comment ?query WHERE {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct ?query .
} ORDER BY ?example"""


@pytest.fixture
def questions(small: Content) -> list[Question]:
    for stem, text in OTHERS.items():
        (small.root / "queries" / f"{stem}.rq").write_text(text, encoding="utf-8")
    return read_questions(small)


def build(questions: list[Question], names: Names | None = None) -> bytes:
    return b"\n".join(join_lines(sort_lines(build_examples(questions, names or Names())), " .")) + b"\n"


def load(data: bytes) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(data, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def select(store: pyoxigraph.Store, query: str) -> list[list[str]]:
    solutions = store.query(query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [[getattr(term, "value", "") for term in row] for row in solutions]


def test_editors_find_each_question_with_its_text(questions: list[Question]) -> None:
    rows = select(load(build(questions)), EDITOR)

    assert rows == [
        [f"https://w3id.org/pomegraph/question/{question.stem}", question.summary, question.query]
        for question in sorted(questions, key=lambda question: question.stem)
        if question.stem != "hidden"
    ]


def test_two_engines_read_the_same_triples(questions: list[Question]) -> None:
    data = build(questions)
    graph = rdflib.Graph().parse(data=data, format="nt")

    assert len(graph) == len(load(data)) == data.count(b"\n")
    assert b"_:" not in data


def test_form_decides_class_and_property(questions: list[Question]) -> None:
    store = load(build(questions))
    rows = select(
        store,
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?example ?kind ?property { ?example a ?kind ; ?property ?text . FILTER(?kind != sh:SPARQLExecutable)
          FILTER(?property IN (sh:select, sh:ask, sh:construct)) } ORDER BY ?example""",
    )

    assert [[cell.rpartition("/")[2].rpartition("#")[2] for cell in row] for row in rows] == [
        ["ask", "SPARQLAskExecutable", "ask"],
        ["brand-names", "SPARQLSelectExecutable", "select"],
        ["graph", "SPARQLConstructExecutable", "construct"],
        ["things", "SPARQLSelectExecutable", "select"],
    ]


def test_examples_follow_the_base(questions: list[Question]) -> None:
    data = build(questions, Names("https://example.org/drugs/")).decode()

    assert (
        "<https://example.org/drugs/question/brand-names> <https://schema.org/target> <https://example.org/drugs/sparql>"
        in data
    )
    assert "<https://example.org/drugs/drug/exemplamide>" in data
    assert "<https://w3id.org/pomegraph/drug/" not in data


def test_prefixes_are_those_that_the_ontology_declares(small: Content, questions: list[Question]) -> None:
    store = load(build(questions))
    store.load(path=str(small.steering), format=pyoxigraph.RdfFormat.TURTLE)
    rows = select(
        store,
        """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?prefix ?namespace {
          ?example sh:prefixes/sh:declare ?declared . ?declared sh:prefix ?prefix ; sh:namespace ?namespace }""",
    )

    assert ["pom", "https://w3id.org/pomegraph/ontology#"] in rows


def test_release_holds_each_question(small_release: Release) -> None:
    store = pyoxigraph.Store.read_only(str(small_release.folder / "store"))
    rows = select(store, EDITOR)

    assert [row[0].rpartition("/")[2] for row in rows] == ["brand-names", "things"]
    assert all(pyoxigraph.Store().query(row[2]) is not None for row in rows)


def test_former_name_leads_to_the_question_of_today_and_is_no_example(questions: list[Question]) -> None:
    brands = replace(questions[0], stem="x", formerly=(FormerName("old-x"),))
    store = load(build([brands]))
    rows = select(
        store,
        """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?new ?label { ?old dcterms:isReplacedBy ?new ; rdfs:label ?label
          FILTER(STRENDS(STR(?old), "/question/old-x")) }""",
    )

    assert rows == [["https://w3id.org/pomegraph/question/x", brands.summary]]
    assert len(select(store, EDITOR)) == 1
