"""The queries of the comparison. NUMBER in a text makes it a query of its own each time, so that no cache knows it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIXES = """\
PREFIX pom: <https://w3id.org/pomegraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

# Queries that take the native server 20 ms or more at a million quads.
LONG = {
    "things of each class": """
SELECT ?class (COUNT(?thing) AS ?countNUMBER)
WHERE { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?countNUMBER) ?class""",
    "claims of each kind": """
SELECT ?kind (COUNT(?claim) AS ?countNUMBER)
WHERE { ?kind rdfs:subClassOf* pom:Claim . ?claim a ?kind }
GROUP BY ?kind ORDER BY DESC(?countNUMBER) ?kind""",
    "claims of each document": """
SELECT ?source (COUNT(DISTINCT ?claim) AS ?countNUMBER)
WHERE { ?claim a pom:Claim ; pom:reportedIn/pom:source ?source }
GROUP BY ?source ORDER BY DESC(?countNUMBER) ?source""",
    "drugs by adverse event": """
SELECT ?event ?frequency (COUNT(DISTINCT ?drug) AS ?countNUMBER)
WHERE {
  ?claim a pom:AdverseReaction ; pom:drug ?drug ; pom:event/rdfs:label ?event ; pom:negated false .
  OPTIONAL { ?claim pom:frequency/rdfs:label ?frequency }
}
GROUP BY ?event ?frequency ORDER BY DESC(?countNUMBER) ?event ?frequency""",
    "mean result of each trial": """
SELECT ?trial ?measure (AVG(?value) AS ?mean) (COUNT(?value) AS ?countNUMBER)
WHERE {
  ?claim pom:trial/rdfs:label ?trial ; pom:measure/rdfs:label ?measure ; pom:value ?value ; pom:negated false
}
GROUP BY ?trial ?measure ORDER BY ?trial ?measure""",
    "topics of several documents": """
SELECT ?label (COUNT(DISTINCT ?source) AS ?countNUMBER)
WHERE { ?claim pom:reportedIn/pom:source ?source . ?claim pom:topic/rdfs:label ?label }
GROUP BY ?label HAVING(COUNT(DISTINCT ?source) > 1) ORDER BY DESC(?countNUMBER) ?label LIMIT 50""",
    "topics of one claim": """
SELECT (COUNT(?claim) AS ?countNUMBER)
WHERE {
  ?claim a pom:Claim ; pom:topic ?topic .
  FILTER NOT EXISTS { ?other pom:topic ?topic . FILTER(?other != ?claim) }
}""",
    "labels by regex": """
SELECT ?claim ?labelNUMBER
WHERE {
  ?claim a pom:Claim ; rdfs:label ?labelNUMBER .
  FILTER(REGEX(?labelNUMBER, "neutro(penia|phil).*(dose|mg)", "i"))
}
ORDER BY ?labelNUMBER ?claim LIMIT 100""",
    "distinct headings": """
SELECT DISTINCT ?headingNUMBER
WHERE { ?passage a pom:Passage ; pom:heading ?headingNUMBER }
ORDER BY ?headingNUMBER""",
    "figures in order": """
SELECT ?claim ?valueNUMBER ?measure
WHERE { ?claim pom:value ?valueNUMBER ; pom:measure/rdfs:label ?measure ; pom:reportedIn ?passage }
ORDER BY DESC(?valueNUMBER) ?measure ?claim LIMIT 50""",
    "claims by wider event": """
SELECT ?wider (COUNT(DISTINCT ?claim) AS ?countNUMBER)
WHERE { ?claim pom:event/pom:broader* ?wider }
GROUP BY ?wider ORDER BY DESC(?countNUMBER) ?wider LIMIT 20""",
    "triples of each graph": """
SELECT ?graph (COUNT(*) AS ?countNUMBER)
WHERE { GRAPH ?graph { ?subject ?predicate ?object } }
GROUP BY ?graph ORDER BY ?graph""",
}

# What a page or a script asks for: one thing, and what stands next to it. Kind of thing, query.
SMALL = [
    ("Claim", "SELECT ?property ?valueNUMBER { <THING> ?property ?valueNUMBER }"),
    ("Drug", "SELECT ?nameNUMBER { <THING> rdfs:label|skos:altLabel|pom:brandName ?nameNUMBER }"),
    ("Passage", "SELECT ?claim ?labelNUMBER { ?claim pom:reportedIn <THING> ; rdfs:label ?labelNUMBER }"),
    (
        "Claim",
        "SELECT ?heading ?line ?titleNUMBER { <THING> pom:reportedIn ?passage ."
        " ?passage pom:heading ?heading ; pom:firstLine ?line ; pom:source/rdfs:label ?titleNUMBER }",
    ),
    ("Topic", "SELECT ?claim ?valueNUMBER { ?claim pom:topic <THING> . OPTIONAL { ?claim pom:value ?valueNUMBER } }"),
    ("Drug", "ASK { <THING> pom:hasAdverseReaction ?eventNUMBER . ?eventNUMBER rdfs:label 'neutropenia' }"),
]
TRIVIAL = "SELECT * {?s ?p ?oNUMBER} LIMIT 1"
# Every quad is a row: the default graph's, then the named graphs'.
EVERYTHING = """
SELECT ?subject ?predicate ?objectNUMBER
WHERE { { ?subject ?predicate ?objectNUMBER } UNION { GRAPH ?graph { ?subject ?predicate ?objectNUMBER } } }"""
ENDLESS = "SELECT (COUNT(*) AS ?count) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d || ?f != ?i) }"

_STRIDE = 7919  # a prime: the things asked for come from everywhere, and in time all of them
_numbers = itertools.count(1)


def renew(query: str) -> str:
    """Return a query, prefixes in front, as no server has seen it before in this run."""
    return PREFIXES + query.replace("NUMBER", str(next(_numbers)))


def make_small_queries(things: dict[str, list[str]], count: int) -> Iterator[str]:
    """Yield new small queries, percent-encoded, of all kinds in turn and each of another thing than the last."""
    texts = [(things[kind], quote(PREFIXES + text)) for kind, text in SMALL]
    for number in itertools.islice(_numbers, count):
        iris, text = texts[number % len(texts)]
        thing = quote(iris[number // len(texts) * _STRIDE % len(iris)])
        yield text.replace("THING", thing).replace("NUMBER", str(number))
