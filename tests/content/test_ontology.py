"""The ontology and what steers the reading: every term is documented, and what would mislead is told."""

import re

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef

from pomegraph.content.folder import Content
from pomegraph.content.ontology import read_vocabulary
from pomegraph.errors import ContentError
from pomegraph.names import POM
from pomegraph.release import Release
from support.places import ROOT

FOLDER = ROOT / "ontology"
GRAPH = Graph().parse(FOLDER / "pomegraph.ttl")
STEERING = Graph().parse(FOLDER / "steering.ttl")
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


# Properties that one source or none uses so far, and why they stay all the same.
KEPT = {
    "a column of a register": {
        "ageOver", "allowedUnit", "disagreementNote", "disagreementReason", "groupAnalysisSet", "groupArm", "groupPeriod",
        "jurisdiction", "organ", "refractoryTo", "scheme", "severity", "ucumCode",
    },
    "schema.org and DCTERMS tell it of publications and documents": {
        "issue", "pages", "publicationDate", "rightsStatement", "volume",
    },
    "registries tell it of results (STATO has terms for it)": {"atRisk"},
    "databases of mechanisms tell it of their paths": {"pathIdentifier", "position"},
}  # fmt: skip


def find_reporters(release: Release) -> dict[str, set[str]]:
    """Tell which sources use each property: in the claims that they report, or as what a claim says."""
    said: dict[str, list[tuple[str, str]]] = {}
    for triple in parse(path=release.folder / "pomegraph.ttl", format=RdfFormat.TURTLE):
        subject, relation, value = (str(part).strip("<>") for part in triple.triple)
        said.setdefault(subject, []).append((relation, value))
    reporters: dict[str, set[str]] = {}
    for parts in list(said.values()):
        claims = [value for relation, value in parts if relation == f"{POM}reports"]
        passages = [value for relation, value in parts if relation == f"{POM}passage"]
        sources = {value for one in passages for relation, value in said[one] if relation == f"{POM}source"}
        told = [pair for one in claims for pair in (*said[one], *parts)]
        used = {relation for relation, _ in told} | {value for relation, value in told if relation == f"{RDF}predicate"}
        for name in used:
            reporters.setdefault(name.removeprefix(POM), set()).update(sources)
    return reporters


def test_ontology_is_small(real: Content) -> None:
    vocabulary = read_vocabulary(real)

    # Beside what documents say of drugs: what a source is, and what belongs to one place of it alone. And a figure is
    # worth little without its interval, the people it is of, and the day it was taken: 20 properties of results, and a
    # class for the parts of an arm that they are told for. And an approval without its day tells little.
    assert len(vocabulary.classes) <= 48
    assert len(vocabulary.properties) <= 196


def test_property_is_used_by_several_sources_or_kept_for_a_reason(real: Content, real_release: Release) -> None:
    reporters = find_reporters(real_release)
    properties = read_vocabulary(real).properties.values()
    seldom = {one.name for one in properties if not one.derived and len(reporters.get(one.name, set())) < 2}

    assert seldom == set().union(*KEPT.values())


BELOW = sorted(
    (str(term).removeprefix(POM), str(above).removeprefix(POM))
    for term, above in GRAPH.subject_objects(RDFS.subPropertyOf)
    if str(above).startswith(POM)
)


@pytest.mark.parametrize(("name", "above"), BELOW)
def test_property_fits_the_one_above_it(real: Content, name: str, above: str) -> None:
    vocabulary = read_vocabulary(real)
    one, other = vocabulary.properties[name], vocabulary.properties[above]

    assert vocabulary.is_a(one.domain, other.domain)
    assert one.range == other.range or vocabulary.is_a(one.range, other.range)


@pytest.mark.parametrize("name", sorted(map(str, STEERING.subjects(RDF.type, OWL.AnnotationProperty))))
def test_directive_is_documented(name: str) -> None:
    comments = list(STEERING.objects(URIRef(name), RDFS.comment))

    assert len(comments) == name.startswith(POM)


def test_header_tells_who_made_it_and_when() -> None:
    (ontology,) = GRAPH.subjects(RDF.type, OWL.Ontology)
    (creator,) = GRAPH.objects(ontology, DCTERMS.creator)
    created, modified = GRAPH.value(ontology, DCTERMS.created), GRAPH.value(ontology, DCTERMS.modified)

    assert str(GRAPH.value(creator, RDFS.label)) == "Pomegraph"
    assert isinstance(created, Literal)
    assert isinstance(modified, Literal)
    assert created.datatype == modified.datatype == XSD.dateTime  # xsd:date is outside OWL 2
    assert created < modified


