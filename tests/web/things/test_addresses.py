"""Each thing answers at its address: it leads to a document, in every form, from which all others can be reached."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, RDFS

from support.asked import BASE, BROWSER, EXAMPLAMIDE
from support.endpoint import make_client
from support.html_pages import read

POM = rdflib.Namespace(f"{BASE}ontology#")
FORMS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "xml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "json": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "html": "text/html",
}


@pytest.mark.parametrize(
    ("accept", "end"),
    [
        ("text/turtle", "ttl"),
        ("application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/trig", "trig"),
        ("*/*", "ttl"),
        (BROWSER, "html"),
    ],
)
def test_thing_leads_to_the_document_that_is_wanted(client: FlaskClient, accept: str, end: str) -> None:
    response = client.get("/drug/exemplamide", headers={"Accept": accept})

    assert (response.status_code, response.headers["Location"]) == (303, f"/drug/exemplamide.{end}")
    assert "Accept" in response.headers["Vary"]


def test_thing_leads_nowhere_where_no_form_is_wanted(client: FlaskClient) -> None:
    assert client.get("/drug/exemplamide", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(("end", "media_type"), FORMS.items())
def test_document_is_in_the_form_that_its_address_ends_with(client: FlaskClient, end: str, media_type: str) -> None:
    response = client.get(f"/drug/exemplamide.{end}", headers={"Accept": "text/csv"})

    assert (response.status_code, response.mimetype) == (200, media_type)


def test_head_tells_what_get_would(client: FlaskClient) -> None:
    head, response = (ask("/drug/exemplamide.ttl") for ask in (client.head, client.get))

    assert head.data == b""
    assert (head.headers["ETag"], head.headers["Link"]) == (response.headers["ETag"], response.headers["Link"])


def test_client_that_has_the_document_is_told_so(client: FlaskClient) -> None:
    tag = client.get("/drug/exemplamide.ttl").headers["ETag"]

    assert client.get("/drug/exemplamide.ttl", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/drug/exemplamide.nt", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "suggestion"),
    [
        ("drug/exemplamid", "/drug/exemplamide"),
        ("drug/Exampla", "/drug/exemplamide"),
        ("drug/exemplamid.ttl", "/drug/exemplamide"),
        ("drugs/exemplamide", "/drug/exemplamide"),
    ],
)
def test_address_of_nothing_is_told_with_those_that_may_be_meant(
    client: FlaskClient, path: str, suggestion: str
) -> None:
    response = client.get(f"/{path}")

    assert response.status_code == 404
    assert suggestion in response.get_json()["suggestions"]


@pytest.mark.parametrize("path", ["nothing", "claim/0123", "a/b/c", "drug/", "%3E%20x", "drug/a%0Ab", "..ttl", ".ttl"])
def test_what_names_nothing_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


def test_graph_of_links_leads_to_the_graph(client: FlaskClient) -> None:
    response = client.get("/links", follow_redirects=True)

    assert response.status_code == 200
    assert "bio2rdf.org/chebi:1>" in response.text


def test_thing_of_other_data_is_found_below_the_address_of_the_server() -> None:
    client = make_client()

    assert client.get("/apple.nt", base_url="https://example.org/").mimetype == "application/n-triples"


def test_page_of_a_thing_says_the_same_as_before(client: FlaskClient) -> None:
    assert read(client, "/drug/exemplamide.html").texts["h1"] == ["exemplamide"]


def walk(client: FlaskClient, start: str) -> dict[str, rdflib.Graph]:
    """Return every document that is reached by following the IRIs in each."""
    found: dict[str, rdflib.Graph] = {}
    todo = [start]
    while todo:
        iri = todo.pop()
        response = client.get(
            iri.removeprefix("http://localhost").removeprefix(BASE[:-1]) or "/",
            headers={"Accept": "application/n-triples"},
            follow_redirects=True,
        )
        assert (response.status_code, response.mimetype) == (200, "application/n-triples"), iri
        found[iri] = rdflib.Graph().parse(data=response.text, format="nt")
        terms = {str(term).partition("#")[0] for triple in found[iri] for term in triple if is_followed(term)}
        todo += sorted(terms - found.keys() - set(todo))
    return found


def is_followed(term: rdflib.term.Node) -> bool:
    """Tell whether a term is an address here, but not that of a file."""
    is_ours = isinstance(term, rdflib.URIRef) and str(term).startswith((BASE, "http://localhost/"))
    return is_ours and "/release/" not in str(term) and "/resolve" not in str(term) and "opensearch" not in str(term)


def test_every_thing_of_a_release_is_reached_from_one_drug(client: FlaskClient, built: Path) -> None:
    documents = walk(client, EXAMPLAMIDE)
    release = rdflib.Graph().parse(built / "release" / "pomegraph.ttl")
    things = {str(one).partition("#")[0] for one in release.subjects() if str(one).startswith(BASE)}

    assert len(things) > 100
    assert things - documents.keys() == set()
    # What a document holds is what the graph says, and each says something of what it is about.
    here = {iri: (iri, iri.replace(BASE, "http://localhost/")) for iri in things}
    told = {iri: {str(term) for triple in documents[iri] for term in triple} for iri in things}
    assert [iri for iri in things if told[iri].isdisjoint(here[iri])] == []


def test_document_has_the_thing_its_claims_their_reports_and_the_names_of_all(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/drug/exemplamide.ttl").text, format="turtle")
    claims = set(graph.subjects(RDF.type, POM.Claim))

    assert (rdflib.URIRef(EXAMPLAMIDE), RDF.type, POM.Drug) in graph
    assert claims
    assert claims == set(graph.objects(None, POM.reports))
    ours = {term for triple in graph for term in triple if str(term).startswith(BASE) and "void" not in str(term)}
    assert {term for term in ours if graph.value(term, RDFS.label) is None} == {rdflib.URIRef(f"{BASE}dataset")}


@pytest.mark.parametrize(
    "path", ["/drug/exemplamide.html", "/ontology.html", "/void.html", "/release", "/questions", "/", "/drug/nothing"]
)
def test_page_is_sound_html(client: FlaskClient, path: str) -> None:
    text = client.get(path, headers={"Accept": BROWSER}).text

    html5lib.HTMLParser(strict=True).parse(text)
    ids = re.findall(r'\bid="([^"]*)"', text)
    assert len(ids) == len(set(ids))


def test_addresses_below_a_path_begin_with_it(client: FlaskClient) -> None:
    base = "https://example.org/kg/"
    thing = client.get("/drug/exemplamide", base_url=base)
    document = client.get("/drug/exemplamide.ttl", base_url=base)
    missing = client.get("/drug/Exampla", base_url=base)

    assert thing.headers["Location"] == "/kg/drug/exemplamide.ttl"
    assert "<https://example.org/kg/drug/exemplamide.html>" in document.headers["Link"]
    assert missing.get_json()["suggestions"] == ["/kg/drug/exemplamide"]
    assert client.get("/resolve?id=Exampla", base_url=base).headers["Location"] == "/kg/drug/exemplamide"
