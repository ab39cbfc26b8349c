"""The description of a release: three levels, and figures that are those of its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID

from pomegraph.build.void import name_page, write_description
from pomegraph.content.layers import LayerFacts
from pomegraph.graph.quads import Counts
from pomegraph.names import BASE, Names
from pomegraph.release import Release, digest_file
from pomegraph.version import __version__

PAV = rdflib.Namespace("http://purl.org/pav/")
SUMMARY = rdflib.URIRef(f"{BASE}dataset")
VERSION = rdflib.URIRef(f"{BASE}dataset/{__version__}")
FILES = ["pomegraph.ttl", "pomegraph.trig", "pomegraph.nq"]
TABLES = ["claims.csv", "outcomes.csv", "things.csv"]
OPEN_POINTS = ["open-points.csv", "open-points.csv-metadata.json"]
OTHERS = ["tables.csv-metadata.json", "links.ttl", "mappings.sssom.tsv", "ontology.ttl", "shapes.ttl"]
ALL = [*FILES, *TABLES, *OPEN_POINTS, *OTHERS]
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


@pytest.mark.parametrize("name", TABLES)
def test_table_is_no_data_dump(description: rdflib.Graph, small_release: Release, name: str) -> None:
    file = rdflib.URIRef(f"{BASE}release/{name}")

    assert str(description.value(file, DCAT.byteSize)) == str((small_release.folder / name).stat().st_size)
    assert description.value(file, VOID.dataDump) is None


def test_everything_has_a_licence(description: rdflib.Graph) -> None:
    described = {*description.subjects(RDF.type, DCAT.Dataset), *description.subjects(RDF.type, DCAT.Distribution)}
    licences = {description.value(each, DCTERMS.license) for each in described}

    assert licences == {rdflib.URIRef("https://creativecommons.org/publicdomain/zero/1.0/")}


def test_layer_of_another_licence_is_marked(small_release: Release, tmp_path: Path) -> None:
    """And so is the whole, which holds its claims."""
    made = [
        LayerFacts("open", "Open Base", "CC0-1.0", "https://example.org/open", "3"),
        LayerFacts("kept", "Kept Base", "CC-BY-SA-3.0", "https://example.org/kept", ""),
        LayerFacts("own", "Own Base", "ask us", "https://example.org/own", ""),
    ]
    folder = shutil.copytree(small_release.folder, tmp_path / "copy")
    write_description(folder, Names(), {}, Counts(1, 1, {}), layers=made)
    graph = rdflib.Graph().parse(folder / "void.ttl")
    parts = {str(graph.value(one, DCTERMS.title)): one for one in graph.objects(VERSION, VOID.subset)}
    files = {name: set(graph.objects(rdflib.URIRef(f"{BASE}release/{name}"), DCTERMS.license)) for name in ALL}
    by_sa, cc0 = (
        rdflib.URIRef(f"https://creativecommons.org/{end}") for end in ("licenses/by-sa/3.0/", "publicdomain/zero/1.0/")
    )

    assert set(parts) == {"Open Base", "Kept Base", "Own Base"}
    assert graph.value(parts["Kept Base"], DCTERMS.license) == by_sa
    assert str(graph.value(parts["Open Base"], PAV.version)) == "3"
    for each in (set(graph.objects(VERSION, DCTERMS.license)), files["pomegraph.nq"], files["claims.csv"]):
        assert each == {cc0, by_sa, rdflib.Literal("ask us")}
    assert files["ontology.ttl"] == {cc0}


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
