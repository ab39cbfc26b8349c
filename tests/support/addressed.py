"""What tests of addresses share: an application over a release of the miniature that knows its files and its forms."""

from __future__ import annotations

import re

import rdflib
from werkzeug.test import TestResponse

from support.asked import BASE

POM = rdflib.Namespace(f"{BASE}ontology#")
_FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}


def read_rdf(response: TestResponse) -> set[tuple[rdflib.term.Node, ...]]:
    """Return the triples of a response, in whatever format it is."""
    assert response.status_code == 200, response.text
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=response.text, format=_FORMATS[str(response.mimetype)])
    return set(dataset.triples((None, None, None)))


def read_links(response: TestResponse) -> list[tuple[str, str, str]]:
    """Return the links of a response: how each relates, where it leads, and which type is there."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', ", ".join(response.headers.getlist("Link")))
    return [(relation, target, kind) for target, relation, kind in found]
