"""Shapes: what follows from the ontology holds the data to it, and what is written by hand stands."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, SH, Graph, URIRef

from pomegraph.build.shapes import build_shapes, find_loose_shapes
from pomegraph.content.folder import Content
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.turtle import build_graph, read_turtle
from pomegraph.names import POM, Lines, new_lines
from pomegraph.release import Release
from support.places import ROOT

HEAD = """
@prefix : <https://example.org/> .
@prefix pom: <https://w3id.org/pomegraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/pomegraph/shape/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pav: <http://purl.org/pav/> .
@prefix schema: <https://schema.org/> .
"""
SOUND = """
<https://example.org/drug/a> a pom:Drug, pom:Thing ; rdfs:label "a" ; pom:brandName "A" ; pom:website "https://a.example/"^^xsd:anyURI ;
    pom:inClass <https://example.org/drug-class/b> ; pom:firstApprovalYear 2013 .
<https://example.org/drug-class/b> a pom:DrugClass, pom:Thing ; rdfs:label "b" .
<https://example.org/trial/t> a pom:Trial, pom:Thing ; rdfs:label "t" ; pom:phase 3 .
<https://example.org/scheme/route> a pom:Scheme ; rdfs:label "route" .
<https://example.org/scheme/action> a pom:Scheme ; rdfs:label "action" .
<https://example.org/concept/by-mouth> a pom:Concept, pom:Thing ; rdfs:label "by mouth" ; pom:scheme <https://example.org/scheme/route> .
<https://example.org/scheme/unit> a pom:Scheme ; rdfs:label "unit" .
<https://example.org/concept/mg> a pom:Concept, pom:Thing ; rdfs:label "mg" ; pom:ucumCode "mg" ; pom:scheme <https://example.org/scheme/unit> .
<https://example.org/concept/binds> a pom:Concept, pom:Thing ; rdfs:label "binds" ; pom:scheme <https://example.org/scheme/action> .
<https://example.org/source/s> a pom:Source, pom:Thing ; rdfs:label "s" ; pom:fileName "s.txt" ; pom:lineCount 9 ; pom:lastReviewed "2020-02-29"^^xsd:date ;
    pom:sha256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"^^xsd:hexBinary .
<https://example.org/source/l> a pom:Source, pom:Thing ; rdfs:label "l" ; pav:version "1" ; dcterms:date "May 2013" ; schema:url "https://l.example/"^^xsd:anyURI .
<https://example.org/passage/l/2-use> a pom:Passage ; rdfs:label "l, section 2 Use" ; pom:source <https://example.org/source/l> ; pom:heading "2 Use" .
<https://example.org/passage/s/1> a pom:Passage ; rdfs:label "s, line 1" ; pom:source <https://example.org/source/s> ; pom:firstLine 1 ; pom:lastLine 1 ;
    pom:textDigest "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"^^xsd:hexBinary .
<https://example.org/topic/d> a pom:Topic ; rdfs:label "d" .
<https://example.org/claim/00000000000000000000> a pom:Dose, pom:Claim ; rdfs:label "dose" ; pom:negated false ;
    pom:topic <https://example.org/topic/d> ; pom:reportedIn <https://example.org/passage/s/1> ;
    pom:drug <https://example.org/drug/a> ; pom:route <https://example.org/concept/by-mouth> ; pom:cycleDays "1-21" ; pom:cycleLength 28 ; pom:cycleRepeated true ;
    pom:value 4 ; pom:unit <https://example.org/concept/mg> ; pom:participants 300 ; pom:lowerConfidenceLimit 3.5 ; pom:upperConfidenceLimit 5 ; pom:confidenceLevel 95 .
<https://example.org/claim/00000000000000000001> a pom:Indication, pom:Claim ; rdfs:label "use" ; pom:negated false ; pom:drug <https://example.org/drug/a> ;
    pom:topic <https://example.org/topic/d> ; pom:reportedIn <https://example.org/passage/s/1> ; pom:approvalDate "2015-04"^^xsd:gYearMonth .
