"""The parts of a graph, counted as VoID tells it."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from pomegraph.build.partitions import VOID, Describer, label, link, number, text
from pomegraph.names import RDF, RDFS

EX = "http://example.org/"
DATASET = NamedNode(f"{EX}dataset")


@pytest.fixture
def told() -> set[str]:
    store = Store()
    data = "@prefix : <http://example.org/> . :a a :A ; :says 1 , 2 ; :leads :b . :b a :B ."
    store.load(data, format=RdfFormat.TURTLE)
    describer = Describer(store, f"{EX}void#", {"ex": EX, "rdf": RDF})
    return {str(triple).replace(VOID, "void:").replace(EX, "ex:") for triple in describer.describe_partitions(DATASET)}


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
        ("dataset", "classes", 2),
        ("dataset", "properties", 3),
        ("dataset", "distinctSubjects", 2),
        ("dataset", "distinctObjects", 5),
        ("void#ex:A", "entities", 1),
        ("void#ex:A/ex:says", "triples", 2),
        ("void#property/rdf:type", "triples", 2),
    ],
)
def test_part_is_counted(told: set[str], subject: str, name: str, count: int) -> None:
    assert f'<ex:{subject}> <void:{name}> "{count}"^^<http://www.w3.org/2001/XMLSchema#integer>' in told


def test_triples_are_made_of_texts_numbers_and_names() -> None:
    assert str(link(DATASET, f"{EX}p", f"{EX}o")) == f"<{EX}dataset> <{EX}p> <{EX}o>"
    assert str(text(DATASET, f"{EX}p", 'a "b"')) == f'<{EX}dataset> <{EX}p> "a \\"b\\""'
    assert str(number(DATASET, f"{EX}p", 7)).endswith('"7"^^<http://www.w3.org/2001/XMLSchema#integer>')
    assert [triple.predicate.value for triple in label(DATASET, "name", f"{EX}A")] == [f"{RDF}type", f"{RDFS}label"]
