"""Finds claims of one topic whose answers differ, over sorted records, so that memory holds one topic at a time."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.graph.triples import describe, identify_affirmed
from pomegraph.names import new_lines, term, typed_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.content.claims import Claim
    from pomegraph.content.registers import Registry
    from pomegraph.graph.sorting import BlockSorter
    from pomegraph.graph.triples import Report, Terms
    from pomegraph.names import Lines

# In front of a record that has a curated topic, so that others need not be read to know.
_CURATED = "curated "
_FIGURE = ("value", "low", "high")
_SHOWN = {"figure": _FIGURE, "affirmed": ("negated",)}
TopicAnswers: TypeAlias = dict[str, list[str]]


class TopicRecord(NamedTuple):
    """One claim as one source reports it: its topic, the curated topics it was put under, its answers."""

    topic: str
    label: str
    claim: str
    source: str
    curated: tuple[str, ...]
    answers: TopicAnswers

    def end(self) -> str:
        """Return the record as the end of a line behind the topic that it is sorted by."""
        return f" {_CURATED if self.curated else ''}{json.dumps(self)}"

    @classmethod
    def read(cls, topic: str, end: str) -> TopicRecord:
        """Return the record that the end of a line stands for."""
        if "[" not in end:
            claim, source = end.split()
            return cls(topic, "", claim, source, (), {"affirmed": [claim, "True"]})
        own_topic, label, claim, source, curated, answers = json.loads(end.removeprefix(_CURATED))
        return cls(own_topic, label, claim, source, tuple(curated), answers)


def build_records(registry: Registry, reports: Iterable[Report], source: str) -> Lines:
    """Return a record for each claim that a source reports, by topic.

    A claim that only a denial could contradict is written in short, since there are many of them and few denials.
    """
    lines = new_lines()
    for report in reports:
        claim = report.claim
        curated = tuple(value for name, value in claim.remarks if name == "topic")
        if not curated and not claim.negated and not _expects_one(registry, claim):
            lines[report.topic].add(f" {report.id} {source}")
            continue
        answers = find_answers(registry, report)
        lines[report.topic].add(
            TopicRecord(report.topic, report.topic_label, report.id, source, curated, answers).end()
        )
    return lines


def _expects_one(registry: Registry, claim: Claim) -> bool:
    """Tell whether one answer is expected: by the property of a statement, else by the kind of claim."""
    if claim.predicate:
        return registry.vocabulary.properties[claim.predicate].single_answer
    return registry.vocabulary.classes[claim.kind].single_answer


def find_answers(registry: Registry, report: Report) -> TopicAnswers:
    """Return the answers of a claim by property; empty for what its source leaves open.

    A figure or range becomes the one answer `figure`. Where several answers may stand side by side (two brand names),
    the answer is only whether this very content is affirmed or denied.
    """
    claim = report.claim
    if not _expects_one(registry, claim):
        return {"affirmed": [identify_affirmed(claim) if claim.negated else report.id, str(not claim.negated)]}
    names = (claim.predicate,) if claim.predicate else registry.vocabulary.classes[claim.kind].answers
    answers = {name: claim.get(name) for name in names if claim.get(name)}
    figure = [claim.get(end) or answers.get("value", []) for end in ("low", "high")]
    for name in _FIGURE:
        answers.pop(name, None)
    if any(figure):
        answers["figure"] = [*claim.get("unit"), *(end[0] if end else "" for end in figure)]
    return answers


def _read_block(block: bytes) -> tuple[str, list[TopicRecord]]:
    """Return a topic and its records."""
    lines = block.decode().split("\n")
    topic = lines[0].partition(" ")[0]
    return topic, [TopicRecord.read(topic, line[len(topic) + 1 :]) for line in lines]


class _Comparison:
    """Compares answers; a narrower concept does not contradict the one above it."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def differing(self, one: TopicAnswers, other: TopicAnswers) -> set[str]:
        """Return the properties that both answer, and differently."""
        return {name for name in one.keys() & other.keys() if not self._agree(name, one[name], other[name])}

    def _agree(self, name: str, one: list[str], other: list[str]) -> bool:
        if name in {"affirmed", "figure"}:  # begins with what must be the same to be compared: the content, the unit
            return one[0] != other[0] or one == other
        return any(a == b or a in self._above(b) or b in self._above(a) for a in one for b in other)

    def _above(self, name: str) -> set[str]:
        found: set[str] = set()
        ahead = [name]
        while ahead:
            thing = self._registry.things.get(ahead.pop())
            wider = [one for one in thing.get("broader") if one not in found] if thing else []
            found.update(wider)
            ahead += wider
        return found


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims of one topic that differ: claim and source pairs, and the properties they differ in."""

    topic: str
    label: str
    members: frozenset[tuple[str, str]]
    properties: frozenset[str]


class DisagreementFinder:
    """Finds disagreements in records sorted by topic; a curated topic takes over the topics of its claims."""

    def __init__(self, registry: Registry) -> None:
        self._registry, self._comparison = registry, _Comparison(registry)

    def find(self, many: Iterable[list[bytes]], curated: BlockSorter) -> Iterator[Disagreement]:
        """Yield the disagreements within topics; records of topics with a curated one go to `curated` instead."""
        for block in itertools.chain.from_iterable(many):
            if b"[" not in block or (b"\n" not in block and _CURATED.encode() not in block):
                continue
            topic, records = _read_block(block)
            names = {name for record in records for name in record.curated}
            if names:
                lines = new_lines() | {name: {record.end() for record in records} for name in names}
                curated.add(join_lines(sort_lines(lines)))
            elif found := self._compare(topic, records):
                yield found

    def find_curated(self, many: Iterable[list[bytes]]) -> Iterator[Disagreement]:
        """Yield the disagreements of curated topics."""
        for topic, records in map(_read_block, itertools.chain.from_iterable(many)):
            if found := self._compare(topic, records):
                yield found

    def _compare(self, topic: str, records: list[TopicRecord]) -> Disagreement | None:
        # Of a claim that several sources report, the record that was put under a curated topic counts.
        claims = {record.claim: record for record in sorted(records, key=lambda record: len(record.curated))}
        properties: set[str] = set()
        members: set[str] = set()
        for one, other in itertools.combinations(claims.values(), 2):
            differing = self._differing(topic, one, other)
            if differing is not None:
                members |= {one.claim, other.claim}
                properties |= differing
        if not members:
            return None
        pairs = frozenset((record.claim, record.source) for record in records if record.claim in members)
        curated = self._registry.things.get(topic)
        label = curated.label if curated else max(record.label for record in records)
        return Disagreement(topic, label, pairs, frozenset(properties))

    def _differing(self, topic: str, one: TopicRecord, other: TopicRecord) -> set[str] | None:
        """Return what two claims differ in, or None if they do not; claims of two kinds differ as a whole."""
        if one.topic == other.topic:
            return self._comparison.differing(one.answers, other.answers) or None
        both_curated = topic in one.curated and topic in other.curated
        said = {tuple(answer) for answer in one.answers.values()}
        same = any(tuple(answer) in said for answer in other.answers.values())
        return set() if both_curated and not same else None


def build_disagreement(terms: Terms, found: Disagreement) -> Lines:
    """Return the triples of a disagreement."""
    names = terms.names
    sources = sorted({source for _, source in found.members})
    alone = typed_literal(str(len(sources) == 1).lower(), "boolean")
    properties = {one for name in found.properties for one in _SHOWN.get(name, (name,))}
    lines = new_lines()
    lines[names.thing("disagreement", found.topic)].update(
        [
            *describe(found.label, terms.types("Disagreement")),
            f" {term('onTopic')} {names.thing('topic', found.topic)}",
            f" {term('withinOneSource')} {alone}",
            *(f" {term('differsIn')} {term(one)}" for one in properties),
            *(f" {term('claim')} {names.thing('claim', claim)}" for claim, _ in found.members),
            *(f" {term('betweenSource')} {terms.thing(source)}" for source in sources),
        ]
    )
    return lines
