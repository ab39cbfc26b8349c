"""Reads layers: folders with what was imported from a public source, beside what people write.

A layer has `layer.json` (what it is), `sources.tsv`, `things.tsv` and `mappings.sssom.tsv`, which are laid out like the
tables of the content, and `claims.jsonl`: a passage a line, sorted by source and place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pomegraph.content.claim_checker import ClaimChecker
from pomegraph.content.claims import Claim, Passage, Source
from pomegraph.content.joining import ThingJoiner
from pomegraph.content.locations import Pointer, Section
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
_AGAIN = "import it again, or take the line out"


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


@dataclass(frozen=True, slots=True)
class JoinedLayer:
    """A layer whose things are among those of the content, with what some of them are called there."""

    layer: Layer
    sources: tuple[Source, ...]
    renamed: dict[str, str]


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


def read_layer(joined: JoinedLayer, registry: Registry, problems: list[Problem]) -> Iterator[Source]:
    """Yield the sources of a layer one at a time; what is wrong with a claim goes to `problems`."""
    reader = _LayerReader(joined, registry, problems)
    passages = reader.read()
    source, passage = next(passages, ("", None))
    for one in joined.sources:
        found: list[Passage] = []
        while passage is not None and source == one.id:
            found.append(passage)
            source, passage = next(passages, ("", None))
        yield replace(one, passages=tuple(found))
    if passage is not None:
        place = joined.layer.name(joined.layer.claims)
        problems.append(Problem(place, 0, f"'{source}' is not a source of the layer, or out of order", _AGAIN))


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


class _LayerReader:
    """Reads the claims of one layer."""

    def __init__(self, joined: JoinedLayer, registry: Registry, problems: list[Problem]) -> None:
        self._joined, self._problems = joined, problems
        self._properties = registry.vocabulary.properties
        self._checker = ClaimChecker(registry)
        self._place = joined.layer.name(joined.layer.claims)

    def read(self) -> Iterator[tuple[str, Passage]]:
        """Yield each passage with its source."""
        try:
            with self._joined.layer.claims.open(encoding="utf-8") as file:
                for number, line in enumerate(file, 1):
                    found = self._read_line(line, number)
                    if found is not None:
                        yield found
        except (OSError, UnicodeDecodeError) as error:
            self._problems.append(Problem(self._place, 0, f"cannot be read ({error})", "import it again"))

    def _read_line(self, line: str, number: int) -> tuple[str, Passage] | None:
        try:
            said = json.loads(line)
            location = Pointer(said["pointer"]) if "pointer" in said else Section(said["section"])
            claims = tuple(self._read_claim(one, number) for one in said["claims"])
            source, heading, digest = said["source"], said.get("heading", ""), said.get("sha256", "")
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            message = f"is not a passage with claims ({type(error).__name__}: {error})"
            self._problems.append(Problem(self._place, number, message, _AGAIN))
            return None
        for claim in claims:
            fault = self._checker.find_fault(claim)
            if fault is not None:
                self._problems.append(Problem(self._place, number, fault, _AGAIN))
        return source, Passage(location, heading, digest, claims)

    def _read_claim(self, said: list[Any], number: int) -> Claim:
        kind, values, *rest = said
        remarks: dict[str, Any] = rest[0] if rest else {}
        predicate: str = rest[1] if rest[1:] else ""
        pairs = set(self._read_pairs(values))
        if ("negated", "true") not in pairs:
            pairs.add(("negated", "false"))
        return Claim(kind, predicate, tuple(sorted(pairs)), tuple(sorted(self._read_pairs(remarks))), number)

    def _read_pairs(self, said: dict[str, str | list[str]]) -> Iterator[tuple[str, str]]:
        for name, found in said.items():
            prop = self._properties.get(name)
            names = name == "subject" or (prop is not None and prop.names_thing)
            renamed = self._joined.renamed if names else {}
            for value in [found] if isinstance(found, str) else found:
                yield name, renamed.get(value, value)


def render_passage(source: str, passage: Passage) -> str:
    """Return a passage as a line of `claims.jsonl`, without a line feed."""
    said: dict[str, Any] = {"source": source}
    if isinstance(passage.location, Pointer):
        said["pointer"] = passage.location.text
    elif isinstance(passage.location, Section):
        said["section"] = passage.location.title
    said |= {"heading": passage.heading} if passage.heading else {}
    said |= {"sha256": passage.digest} if passage.digest else {}
    said["claims"] = [_render_claim(claim) for claim in passage.claims]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _render_claim(claim: Claim) -> list[Any]:
    values = _render_pairs(pair for pair in claim.values if pair != ("negated", "false"))
    said: list[Any] = [claim.kind, values, _render_pairs(claim.remarks), claim.predicate]
    while len(said) > 2 and not said[-1]:  # noqa: PLR2004 - the kind and the values always stand there
        said.pop()
    return said


def _render_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, str | list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}
