"""Questions to an endpoint that serves the miniature, their answers, and readers that bring an answer into that form."""

from __future__ import annotations

import csv
import io

import rdflib
from rdflib.query import Result

from support.engines import list_rows

BASE = "https://w3id.org/pomegraph/"
POM = rdflib.Namespace(f"{BASE}ontology#")
DRUG = rdflib.URIRef(f"{BASE}drug/exemplamide")
ALPHA, BETA = (rdflib.URIRef(f"{BASE}source/{name}") for name in ("alpha", "beta"))

# An IRI, a number, a text with all that a format must escape, a variable without a value.
QUERY = f"""
SELECT ?source ?generation ?note ?nothing {{
  GRAPH ?source {{ <{DRUG}> <{POM.generation}> ?generation }}
  BIND("tab\\t\\"quote\\" <tag>\\nline & 二 é \U0001f34e"@en AS ?note)
}} ORDER BY ?generation"""
NOTE = rdflib.Literal('tab\t"quote" <tag>\nline & 二 é \U0001f34e', lang="en")
ROWS = [(ALPHA, rdflib.Literal(2), NOTE, None), (BETA, rdflib.Literal(3), NOTE, None)]
CSV = [["source", "generation", "note", "nothing"], [str(ALPHA), "2", str(NOTE), ""], [str(BETA), "3", str(NOTE), ""]]

BRAND = f"SELECT ?name {{ <{DRUG}> <{POM.brandName}> ?name }}"
GRAPH = f"CONSTRUCT {{ <{DRUG}> <{POM.generation}> ?x }} WHERE {{ <{DRUG}> <{POM.generation}> ?x }}"
TRIPLES = {(DRUG, POM.generation, rdflib.Literal(2)), (DRUG, POM.generation, rdflib.Literal(3))}
HOLDS, FAILS = (f"ASK {{ <{DRUG}> <{POM.generation}> {number} }}" for number in (2, 4))

# What a second endpoint knows of the same drug, and the row that needs both.
PRICE = rdflib.URIRef("https://example.org/price")
PRICES = f"<{DRUG}> <{PRICE}> 7 ."
PRICED_BRAND = [(rdflib.Literal("Exampla"), rdflib.Literal(7))]


def write_federated(endpoint: str) -> str:
    return f"SELECT ?name ?price {{ ?drug <{PRICE}> ?price SERVICE <{endpoint}> {{ ?drug <{POM.brandName}> ?name }} }}"


def read_rows(text: str, form: str) -> list[tuple[rdflib.term.Node | None, ...]]:
    """Read a table in json, xml or tsv by rdflib."""
    return list_rows(Result.parse(io.BytesIO(text.encode()), format=form))


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def read_graph(text: str, form: str) -> set[tuple[object, ...]]:
    return set(rdflib.Graph().parse(data=text, format=form))
