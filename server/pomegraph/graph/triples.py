"""Makes triples of things and claims. Reads no files.

A triple is a line of N-Triples, kept as its subject and its end (predicate and object). That is what makes the
conversion fast: no object is made for a term, an end is made once for many subjects, and all lines of a subject are
joined at once, with the full stop or with the name of a graph.
"""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.content.values import narrow_datatype
from pomegraph.graph.sentences import SentenceWriter
from pomegraph.names import RDF, RDFS, SKOS, digest, iri, new_lines, term, text_literal, typed_literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.content.claims import Claim
    from pomegraph.content.mappings import Mapping
    from pomegraph.content.ontology import Shortcut
    from pomegraph.content.registers import Registry
    from pomegraph.names import Lines, Names

A = iri(RDF + "type")
LABEL = iri(RDFS + "label")
_ALTERNATIVE = iri(SKOS + "altLabel")
_SUBJECT, _PREDICATE, _OBJECT = (iri(RDF + name) for name in ("subject", "predicate", "object"))
_STATEMENT = iri(RDF + "Statement")
_SSSOM = "https://w3id.org/sssom/"
_KEPT = 100_000
_TOPIC = term("topic")


class _Ends(dict[tuple[str, str], str]):
    """The end of a line for a property and its value; what was asked for is kept."""

    def __init__(self, terms: Terms) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, pair: tuple[str, str]) -> str:
        if len(self) >= _KEPT:
            self.clear()
        found = self[pair] = f" {term(pair[0])} {self._terms.value(*pair)}"
        return found


class Terms:
    """Turns names and values into N-Triples terms and ends of lines."""

    def __init__(self, registry: Registry, names: Names) -> None:
        self.registry, self.names = registry, names
        self.vocabulary = registry.vocabulary
        self.sentences = SentenceWriter(registry)
        self.ends = _Ends(self)
        self.of_reports = frozenset(one.name for one in self.vocabulary.properties.values() if one.domain == "Report")
        self._types: dict[str, list[str]] = {}

    def thing(self, name: str) -> str:
        """Return the term of a thing of the registers, or of a source."""
        kind = self.registry.things[name].kind
        return self.names.thing(self.vocabulary.classes[kind].segment or "thing", name)

    def value(self, name: str, value: str) -> str:
        """Return the term of a value of a property."""
        prop = self.vocabulary.properties[name]
        return self.thing(value) if prop.names_thing else typed_literal(value, narrow_datatype(value, prop.range))

    def all_ends(self, subject: str, pair: tuple[str, str]) -> list[str]:
        """Return the end of a line for a property of a thing and its value, and those that stand beside it."""
        beside = self.vocabulary.properties[pair[0]].beside
        # What a thing is called anyway is no other name.
        if not beside or pair[1] == self.registry.things[subject].label:
            return [self.ends[pair]]
        return [self.ends[pair], *(f" {iri(one)} {self.value(*pair)}" for one in beside)]

    def is_a(self, name: str, kind: str) -> bool:
        """Tell whether a thing belongs to a class."""
        return self.vocabulary.is_a(self.registry.things[name].kind, kind)

    def types(self, kind: str) -> list[str]:
        """Return the ends of the lines that give something a class and the classes above it."""
        if kind not in self._types:
            names = (kind, *self.vocabulary.classes[kind].ancestors)
            self._types[kind] = [f" {A} {term(name)}" for name in names]
        return self._types[kind]


def describe(label: str, types: Iterable[str]) -> list[str]:
    """Return the ends of the lines that every subject has: its classes and its label."""
    return [*types, f" {LABEL} {text_literal(label)}"]


def build_things(terms: Terms) -> Lines:
    """Return the triples of the rows of the registers."""
    lines = new_lines()
    for thing in terms.registry.things.values():
        if thing.kind != "Source":
            ends = lines[terms.thing(thing.id)]
            ends.update(describe(thing.label, terms.types(thing.kind)))
            ends.update(f" {_ALTERNATIVE} {text_literal(one)}" for one in thing.alternatives)
            ends.update(end for pair in thing.values for end in terms.all_ends(thing.id, pair))
    return lines


def build_mappings(terms: Terms, mappings: Iterable[Mapping]) -> Lines:
    """Return a SKOS triple for each mapping, and the mapping itself with its justification and confidence."""
    lines = new_lines()
    for mapping in mappings:
        subject, predicate, target = terms.thing(mapping.subject), iri(SKOS + mapping.predicate), iri(mapping.object)
        label = f"{terms.registry.things[mapping.subject].label} {mapping.predicate} {mapping.object}"
        confidence = typed_literal(mapping.confidence, narrow_datatype(mapping.confidence, "decimal"))
        lines[subject].add(f" {predicate} {target}")
        lines[terms.names.thing("mapping", digest(mapping.subject, predicate, target))].update(
            [
                *describe(label, [f" {A} {iri(_SSSOM + 'Mapping')}"]),
                f" {iri(_SSSOM + 'subject_id')} {subject}",
                f" {iri(_SSSOM + 'predicate_id')} {predicate}",
                f" {iri(_SSSOM + 'object_id')} {target}",
                f" {iri(_SSSOM + 'mapping_justification')} {iri(mapping.justification)}",
                f" {iri(_SSSOM + 'confidence')} {confidence}",
            ]
        )
    return lines


class Report(NamedTuple):
    """A claim as a source reports it, with its digest and that of its topic, and what the topic is called."""

    claim: Claim
    id: str
    topic: str
    topic_label: str


