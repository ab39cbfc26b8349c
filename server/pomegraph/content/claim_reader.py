"""Reads the claims under a passage: what the ontology says of a key decides what its value is."""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING

import yaml

from pomegraph.content.claims import Claim
from pomegraph.content.jurisdictions import JURISDICTION, place_claim
from pomegraph.content.text import find_empty_word, suggest
from pomegraph.content.values import canonical, cure_of
from pomegraph.content.yaml_mapping import YamlMapping
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.content.claims import Pairs
    from pomegraph.content.ontology import Property
    from pomegraph.content.registers import Registry, Thing
    from pomegraph.content.yaml_mapping import Reporter

_MOST_CLAIMS = 1000
# What every claim may have: its own properties, and those of its report in the passage at hand.
_EVERYWHERE = ("Claim", "Report")
_ENDS = (("low", "high"), ("lowerConfidenceLimit", "upperConfidenceLimit"), ("spreadLow", "spreadHigh"))


def _make_claim(
    kind: str, predicate: str, pairs: Iterable[tuple[str, str]], remarks: list[tuple[str, str]], line: int
) -> Claim:
    values = set(pairs)
    if ("negated", "true") not in values:
        values.add(("negated", "false"))
    return Claim(kind, predicate, tuple(sorted(values)), tuple(sorted(set(remarks))), line)