def test_version_has_a_label() -> None:
    (version,) = GRAPH.objects(None, OWL.versionIRI)
    (number,) = GRAPH.objects(None, OWL.versionInfo)

    assert list(GRAPH.objects(version, RDFS.label)) == [Literal(f"Pomegraph ontology {number}", lang="en")]


def test_ontology_has_no_directive() -> None:
    assert set(GRAPH.predicates()) & set(STEERING.subjects(RDF.type, OWL.AnnotationProperty)) == set()


@pytest.mark.parametrize("file", ["pomegraph.ttl", "steering.ttl", "shapes.ttl"])
def test_no_blank_node(file: str) -> None:
    graph = Graph().parse(FOLDER / file)

    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


@pytest.mark.parametrize("file", ["pomegraph.ttl", "steering.ttl"])
def test_every_prefix_of_the_file_is_pinned(file: str) -> None:
    pinned = {str(space) for space in STEERING.objects(None, SH.namespace)}
    text = (FOLDER / file).read_text(encoding="utf-8")
    used = set(re.findall(r"@prefix \S+ <(.*?)>", text))

    assert used
    assert used <= pinned


FAULTS = {
    "missing class": (
        "pomegraph.ttl",
        "pom:Source a owl:Class",
        "pom:Sauce a owl:Class",
        "ontology/pomegraph.ttl: no class pom:Source; the build needs it",
    ),
    "unknown range": (
        "pomegraph.ttl",
        "rdfs:range pom:Disease",
        "rdfs:range pom:Desease",
        "does not have one class as its range",
    ),
    "unknown domain": (
        "pomegraph.ttl",
        "rdfs:domain pom:Passage",
        "rdfs:domain pom:Massage",
        "does not have one class as its domain",
    ),
    "unknown class above": (
        "pomegraph.ttl",
        "rdfs:subClassOf pom:Target",
        "rdfs:subClassOf pom:Garget",
        "pom:Garget is not a declared class, and subClassOf speaks of it; did you mean 'Target'?",
    ),
    "unknown disjoint class": (
        "pomegraph.ttl",
        "owl:disjointWith pom:Scheme",
        "owl:disjointWith pom:Schemes",
        "pom:Schemes is not a declared class, and disjointWith speaks of it; did you mean 'Scheme'?",
    ),
    "unsound IRI": (
        "pomegraph.ttl",
        "<https://creativecommons.org/publicdomain/zero/1.0/> ;",
        "<https://a b/> ;",
        "not Turtle",
    ),
    "unsound segment": (
        "steering.ttl",
        'pom:segment "drug"',
        'pom:segment "a drug"',
        "has the segment 'a drug'; use lower-case letters",
    ),
    "half a shortcut": (
        "steering.ttl",
        "pom:shortcutFrom pom:agent",
        "rdfs:seeAlso pom:agent",
        "does not have one pom:shortcutFrom",
    ),
    "open bracket": (
        "steering.ttl",
        'pom:phrase "with {drug}"',
        'pom:phrase "with [{drug}"',
        "drug has the phrase 'with [{drug}', and a '[' is not closed; see the patterns in docs/model.md",
    ),
    "slot that is no property": (
        "steering.ttl",
        'pom:phrase "with {drug}"',
        'pom:phrase "with {drugg}"',
        "speaks of 'drugg', which is not a property; did you mean 'drug'?",
    ),
    "unsound pattern": ("steering.ttl", 'pom:pattern "', 'pom:pattern "(', "which is not a regular expression"),
    "unknown term": (
        "steering.ttl",
        "pom:Drug pom:register",
        "pom:Drugs pom:register",
        "ontology/steering.ttl: pom:Drugs is not declared; did you mean 'Drug'?",
    ),
    "unknown directive": (
        "steering.ttl",
        "pom:identifying false",
        "pom:indentifying false",
        "pom:indentifying is not declared; did you mean 'identifying'?",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_its_cure(small: Content, name: str) -> None:
    file, old, new, message = FAULTS[name]
    path = small.root / "ontology" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ContentError, match=re.escape(message)):
        read_vocabulary(small)
