"""The parts of a graph, counted as VoID tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from pomegraph.build.partitions import (
    VOID,
    Describer,
    Partitions,
    count_partitions,
    describe_partitions,
    label,
    link,
    number,
    text,
)
from pomegraph.names import RDF, RDFS

if TYPE_CHECKING:
    from pathlib import Path

EX = "http://example.org/"
DATASET = NamedNode(f"{EX}dataset")


DATA = """@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a a :A ; :says 1 , 2 ; :leads :b . :b a :B , :C ; :leads :a , :nowhere ;
  :says "x" , "> x \\" .\\n" , "x"@en , "x"@ar--rtl , "2026"^^xsd:gYear ."""
_OF_CLASSES = "SELECT ?class ?p (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?p ?o } GROUP BY ?class ?p"
_VALUES = "SELECT ?class ?p ?kind (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?p ?o . ?o a ?kind } GROUP BY ?class ?p ?kind"
_LITERALS = """SELECT ?class ?p ?kind (COUNT(*) AS ?n)
WHERE { ?s a ?class ; ?p ?o FILTER(ISLITERAL(?o)) BIND(DATATYPE(?o) AS ?kind) } GROUP BY ?class ?p ?kind"""


@pytest.fixture
def store() -> Store:
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)
    return store


@pytest.fixture
def partitions(store: Store, tmp_path: Path) -> Partitions:
    lines = sorted(f"{quad.triple} .\n" for quad in store)
    quads = tmp_path / "data.nq"
    quads.write_text("".join([*lines, f'<{EX}a> <{EX}says> "other" <{EX}g> .\n']), encoding="utf-8")
    return count_partitions(quads, len(lines))


@pytest.fixture
def told(store: Store, partitions: Partitions) -> set[str]:
    describer = Describer(store, f"{EX}void#", {"ex": EX, "rdf": RDF})
    described = describe_partitions(describer, DATASET, partitions)
    return {str(triple).replace(VOID, "void:").replace(EX, "ex:") for triple in described}


@pytest.mark.parametrize(("name", "query"), [("of_classes", _OF_CLASSES), ("values", _VALUES), ("literals", _LITERALS)])
def test_counts_are_those_of_queries(store: Store, partitions: Partitions, name: str, query: str) -> None:
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    expected = {tuple(term.value for term in row)[:-1]: int(tuple(row)[-1].value) for row in rows}

    assert getattr(partitions, name) == expected


def test_first_thing_of_each_class_is_known(partitions: Partitions) -> None:
    assert partitions.firsts == {f"{EX}A": f"{EX}a", f"{EX}B": f"{EX}b", f"{EX}C": f"{EX}b"}


@pytest.mark.parametrize(
    "triple",
    [
        "<ex:dataset> <void:classPartition> <ex:void#ex:A>",
        "<ex:void#ex:A> <void:class> <ex:A>",
        "<ex:void#ex:A> <void:propertyPartition> <ex:void#ex:A/ex:says>",
        "<ex:void#ex:A/ex:says> <void:property> <ex:says>",
        "<ex:void#ex:A/ex:leads> <void:classPartition> <ex:void#ex:A/ex:leads/ex:B>",
        "<ex:void#ex:A/ex:leads/ex:B> <void:class> <ex:B>",
        "<ex:dataset> <void:propertyPartition> <ex:void#property/ex:says>",
    ],
)
def test_part_is_told(told: set[str], triple: str) -> None:
    assert triple in told


@pytest.mark.parametrize(
    ("subject", "name", "count"),
    [
        ("dataset", "classes", 3),
        ("dataset", "properties", 3),
        ("dataset", "distinctSubjects", 2),
        ("dataset", "distinctObjects", 13),
        ("void#ex:A", "entities", 1),
        ("void#ex:A/ex:says", "triples", 2),
        ("void#property/rdf:type", "triples", 3),
    ],
)
def test_part_is_counted(told: set[str], subject: str, name: str, count: int) -> None:
    assert f'<ex:{subject}> <void:{name}> "{count}"^^<http://www.w3.org/2001/XMLSchema#integer>' in told


def test_triples_are_made_of_texts_numbers_and_names() -> None:
    assert str(link(DATASET, f"{EX}p", f"{EX}o")) == f"<{EX}dataset> <{EX}p> <{EX}o>"
    assert str(text(DATASET, f"{EX}p", 'a "b"')) == f'<{EX}dataset> <{EX}p> "a \\"b\\""'
    assert str(number(DATASET, f"{EX}p", 7)).endswith('"7"^^<http://www.w3.org/2001/XMLSchema#integer>')
    assert [triple.predicate.value for triple in label(DATASET, "name", f"{EX}A")] == [f"{RDF}type", f"{RDFS}label"]
