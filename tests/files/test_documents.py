"""What is in a file: formats by name and beginning, names of every kind, archives."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat

from pomegraph.errors import DataError
from pomegraph.files.documents import find_documents

RDF = b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


def find_format(path: Path, data: bytes = b"") -> RdfFormat:
    path.write_bytes(data)
    (document,) = find_documents(path)
    return document.format


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.ttl", RdfFormat.TURTLE),
        ("x.turtle", RdfFormat.TURTLE),
        ("x.TTL", RdfFormat.TURTLE),
        ("x.json", RdfFormat.JSON_LD),
        ("x.jsonld", RdfFormat.JSON_LD),
        ("x.ntriples", RdfFormat.N_TRIPLES),
        ("x.nquads", RdfFormat.N_QUADS),
        ("x.xml", RdfFormat.RDF_XML),
        ("x.y.nq.gz", RdfFormat.N_QUADS),
        ("x.ttl.ZST", RdfFormat.TURTLE),
    ],
)
def test_format_is_told_by_the_name(tmp_path: Path, name: str, form: RdfFormat) -> None:
    assert find_format(tmp_path / name) == form


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (RDF, RdfFormat.RDF_XML),
        (b"\n<!-- a comment --><rdf:RDF xmlns:rdf='x'>", RdfFormat.RDF_XML),
        (b"<rdf:RDF\n xmlns:rdf='x'>", RdfFormat.RDF_XML),
        (RDF.decode().encode("utf-16"), RdfFormat.RDF_XML),
        (b"@prefix : <http://x/> .", RdfFormat.TURTLE),
        (b"<http://x/s> a <http://x/c> .", RdfFormat.TURTLE),
        (b"<s> a <c> .", RdfFormat.TURTLE),
        (b"# a comment\nPREFIX : <http://x/>", RdfFormat.TURTLE),
    ],
)
def test_ontology_is_rdf_xml_or_turtle_as_it_begins(tmp_path: Path, data: bytes, form: RdfFormat) -> None:
    assert find_format(tmp_path / "x.owl", data) == form


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#">',
        b'<!-- a --><!DOCTYPE Ontology [ <!ENTITY x "y"> ]>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#">',
        b"Prefix(:=<http://x/>)\nOntology(<http://x/>",
        b"Prefix: owl: <http://www.w3.org/2002/07/owl#>",
    ],
)
def test_ontology_that_is_not_rdf_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(DataError, match=r"x\.owl: is OWL, but not RDF; save it as RDF/XML or Turtle"):
        find_format(tmp_path / "x.owl", data)


def test_rdf_xml_with_the_vocabulary_of_owl_is_rdf(tmp_path: Path) -> None:
    data = b'<!DOCTYPE rdf:RDF [ <!ENTITY owl "x"> ]><rdf:RDF xmlns="http://www.w3.org/2002/07/owl#"><!-- a --><Ontology rdf:about="x"/>'

    assert find_format(tmp_path / "x.owl", data) == RdfFormat.RDF_XML


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("x.ttl", "file:///x.ttl"),
        ("a b.ttl", "file:///a%20b.ttl"),
        ("a[b]{c}.ttl", "file:///a%5Bb%5D%7Bc%7D.ttl"),
        ("a#b.ttl", "file:///a%23b.ttl"),
        ("a?b.ttl", "file:///a%3Fb.ttl"),
        ("100%.ttl", "file:///100%25.ttl"),
        ("a%20b.ttl", "file:///a%2520b.ttl"),
        ('<a>"b"\\|^`.ttl', "file:///%3Ca%3E%22b%22%5C%7C%5E%60.ttl"),
        ("\u00e4\u03b1\u6f22.ttl", "file:///\u00e4\u03b1\u6f22.ttl"),
        ("\U0001f347\u202e.ttl", "file:///%F0%9F%8D%87%E2%80%AE.ttl"),
        ("packed.ttl.gz", "file:///packed.ttl"),
    ],
)
def test_base_is_the_name_as_an_iri(tmp_path: Path, name: str, base: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"")
    (document,) = find_documents(path)

    assert document.base == base
    assert NamedNode(document.base).value == base


def test_files_of_an_archive_are_found_that_are_rdf(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("readme.md", "a b/one.ttl", "../two.nq.gz", "__MACOSX/one.ttl"):
            archive.writestr(name, b"")

    found = find_documents(path)

    assert [document.place for document in found] == [f"{path}/a b/one.ttl", f"{path}/../two.nq.gz"]
    assert [document.base for document in found] == ["file:///a%20b/one.ttl", "file:///two.nq"]


def test_what_may_be_about_the_data_is_taken_from_an_archive_of_nothing_else(tmp_path: Path) -> None:
    for names in (["x.json"], ["x.json", "y.nt", "readme.txt"]):
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for name in names:
                archive.writestr(name, b"")

        assert [document.member for document in find_documents(tmp_path / "x.zip")] == [names[-2:][0]]


def test_archive_without_rdf_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.md", b"")
    with pytest.raises(DataError, match=r"no file in it is known as RDF; name those in it \.ttl"):
        find_documents(path)


def test_name_that_tells_no_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"x\.gz: not known as RDF; name it \.ttl"):
        find_format(tmp_path / "x.gz")
