"""Documents about things: the same in every format, a part at a time."""

from __future__ import annotations

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, VOID
from rdflib.namespace import FOAF

from pomegraph.web.things import holdings
from support.addressed import POM, read_links, read_rdf
from support.asked import BASE, EXAMPLAMIDE

DRUG = rdflib.URIRef(EXAMPLAMIDE)


def drop_document(triples: set[tuple[rdflib.term.Node, ...]]) -> set[tuple[rdflib.term.Node, ...]]:
    """Return triples without what the document says of itself, which its address depends on."""
    return {triple for triple in triples if not str(triple[0]).startswith("http://localhost/")}


@pytest.mark.parametrize("end", ["nt", "rdf", "trig", "nq"])
def test_document_says_the_same_in_every_format(client: FlaskClient, end: str) -> None:
    turtle = drop_document(read_rdf(client.get("/drug/exemplamide.ttl")))

    assert drop_document(read_rdf(client.get(f"/drug/exemplamide.{end}"))) == turtle


def test_document_says_what_it_is_about_and_of_which_dataset(client: FlaskClient) -> None:
    triples = read_rdf(client.get("/drug/exemplamide.ttl"))
    document = rdflib.URIRef("http://localhost/drug/exemplamide.ttl")

    assert (document, FOAF.primaryTopic, DRUG) in triples
    assert (document, VOID.inDataset, rdflib.URIRef(f"{BASE}dataset")) in triples


def test_long_document_has_parts_that_lead_on(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = drop_document(read_rdf(client.get("/drug/exemplamide.nt")))
    monkeypatch.setattr(holdings, "MOST_LEADING", 3)
    monkeypatch.setattr(holdings, "MOST_OWN", 5)
    client.application.extensions.clear()
    found: set[tuple[rdflib.term.Node, ...]] = set()
    path, seen = "/drug/exemplamide.nt?format=x", []
    while path:
        response = client.get(path)
        triples = read_rdf(response)
        found |= drop_document(triples)
        seen.append(path)
        links = {relation: target for relation, target, _ in read_links(response)}
        path = links.get("next", "").removeprefix("http://localhost")
        assert not path or (DRUG, RDFS.seeAlso, rdflib.URIRef(links["next"])) in triples
        assert ("prev" in links) == (len(seen) > 1)

    assert len(seen) > 2
    assert {triple for triple in found if triple[1] != RDFS.seeAlso} == whole


@pytest.mark.parametrize(("part", "status"), [("2", 404), ("0", 400), ("x", 400), ("1000000000000", 400)])
def test_part_that_is_not_there_is_told(client: FlaskClient, part: str, status: int) -> None:
    assert client.get(f"/drug/exemplamide.ttl?part={part}").status_code == status


def test_prefixes_are_those_that_are_used(client: FlaskClient) -> None:
    text = client.get("/drug/exemplamide.ttl").text

    assert "pomdrug:exemplamide a" in text
    assert "@prefix pomreference:" not in text


def test_claim_stands_with_its_reports(client: FlaskClient) -> None:
    triples = read_rdf(client.get("/drug/exemplamide.ttl"))
    claims = {one for one, name, value in triples if (name, value) == (RDF.type, POM.Claim)}

    assert claims
    assert claims == {value for _, name, value in triples if name == POM.reports}
