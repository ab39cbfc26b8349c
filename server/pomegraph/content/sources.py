"""Reads a source file: what one document says, passage by passage. Knows YAML, and no RDF."""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING

import yaml

from pomegraph.content.claims import Claim, Facts, Passage, Source, name_range, read_range, render_range
from pomegraph.content.digests import FILL, read_digests
from pomegraph.content.mappings import read_mappings
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import read_registry
from pomegraph.content.text import find_empty_word, read_text, suggest
from pomegraph.content.values import canonical, cure_of
from pomegraph.content.yaml_nodes import check_scalars, compose_yaml, list_items, show_node
from pomegraph.errors import Problem
from pomegraph.names import IDENTIFIER
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pomegraph.content.claims import Pairs
    from pomegraph.content.digests import Digests
    from pomegraph.content.folder import Content
    from pomegraph.content.ontology import Property
    from pomegraph.content.registers import Registry, Thing

_HEADER = ("source", "label", "file", "passages")
_PASSAGE = ("lines", "heading", "claims")
_MOST_CLAIMS = 1000
_MANY = 10


def read_facts(content: Content, problems: list[Problem]) -> Facts:
    """Read the whole content; what is wrong in a source goes to `problems` when that source is reached.

    Raises:
        ContentError: there is no ontology that could steer the reading.
    """
    content.require()
    vocabulary = read_vocabulary(content)
    registry = read_registry(content, vocabulary, problems)
    mappings = read_mappings(content.mappings, content.place(content.mappings), registry, problems)
    return Facts(registry, mappings, _read_sources(content, registry, problems))


