"""What a path below the base may name."""

from __future__ import annotations

from pomegraph.web.things.finding import EXTENSIONS, list_candidates
from support.endpoint import make_client


def test_path_may_name_a_thing_of_ours_or_a_term_of_the_ontology() -> None:
    names = list_candidates("https://example.org/kg/", "prefix/rdf")

    assert names == ["https://example.org/kg/prefix/rdf", "https://w3id.org/pomegraph/prefix/rdf"]


def test_path_may_be_escaped_or_not() -> None:
    assert list_candidates("https://w3id.org/pomegraph/", "größe") == [
        "https://w3id.org/pomegraph/größe",
        "https://w3id.org/pomegraph/gr%C3%B6%C3%9Fe",
    ]


def test_without_a_base_the_address_itself_is_looked_for() -> None:
    with make_client().application.test_request_context(base_url="https://example.org/"):
        assert list_candidates(None, "apple") == ["https://example.org/apple"]


def test_what_is_no_iri_names_nothing() -> None:
    assert list_candidates("https://w3id.org/pomegraph/", "a b") == ["https://w3id.org/pomegraph/a%20b"]


def test_ends_of_addresses_are_those_of_files() -> None:
    assert {"ttl", "nt", "rdf", "xml", "jsonld", "json", "trig", "nq", "html"} == set(EXTENSIONS)
