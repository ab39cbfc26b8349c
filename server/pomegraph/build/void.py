"""Describes a release as a dataset: VoID, DCAT and the three levels of the HCLS community profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from pomegraph.build.linksets import describe_linksets
from pomegraph.build.partitions import VOID, VOID_EXT, describe_partitions, label, link, number, text
from pomegraph.content.layers import LICENCES
from pomegraph.graph.links import name_links
from pomegraph.graph.quads import write_pretty
from pomegraph.names import DCTERMS, PAV, POM, RDF, RDFS, SKOS
from pomegraph.release import digest_file
from pomegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pomegraph.build.partitions import Describer, Partitions
    from pomegraph.content.layers import LayerFacts
    from pomegraph.graph.quads import Counts
    from pomegraph.names import Names

DCAT = "http://www.w3.org/ns/dcat#"
_DCTYPES = "http://purl.org/dc/dcmitype/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_PROV = "http://www.w3.org/ns/prov#"
_SPDX = "http://spdx.org/rdf/terms#"
_PREFIXES = {"dctypes": _DCTYPES, "foaf": _FOAF, "spdx": _SPDX, "void-ext": VOID_EXT}
_LICENSE = NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")
# By the ends of names; those whose triples are counted are the graph itself.
_MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
    ".csv": "text/csv",
    ".csv-metadata.json": "application/csvm+json",
    ".tsv": "text/tab-separated-values",
}
# What layers add nothing to.
_OWN = {"ontology.ttl", "shapes.ttl", "mappings.sssom.tsv"}
_GRAPHS = {"pomegraph.ttl": "triples", "pomegraph.trig": "quads", "pomegraph.nq": "quads"}
_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
_TITLE = "Pomegraph: what documents say about cancer drugs"
_ABOUT = "Claims about drugs, each with the passages that report it, and with what primary sources make of it."
_THEMES = ("oncology", "drugs", "evidence", "provenance")
_EXAMPLES = ("Drug", "Trial", "Regimen", "Mechanism", "Outcome", "Report", "Source", "Disagreement")

# All else is reached from any example: lists, whose values need not be used, and things that nothing speaks of yet.
_ROOTS = f"""SELECT DISTINCT ?one WHERE {{
  {{ ?one a <{POM}Scheme> }} UNION {{ ?one a <{POM}Thing> FILTER NOT EXISTS {{ ?other ?leads ?one }} }}
}}"""


def name_page(names: Names) -> str:
    """Return what the names of the parts of a dataset begin with."""
    return f"{names.base}void{'#' if names.base.endswith('/') else '/'}"


def survey(describer: Describer, partitions: Partitions, names: Names, elsewhere: Sequence[str]) -> Iterator[Triple]:
    """Yield what a database tells of the data: what parts they have, where they lead, and where to begin.

    Args:
        describer: What names and counts.
        partitions: What was counted.
        names: Where the names of things begin.
        elsewhere: The namespaces that links may lead to.
    """
    version = _name_version(names)
    yield from describe_partitions(describer, version, partitions)
    yield from describe_linksets(describer, version, elsewhere, name_links(names))
    for kind in _EXAMPLES:
        if POM + kind in partitions.firsts:
            yield link(version, VOID + "exampleResource", partitions.firsts[POM + kind])
    for (root,) in describer.select(_ROOTS):
        yield link(version, VOID + "rootResource", root)


def write_description(  # noqa: PLR0913 - the last two by name
    folder: Path,
    names: Names,
    prefixes: Mapping[str, str],
    counts: Counts,
    *,
    surveyed: Iterable[Triple] = (),
    layers: Sequence[LayerFacts] = (),
) -> None:
    """Write `void.ttl` about the files of a release folder, and about the layers that it is made of.

    Where a layer has another licence than the content, the whole and its files have both.

    Args:
        folder: The release.
        names: Where the names of things begin.
        prefixes: Namespaces by prefix.
        counts: How large it is.
        surveyed: What its database tells.
        layers: What it is made of besides the content.
    """
    version = _name_version(names)
    described = [*_describe(folder, names, counts), *surveyed, *_describe_layers(version, layers)]
    licensed = _license_all(folder, names, version, layers)
    triples = sorted({*described, *licensed}, key=str)
    write_pretty(triples, RdfFormat.TURTLE, {**prefixes, **_PREFIXES, "dcat": DCAT}, folder / "void.ttl")


def _name_version(names: Names) -> NamedNode:
    return NamedNode(f"{names.base}dataset/{__version__}")


def _describe(folder: Path, names: Names, counts: Counts) -> Iterator[Triple]:
    # HCLS dataset descriptions, section 5: summary level, version level, distribution level.
    summary, version = NamedNode(names.base + "dataset"), _name_version(names)
    yield from _describe_page(names, summary, version)
    for level in (summary, version):
        yield from _describe_level(level, names)
    yield link(summary, DCAT + "hasVersion", version.value)
    yield link(version, DCTERMS + "isVersionOf", summary.value)
    yield text(version, PAV + "version", __version__)
    yield number(version, VOID + "triples", counts.triples)
    yield from _describe_service(names, version)
    for path in _list_files(folder):
        yield from _describe_file(path, names, version, counts)


def _license_all(folder: Path, names: Names, version: NamedNode, layers: Sequence[LayerFacts]) -> Iterator[Triple]:
    files = {NamedNode(f"{names.base}release/{path.name}"): path.name in _OWN for path in _list_files(folder)}
    for one, is_own in {NamedNode(names.base + "dataset"): False, version: False, **files}.items():
        yield Triple(one, NamedNode(DCTERMS + "license"), _LICENSE)
        for layer in () if is_own else layers:
            yield Triple(one, NamedNode(DCTERMS + "license"), _find_licence(layer))


def _describe_layers(version: NamedNode, layers: Sequence[LayerFacts]) -> Iterator[Triple]:
    for layer in layers:
        part = NamedNode(f"{version.value}/layer/{layer.name}")
        yield link(version, VOID + "subset", part.value)
        yield from label(part, layer.label, VOID + "Dataset")
        yield text(part, DCTERMS + "title", layer.label)
        yield text(part, DCTERMS + "source", layer.address)
        yield from [text(part, PAV + "version", layer.version)] if layer.version else []
        yield Triple(part, NamedNode(DCTERMS + "license"), _find_licence(layer))


def _find_licence(layer: LayerFacts) -> NamedNode | Literal:
    """Return the address of a licence, or its name if nobody knows that."""
    address = LICENCES.get(layer.licence)
    return NamedNode(address) if address else Literal(layer.licence)


def _list_files(folder: Path) -> list[Path]:
    """Return the files that are described; Parquet is not the same in each build, and its sums would not be either."""
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name.endswith(tuple(_MEDIA_TYPES)))


def _describe_page(names: Names, summary: NamedNode, version: NamedNode) -> Iterator[Triple]:
    page = NamedNode(names.base + "void")
    yield from label(page, f"Description of {_TITLE}", VOID + "DatasetDescription")
    yield text(page, DCTERMS + "title", f"Description of {_TITLE}")
    for level in (summary, version):
        yield link(page, _FOAF + "primaryTopic" if level == summary else _FOAF + "topic", level.value)
    yield from label(NamedNode(names.base), "Pomegraph", _PROV + "Organization")


def _describe_level(level: NamedNode, names: Names) -> Iterator[Triple]:
    for kind in (DCAT + "Dataset", VOID + "Dataset", _DCTYPES + "Dataset"):
        yield from label(level, _TITLE, kind)
    yield text(level, DCTERMS + "title", _TITLE)
    yield text(level, DCTERMS + "description", _ABOUT)
    for name in ("publisher", "creator"):
        yield link(level, DCTERMS + name, names.base)
    for theme in _THEMES:
        yield text(level, DCAT + "keyword", theme)
    yield text(level, VOID + "uriSpace", names.base)
    yield link(level, DCAT + "landingPage", names.base)
    for space in (POM, RDF, RDFS, SKOS):
        yield link(level, VOID + "vocabulary", space)
    for name in _FORMATS:
        yield link(level, VOID + "feature", f"http://www.w3.org/ns/formats/{name}")


def _describe_service(names: Names, version: NamedNode) -> Iterator[Triple]:
    service = NamedNode(names.base + "sparql")
    yield from label(service, "SPARQL endpoint", DCAT + "DataService")
    yield text(service, DCTERMS + "title", "SPARQL endpoint")
    for name in ("endpointURL", "endpointDescription"):
        yield link(service, DCAT + name, service.value)
    yield link(service, DCTERMS + "conformsTo", "https://www.w3.org/TR/sparql11-protocol/")
    yield link(service, DCAT + "servesDataset", version.value)
    yield link(version, VOID + "sparqlEndpoint", service.value)
    yield link(version, VOID + "uriLookupEndpoint", f"{names.base}resolve?id=")
    yield link(version, VOID + "openSearchDescription", f"{names.base}opensearch.xml")


def _describe_file(path: Path, names: Names, version: NamedNode, counts: Counts) -> Iterator[Triple]:
    file = NamedNode(f"{names.base}release/{path.name}")
    checksum = NamedNode(f"{file.value}/sha256")
    yield link(version, DCAT + "distribution", file.value)
    yield from label(file, path.name, DCAT + "Distribution")
    media_type = next(kind for ending, kind in _MEDIA_TYPES.items() if path.name.endswith(ending))
    for name in (DCTERMS + "format", DCAT + "mediaType"):
        yield text(file, name, media_type)
    yield link(file, DCAT + "downloadURL", file.value)
    yield number(file, DCAT + "byteSize", path.stat().st_size)
    yield link(file, _SPDX + "checksum", checksum.value)
    yield from label(checksum, f"SHA-256 of {path.name}", _SPDX + "Checksum")
    yield link(checksum, _SPDX + "algorithm", f"{_SPDX}checksumAlgorithm_sha256")
    yield text(checksum, _SPDX + "checksumValue", digest_file(path))
    if path.name in _GRAPHS:
        yield link(file, RDF + "type", VOID + "Dataset")
        yield link(version, VOID + "dataDump", file.value)
        yield number(file, VOID + "triples", getattr(counts, _GRAPHS[path.name]))
