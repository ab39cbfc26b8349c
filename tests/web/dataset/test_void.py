"""The description of the data, where programs look for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import DCAT, RDF, VOID

from pomegraph.version import __version__
from support.addressed import read_rdf
from support.asked import BASE
from support.endpoint import make_client

VERSION = rdflib.URIRef(f"{BASE}dataset/{__version__}")


@pytest.mark.parametrize("path", ["/void", "/.well-known/void", "/void.nt", "/void?format=rdf", "/void.jsonld"])
def test_description_is_that_of_the_release(client: FlaskClient, built: Path, path: str) -> None:
    release = rdflib.Graph().parse(built / "release" / "void.ttl")

    assert set(release) - read_rdf(client.get(path)) == set()


def test_description_tells_where_it_is_served(client: FlaskClient) -> None:
    triples = read_rdf(client.get("/void"))
    dumps = {str(value) for subject, name, value in triples if (subject, name) == (VERSION, VOID.dataDump)}

    assert (VERSION, VOID.sparqlEndpoint, rdflib.URIRef("http://localhost/sparql")) in triples
    assert "http://localhost/release/pomegraph.ttl" in dumps
    with client.get("/release/pomegraph.ttl") as response:
        assert response.status_code == 200


@pytest.mark.parametrize("path", ["", f"/{__version__}", f"/{__version__}/layer/a"])
def test_dataset_leads_there(client: FlaskClient, path: str) -> None:
    response = client.get(f"/dataset{path}")

    assert (response.status_code, response.headers["Location"]) == (303, "/void")


def test_checksum_leads_there(client: FlaskClient) -> None:
    response = client.get("/release/pomegraph.ttl/sha256")

    assert (response.status_code, response.headers["Location"]) == (303, "/void")


def test_base_itself_leads_there(client: FlaskClient) -> None:
    assert client.get("/", headers={"Accept": "text/turtle"}).headers["Location"] == "/void"
    assert client.get("/").mimetype == "text/html"


def test_description_that_a_client_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/void").headers["ETag"]

    assert client.get("/void", headers={"If-None-Match": tag}).status_code == 304


def test_data_that_describe_nothing_are_described() -> None:
    triples = read_rdf(make_client().get("/void"))
    dataset = rdflib.URIRef("http://localhost/void#dataset")

    assert (dataset, RDF.type, VOID.Dataset) in triples
    assert (dataset, VOID.triples, rdflib.Literal(8)) in triples


def test_catalogue_of_others_can_read_it(client: FlaskClient) -> None:
    triples = read_rdf(client.get("/void"))
    files = {value for subject, name, value in triples if (subject, name) == (VERSION, DCAT.distribution)}

    assert all((file, RDF.type, DCAT.Distribution) in triples for file in files)
    assert {subject for subject, name, value in triples if (name, value) == (DCAT.servesDataset, VERSION)}


def test_description_has_no_format_that_is_not_rdf(client: FlaskClient) -> None:
    assert client.get("/void", headers={"Accept": "image/png"}).status_code == 406
