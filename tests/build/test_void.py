"""The description of a release: three levels, and figures that are those of its files."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID

from pomegraph.build.void import name_page
from pomegraph.names import BASE, Names
from pomegraph.release import Release, digest_file
from pomegraph.version import __version__

PAV = rdflib.Namespace("http://purl.org/pav/")
SUMMARY = rdflib.URIRef(f"{BASE}dataset")
VERSION = rdflib.URIRef(f"{BASE}dataset/{__version__}")
FILES = ["pomegraph.ttl", "pomegraph.trig", "pomegraph.nq"]
ALL = [*FILES, "links.ttl", "mappings.sssom.tsv", "ontology.ttl", "shapes.ttl"]
HCLS = ["title", "description", "publisher", "creator", "license"]
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


@pytest.fixture
def description(small_release: Release) -> rdflib.Graph:
    return rdflib.Graph().parse(small_release.folder / "void.ttl")


def test_release_is_a_version_of_the_whole(description: rdflib.Graph) -> None:
    assert set(description.subjects(RDF.type, DCAT.Dataset)) == {SUMMARY, VERSION}
    assert description.value(VERSION, DCTERMS.isVersionOf) == SUMMARY
    assert str(description.value(VERSION, PAV.version)) == __version__


def test_each_file_is_a_distribution(description: rdflib.Graph) -> None:
    files = set(description.objects(VERSION, DCAT.distribution))

    assert files == {rdflib.URIRef(f"{BASE}release/{name}") for name in ALL}
    assert files == set(description.subjects(RDF.type, DCAT.Distribution))


@pytest.mark.parametrize("name", FILES)
def test_figures_are_those_of_the_file(description: rdflib.Graph, small_release: Release, name: str) -> None:
    path = small_release.folder / name
    file = rdflib.URIRef(f"{BASE}release/{name}")
    dataset = rdflib.Dataset()
    dataset.parse(path)

    assert str(description.value(file, DCAT.byteSize)) == str(path.stat().st_size)
    assert str(description.value(file, VOID.triples)) == str(len(list(dataset.quads())))


def test_everything_has_a_licence(description: rdflib.Graph) -> None:
    described = {*description.subjects(RDF.type, DCAT.Dataset), *description.subjects(RDF.type, DCAT.Distribution)}
    licences = {description.value(each, DCTERMS.license) for each in described}

    assert licences == {rdflib.URIRef("https://creativecommons.org/publicdomain/zero/1.0/")}


@pytest.mark.parametrize("name", ALL)
def test_checksum_is_that_of_the_file(description: rdflib.Graph, small_release: Release, name: str) -> None:
    checksum = description.value(rdflib.URIRef(f"{BASE}release/{name}"), SPDX.checksum)

    assert str(description.value(checksum, SPDX.checksumValue)) == digest_file(small_release.folder / name)


@pytest.mark.parametrize("level", [SUMMARY, VERSION])
def test_each_level_says_what_the_profile_wants(description: rdflib.Graph, level: rdflib.URIRef) -> None:
    assert [name for name in HCLS if description.value(level, DCTERMS[name]) is None] == []


def test_dumps_and_endpoint_and_examples_are_told(description: rdflib.Graph) -> None:
    dumps = set(description.objects(VERSION, VOID.dataDump))

    assert dumps == {rdflib.URIRef(f"{BASE}release/{name}") for name in FILES}
    assert description.value(VERSION, VOID.sparqlEndpoint) == rdflib.URIRef(f"{BASE}sparql")
    assert rdflib.URIRef(f"{BASE}drug/exemplamide") in set(description.objects(VERSION, VOID.exampleResource))


def test_what_nothing_leads_to_is_a_root(description: rdflib.Graph) -> None:
    roots = set(description.objects(VERSION, VOID.rootResource))

    assert {rdflib.URIRef(f"{BASE}drug/oil"), rdflib.URIRef(f"{BASE}scheme/relation")} <= roots


def test_name_of_a_part_is_sound_below_any_base() -> None:
    assert name_page(Names("https://example.org/a/")) == "https://example.org/a/void#"
    assert name_page(Names("https://example.org/a#")) == "https://example.org/a#void/"
