"""What is said of texts that are not SPARQL, from what the real parser says of them."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from pomegraph.errors import QueryError
from pomegraph.sparql.outline import VERSIONS, read_outline
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


@pytest.mark.parametrize("label", VERSIONS)
@pytest.mark.parametrize("form", ['VERSION "%s" ', "version\n'%s'#x\n", 'BASE <http://x/> VERSION "%s" PREFIX : <a> '])
def test_version_that_is_known_may_be_declared(label: str, form: str) -> None:
    assert run_query(Store(), form % label + "ASK {}")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('VERSION "9.9" ASK {}', "line 1, column 9: VERSION '9.9' of SPARQL is not known here; declare one of 1.2, 1.2-basic, 1.1"),
        ("PREFIX : <http://x/>\n version '1.3' ASK {}", "line 2, column 10: VERSION '1.3'"),
        ('VERSION "1.2" VERSION "2" ASK {}', "column 23: VERSION '2'"),
        ('VERSION "" ASK {}', "VERSION ''"),
        (r'VERSION "1.\u0033" ASK {}', "column 9: VERSION '1.3'"),
        (r'\u0056ERSION "1.3" ASK {}', r"VERSION '1.3'"),
        (r'VERSION "1.2\t" ASK {}', "of SPARQL is not known here"),
        ('VERSION "%s" ASK {}' % ("9" * 1000), "column 9: VERSION '999"),
    ],
)  # fmt: skip
def test_version_that_is_not_known_is_an_error(query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(Store(), query)

    assert said in str(caught.value)
    assert len(str(caught.value)) < 200


def test_word_version_elsewhere_declares_nothing() -> None:
    query = (
        "PREFIX version: <http://x/> # VERSION '9'\nSELECT ?version { BIND('VERSION \"9\"' AS ?version) } # version '9'"
    )

    assert run_query(Store(), query)


def test_string_with_a_quote_after_version_hides_no_service() -> None:
    query = r"""VERSION "\"" ASK { SERVICE <http://x/> {} BIND("" AS ?x) }"""

    assert read_outline(query).services == ("http://x/",)