def identify(terms: Terms, claim: Claim) -> Report:
    """Name a claim by its content, so that equal claims of two sources are one claim."""
    keys = topic_key(terms, claim)
    topic = digest("topic", claim.kind, *map("=".join, keys))
    return Report(claim, _digest_claim(claim.kind, claim.values), topic, _describe_topic(terms, claim, keys))


def identify_affirmed(claim: Claim) -> str:
    """Return the digest that a denied claim would have if it were affirmed."""
    values = (("negated", "false") if name == "negated" else (name, value) for name, value in claim.values)
    return _digest_claim(claim.kind, values)


def _digest_claim(kind: str, values: Iterable[tuple[str, str]]) -> str:
    return digest(kind, *map("=".join, values))


def topic_key(terms: Terms, claim: Claim) -> list[tuple[str, str]]:
    """Return what a claim is about, without its answer: the key properties of its kind and their values.

    What follows from another of them is left out: the regimen of an arm. A figure is brought to its base unit.
    """
    if claim.predicate:
        return [("subject", claim.get("subject")[0]), ("property", claim.predicate)]
    keys = terms.vocabulary.classes[claim.kind].keys
    pairs = [pair for pair in claim.values if pair[0] in keys]
    told, properties = {name for name, _ in pairs}, terms.vocabulary.properties
    left = [pair for pair in pairs if told.isdisjoint(properties[pair[0]].follows_from)]
    return [(name, _convert(terms, claim, name, value) if properties[name].scale else value) for name, value in left]


def _convert(terms: Terms, claim: Claim, name: str, value: str) -> str:
    """Return a figure with its unit, in the unit that it is compared in."""
    scale = "".join(claim.get(terms.vocabulary.properties[name].scale or ""))
    unit = terms.registry.units.get(scale)
    if unit is None:
        return f"{value} {scale}"
    return f"{(Decimal(value) * unit.factor).normalize():f} {unit.base}"


def _describe_topic(terms: Terms, claim: Claim, keys: list[tuple[str, str]]) -> str:
    if claim.predicate:
        prop = terms.vocabulary.properties[claim.predicate]
        return f"{terms.registry.things[keys[0][1]].label}: {prop.label}"
    return terms.sentences.word_topic(claim.kind, keys)


class ClaimBuilder:
    """Makes the triples of the claims of one source.

    Args:
        terms: The terms of the graph.
        lines: Where the triples of things are added.
        made: Where the ends of the lines of claims and topics are added; of these, no other has the subject.
    """

    def __init__(self, terms: Terms, lines: Lines, made: dict[str, list[str]]) -> None:
        self._terms, self._lines, self._made = terms, lines, made
        self._shortcuts: dict[str, list[Shortcut]] = {}
        for shortcut in terms.vocabulary.shortcuts:
            self._shortcuts.setdefault(shortcut.kind, []).append(shortcut)

    def build(self, report: Report) -> str:
        """Add the triples of a claim, but for its reports; return its label."""
        terms, claim = self._terms, report.claim
        topic = terms.names.thing("topic", report.topic)
        if topic not in self._made:
            self._made[topic] = describe(report.topic_label, terms.types("Topic"))
        label = terms.sentences.word_claim(claim)
        ends, untold = describe(label, terms.types(claim.kind)), {"subject", claim.predicate}
        ends += [terms.ends[pair] for pair in claim.values if pair[0] not in untold]
        ends += [terms.ends[pair] for pair in claim.remarks if pair[0] not in terms.of_reports]
        ends.append(f" {_TOPIC} {topic}")
        if claim.predicate:
            ends += self._build_statement(claim)
        elif not claim.negated:
            self._build_shortcuts(claim)
        self._keep(terms.names.thing("claim", report.id), ends)
        return label

    def _keep(self, subject: str, ends: list[str]) -> None:
        """Keep the ends of a claim; those of one that was made with other remarks stay."""
        earlier = self._made.get(subject)
        self._made[subject] = ends if earlier is None else [*{*earlier, *ends}]

    def _build_statement(self, claim: Claim) -> list[str]:
        terms = self._terms
        said = dict(claim.values)
        about, value = terms.thing(said["subject"]), said[claim.predicate]
        if not claim.negated:
            self._lines[about].update(terms.all_ends(said["subject"], (claim.predicate, value)))
        return [
            f" {A} {_STATEMENT}",
            f" {_SUBJECT} {about}",
            f" {_PREDICATE} {term(claim.predicate)}",
            f" {_OBJECT} {terms.value(claim.predicate, value)}",
        ]

    def _build_shortcuts(self, claim: Claim) -> None:
        for shortcut in self._shortcuts.get(claim.kind, ()):
            span = self._terms.vocabulary.properties[shortcut.property].range
            ends = [end for name in shortcut.ends for end in claim.get(name) if self._terms.is_a(end, span)]
            for start, end in itertools.product(claim.get(shortcut.start), ends):
                self._lines[self._terms.thing(start)].add(self._terms.ends[(shortcut.property, end)])
                if shortcut.both_ways:
                    self._lines[self._terms.thing(end)].add(self._terms.ends[(shortcut.property, start)])


def read_prefixes(registry: Registry, names: Names) -> dict[str, str]:
    """Return the pinned prefix map, with a prefix for each kind of thing below the base.

    Passages have none: a slash in a local name must be escaped, which not every Turtle parser understands.
    """
    kinds = {one.segment for one in registry.vocabulary.classes.values() if one.segment} - {"passage"}
    ours = {f"pom{segment}": f"{names.base}{segment}/" for segment in sorted(kinds)}
    return ours | {prefix.name: prefix.namespace for prefix in registry.vocabulary.prefixes}
