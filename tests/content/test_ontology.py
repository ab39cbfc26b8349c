"""The ontology: every term is documented, and nothing is anonymous."""

import re

import pytest
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, URIRef

from pomegraph.content.folder import Content
from pomegraph.content.ontology import read_vocabulary
from pomegraph.errors import ContentError
from pomegraph.names import POM
from support.places import ROOT

GRAPH = Graph().parse(ROOT / "ontology" / "pomegraph.ttl")
KINDS = {"class": OWL.Class, "object property": OWL.ObjectProperty, "data property": OWL.DatatypeProperty}
TERMS = sorted(
    str(term) for kind in KINDS.values() for term in GRAPH.subjects(RDF.type, kind) if str(term).startswith(POM)
)


@pytest.mark.parametrize("name", TERMS, ids=lambda name: name.removeprefix(POM))
def test_term_is_documented(name: str) -> None:
    term = URIRef(name)
    needed = [RDFS.label, RDFS.comment, RDFS.isDefinedBy]
    if (term, RDF.type, OWL.Class) not in GRAPH:
        needed += [RDFS.domain, RDFS.range]

    assert [part for part in needed if len(list(GRAPH.objects(term, part))) != 1] == []


@pytest.mark.parametrize("file", ["pomegraph.ttl", "shapes.ttl"])
def test_no_blank_node(file: str) -> None:
    graph = Graph().parse(ROOT / "ontology" / file)

    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


def test_every_prefix_of_the_file_is_pinned() -> None:
    pinned = {str(space) for space in GRAPH.objects(None, SH.namespace)}
    used = {str(space) for prefix, space in GRAPH.namespaces() if f"@prefix {prefix}:" in _text()}

    assert used <= pinned


def test_every_class_has_a_shape() -> None:
    shapes = Graph().parse(ROOT / "ontology" / "shapes.ttl")
    classes = {term for term in GRAPH.subjects(RDF.type, OWL.Class) if str(term).startswith(POM)}

    assert classes - set(shapes.objects(None, SH.targetClass)) == set()


def test_unsound_turtle_is_told_with_its_line(small: Content) -> None:
    small.ontology.write_text("@prefix a: <http://a/> .\na:b a:c\n", encoding="utf-8")

    with pytest.raises(ContentError, match=r"ontology/pomegraph.ttl:\d+: not Turtle"):
        read_vocabulary(small.ontology, "ontology/pomegraph.ttl")


FAULTS = {
    "missing class": ("pom:Source a owl:Class", "pom:Sauce a owl:Class", "no class pom:Source; the build needs it"),
    "unsound segment": (
        'pom:segment "drug"',
        'pom:segment "a drug"',
        "has the segment 'a drug'; use lower-case letters",
    ),
    "half a shortcut": ("pom:shortcutFrom pom:agent", "rdfs:seeAlso pom:agent", "has not one pom:shortcutFrom"),
    "unknown range": ("rdfs:range pom:Disease", "rdfs:range pom:Desease", "has not one class as its range"),
    "unsound pattern": ('pom:pattern "', 'pom:pattern "(', "which is none"),
    "unsound IRI": ("<https://creativecommons.org/publicdomain/zero/1.0/> ;", "<https://a b/> ;", "not Turtle"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_its_cure(small: Content, name: str) -> None:
    old, new, message = FAULTS[name]
    text = small.ontology.read_text(encoding="utf-8")
    assert old in text
    small.ontology.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentError, match=re.escape(message)):
        read_vocabulary(small.ontology, "ontology/pomegraph.ttl")


def _text() -> str:
    return (ROOT / "ontology" / "pomegraph.ttl").read_text(encoding="utf-8")
