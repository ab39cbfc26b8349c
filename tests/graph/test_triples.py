"""Triples: what claims, things and shortcuts become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph
import pytest

from pomegraph.content.claims import Claim, Facts, Source
from pomegraph.graph.sources import build_source
from pomegraph.graph.triples import Terms, identify
from pomegraph.names import Names, term
from support.engines import solve
from support.triples import PREFIXES, load_facts


@pytest.fixture
def store(small_facts: Facts, small_terms: Terms) -> pyoxigraph.Store:
    return load_facts(small_facts, small_terms)


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
    "mapping": "drug:exemplamide skos:exactMatch <http://purl.obolibrary.org/obo/CHEBI_1>",
}


@pytest.mark.parametrize("name", HOLDS)
def test_graph_holds(store: pyoxigraph.Store, name: str) -> None:
    assert bool(store.query(f"ASK {{ {HOLDS[name]} }}", prefixes=PREFIXES))


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
    assert terms.ends[("generation", "2")].startswith(" <https://w3id.org/pomegraph/ontology#generation>")
