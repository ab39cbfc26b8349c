"""Reads a source file: what one document says, passage by passage. Knows YAML, and no RDF."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from typing import TYPE_CHECKING

import yaml

from pomegraph.content.claims import Claim, Facts, Passage, Source
from pomegraph.content.mappings import read_mappings
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import read_registry
from pomegraph.content.text import read_text, suggest
from pomegraph.content.values import canonical, cure_of
from pomegraph.content.yaml_nodes import compose_yaml, show_node
from pomegraph.errors import Problem
from pomegraph.names import IDENTIFIER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pomegraph.content.claims import Pairs
    from pomegraph.content.folder import Content
    from pomegraph.content.ontology import Property
    from pomegraph.content.registers import Registry, Thing

_HEADER = ("source", "label", "file", "sha256", "lineCount", "passages")
_PASSAGE = ("lines", "heading", "sha256", "claims")
_DIGEST = re.compile(r"[0-9a-f]{64}")
LINES = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
_MOST_CLAIMS = 1000


def read_facts(content: Content, problems: list[Problem]) -> Facts:
    """Read the whole content; what is wrong in a source goes to `problems` when that source is reached.

    Raises:
        ContentError: there is no ontology that could steer the reading.
    """
    content.require()
    vocabulary = read_vocabulary(content.ontology, content.place(content.ontology))
    registry = read_registry(content, vocabulary, problems)
    mappings = read_mappings(content.mappings, content.place(content.mappings), registry, problems)
    return Facts(registry, mappings, _read_sources(content, registry, problems))


def _read_sources(content: Content, registry: Registry, problems: list[Problem]) -> Iterator[Source]:
    for path in content.sources:
        source = read_source(path, content.place(path), registry, problems)
        if source is not None:
            yield source


def read_source(path: Path, place: str, registry: Registry, problems: list[Problem]) -> Source | None:
    """Read one source file, or return None after adding to `problems` all that is wrong with it."""
    text = read_text(path, place, problems)
    if text is None:
        return None
    root = compose_yaml(text, place, problems)
    if root is None:
        return None
    before = len(problems)
    source = _SourceReader(registry, place, problems).read(root, path.stem)
    return source if len(problems) == before else None


class _Mapping:
    """A YAML mapping whose keys are known and stand once; values are nodes."""

    def __init__(self, reader: _SourceReader, node: yaml.Node, known: Iterable[str], what: str) -> None:
        self.line = node.start_mark.line + 1
        self.nodes: dict[str, yaml.Node] = {}
        self.sound = True
        self._reader = reader
        if not isinstance(node, yaml.MappingNode):
            reader.report(node, f"{what} is not a mapping", "write keys and values, one pair a line")
            return
        names = list(known)
        for key, value in node.value:
            name = show_node(key)
            if name in self.nodes:
                reader.report(key, f"the key '{name}' stands twice", "keep one, or write its values as a list")
            elif name not in names:
                self.sound = False
                cure = suggest(name, names, otherwise=f"see the ontology for {what}")
                reader.report(key, f"unknown key '{name}'", cure)
            else:
                self.nodes[name] = value

    def text(self, name: str, *, wanted: bool = True) -> str:
        node = self.nodes.get(name)
        if isinstance(node, yaml.ScalarNode) and canonical(node.value, "string") is not None:
            return str(node.value)
        if node is not None:
            self._reader.report(node, f"{name} is not a text", cure_of("string"))
        elif wanted:
            cure = "run pomegraph verify DIR --fill" if name in {"sha256", "lineCount"} else "add it"
            self._reader.report_line(self.line, f"'{name}' is missing", cure)
        return ""

    def items(self, name: str) -> list[yaml.Node]:
        node = self.nodes.get(name)
        if node is None:
            return []
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]


def _make_claim(
    kind: str, predicate: str, pairs: Iterable[tuple[str, str]], remarks: list[tuple[str, str]], line: int
) -> Claim:
    values = set(pairs)
    if ("negated", "true") not in values:
        values.add(("negated", "false"))
    return Claim(kind, predicate, tuple(sorted(values)), tuple(sorted(set(remarks))), line)


class _SourceReader:
    """Reads one source file; every fault becomes a problem with its line."""

    def __init__(self, registry: Registry, place: str, problems: list[Problem]) -> None:
        self._registry, self._place, self._problems = registry, place, problems
        self._vocabulary = registry.vocabulary

    def report(self, node: yaml.Node, message: str, cure: str) -> None:
        self.report_line(node.start_mark.line + 1, message, cure)

    def report_line(self, line: int, message: str, cure: str) -> None:
        self._problems.append(Problem(self._place, line, message, cure))

    def read(self, root: yaml.Node, stem: str) -> Source:
        claims = isinstance(root, yaml.MappingNode) and [key for key, _ in root.value if key.value == "claims"]
        if claims:
            self.report(claims[0], "claims without a passage", "put them under the passage that says them")
        head = _Mapping(self, root, (*_HEADER, "claims"), "a source")
        if not IDENTIFIER.fullmatch(stem):
            self.report_line(0, f"the file name '{stem}' is no id", "use lower-case letters, digits and single hyphens")
        name = head.text("source")
        if name and name != stem:
            self.report(head.nodes["source"], f"source '{name}' stands in {stem}.yaml", f"write '{stem}'")
        count = self._integer(head, "lineCount")
        passages = [one for node in head.items("passages") for one in self._read_passages(node, count)]
        if not passages:
            self.report_line(head.line, "no passage", "add the passages that say something")
        digest = self._digest(head.text("sha256"), head.line)
        for (first, last), times in Counter((passage.first, passage.last) for passage in passages).items():
            if times > 1:
                self.report_line(head.line, f"the passage {first}-{last} stands twice", "merge the two")
        return Source(stem, head.text("label"), head.text("file"), digest, count, tuple(passages), self._place)

    def _integer(self, mapping: _Mapping, name: str) -> int:
        text = mapping.text(name)
        if text and canonical(text, "integer") is None:
            self.report(mapping.nodes[name], f"{name} '{text}' is no integer", cure_of("integer"))
            return 0
        return int(text or 0)

    def _digest(self, text: str, line: int) -> str:
        if text and not _DIGEST.fullmatch(text):
            self.report_line(line, "sha256 is not 64 hexadecimal digits", "run pomegraph verify DIR --fill")
        return text

    def _read_passages(self, node: yaml.Node, count: int) -> Iterator[Passage]:
        mapping = _Mapping(self, node, _PASSAGE, "a passage")
        ranges = [self._read_lines(item, count) for item in mapping.items("lines")]
        if not ranges:
            self.report_line(mapping.line, "a passage without lines", "add lines: FIRST-LAST")
        digests = [self._digest(show_node(item), mapping.line) for item in mapping.items("sha256")]
        if len(digests) != len(ranges):
            message = f"{len(digests)} digests for {len(ranges)} ranges of lines"
            self.report_line(mapping.line, message, "run pomegraph verify DIR --fill")
        heading = mapping.text("heading", wanted=False)
        claims = tuple(claim for item in mapping.items("claims") for claim in self._read_claims(item))
        for (first, last), digest in zip(ranges, digests, strict=False):
            yield Passage(first, last, heading, digest, claims)

    def _read_lines(self, node: yaml.Node, count: int) -> tuple[int, int]:
        match = LINES.fullmatch(show_node(node))
        if match is None:
            self.report(node, f"lines '{show_node(node)}' is no range", "write 8 or 8-12")
            return 0, 0
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            self.report(node, f"lines {first}-{last} are reversed", f"write {last}-{first}")
        elif count and not 1 <= first <= last <= count:
            self.report(node, f"lines {first}-{last} are outside the document", f"it has lines 1-{count}")
        return first, last

    def _read_claims(self, node: yaml.Node) -> Iterator[Claim]:
        mapping = _Mapping(self, node, ("claim", "subject", *self._vocabulary.properties), "a claim")
        kind = mapping.text("claim")
        if not kind:
            return
        if not self._vocabulary.is_claim(kind):
            kinds = [name for name in self._vocabulary.classes if self._vocabulary.is_claim(name)]
            cure = suggest(kind, kinds, otherwise="see the kinds of claim in the ontology")
            self.report(mapping.nodes["claim"], f"unknown kind of claim '{kind}'", cure)
        elif kind == "Statement":
            yield from self._read_statements(mapping)
        else:
            yield from self._read_claim(mapping, kind)

    def _read_claim(self, mapping: _Mapping, kind: str) -> Iterator[Claim]:
        choices: list[list[Pairs]] = []
        remarks: list[tuple[str, str]] = []
        for name, node in mapping.nodes.items():
            prop = self._vocabulary.properties.get(name)
            if name == "claim":
                continue
            if prop is None or prop.derived or prop.domain not in {"Claim", kind}:
                cure = f"see the properties of {kind} and of Claim in the ontology"
                self.report(node, f"{name} is no key of a {kind}", cure)
                continue
            pairs = self._read_values(prop, mapping, remarks)
            if not prop.identifying:
                remarks += pairs
            elif pairs:
                choices.append([(pair,) for pair in pairs] if prop.functional else [tuple(pairs)])
        if not choices and mapping.sound:
            self.report_line(mapping.line, f"a {kind} that says nothing", "add its keys")
        if math.prod(map(len, choices)) > _MOST_CLAIMS:
            self.report_line(mapping.line, f"lists that make more than {_MOST_CLAIMS} claims", "write shorter lists")
            return
        for choice in itertools.product(*choices) if choices else ():
            claim = _make_claim(kind, "", itertools.chain(*choice), remarks, mapping.line)
            self._check_figures(mapping, kind, dict(claim.values))
            yield claim

    def _read_statements(self, mapping: _Mapping) -> Iterator[Claim]:
        name = mapping.text("subject")
        subject = self._registry.things.get(name)
        if subject is None:
            if name:
                cure = suggest(name, self._registry.things, otherwise="add it to a register")
                self.report(mapping.nodes["subject"], f"unknown thing '{name}'", cure)
            return
        shared = [("subject", subject.id)]
        remarks: list[tuple[str, str]] = []
        said: list[tuple[str, str]] = []
        for name in [key for key in mapping.nodes if key not in {"claim", "subject"}]:
            prop = self._vocabulary.properties[name]
            pairs = self._read_values(prop, mapping, remarks)
            if prop.domain == "Claim" and not prop.derived:
                (shared if prop.identifying else remarks).extend(pairs)
            elif self._can_be_said(prop, subject, mapping):
                said += pairs
        if not said and mapping.sound:
            self.report_line(mapping.line, "a Statement that says nothing", "add a property of its subject")
        for pair in said:
            yield _make_claim("Statement", pair[0], [*shared, pair], remarks, mapping.line)

    def _can_be_said(self, prop: Property, subject: Thing, mapping: _Mapping) -> bool:
        node = mapping.nodes[prop.name]
        if prop.derived or not self._vocabulary.is_a(prop.domain, "Thing"):
            self.report(node, f"{prop.name} is no key of a Statement", "state a property of its subject")
            return False
        if not self._vocabulary.is_a(subject.kind, prop.domain):
            kinds = self._vocabulary.classes
            message = f"{prop.name} does not fit '{subject.id}', a {kinds[subject.kind].label}"
            self.report(node, message, f"it is a property of a {kinds[prop.domain].label}")
            return False
        return True

    def _read_values(self, prop: Property, mapping: _Mapping, remarks: list[tuple[str, str]]) -> list[tuple[str, str]]:
        found = []
        for node in mapping.items(prop.name):
            if not isinstance(node, yaml.ScalarNode):
                self.report(node, f"a value of {prop.name} is not a text", "write a value or a flat list")
                continue
            value = self._read_thing(prop, node) if prop.names_thing else self._read_literal(prop, node)
            if value is not None:
                found.append((prop.name, value))
            if value is not None and value != node.value:
                remarks.append(("valueAsStated", node.value))
        return found

    def _read_literal(self, prop: Property, node: yaml.ScalarNode) -> str | None:
        value = canonical(node.value, prop.range)
        if value is None:
            self.report(node, f"{prop.name} '{node.value}' is no {prop.range}", cure_of(prop.range))
        elif prop.pattern and not re.fullmatch(prop.pattern, value):
            self.report(node, f"{prop.name} '{value}' breaks its pattern", f"it must match {prop.pattern}")
        else:
            return value
        return None

    def _read_thing(self, prop: Property, node: yaml.Node) -> str | None:
        fault = self._registry.find_fault(prop, str(node.value))
        if fault is None:
            return str(node.value)
        self.report(node, *fault)
        return None

    def _check_figures(self, mapping: _Mapping, kind: str, values: dict[str, str]) -> None:
        if "low" in values and "high" in values and float(values["low"]) > float(values["high"]):
            message = f"low {values['low']} is above high {values['high']}"
            self.report(mapping.nodes["low"], message, "exchange the two")
        measure = values.get("measure") or self._vocabulary.classes[kind].implied_measure
        thing = self._registry.things.get(measure or "")
        allowed = thing.get("allowedUnit") if thing else []
        unit = values.get("unit")
        if allowed and unit is not None and unit not in allowed:
            self.report(mapping.nodes["unit"], f"unit '{unit}' does not fit {measure}", f"use {' or '.join(allowed)}")
        if unit is None and any(name in values for name in ("value", "low", "high")):
            self.report_line(mapping.line, "a figure without a unit", "add unit")