def _read_sources(content: Content, registry: Registry, problems: list[Problem]) -> Iterator[Source]:
    for path in content.sources:
        source = read_source(content, path, registry, problems)
        if source is not None:
            yield source


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
    digests = read_digests(table, content.place(table), problems)
    source = _SourceReader(registry, place, problems).read(root, path.stem, digests)
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
                keys = f"{what} has {', '.join(names)}" if len(names) < _MANY else f"see the ontology for {what}"
                cure = suggest(name, names, otherwise=keys)
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
            self._reader.report_line(self.line, f"'{name}' is missing", f"add a line {name}: with its value")
        return ""

    def items(self, name: str) -> list[yaml.Node]:
        return list_items(self.nodes.get(name))


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
        self._ranges: dict[tuple[int, int], int] = {}
        self._ranges_are_sound = True

    def report(self, node: yaml.Node, message: str, cure: str) -> None:
        self.report_line(node.start_mark.line + 1, message, cure)

    def report_line(self, line: int, message: str, cure: str) -> None:
        self._problems.append(Problem(self._place, line, message, cure))

    def read(self, root: yaml.Node, stem: str, digests: Digests | None) -> Source:
        claims = isinstance(root, yaml.MappingNode) and [key for key, _ in root.value if key.value == "claims"]
        if claims:
            self.report(claims[0], "claims without a passage", "put them under the passage that says them")
        head = _Mapping(self, root, (*_HEADER, "claims"), "a source")
        if not IDENTIFIER.fullmatch(stem):
            self.report_line(
                0, f"the file name '{stem}' is not an id", "use lower-case letters, digits and single hyphens"
            )
        name = head.text("source")
        if name and name != stem:
            self.report(head.nodes["source"], f"source '{name}' stands in {stem}.yaml", f"write '{stem}'")
        passages = [one for node in head.items("passages") for one in self._read_passages(node, digests)]
        if not passages:
            self.report_line(head.line, "no passage", "add the passages that say something")
        self._report_left_rows(digests, passages)
        count, digest = (digests.line_count, digests.document) if digests else (0, "")
        return Source(stem, head.text("label"), head.text("file"), digest, count, tuple(passages), self._place)

    def _report_left_rows(self, digests: Digests | None, passages: list[Passage]) -> None:
        """Report the digests of passages that are not there, unless these may be meant by a range that is unsound."""
        if digests is None or not passages or not self._ranges_are_sound:
            return
        spans = {passage.span for passage in passages}
        for span, row in digests.passages.items():
            if span not in spans:
                message = f"no passage of {self._place} is at '{span}'"
                self._problems.append(Problem(digests.place, row.line, message, f"delete the row, or {FILL}"))

    def _read_passages(self, node: yaml.Node, digests: Digests | None) -> Iterator[Passage]:
        mapping = _Mapping(self, node, _PASSAGE, "a passage")
        if not mapping.items("lines"):
            self.report_line(mapping.line, "a passage without lines", "add lines: FIRST-LAST")
        heading = mapping.text("heading", wanted=False)
        claims = tuple(claim for item in mapping.items("claims") for claim in self._read_claims(item))
        for item in mapping.items("lines"):
            found = self._read_range(item, digests.line_count if digests else None)
            if found is None:
                self._ranges_are_sound = False
                continue
            if found in self._ranges:
                message = f"the passage in line {self._ranges[found]} is at {name_range(*found)} too"
                self.report(item, message, "merge the two")
            self._ranges[found] = item.start_mark.line + 1
            row = digests.passages.get(render_range(*found)) if digests else None
            if row is None and digests is not None:
                self.report(item, f"{digests.place} has no digest of {name_range(*found)}", FILL)
            yield Passage(*found, heading, row.digest if row else "", claims)

    def _read_range(self, node: yaml.Node, count: int | None) -> tuple[int, int] | None:
        """Return a range of lines, or None after reporting why it is not one of a document of so many lines."""
        text = show_node(node)
        found = read_range(text)
        if found is None:
            self.report(node, f"'{text}' is not a range of lines", "write 8 or 8-12")
        elif found[1] < found[0]:
            self.report(node, f"lines {text} are reversed", f"write {found[1]}-{found[0]}")
        elif count is not None and not 1 <= found[0] <= found[1] <= count:
            self.report(node, f"the document has no {name_range(*found)}", f"it has lines 1-{count}")
        else:
            return found
        return None

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
                allowed = [one.name for one in self._vocabulary.properties.values() if one.domain in {"Claim", kind}]
                cure = suggest(name, allowed, otherwise=f"see the properties of {kind} and of Claim in the ontology")
                self.report(node, f"{name} is not a key of {with_article(kind)}", cure)
                continue
            pairs = self._read_values(prop, mapping, remarks)
            if not prop.identifying:
                remarks += pairs
            elif pairs:
                choices.append([(pair,) for pair in pairs] if prop.functional else [tuple(pairs)])
        if not choices and mapping.sound:
            self.report_line(mapping.line, f"{with_article(kind)} that says nothing", f"add properties of {kind}")
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
            self.report(node, f"{prop.name} is not a key of a Statement", "state a property of its subject")
            return False
        if not self._vocabulary.is_a(subject.kind, prop.domain) and subject.id not in self._registry.doubtful:
            kinds = self._vocabulary.classes
            message = f"{prop.name} does not fit '{subject.id}', {with_article(kinds[subject.kind].label)}"
            self.report(node, message, f"state it of {with_article(kinds[prop.domain].label)}")
            return False
        return True

    def _read_values(self, prop: Property, mapping: _Mapping, remarks: list[tuple[str, str]]) -> list[tuple[str, str]]:
        found = []
        for node in mapping.items(prop.name):
            if not isinstance(node, yaml.ScalarNode):
                self.report(node, f"a value of {prop.name} is not a text", "write a value or a flat list")
                continue
            if not node.style and find_empty_word(node.value):
                continue  # told with all other scalars
            value = self._read_thing(prop, node) if prop.names_thing else self._read_literal(prop, node)
            if value is not None:
                found.append((prop.name, value))
            if value is not None and value != node.value:
                remarks.append(("valueAsStated", node.value))
        return found

    def _read_literal(self, prop: Property, node: yaml.ScalarNode) -> str | None:
        value = canonical(node.value, prop.range)
        if value is None:
            self.report(node, f"{prop.name} '{node.value}' is not {with_article(prop.range)}", cure_of(prop.range))
        elif prop.pattern and not re.fullmatch(prop.pattern, value):
            self.report(node, f"{prop.name} '{value}' breaks its pattern", f"write what matches {prop.pattern}")
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
