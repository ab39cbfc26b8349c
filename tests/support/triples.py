"""Triples of facts in a store, to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.graph.sources import build_source
from pomegraph.graph.triples import build_mappings, build_things

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pomegraph.content.claims import Facts
    from pomegraph.graph.triples import Terms

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


def load_facts(facts: Facts, terms: Terms) -> pyoxigraph.Store:
    """Return a store with what sources say and the things that they speak of, in one graph."""
    store = pyoxigraph.Store()
    parts: list[Mapping[str, Collection[str]]] = [build_source(terms, source)[0] for source in facts.sources]
    parts += [build_things(terms), build_mappings(terms, facts.mappings)]
    data = b"\n".join(block for part in parts for block in join_lines(sort_lines(part), " ."))
    store.load(data, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store