class ClaimReader:
    """Reads claims one node at a time."""

    def __init__(self, registry: Registry, reporter: Reporter) -> None:
        self._registry, self._reporter = registry, reporter
        self._vocabulary = registry.vocabulary

    def read(self, node: yaml.Node, jurisdiction: str = "") -> Iterator[Claim]:
        """Yield the claims that a node makes, after reporting what is wrong with it.

        Args:
            node: The node.
            jurisdiction: Where its passage is of; may be empty.
        """
        for claim in self._read(node):
            yield place_claim(self._registry, claim, jurisdiction)

    def read_jurisdiction(self, mapping: YamlMapping) -> str:
        """Return the jurisdiction that a source or passage names, or nothing."""
        prop, node = self._vocabulary.properties.get(JURISDICTION), mapping.nodes.get(JURISDICTION)
        return (self.read_value(prop, node) or "") if prop is not None and node is not None else ""

    def _read(self, node: yaml.Node) -> Iterator[Claim]:
        mapping = YamlMapping(self._reporter, node, ("claim", "subject", *self._vocabulary.properties), "a claim")
        kind = mapping.text("claim")
        if not kind:
            return
        if not self._vocabulary.is_claim(kind):
            kinds = [name for name in self._vocabulary.classes if self._vocabulary.is_claim(name)]
            cure = suggest(kind, kinds, otherwise="see the kinds of claim in the ontology")
            self._reporter.report(mapping.nodes["claim"], f"unknown kind of claim '{kind}'", cure)
        elif kind == "Statement":
            yield from self._read_statements(mapping)
        else:
            yield from self._read_claim(mapping, kind)

    def _read_claim(self, mapping: YamlMapping, kind: str) -> Iterator[Claim]:
        choices: list[list[Pairs]] = []
        remarks: list[tuple[str, str]] = []
        for name, node in mapping.nodes.items():
            prop = self._vocabulary.properties.get(name)
            if name == "claim":
                continue
            domains = {*_EVERYWHERE, kind}
            if prop is None or prop.derived or prop.domain not in domains:
                allowed = [one.name for one in self._vocabulary.properties.values() if one.domain in domains]
                cure = suggest(name, allowed, otherwise=f"see the properties of {kind} and of Claim in the ontology")
                self._reporter.report(node, f"{name} is not a key of {with_article(kind)}", cure)
                continue
            pairs = self._read_values(prop, mapping, remarks)
            if not prop.identifying:
                remarks += pairs
            elif pairs:
                choices.append([(pair,) for pair in pairs] if prop.functional else [tuple(pairs)])
        if not choices and mapping.sound:
            self._reporter.report_line(
                mapping.line, f"{with_article(kind)} that says nothing", f"add properties of {kind}"
            )
        if math.prod(map(len, choices)) > _MOST_CLAIMS:
            self._reporter.report_line(
                mapping.line, f"lists that make more than {_MOST_CLAIMS} claims", "write shorter lists"
            )
            return
        for choice in itertools.product(*choices) if choices else ():
            claim = _make_claim(kind, "", itertools.chain(*choice), remarks, mapping.line)
            self._check_figures(mapping, kind, dict(claim.values))
            yield claim

    def _read_statements(self, mapping: YamlMapping) -> Iterator[Claim]:
        name = mapping.text("subject")
        subject = self._registry.things.get(name)
        if subject is None:
            if name:
                cure = suggest(name, self._registry.things, otherwise="add it to a register")
                self._reporter.report(mapping.nodes["subject"], f"unknown thing '{name}'", cure)
            return
        shared = [("subject", subject.id)]
        remarks: list[tuple[str, str]] = []
        said: list[tuple[str, str]] = []
        for name in [key for key in mapping.nodes if key not in {"claim", "subject"}]:
            prop = self._vocabulary.properties[name]
            pairs = self._read_values(prop, mapping, remarks)
            if prop.domain in _EVERYWHERE and not prop.derived:
                (shared if prop.identifying else remarks).extend(pairs)
            elif self._can_be_said(prop, subject, mapping):
                said += pairs
        if not said and mapping.sound:
            self._reporter.report_line(mapping.line, "a Statement that says nothing", "add a property of its subject")
        for pair in said:
            yield _make_claim("Statement", pair[0], [*shared, pair], remarks, mapping.line)

    def _can_be_said(self, prop: Property, subject: Thing, mapping: YamlMapping) -> bool:
        node = mapping.nodes[prop.name]
        if prop.derived or not self._vocabulary.is_a(prop.domain, "Thing"):
            self._reporter.report(node, f"{prop.name} is not a key of a Statement", "state a property of its subject")
            return False
        if not self._vocabulary.is_a(subject.kind, prop.domain) and subject.id not in self._registry.doubtful:
            kinds = self._vocabulary.classes
            message = f"{prop.name} does not fit '{subject.id}', {with_article(kinds[subject.kind].label)}"
            self._reporter.report(node, message, f"state it of {with_article(kinds[prop.domain].label)}")
            return False
        return True

    def _read_values(
        self, prop: Property, mapping: YamlMapping, remarks: list[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        found = []
        for node in mapping.items(prop.name):
            value = self.read_value(prop, node)
            if value is None:
                mapping.sound = False
                continue
            found.append((prop.name, value))
            if value != node.value:
                remarks.append(("valueAsStated", str(node.value)))
        return found

    def read_value(self, prop: Property, node: yaml.Node) -> str | None:
        """Return a value of a property, an identifier or canonical text; None after reporting why it is not one."""
        if not isinstance(node, yaml.ScalarNode):
            self._reporter.report(node, f"a value of {prop.name} is not a text", "write a value or a flat list")
            return None
        if not node.style and find_empty_word(node.value):
            return None  # told with all other scalars
        return self._read_thing(prop, node) if prop.names_thing else self._read_literal(prop, node)

    def _read_literal(self, prop: Property, node: yaml.ScalarNode) -> str | None:
        value = canonical(node.value, prop.range)
        if value is None:
            self._reporter.report(
                node, f"{prop.name} '{node.value}' is not {with_article(prop.range)}", cure_of(prop.range)
            )
        elif prop.pattern and not re.fullmatch(prop.pattern, value):
            self._reporter.report(
                node, f"{prop.name} '{value}' breaks its pattern", f"write what matches {prop.pattern}"
            )
        else:
            return value
        return None

    def _read_thing(self, prop: Property, node: yaml.Node) -> str | None:
        fault = self._registry.find_fault(prop, str(node.value))
        if fault is None:
            return str(node.value)
        self._reporter.report(node, *fault)
        return None

    def _check_figures(self, mapping: YamlMapping, kind: str, values: dict[str, str]) -> None:
        for low, high in _ENDS:
            if low in values and high in values and float(values[low]) > float(values[high]):
                message = f"{low} {values[low]} is above {high} {values[high]}"
                self._reporter.report(mapping.nodes[low], message, "exchange the two")
        measure = values.get("measure") or self._vocabulary.classes[kind].implied_measure
        thing = self._registry.things.get(measure or "")
        allowed = thing.get("allowedUnit") if thing else []
        unit = values.get("unit")
        if allowed and unit is not None and unit not in allowed:
            self._reporter.report(
                mapping.nodes["unit"], f"unit '{unit}' does not fit {measure}", f"use {' or '.join(allowed)}"
            )
        if "unit" not in mapping.nodes and any(name in values for name in ("value", "low", "high")):
            self._reporter.report_line(mapping.line, "a figure without a unit", "add unit")
