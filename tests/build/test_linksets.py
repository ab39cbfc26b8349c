"""The links of a release to other datasets, counted."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import RDF, SKOS, VOID

from pomegraph.names import BASE
from pomegraph.release import Release
from pomegraph.version import __version__


@pytest.fixture
def description(small_release: Release) -> rdflib.Graph:
    return rdflib.Graph().parse(small_release.folder / "void.ttl")


def find(description: rdflib.Graph, space: str) -> rdflib.term.Node:
    """Return the linkset to a namespace by exact matches."""
    (target,) = description.subjects(VOID.uriSpace, rdflib.Literal(space))
    found = set(description.subjects(VOID.objectsTarget, target))
    (linkset,) = found & set(description.subjects(VOID.linkPredicate, SKOS.exactMatch))
    return linkset


@pytest.mark.parametrize("space", ["http://purl.obolibrary.org/obo/CHEBI_", "http://bio2rdf.org/chebi:"])
def test_links_to_a_namespace_are_a_set(description: rdflib.Graph, space: str) -> None:
    linkset, version = find(description, space), rdflib.URIRef(f"{BASE}dataset/{__version__}")

    assert (linkset, RDF.type, VOID.Linkset) in description
    assert (linkset, VOID.triples, rdflib.Literal(1)) in description
    assert (linkset, VOID.subjectsTarget, version) in description
    assert (version, VOID.subset, linkset) in description


def test_links_of_the_other_graph_name_it(description: rdflib.Graph) -> None:
    linkset = find(description, "http://bio2rdf.org/chebi:")

    assert (linkset, rdflib.DCTERMS.isPartOf, rdflib.URIRef(f"{BASE}links")) in description
