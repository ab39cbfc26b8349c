"""Reads a source file: what one document says, passage by passage. Knows YAML, and no RDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import yaml

from pomegraph.content.claim_reader import ClaimReader
from pomegraph.content.claims import Document, Facts, Source
from pomegraph.content.digests import FILL, read_digests
from pomegraph.content.jurisdictions import JURISDICTION
from pomegraph.content.layer_claims import divide_layer, read_layer
from pomegraph.content.layers import join_layers
from pomegraph.content.locations import LineRange
from pomegraph.content.mappings import read_mappings
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.passages import PassageReader
from pomegraph.content.registers import check_links, read_registry
from pomegraph.content.text import read_text
from pomegraph.content.values import canonical, cure_of
from pomegraph.content.verdicts import check_verdicts, read_verdicts
from pomegraph.content.yaml_mapping import Reporter, YamlMapping
from pomegraph.content.yaml_nodes import check_scalars, compose_yaml, find_value
from pomegraph.errors import Problem
from pomegraph.names import IDENTIFIER
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pomegraph.content.claims import Passage
    from pomegraph.content.digests import Digests
    from pomegraph.content.folder import Content
    from pomegraph.content.layers import JoinedLayer, Span
    from pomegraph.content.registers import Registry
    from pomegraph.content.verdicts import CuratedVerdict

_HEADER = ("source", "label", "file", "passages")
# What a source is, by the key of its file: properties of the ontology, and the datatypes of what others have terms for.
_STEERED = ("kind", "seenAs", "retrieved", JURISDICTION)
_PLAIN = {"version": "string", "date": "string", "address": "anyURI", "licence": "string"}


def read_facts(content: Content, problems: list[Problem]) -> Facts:
    """Read the whole content; what is wrong in a source goes to `problems` when that source is reached.

    Raises:
        ContentError: there is no ontology that could steer the reading.
    """
    content.require()
    vocabulary = read_vocabulary(content)
    registry = read_registry(content, vocabulary, problems)
    mappings = read_mappings(content.mappings, content.place(content.mappings), registry, problems)
    verdicts = read_verdicts(content.verdicts, content.place(content.verdicts), registry, problems)
    curated = frozenset(registry.things)
    joined = join_layers(content.layers, registry, mappings, problems)
    check_links(registry, [name for name in registry.things if joined or name not in curated], problems)
    sources = ContentSources(content, registry, tuple(verdicts), tuple(joined), problems)
    return Facts(registry, mappings, sources, verdicts)


class LayerPart(NamedTuple):
    """A part of a layer: the number of the layer, some of its sources without passages, where these are."""

    layer: int
    sources: tuple[Source, ...]
    span: Span | None


# Some source files, or some sources of a layer.
SourcesPart: TypeAlias = tuple[Path, ...] | LayerPart


@dataclass(frozen=True, slots=True)
class ContentSources(Iterable["Source"]):
    """The sources of a content and of its layers, which are read when they are gone through, or part by part.

    Args:
        content: Where the files are.
        registry: The things that they speak of.
        verdicts: The verdicts that people gave on what they say.
        joined: The layers.
        problems: Where what is wrong goes while they are gone through.
    """

    content: Content
    registry: Registry
    verdicts: Sequence[CuratedVerdict]
    joined: Sequence[JoinedLayer]
    problems: list[Problem]

    def __iter__(self) -> Iterator[Source]:
        """Yield the sources one at a time."""
        yield from self.read(tuple(self.content.sources), self.problems)
        for number, layer in enumerate(self.joined):
            yield from self.read(LayerPart(number, layer.sources, None), self.problems)

    def divide(self, size: int) -> Iterator[SourcesPart]:
        """Yield parts of about so many bytes of files, in the order of the sources."""
        paths: list[Path] = []
        for path in self.content.sources:
            paths.append(path)
            if sum(one.stat().st_size for one in paths) >= size:
                yield tuple(paths)
                paths = []
        if paths:
            yield tuple(paths)
        for number, layer in enumerate(self.joined):
            for part in divide_layer(layer, size):
                yield LayerPart(number, part.sources, part.span)

    def read(self, part: SourcesPart, problems: list[Problem]) -> Iterator[Source]:
        """Yield the sources of a part; what is wrong goes to `problems`."""
        if isinstance(part, LayerPart):
            layer = replace(self.joined[part.layer], sources=part.sources, span=part.span)
            return read_layer(layer, self.registry, problems)
        read = (read_source(self.content, path, self.registry, problems) for path in part)
        sound = (source for source in read if source is not None)
        return check_verdicts(self.verdicts, sound, self.content.place(self.content.verdicts), problems)


def read_source(content: Content, path: Path, registry: Registry, problems: list[Problem]) -> Source | None:
    """Read a source file and its digests, or return None after adding to `problems` all that is wrong with them."""
    place, before = content.place(path), len(problems)
    text = read_text(path, place, problems)
    if text is None:
        return None
    root = compose_yaml(text, place, problems)
    if root is None:
        return None
    problems += check_scalars(root, place)
    table = content.digests_of(path)
    kept = find_value(root, "file") is not None
    digests = read_digests(table, content.place(table), problems) if kept else None
    source = _SourceReader(registry, place, problems).read(root, path.stem, digests)
    if len(problems) == before and not kept and table.exists():
        message = f"{place} has no document that these could be the digests of"
        problems.append(Problem(content.place(table), 0, message, "delete it, or add a line file: to the source"))
    return source if len(problems) == before else None


class _SourceReader:
    """Reads one source file; every fault becomes a problem with its line."""

    def __init__(self, registry: Registry, place: str, problems: list[Problem]) -> None:
        self._place, self._problems = place, problems
        self._properties = registry.vocabulary.properties
        self._reporter = Reporter(place, problems)
        self._claims = ClaimReader(registry, self._reporter)

    def read(self, root: yaml.Node, stem: str, digests: Digests | None) -> Source:
        claims = isinstance(root, yaml.MappingNode) and [key for key, _ in root.value if key.value == "claims"]
        if claims:
            self._reporter.report(claims[0], "claims without a passage", "put them under the passage that says them")
        head = YamlMapping(self._reporter, root, (*_HEADER, *_STEERED, *_PLAIN, "claims"), "a source")
        self._check_name(head, stem)
        details = tuple(sorted(self._read_details(head)))
        jurisdiction = dict(details).get(JURISDICTION, "")
        reader = PassageReader(self._reporter, self._claims, digests, jurisdiction=jurisdiction)
        passages = [one for node in head.items("passages") for one in reader.read(node)]
        if not head.items("passages"):
            self._reporter.report_line(head.line, "no passage", "add the passages that say something")
        if digests is not None and passages and reader.sound:
            self._report_left_rows(digests, passages)
        document = self._read_document(head, digests)
        return Source(stem, head.text("label"), details, document, tuple(passages), self._place)

    def _check_name(self, head: YamlMapping, stem: str) -> None:
        if not IDENTIFIER.fullmatch(stem):
            self._reporter.report_line(
                0, f"the file name '{stem}' is not an id", "use lower-case letters, digits and single hyphens"
            )
        name = head.text("source")
        if name and name != stem:
            self._reporter.report(head.nodes["source"], f"source '{name}' stands in {stem}.yaml", f"write '{stem}'")

    def _read_details(self, head: YamlMapping) -> Iterator[tuple[str, str]]:
        """Yield what the head of the file says of the source, after reporting what is unfit."""
        for name in (name for name in _STEERED if name in head.nodes and name in self._properties):
            value = self._claims.read_value(self._properties[name], head.nodes[name])
            if value is not None:
                yield name, value
        for name, datatype in _PLAIN.items():
            text = head.text(name, wanted=False)
            if text and canonical(text, datatype) is None:
                message = f"{name} '{text}' is not {with_article(datatype)}"
                self._reporter.report(head.nodes[name], message, cure_of(datatype))
            elif text:
                yield name, text

    def _read_document(self, head: YamlMapping, digests: Digests | None) -> Document | None:
        """Return the file that the source was read from, which it must have if a passage is given by lines."""
        by_lines = any(find_value(node, "lines") is not None for node in head.items("passages"))
        name = head.text("file", wanted=by_lines)
        return Document(name, digests.document, digests.line_count) if name and digests else None

    def _report_left_rows(self, digests: Digests, passages: list[Passage]) -> None:
        """Report the digests of passages that are not there."""
        keys = {passage.location.key for passage in passages if isinstance(passage.location, LineRange)}
        for key, row in digests.passages.items():
            if key not in keys:
                message = f"no passage of {self._place} is at '{key}'"
                self._problems.append(Problem(digests.place, row.line, message, f"delete the row, or {FILL}"))
