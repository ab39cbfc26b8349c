"""The graph with the forms of identifiers that other datasets use."""

from __future__ import annotations

from dataclasses import replace

from pomegraph.content.claims import Facts
from pomegraph.graph.links import build_other_forms, name_links, read_links
from pomegraph.graph.triples import Terms
from pomegraph.names import BASE, SKOS, Names
from pomegraph.release import Release

DRUG = f"<{BASE}drug/exemplamide>"


def test_link_is_made_for_each_form_that_a_dataset_uses(small_facts: Facts, small_terms: Terms) -> None:
    lines = build_other_forms(small_terms, small_facts.mappings)

    assert dict(lines) == {DRUG: {f" <{SKOS}exactMatch> <http://bio2rdf.org/chebi:1>"}}


def test_what_is_only_close_is_not_linked(small_facts: Facts, small_terms: Terms) -> None:
    mappings = [replace(mapping, predicate="closeMatch") for mapping in small_facts.mappings]

    assert not build_other_forms(small_terms, mappings)


def test_links_are_a_graph_of_the_release_and_a_file(small_release: Release) -> None:
    found = list(read_links(small_release.quads, Names()))

    assert [str(triple) for triple in found] == [f"{DRUG} <{SKOS}exactMatch> <http://bio2rdf.org/chebi:1>"]
    assert small_release.manifest.graphs[name_links(Names())] == 1
    assert "http://bio2rdf.org/chebi:1" in (small_release.folder / "links.ttl").read_text(encoding="utf-8")


def test_nothing_is_said_to_be_the_very_same(small_release: Release) -> None:
    assert "owl#sameAs" not in small_release.quads.read_text(encoding="utf-8")
