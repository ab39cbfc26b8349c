"""JSON-LD with a context and a frame, as a processor that knows nothing of us reads them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple

from pomegraph.web.things.jsonld import TermWords, render_jsonld
from support.addressed import read_rdf
from support.asked import EXAMPLAMIDE

jsonld = pytest.importorskip("pyld.jsonld")
EX = "https://example.org/"
WORDS = TermWords(
    {"leads": (f"{EX}leads", True), "says": (f"{EX}says", False)},
    {"xsd": "http://www.w3.org/2001/XMLSchema#"},
    {f"{EX}leads": "leads", f"{EX}says": "says"},
)


def load(client: FlaskClient) -> Any:
    """Return what fetches documents for the processor, by the client."""

    def fetch(url: str, _: object) -> dict[str, Any]:
        response = client.get(url.removeprefix("http://localhost"))
        return {
            "contextUrl": None,
            "documentUrl": url,
            "contentType": response.mimetype,
            "document": response.get_json(force=True),
        }

    return fetch


def test_processor_reads_what_turtle_says(client: FlaskClient) -> None:
    document = client.get("/drug/exemplamide.jsonld").get_json(force=True)
    quads = jsonld.to_rdf(document, {"documentLoader": load(client), "format": "application/n-quads"})
    turtle = read_rdf(client.get("/drug/exemplamide.ttl"))
    ours = rdflib.Graph().parse(data=quads, format="nt")

    def is_of_thing(triple: tuple[rdflib.term.Node, ...]) -> bool:
        return not str(triple[0]).startswith("http://localhost/")

    assert set(filter(is_of_thing, ours)) == set(filter(is_of_thing, turtle))


def test_keys_are_words_of_the_ontology(client: FlaskClient) -> None:
    document = client.get("/drug/exemplamide.jsonld").get_json(force=True)
    drug = next(node for node in document["@graph"] if node["id"] == EXAMPLAMIDE)

    assert document["@context"] == "http://localhost/context.jsonld"
    assert "Drug" in drug["type"]
    assert drug["label"] == "exemplamide"


def test_frame_makes_trees_of_claims(client: FlaskClient) -> None:
    document, frame = (client.get(path).get_json(force=True) for path in ("/drug/exemplamide.jsonld", "/frame.jsonld"))
    framed = jsonld.frame(document, frame, {"documentLoader": load(client)})
    claims = framed["@graph"]

    assert all("Claim" in claim["type"] for claim in claims)
    assert all(claim["reportedBy"] for claim in claims)
    assert any(isinstance(claim.get("topic"), dict) and claim["topic"]["label"] for claim in claims)


def test_context_is_the_same_for_all_documents(client: FlaskClient) -> None:
    context = client.get("/context.jsonld")

    assert context.mimetype == "application/ld+json"
    assert context.get_json(force=True)["@context"]["reports"]["@type"] == "@id"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Literal("a"), "a"),
        (Literal("a", language="en"), {"@value": "a", "@language": "en"}),
        (Literal("7", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), 7),
        (Literal("007", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), {"@value": "007", "@type": "xsd:integer"}),
        (Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean")), True),
        (Literal("6.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")), {"@value": "6.5", "@type": "xsd:decimal"}),
        (NamedNode(f"{EX}b"), {"id": f"{EX}b"}),
    ],
)  # fmt: skip
def test_value_is_written_so_that_nothing_is_lost(value: Literal | NamedNode, written: object) -> None:
    triple = Triple(NamedNode(f"{EX}a"), NamedNode(f"{EX}says"), value)

    assert json.loads(render_jsonld([triple], WORDS, f"{EX}context"))["@graph"] == [{"id": f"{EX}a", "says": written}]


def test_text_where_a_thing_is_expected_stays_a_text() -> None:
    triple = Triple(NamedNode(f"{EX}a"), NamedNode(f"{EX}leads"), Literal(f"{EX}b"))

    assert json.loads(render_jsonld([triple], WORDS, f"{EX}context"))["@graph"][0]["leads"] == {"@value": f"{EX}b"}
