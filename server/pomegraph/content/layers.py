"""Reads layers: folders with what was imported from a public source, beside what people write.

A layer has `layer.json` (what it is), `sources.tsv`, `things.tsv` and `mappings.sssom.tsv`, which are laid out like the
tables of the content, and `claims.jsonl`: a passage a line, sorted by source and place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.content.claims import Source
from pomegraph.content.joining import ThingJoiner
from pomegraph.content.mappings import read_mappings
from pomegraph.content.registers import Registry, Thing, read_things
from pomegraph.content.tables import split_cells
from pomegraph.content.text import read_text
from pomegraph.errors import ContentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pomegraph.content.mappings import Mapping

LAYER_FILE = "layer.json"
FORMAT = "1.0"
# What may be told of a source beside its id and label: the columns of sources.tsv.
DETAILS = ("address", "date", "kind", "licence", "retrieved", "seenAs", "version")
# The addresses of licences that are known by name.
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-SA-3.0": "https://creativecommons.org/licenses/by-sa/3.0/",
}


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder with imported claims, and what messages call it."""

    root: Path
    place: str

    @property
    def manifest(self) -> Path:
        """The file that says what it is."""
        return self.root / LAYER_FILE

    @property
    def sources(self) -> Path:
        """The table of sources."""
        return self.root / "sources.tsv"

    @property
    def things(self) -> Path:
        """The table of things."""
        return self.root / "things.tsv"

    @property
    def mappings(self) -> Path:
        """The SSSOM table of identifiers elsewhere."""
        return self.root / "mappings.sssom.tsv"

    @property
    def claims(self) -> Path:
        """The claims, a passage a line."""
        return self.root / "claims.jsonl"

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read."""
        return self.manifest, self.sources, self.things, self.mappings, self.claims

    def name(self, path: Path) -> str:
        """Return what messages call a file of the layer."""
        return f"{self.place}/{path.name}"


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """What a layer says of itself: what it is called, and whose records it is made of."""

    name: str
    label: str
    licence: str
    address: str
    version: str


def read_layer_facts(layer: Layer) -> LayerFacts:
    """Return what a layer says of itself.

    Raises:
        ContentError: its file is missing, or not the description of a layer that this version reads.
    """
    place = layer.name(layer.manifest)
    try:
        said = json.loads(layer.manifest.read_text(encoding="utf-8"))
        if str(said["format"]).partition(".")[0] != FORMAT.partition(".")[0]:
            cure = "import it again"
            raise ContentError([Problem(place, 0, f"has the format {said['format']}, and {FORMAT} is read", cure)])
        texts = (str(said.get(name, "")) for name in ("label", "licence", "address", "version"))
        return LayerFacts(layer.root.name, *texts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"is not the description of a layer ({type(error).__name__}: {error})"
        raise ContentError([Problem(place, 0, message, "give the folder that import wrote")]) from error


class Span(NamedTuple):
    """A part of a file of lines: the byte that it begins at, the byte behind it, and the number of its first line."""

    start: int
    stop: int
    line: int


@dataclass(frozen=True, slots=True)
class JoinedLayer:
    """A layer, or a part of one, whose things are among those of the content.

    Args:
        layer: Its folder.
        sources: The sources, without their passages.
        renamed: What some of its things are called in the content.
        span: Where in the file of claims the passages of these sources are; the whole file, if None.
    """

    layer: Layer
    sources: tuple[Source, ...]
    renamed: dict[str, str]
    span: Span | None = None


def join_layers(
    layers: Iterable[Layer], registry: Registry, mappings: list[Mapping], problems: list[Problem]
) -> list[JoinedLayer]:
    """Put the things and mappings of layers beside those at hand; what is the same by an identifier is one thing.

    Raises:
        ContentError: something else stands where a layer should.
    """
    joiner = ThingJoiner(registry, mappings)
    joined = []
    for layer in layers:
        read_layer_facts(layer)
        known = Registry(registry.vocabulary)
        sources = tuple(_read_sources(layer, known, problems))
        read_things(layer.things, layer.name(layer.things), known, problems)
        found = read_mappings(layer.mappings, layer.name(layer.mappings), known, problems)
        joined.append(JoinedLayer(layer, sources, joiner.join(known, found, problems)))
    return joined


def _read_sources(layer: Layer, registry: Registry, problems: list[Problem]) -> Iterator[Source]:
    place = layer.name(layer.sources)
    text = read_text(layer.sources, place, problems)
    header, *rows = (text or "").removesuffix("\n").split("\n")
    columns = header.split("\t")
    if set(columns) != {"id", "label", *DETAILS}:
        problems.append(Problem(place, 1, "the columns are not those of sources", "import it again"))
        return

    def report(line: int, message: str, cure: str) -> None:
        problems.append(Problem(place, line, message, cure))

    for line, row in split_cells(enumerate(rows, 2), columns, report):
        details = tuple((name, row[name]) for name in DETAILS if row[name])
        registry.add(Thing(row["id"], "Source", row["label"], (), (), place, line), problems)
        yield Source(row["id"], row["label"], details, None, (), place)
