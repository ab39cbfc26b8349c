"""Sources, their passages and reports: what they become in the graph."""

from __future__ import annotations

import pyoxigraph
import pytest

from pomegraph.content.claims import Facts
from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.graph.triples import Terms
from pomegraph.names import Names
from support.engines import solve
from support.sources import GAMMA, add_gamma
from support.triples import PREFIXES, load_facts

HOLDS = {
    "passage": "?c pom:reportedIn ?p . ?p pom:source source:alpha ; pom:firstLine 3 ; pom:lastLine 4 ; rdfs:label ?label",
    "note in its place": "?r pom:note 'the document says nothing of how the drug works here' ; pom:passage/pom:source source:beta",
    "label of a report": "?r pom:reports/rdfs:label ?says ; pom:passage/rdfs:label ?where ; rdfs:label ?label FILTER(?label = CONCAT(?where, ': ', ?says))",
    "no remark on a claim": "FILTER NOT EXISTS { ?c a pom:Claim ; pom:note|pom:cites|pom:valueAsStated ?x }",
}


@pytest.mark.parametrize("name", HOLDS)
def test_graph_holds(small_facts: Facts, small_terms: Terms, name: str) -> None:
    assert bool(load_facts(small_facts, small_terms).query(f"ASK {{ {HOLDS[name]} }}", prefixes=PREFIXES))


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
    store = load_facts(facts, Terms(facts.registry, Names()))

    assert bool(store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))
    assert not store.query("ASK { source:gamma pom:fileName|pom:sha256|pom:lineCount ?x }", prefixes=PREFIXES)


def read_remarks(store: pyoxigraph.Store) -> set[tuple[str, str]]:
    query = """
        SELECT ?where ?note {
          ?report pom:reports ?claim ; pom:passage/rdfs:label ?where ; pom:note ?note . ?claim a pom:Indication
        }"""
    return {(row["where"].value, row["note"].value) for row in solve(store, query, PREFIXES)}


def test_remark_stays_in_its_place_where_several_sources_make_the_claim(small: Content) -> None:
    add_gamma(small, GAMMA.replace("disease: gearache\n", "disease: gearache\n        note: of the label\n"))
    facts = read_facts(small, [])

    assert read_remarks(load_facts(facts, Terms(facts.registry, Names()))) == {
        ("Label of Exampla, section 14.1 Gearache", "of the label"),
        ("Notes on exemplamide, line 3", "the document says nothing of how the drug works here"),
    }


def test_report_has_the_date_of_its_source(small: Content) -> None:
    add_gamma(small)
    facts = read_facts(small, [])
    store = load_facts(facts, Terms(facts.registry, Names()))
    query = "SELECT DISTINCT ?source { ?report pom:passage/pom:source ?source ; dcterms:date 'Revised 2/2025' }"

    assert [row["source"].value.rpartition("/")[2] for row in solve(store, query, PREFIXES)] == ["gamma"]
