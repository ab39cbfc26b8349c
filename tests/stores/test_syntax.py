"""What is said of texts that are not SPARQL, from what the real parser says of them."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from pomegraph.errors import QueryError
from pomegraph.stores.embedded import run_query

PREFIXES = {"pom": "https://w3id.org/pomegraph/ontology#"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * {\n ?s a foaf:Person ; rdfs:label ?l }", "line 2, column 7: the prefix foaf: is not declared; put this line before the query: PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
        ("SELECT * WHERE { ?s pom:dose ?o }", "column 21: the prefix pom: is not declared; put this line before the query: PREFIX pom: <https://w3id.org/pomegraph/ontology#>"),
        ("PREFIX a: <http://x/> SELECT * { ?s a:b ex:c }", "column 41: the prefix ex: is not declared; put this line before the query with the IRI that it stands for: PREFIX ex: <"),
        ("SELECT * { ?s :p ?o }", "column 15: the prefix : is not declared"),
        ("SELECT * { ?s ?p ?o", 'column 10: the { is not closed; add } where it ends'),
        ("SELECT * { ?s ?p ?o . ", "column 10: the { is not closed"),
        ("SELECT * { { ?s ?p ?o }", "column 10: the { is not closed"),
        ("SELECT * {\n ?s ?p ?o . FILTER(?o > 3 }", "line 2, column 19: the ( is not closed; add ) where it ends"),
        ("SELECT * { ?s ?p '{' . ?s ?p ?o }}", "column 34: the } closes nothing"),
        ("SELECT * WHERE ?s ?p ?o }", "column 25: the } closes nothing"),
        ("SELECT * { ?s ?p }", "column 19: not SPARQL; look just before this place"),
        ("SELEC * {}", "not SPARQL; look just before this place"),
        ("", "line 1, column 1: not SPARQL"),
    ],
)  # fmt: skip
def test_mistake_is_told_as_a_person_would(query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(Store(), query, None, PREFIXES)

    assert said in str(caught.value)
    assert "LATERAL" not in str(caught.value)
    assert "[_]" not in str(caught.value)
