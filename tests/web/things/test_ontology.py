"""The ontology at its address: as RDF, and as a page that explains each term."""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import OWL, RDF

from support.addressed import POM, read_links, read_rdf
from support.asked import BASE
from support.endpoint import make_client
from support.html_pages import read
from support.places import ROOT


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "*/*"])
def test_ontology_is_given_where_it_is_asked_for(client: FlaskClient, accept: str) -> None:
    triples = read_rdf(client.get("/ontology", headers={"Accept": accept}))
    published = rdflib.Graph().parse(ROOT / "ontology" / "pomegraph.ttl")
    ours = {triple for triple in published if str(triple[0]).startswith(str(POM))}

    assert ours - triples == set()
    assert (rdflib.URIRef(f"{BASE}ontology"), RDF.type, OWL.Ontology) in triples


def test_browser_gets_one_page_with_every_term(client: FlaskClient) -> None:
    page = read(client, "/ontology")
    places = {str(found["id"]) for found in page.find("h3") if "id" in found}

    assert page.texts["h1"] == ["Pomegraph ontology"]
    assert {"Drug", "Outcome", "reportedIn", "value"} <= places


def test_links_within_the_page_lead_somewhere(client: FlaskClient) -> None:
    page = read(client, "/ontology.html")
    wanted = {str(found["href"])[1:] for found in page.find("a") if str(found["href"]).startswith("#")}
    places = {str(found["id"]) for tag in ("h2", "h3", "main") for found in page.find(tag) if "id" in found}

    assert wanted - places == set()


def test_page_leads_to_the_other_forms(client: FlaskClient) -> None:
    links = read_links(client.get("/ontology.html"))

    assert ("describedby", "http://localhost/ontology.ttl", "text/turtle") in links
    assert ("cite-as", f"{BASE}ontology", "") in links


def test_version_has_an_address_too(client: FlaskClient) -> None:
    assert client.get("/ontology/0.1.0", headers={"Accept": "text/turtle"}).status_code == 303


def test_other_data_have_no_ontology_here() -> None:
    assert make_client().get("/ontology").status_code == 404
