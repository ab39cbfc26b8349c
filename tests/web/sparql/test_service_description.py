"""The service description is true to what runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, Triple
from rdflib import RDF, VOID, URIRef

from pomegraph.engine.data import Status
from pomegraph.engine.limits import Limits
from pomegraph.sparql.formats import GRAPH_FORMATS
from pomegraph.sparql.outline import VERSIONS
from pomegraph.web.sparql.service_description import describe_service
from support.endpoint import connect_engine, make_client

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
ENDPOINT = "http://localhost/sparql"


@pytest.fixture
def client() -> FlaskClient:
    return make_client()


@pytest.fixture
def status() -> Status:
    return connect_engine().status


def read(text: str, media_type: str = "text/turtle") -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format=media_type)


@pytest.fixture
def graph(client: FlaskClient) -> rdflib.Graph:
    return read(client.get("/sparql").text)


def find_features(status: Status) -> list[str]:
    triples: list[Triple] = list(describe_service(status, ENDPOINT))
    found = (triple.object for triple in triples if triple.predicate.value == str(SD.feature))
    return [feature.value for feature in found if isinstance(feature, NamedNode)]


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_description_has_each_format(client: FlaskClient, name: str, graph: rdflib.Graph) -> None:
    media_type = GRAPH_FORMATS[name].media_type
    response = client.get("/sparql", headers={"Accept": media_type})
    found = rdflib.Dataset()
    found.parse(data=response.text, format=media_type)

    assert response.content_type == f"{media_type}; charset=utf-8"
    assert {quad[:3] for quad in found.quads()} == set(graph)


def test_endpoint_is_the_address_that_was_asked(graph: rdflib.Graph) -> None:
    (service,) = graph.subjects(RDF.type, SD.Service)

    assert list(graph.objects(service, SD.endpoint)) == [URIRef(ENDPOINT)]
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQLQuery, SD.SPARQL11Query}


def test_versions_are_named_that_are_known(status: Status, graph: rdflib.Graph) -> None:
    elsewhere = describe_service(replace(status, store="remote"), ENDPOINT)
    named = {str(label).rpartition("#version-")[2] for label in graph.objects(None, SD.supportedVersion)}

    assert named == set(VERSIONS) == {"1.1", "1.2", "1.2-basic"}
    assert [triple.object.value for triple in elsewhere if triple.predicate.value == str(SD.supportedVersion)] == [  # type: ignore[union-attr]
        "http://www.w3.org/ns/sparql#version-1.1"
    ]


def test_every_format_is_named(graph: rdflib.Graph) -> None:
    names = {str(name).rpartition("/")[2] for name in graph.objects(None, SD.resultFormat)}

    assert names == {
        "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
        "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
    }  # fmt: skip


def test_graphs_are_counted(graph: rdflib.Graph) -> None:
    (default,) = graph.objects(None, SD.defaultGraph)
    counts = {
        str(name): int(str(graph.value(graph.value(named, SD.graph), VOID.triples)))
        for named, name in graph.subject_objects(SD.name)
    }

    assert int(str(graph.value(default, VOID.triples))) == 8
    assert counts == {
        "https://example.org/red": 1,
        "https://example.org/green": 2,
        "https://example.org/größe": 1,
        "http://localhost/graphs/größe": 1,
        "http://localhost/graphs/gr%C3%BCn": 1,
    }


def test_nothing_is_a_blank_node(graph: rdflib.Graph) -> None:
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]


def test_service_is_a_feature_only_where_it_is_on(status: Status) -> None:
    assert find_features(status) == []
    assert find_features(replace(status, limits=Limits(services=("http://x/",)))) == [str(SD.BasicFederatedQuery)]


def test_count_that_is_not_known_is_left_out(status: Status) -> None:
    triples = list(describe_service(replace(status, triples=None, graphs={"a:b": None}), ENDPOINT))

    assert [triple for triple in triples if triple.predicate.value == str(VOID.triples)] == []
    assert "a:b" in [getattr(triple.object, "value", "") for triple in triples]


def test_unchanged_description_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/sparql")
    second = client.get("/sparql", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


def test_description_without_format_is_refused(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/csv"})

    assert response.status_code == 406
    assert "turtle (text/turtle)" in response.text
