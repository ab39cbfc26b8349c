"""Triples: what claims, things and shortcuts become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph
import pytest

from pomegraph.content.claims import Claim, Facts, Source
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.graph.sources import build_source
from pomegraph.graph.triples import Terms, build_mappings, build_things, identify
from pomegraph.names import Names, term
from support.engines import solve
from support.sources import add_gamma

PREFIXES = {
    "pom": "https://w3id.org/pomegraph/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "drug": "https://w3id.org/pomegraph/drug/",
    "disease": "https://w3id.org/pomegraph/disease/",
    "target": "https://w3id.org/pomegraph/target/",
    "source": "https://w3id.org/pomegraph/source/",
    "concept": "https://w3id.org/pomegraph/concept/",
    "dcterms": "http://purl.org/dc/terms/",
    "pav": "http://purl.org/pav/",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@pytest.fixture
def store(small_facts: Facts, small_terms: Terms) -> pyoxigraph.Store:
    return load(small_facts, small_terms)


def load(facts: Facts, terms: Terms) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    parts = [build_source(terms, source)[0] for source in facts.sources]
    parts += [build_things(terms), build_mappings(terms, facts.mappings)]
    data = b"\n".join(block for part in parts for block in join_lines(sort_lines(part), " ."))
    store.load(data, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


HOLDS = {
    "plain triple beside a statement": "drug:exemplamide pom:generation 2, 3 ; pom:brandName 'Exampla'",
    "statement": "?c a pom:Statement, pom:Claim, rdf:Statement ; rdf:subject drug:exemplamide ; rdf:predicate pom:generation ; rdf:object 3",
    "shortcut": "drug:exemplamide pom:actsOn target:left-sprocket ; pom:indicatedFor disease:gearache",
    "path": "drug:exemplamide (pom:actsOn|pom:leadsTo)+ target:silence",
    "superclass": "target:left-sprocket a pom:GeneProduct, pom:Target, pom:Thing",
    "figure as printed": "?c a pom:Outcome ; pom:value 11.2 . ?r a pom:Report ; pom:reports ?c ; pom:valueAsStated '11.20'",
    "whole figure as people type it": "?c a pom:Outcome ; pom:value 7",
    "denied claim": "?c a pom:Advice ; pom:negated true",
    "alternative label": "drug:exemplamide rdfs:label 'exemplamide' ; skos:altLabel 'EX-1'",
    "passage": "?c pom:reportedIn ?p . ?p pom:source source:alpha ; pom:firstLine 3 ; pom:lastLine 4 ; rdfs:label ?label",
    "note in its place": "?r pom:note 'the document says nothing of how the drug works here' ; pom:passage/pom:source source:beta",
    "label of a report": "?r pom:reports/rdfs:label ?says ; pom:passage/rdfs:label ?where ; rdfs:label ?label FILTER(?label = CONCAT(?where, ': ', ?says))",
    "no remark on a claim": "FILTER NOT EXISTS { ?c a pom:Claim ; pom:note|pom:cites|pom:valueAsStated ?x }",
    "mapping": "drug:exemplamide skos:exactMatch <http://purl.obolibrary.org/obo/CHEBI_1>",
}


@pytest.mark.parametrize("name", HOLDS)
def test_graph_holds(store: pyoxigraph.Store, name: str) -> None:
    assert bool(store.query(f"ASK {{ {HOLDS[name]} }}", prefixes=PREFIXES))


SOURCE = """
    source:gamma a pom:Source ; rdfs:label 'Label of Exampla' ; pom:kind concept:label ; pom:seenAs concept:section ;
      pom:retrieved '2026-11-26'^^xsd:date ; pav:version '2/2025' ; dcterms:date 'Revised 2/2025' ;
      dcterms:license 'CC0, as seen' ; schema:url 'https://example.org/label?set=1'^^xsd:anyURI ."""
SECTION = """
    <https://w3id.org/pomegraph/passage/gamma/14-1-gearache> pom:source source:gamma ;
      rdfs:label 'Label of Exampla, section 14.1 Gearache' ; pom:heading '14.1 Gearache' ; pom:textDigest ?digest ."""
PLACE = """
    <https://w3id.org/pomegraph/passage/gamma/outcomes-0> pom:pointer '/outcomes/0' ; pom:heading 'First outcome' ;
      rdfs:label 'Label of Exampla, place /outcomes/0' . FILTER NOT EXISTS { ?any pom:pointer ?p ; pom:textDigest ?d }"""


@pytest.mark.parametrize("pattern", [SOURCE, SECTION, PLACE], ids=["source", "section", "place of a record"])
def test_source_without_a_file_is_described(small: Content, pattern: str) -> None:
    add_gamma(small)
    facts = read_facts(small, [])
    store = load(facts, Terms(facts.registry, Names()))

    assert bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))
    assert not store.query("ASK { source:gamma pom:fileName|pom:sha256|pom:lineCount ?x }", prefixes=PREFIXES)


def test_equal_claims_of_two_sources_are_one_with_two_passages(store: pyoxigraph.Store) -> None:
    query = "SELECT ?p { ?c a pom:Indication ; pom:reportedIn ?p } ORDER BY ?p"
    rows = [row["p"].value.rpartition("passage/")[2] for row in solve(store, query, PREFIXES)]

    assert rows == ["alpha/4", "beta/3"]


def test_denied_claim_makes_no_shortcut(small_facts: Facts, small_terms: Terms) -> None:
    source = next(iter(small_facts.sources))
    ends = {end for ends in build_source(small_terms, _deny(source))[0].values() for end in ends}

    assert not [end for end in ends if end.startswith((f" {term('indicatedFor')}", f" {term('brandName')}"))]


def _deny(source: Source) -> Source:
    def deny(claim: Claim) -> Claim:
        values = (("negated", "true") if pair[0] == "negated" else pair for pair in claim.values)
        return replace(claim, values=tuple(values))

    return _change(source, deny)


def _change(source: Source, change: Callable[[Claim], Claim]) -> Source:
    passages = [replace(one, claims=tuple(map(change, one.claims))) for one in source.passages]
    return replace(source, passages=tuple(passages))


def test_remarks_do_not_change_a_claim(small_facts: Facts, small_terms: Terms) -> None:
    claim = next(iter(small_facts.sources)).passages[0].claims[0]

    remarked = replace(claim, remarks=(("note", "x"),), line=99)

    assert identify(small_terms, remarked).id == identify(small_terms, claim).id


def test_label_of_a_statement_tells_its_qualifier(small_facts: Facts, small_terms: Terms) -> None:
    source = next(iter(small_facts.sources))
    qualified = _change(source, lambda claim: replace(claim, values=(*claim.values, ("qualifier", "about"))))
    ends = {end for ends in build_source(small_terms, qualified)[0].values() for end in ends}

    assert any("brand name “Exampla” (about)" in end for end in ends)


def test_base_moves_things_and_leaves_the_ontology(small_facts: Facts) -> None:
    terms = Terms(small_facts.registry, Names("https://example.org/drugs/"))

    assert terms.thing("exemplamide") == "<https://example.org/drugs/drug/exemplamide>"
    assert terms.end(("generation", "2")).startswith(" <https://w3id.org/pomegraph/ontology#generation>")
