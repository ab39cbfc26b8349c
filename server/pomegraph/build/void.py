"""Describes a release as a dataset: VoID, DCAT and the three levels of the HCLS community profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from pomegraph.content.layers import LICENCES
from pomegraph.graph.quads import write_pretty
from pomegraph.names import DCTERMS, PAV, RDF, RDFS, XSD
from pomegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pomegraph.content.layers import LayerFacts
    from pomegraph.graph.quads import Counts
    from pomegraph.names import Names

_DCAT = "http://www.w3.org/ns/dcat#"
_VOID = "http://rdfs.org/ns/void#"
_LICENSE = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
_MEDIA_TYPES = {"ttl": "text/turtle", "trig": "application/trig", "nq": "application/n-quads"}
_TITLE = "Pomegraph: what documents say about cancer drugs"


def write_description(
    folder: Path, names: Names, prefixes: Mapping[str, str], counts: Counts, *, layers: Sequence[LayerFacts] = ()
) -> None:
    """Write `void.ttl` about the files of a release folder, and about the layers that it is made of.

    Where a layer has another licence than the content, the whole and its files have both.
    """
    triples = sorted({*_describe(folder, names, counts, layers), *_describe_layers(names, layers)}, key=str)
    write_pretty(triples, RdfFormat.TURTLE, prefixes, folder / "void.ttl")


def _describe_layers(names: Names, layers: Sequence[LayerFacts]) -> Iterator[Triple]:
    version = NamedNode(f"{names.base}dataset/{__version__}")
    for layer in layers:
        part = NamedNode(f"{version.value}/layer/{layer.name}")
        yield _link(version, _VOID + "subset", part.value)
        yield _link(part, RDF + "type", _VOID + "Dataset")
        yield _text(part, RDFS + "label", layer.label)
        yield _text(part, DCTERMS + "title", layer.label)
        yield _text(part, DCTERMS + "source", layer.address)
        yield from [_text(part, PAV + "version", layer.version)] if layer.version else []
        yield Triple(part, NamedNode(DCTERMS + "license"), _find_licence(layer))


def _find_licence(layer: LayerFacts) -> NamedNode | Literal:
    """Return the address of a licence, or its name if nobody knows that."""
    address = LICENCES.get(layer.licence)
    return NamedNode(address) if address else Literal(layer.licence)


def _list_licences(layers: Sequence[LayerFacts]) -> list[NamedNode | Literal]:
    return [_LICENSE, *(one for one in map(_find_licence, layers) if one != _LICENSE)]


def _describe(folder: Path, names: Names, counts: Counts, layers: Sequence[LayerFacts]) -> Iterator[Triple]:
    licences = _list_licences(layers)
    # HCLS dataset descriptions, section 5: summary level, version level, distribution level.
    summary = NamedNode(names.base + "dataset")
    version = NamedNode(f"{summary.value}/{__version__}")
    for level in (summary, version):
        yield _link(level, RDF + "type", _DCAT + "Dataset")
        yield _text(level, RDFS + "label", _TITLE)
        yield _text(level, DCTERMS + "title", _TITLE)
        yield _text(level, DCTERMS + "description", "Claims about drugs, each with the passages that report it.")
        yield from (Triple(level, NamedNode(DCTERMS + "license"), one) for one in licences)
        yield _link(level, DCTERMS + "publisher", names.base)
    yield _link(version, DCTERMS + "isVersionOf", summary.value)
    yield _text(version, PAV + "version", __version__)
    for ending, media_type in _MEDIA_TYPES.items():
        number = counts.triples if ending == "ttl" else counts.quads
        yield from _describe_dump(folder / f"pomegraph.{ending}", version, media_type, number)
    for path in folder.glob("*.csv"):
        yield from _describe_file(path, version, "text/csv")
    for name in (*(f"pomegraph.{ending}" for ending in _MEDIA_TYPES), *(path.name for path in folder.glob("*.csv"))):
        file = NamedNode(f"{version.value}/{name}")
        yield from (Triple(file, NamedNode(DCTERMS + "license"), one) for one in licences)


def _describe_file(path: Path, version: NamedNode, media_type: str) -> Iterator[Triple]:
    file = NamedNode(f"{version.value}/{path.name}")
    yield _link(version, _DCAT + "distribution", file.value)
    yield _link(file, RDF + "type", _DCAT + "Distribution")
    yield _text(file, RDFS + "label", path.name)
    yield _text(file, DCTERMS + "format", media_type)
    yield _text(file, _DCAT + "mediaType", media_type)
    yield _number(file, _DCAT + "byteSize", path.stat().st_size)


def _describe_dump(path: Path, version: NamedNode, media_type: str, number: int) -> Iterator[Triple]:
    yield from _describe_file(path, version, media_type)
    file = NamedNode(f"{version.value}/{path.name}")
    yield _link(file, RDF + "type", _VOID + "Dataset")
    yield _link(file, _VOID + "dataDump", file.value)
    yield _number(file, _VOID + "triples", number)
    for name in ("pom", "skos", "rdfs", "rdf"):
        space = {"pom": "https://w3id.org/pomegraph/ontology#", "rdf": RDF, "rdfs": RDFS}.get(name)
        yield _link(file, _VOID + "vocabulary", space or "http://www.w3.org/2004/02/skos/core#")


def _link(subject: NamedNode, predicate: str, target: str) -> Triple:
    return Triple(subject, NamedNode(predicate), NamedNode(target))


def _text(subject: NamedNode, predicate: str, text: str) -> Triple:
    return Triple(subject, NamedNode(predicate), Literal(text))


def _number(subject: NamedNode, predicate: str, number: int) -> Triple:
    return Triple(subject, NamedNode(predicate), Literal(str(number), datatype=NamedNode(XSD + "integer")))