"""
DIGEST_OF_FILE = 'pom:sha256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"^^xsd:hexBinary'
DIGEST_OF_LINES = DIGEST_OF_FILE.replace("sha256", "textDigest")
# What is replaced in the sound data, by what, and what is told; each kind of rule at least once.
WRONG = {
    "range": ("drug-class/b> ; pom:firstA", "trial/t> ; pom:firstA", "Each value of pom:inClass is a drug class."),
    "datatype": ('pom:brandName "A"', "pom:brandName 1", "Each value of pom:brandName is a text."),
    "language": ('pom:brandName "A"', 'pom:brandName "A"@en', "Each value of pom:brandName is a text."),
    "blank text": ('pom:brandName "A"', 'pom:brandName " "', "Each value of pom:brandName is a text."),
    "year": ("pom:firstApprovalYear 2013", 'pom:firstApprovalYear "2013"', "Each value of pom:firstApprovalYear is a year of four digits, as a whole number."),
    "year of two digits": ("pom:firstApprovalYear 2013", "pom:firstApprovalYear 13", "Each value of pom:firstApprovalYear is a year of four digits, as a whole number."),
    "whole decimal": ("pom:value 4", "pom:value 4.0", "pom:value has at most one value: a decimal number."),
    "text for a number": ("pom:value 4", 'pom:value "4"', "pom:value has at most one value: a decimal number."),
    "figure without a unit": (" ; pom:unit <https://example.org/concept/mg>", "", "A figure has a unit: pom:unit is missing."),
    "spread without a kind": ("pom:cycleLength 28", "pom:cycleLength 28 ; pom:spread 1.5", "A spread has a kind: pom:spreadKind is missing."),
    "truth": ("pom:cycleRepeated true", 'pom:cycleRepeated "no"', "pom:cycleRepeated has at most one value: true or false."),
    "day": ('"2020-02-29"^^xsd:date', '"2021-02-29"^^xsd:date', "Each value of pom:lastReviewed is a day (xsd:date)."),
    "month that there is not": ('"2015-04"', '"2015-13"', "pom:approvalDate has at most one value: a day, a month or a year (xsd:date, xsd:gYearMonth or xsd:gYear)."),
    "text for a date": ('"2015-04"^^xsd:gYearMonth', '"2015-04"', "pom:approvalDate has at most one value: a day, a month or a year (xsd:date, xsd:gYearMonth or xsd:gYear)."),
    "address": ("https://a.example/", "a.example", "Each value of pom:website is an address that starts with http:// or https://."),
    "two values": ("pom:cycleLength 28", "pom:cycleLength 28, 21", "pom:cycleLength has at most one value: a whole number from 1 up."),
    "two things": ("pom:drug <https://example.org/drug/a>", "pom:drug <https://example.org/drug/a>, <https://example.org/drug/c>", "pom:drug has at most one value: a drug."),
    "concept of another list": ("concept/by-mouth> ; pom:cycleDays", "concept/binds> ; pom:cycleDays", "pom:route has at most one value: a concept of the list route."),
    "no concept": ("concept/by-mouth> ; pom:cycleDays", "trial/t> ; pom:cycleDays", "pom:route has at most one value: a concept of the list route."),
    "pattern": ('"1-21"', '"1 to 21"', "pom:cycleDays has at most one value: days and ranges of days with commas between, such as 1-21 or 1,8,15,22."),
    "bearer": ("pom:phase 3", "pom:phase 3 ; pom:generation 1", "It has a property whose domain is pom:Drug, so it must be a drug."),
    "bearer of another kind": ('pom:cycleDays "1-21"', 'pom:action <https://example.org/concept/binds>', "It has a property whose domain is pom:Mechanism, so it must be a claim of the kind mechanism."),
    "label missing": ('a pom:Trial, pom:Thing ; rdfs:label "t"', "a pom:Trial, pom:Thing", "rdfs:label has exactly one value: a text without a language tag."),
    "two labels": ('rdfs:label "t"', 'rdfs:label "t", "T"', "rdfs:label has exactly one value: a text without a language tag."),
    "IRI": ("https://example.org/topic/d", "https://example.org/topic/D", "The IRI of a topic ends with topic/ and an identifier of lower-case letters, digits and single hyphens."),
    "below the range of numbers": ("pom:lineCount 9", "pom:lineCount 0", "pom:lineCount has at most one value: a whole number from 1 up."),
    "above the range of numbers": ("pom:phase 3", "pom:phase 5", "Each value of pom:phase is a whole number from 0 to 4."),
    "value missing": (" pom:negated false ;", "", "pom:negated has exactly one value: true or false."),
    "passage nowhere": ('pom:heading "2 Use"', 'rdfs:comment "2 Use"', "The IRI of a passage ends with passage/, the identifier of its source, and where it is: 8, 8-12, or words such as 14-1-multiple-myeloma."),
    "half a range of lines": (" pom:lastLine 1 ;", "", "Lines end somewhere: pom:lastLine is missing."),
    "lines without a digest": (DIGEST_OF_LINES, 'pom:heading "1 Names"', "Lines of a file have a digest: pom:textDigest is missing."),
    "file without a digest": (DIGEST_OF_FILE, 'rdfs:comment ""', "Beside pom:fileName, pom:sha256 tells which bytes the file had."),
    "source at no address": ('"https://l.example/"', '"l.example"', "schema:url has at most one value: an address that starts with http:// or https://."),
    "two versions": ('pav:version "1"', 'pav:version "1", "2"', "pav:version has at most one value: a text, as the source prints it."),
    "passage missing": (" pom:reportedIn <https://example.org/passage/s/1> ;", "", "pom:reportedIn has at least one value, and each is a passage."),
}  # fmt: skip


@pytest.fixture(scope="module")
def shapes(real: Content) -> Lines:
    return build_shapes(read_vocabulary(real), read_turtle(real.shapes, "shapes.ttl"))


@pytest.fixture(scope="module")
def graph(shapes: Lines) -> Graph:
    return build_graph(shapes)


def validate(shapes: Graph, data: str) -> set[str]:
    """Return the messages of the results, but for those of shapes inside others."""
    _, report, _ = pyshacl.validate(Graph().parse(data=HEAD + data, format="turtle"), shacl_graph=shapes)
    return {str(report.value(result, SH.resultMessage)) for result in report.objects(None, SH.result)}


def write(folder: Path, text: str) -> Lines:
    path = folder / "shapes.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_turtle(path, "shapes.ttl")


def test_sound_data_conforms(graph: Graph) -> None:
    assert validate(graph, SOUND) == set()


@pytest.mark.parametrize("name", WRONG)
def test_wrong_data_is_told(graph: Graph, name: str) -> None:
    old, new, message = WRONG[name]
    assert old in SOUND

    assert message in validate(graph, SOUND.replace(old, new))


def test_every_class_has_a_shape(graph: Graph) -> None:
    ontology = Graph().parse(ROOT / "ontology" / "pomegraph.ttl")
    classes = {term for term in ontology.subjects(RDF.type, OWL.Class) if str(term).startswith(POM)}

    assert classes - set(graph.objects(None, SH.targetClass)) == set()


def test_every_property_has_a_shape(graph: Graph) -> None:
    ontology = Graph().parse(ROOT / "ontology" / "pomegraph.ttl")
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    found = {str(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}

    assert {URIRef(name) for name in found if name.startswith(POM)} - set(graph.objects(None, SH.path)) == set()


def test_every_shape_is_used(graph: Graph) -> None:
    used = {
        *graph.subjects(SH.targetClass),
        *graph.subjects(SH.targetSubjectsOf),
        *graph.objects(None, SH.property),
        *graph.objects(None, SH.node),
        *graph.objects(None, SH["not"]),
    }
    made = {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}

    assert made - used == set()


def test_nothing_is_written_that_follows(real: Content) -> None:
    written = read_turtle(real.shapes, "shapes.ttl")
    made = build_shapes(read_vocabulary(real), new_lines())

    assert {name: ends & made[name] for name, ends in written.items() if ends & made[name]} == {}


def test_release_holds_the_shapes(small_release: Release, shapes: Lines) -> None:
    assert set(Graph().parse(small_release.folder / "shapes.ttl")) == set(build_graph(shapes))


def test_written_limits_are_told_in_the_message(real: Content, tmp_path: Path) -> None:
    written = write(tmp_path, "shape:Trial-phase sh:minCount 1 ; sh:minInclusive 1 .")
    shapes = build_graph(build_shapes(read_vocabulary(real), written))
    shape = URIRef("https://w3id.org/pomegraph/shape/Trial-phase")

    assert str(shapes.value(shape, SH.message)) == (
        "pom:phase has at least one value, and each is a whole number from 1 up."
    )


def test_disjoint_classes_of_one_register_share_no_member(graph: Graph) -> None:
    shape = URIRef("https://w3id.org/pomegraph/shape/CellType")
    others = {str(one).rpartition("/")[2] for one in graph.objects(shape, SH["not"])}

    assert others == {"is-BiologicalProcess", "is-GeneProduct", "is-MolecularComplex", "is-Substance"}
    assert str(graph.value(shape, SH.message)) == (
        "A cell type is not also a biological process, a gene product, a molecular complex or a substance."
    )


@pytest.mark.parametrize("name", ["Drug", "Mechanism"])
def test_disjoint_classes_of_other_registers_need_no_shape(graph: Graph, name: str) -> None:
    shape = URIRef(f"https://w3id.org/pomegraph/shape/{name}")

    assert list(graph.objects(shape, SH["not"])) == []


def test_written_message_stands(real: Content, tmp_path: Path) -> None:
    shapes = build_graph(build_shapes(read_vocabulary(real), write(tmp_path, "shape:Trial sh:message 'Mine.'@en .")))
    shape = URIRef("https://w3id.org/pomegraph/shape/Trial")

    assert list(map(str, shapes.objects(shape, SH.message))) == ["Mine."]


def test_written_parts_join_those_that_follow(real: Content, tmp_path: Path) -> None:
    shapes = build_graph(build_shapes(read_vocabulary(real), write(tmp_path, "shape:Trial sh:property shape:label .")))
    parts = set(shapes.objects(URIRef("https://w3id.org/pomegraph/shape/Trial"), SH.property))

    assert {URIRef(f"https://w3id.org/pomegraph/shape/{name}") for name in ("label", "Trial-phase")} <= parts


def test_shape_that_is_none_is_told(real: Content, tmp_path: Path) -> None:
    written = write(tmp_path, "shape:Trail-phase sh:minInclusive 1 . shape:own a sh:NodeShape .")
    shapes = build_shapes(read_vocabulary(real), written)

    assert list(find_loose_shapes(shapes)) == [
        ("shape:Trail-phase does not follow from the ontology", "did you mean 'Trial-phase'?")
    ]
