"""Examples of queries, as the loader of sparql-llm and the editors of SIB ask for them.

The queries are those of sparql-llm 0.1.4: it puts them to the endpoint, or to a file, and asks for the classes in the
description of the endpoint where the data have none.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient

from pomegraph.graph.examples import build_examples
from pomegraph.names import Names
from support.asked import make_questions

PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
    ?sq a sh:SPARQLExecutable ;
        rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|spex:describe ?query .
} ORDER BY ?sq"""
CLASSES = """PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
WHERE {
    {
        ?cp void:class ?subjectClass ;
            void:propertyPartition ?pp .
        ?pp void:property ?prop .
        OPTIONAL {
            {
                ?pp  void:classPartition [ void:class ?objectClass ] .
            } UNION {
                ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
            }
        }
    } UNION {
        ?linkset void:subjectsTarget [ void:class ?subjectClass ] ;
            void:linkPredicate ?prop ;
            void:objectsTarget [ void:class ?objectClass ] .
    }
}"""
POM = "https://w3id.org/pomegraph/ontology#"


@pytest.mark.parametrize("path", ["/.well-known/sparql-examples", "/.well-known/sparql-examples?format=nt"])
def test_prefixes_are_read_by_the_loader(client: FlaskClient, path: str) -> None:
    form = "nt" if path.endswith("nt") else "turtle"
    graph = rdflib.Graph().parse(data=client.get(path).text, format=form)
    prefixes = {str(row[0]): str(row[1]) for row in graph.query(PREFIXES)}  # type: ignore[index]

    assert prefixes["pom"] == POM


def test_examples_are_read_by_the_loader(client: FlaskClient, built: Path, tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(data=client.get("/.well-known/sparql-examples").text, format="turtle")
    from_file = {str(row[0]) for row in graph.query(EXAMPLES)}  # type: ignore[index]
    response = client.get("/sparql", query_string={"query": EXAMPLES})
    questions = build_examples(make_questions(built, tmp_path), Names())

    assert {row["sq"]["value"] for row in response.get_json(force=True)["results"]["bindings"]} == from_file
    assert from_file <= {name[1:-1] for name in questions}


@pytest.mark.parametrize("path", ["/sparql", "/void"])
def test_classes_are_read_by_the_loader(client: FlaskClient, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/turtle"}).text
    rows = [[str(cell) for cell in row] for row in rdflib.Graph().parse(data=text).query(CLASSES)]  # type: ignore[union-attr]

    assert [f"{POM}Report", f"{POM}reports", f"{POM}Claim", "None"] in rows
    assert [f"{POM}Drug", f"{POM}brandName", "None", "http://www.w3.org/2001/XMLSchema#string"] in rows


def test_loader_looks_into_the_description_because_the_data_have_none(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": CLASSES})

    assert response.get_json(force=True)["results"]["bindings"] == []


def test_examples_have_no_format_that_is_not_rdf(client: FlaskClient) -> None:
    assert client.get("/.well-known/sparql-examples", headers={"Accept": "image/png"}).status_code == 406
