"""Finds claims of one topic whose answers differ, over sorted records, so that memory holds one topic at a time."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.content.amounts import RELATIONS, Unit, can_both_hold, is_same, make_amount
from pomegraph.content.jurisdictions import HOLDS_IN
from pomegraph.graph.sorting import join_lines, sort_lines
from pomegraph.graph.topics import AFFIRMED, CURATED, FIGURE, TopicRecord
from pomegraph.graph.triples import describe
from pomegraph.names import new_lines, term, typed_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pomegraph.content.registers import Registry
    from pomegraph.graph.sorting import BlockSorter
    from pomegraph.graph.topics import TopicAnswers
    from pomegraph.graph.triples import Terms
    from pomegraph.names import Lines

_SHOWN = {AFFIRMED: "negated"}
_ENDS = ("low", "high")


def _read_block(block: bytes) -> tuple[str, list[TopicRecord]]:
    """Return a topic and its records."""
    lines = block.decode().split("\n")
    topic = lines[0].partition(" ")[0]
    return topic, [TopicRecord.read(topic, line[len(topic) + 1 :]) for line in lines]


def _name_figures(names: set[str], *many: TopicAnswers) -> set[str]:
    """Return names with the properties that hold a figure in its place: the value, or the ends of a range."""
    if FIGURE not in names:
        return names
    ranges = [answers[FIGURE][1] != answers[FIGURE][2] for answers in many if FIGURE in answers]
    return names - {FIGURE} | {name for one in ranges for name in (_ENDS if one else ("value",))}


class Comparison:
    """Compares answers; what is more precise does not contradict what is less, a rounding not what was rounded."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def differing(self, one: TopicAnswers, other: TopicAnswers, *, exact: bool = False) -> set[str]:
        """Return the properties that both answer, and differently; if `exact`, a figure is not within a range."""
        shared = one.keys() & other.keys()
        names = {name for name in shared if not self._agree(name, one[name], other[name], exact=exact)}
        return _name_figures(names, one, other)

    def _agree(self, name: str, one: list[str], other: list[str], *, exact: bool) -> bool:
        if name == AFFIRMED:  # begins with the content, which must be the same to be compared
            return one[0] != other[0] or one == other
        if name == FIGURE or self._registry.vocabulary.properties[name].scale:
            return one == other or self._agree_figures(one, other, exact=exact)
        above = self._registry.list_broader
        return any(a == b or a in above(b) or b in above(a) for a in one for b in other)

    def _agree_figures(self, one: list[str], other: list[str], *, exact: bool) -> bool:
        """Tell whether figures agree, or cannot be compared; each begins with its unit, or with its relation."""
        if {one[0], other[0]} & RELATIONS.keys():
            return can_both_hold((one[0], one[1]), (other[0], other[1]))
        ours, theirs = (self._registry.units.get(unit) or Unit(unit, unit, Decimal(1)) for unit in (one[0], other[0]))
        if ours.base != theirs.base:
            return True
        if not exact and (_holds(one[1:], ours, other[1:], theirs) or _holds(other[1:], theirs, one[1:], ours)):
            return True
        return all(
            is_same(make_amount(a, ours), make_amount(b, theirs)) if a and b else a == b
            for a, b in zip(one[1:], other[1:], strict=True)
        )


def _holds(ends: list[str], unit: Unit, figure: list[str], its_unit: Unit) -> bool:
    """Tell whether a range, or a bound that has only one end, holds a single figure."""
    if len(ends) != len(_ENDS) or ends[0] == ends[1] or not figure[0] or figure[0] != figure[1]:
        return False
    number, low, high = (
        Decimal(text) * scale.factor if text else None
        for text, scale in ((figure[0], its_unit), *((end, unit) for end in ends))
    )
    return number is not None and (low is None or low <= number) and (high is None or number <= high)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims of one topic that differ: claim and source pairs, the properties they differ in, why they do."""

    topic: str
    label: str
    members: frozenset[tuple[str, str]]
    properties: frozenset[str]
    reasons: frozenset[str] = frozenset()


class DisagreementFinder:
    """Finds disagreements in records sorted by topic; a curated topic takes over the topics of its claims."""

    def __init__(self, registry: Registry) -> None:
        self._registry, self._comparison = registry, Comparison(registry)

    def find(self, many: Iterable[list[bytes]], curated: BlockSorter) -> Iterator[Disagreement]:
        """Yield the disagreements within topics; records of topics with a curated one go to `curated` instead."""
        for block in itertools.chain.from_iterable(many):
            if b"[" not in block or (b"\n" not in block and CURATED.encode() not in block):
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
        claims = _merge(records)
        properties: set[str] = set()
        members: set[str] = set()
        reasons: set[str] = set()
        for one, other in itertools.combinations(claims.values(), 2):
            differing = self._differing(topic, one, other)
            if differing:
                members |= {one.claim, other.claim}
                properties |= differing
                reasons |= self._explain(one, other, differing)
        if not members:
            return None
        pairs = frozenset((record.claim, record.source) for record in records if record.claim in members)
        curated = self._registry.things.get(topic)
        label = curated.label if curated else max(record.label for record in records)
        given = frozenset(curated.get("disagreementReason") if curated else ())
        return Disagreement(topic, label, pairs, frozenset(properties), given or frozenset(reasons))

    def _explain(self, one: TopicRecord, other: TopicRecord, differing: set[str]) -> set[str]:
        """Return why two claims may differ: they are of other trials, other people, other times and the like."""
        names = {name for name in one.beside.keys() & other.beside.keys() if _are_apart(name, one, other)}
        properties = self._registry.vocabulary.properties
        found = {properties[name].explains for name in names | differing if name in properties}
        return {reason for reason in found if reason}

    def _differing(self, topic: str, one: TopicRecord, other: TopicRecord) -> set[str]:
        """Return what two claims differ in, empty if they do not clash."""
        is_curated = topic in one.curated and topic in other.curated
        if one.topic == other.topic:
            names = self._comparison.differing(one.answers, other.answers, exact=is_curated)
            return names - self._list_local(one, other)
        if not is_curated:
            return set()
        return self._differing_as_curated(one, other)

    def _list_local(self, one: TopicRecord, other: TopicRecord) -> set[str]:
        """Return the properties in which two claims tell of different jurisdictions, each of its own."""
        if HOLDS_IN not in one.beside.keys() & other.beside.keys() or not _are_apart(HOLDS_IN, one, other):
            return set()
        properties = self._registry.vocabulary.properties
        names = {name for name in one.answers if name in properties and properties[name].by_jurisdiction}
        return names - {one.kind}

    def _differing_as_curated(self, one: TopicRecord, other: TopicRecord) -> set[str]:
        """Return what two claims that a curator put side by side differ in.

        Of one kind it is what they answer, if they are not about different things. Of two kinds it is what they are
        about; else what both answer; where there is nothing of either, they differ as a whole.
        """
        keys = self._comparison.differing(one.about, other.about)
        answers = self._comparison.differing(one.answers, other.answers, exact=True)
        if one.kind == other.kind:
            return set() if keys else answers
        if keys or (one.answers.keys() & other.answers.keys()) - {AFFIRMED}:
            return keys or answers
        names = {*(one.about.keys() ^ other.about.keys()), *one.answers, *other.answers} - {AFFIRMED}
        return _name_figures(names, one.answers, other.answers)


def _merge(records: Iterable[TopicRecord]) -> dict[str, TopicRecord]:
    """Return one record for each claim, which holds wherever one of its sources says so.

    Of a claim that several sources report, the record that was put under a curated topic counts.
    """
    claims: dict[str, TopicRecord] = {}
    for record in sorted(records, key=lambda record: len(record.curated)):
        earlier = claims.get(record.claim, record).beside.get(HOLDS_IN, [])
        places = sorted({*earlier, *record.beside.get(HOLDS_IN, [])})
        beside = {**record.beside, HOLDS_IN: places} if places else record.beside
        claims[record.claim] = record._replace(beside=beside)
    return claims


def _are_apart(name: str, one: TopicRecord, other: TopicRecord) -> bool:
    """Tell whether two claims differ in what may explain more; where both hold in one place, the place does not."""
    if name == HOLDS_IN:
        return not set(one.beside[name]) & set(other.beside[name])
    return one.beside[name] != other.beside[name]


# What a verdict on one of the claims tells of why they differ.
_TOLD = {
    "belongs-to-another-trial": "different-trial",
    "contradicted": "error-in-source",
    "verdict-outdated": "outdated",
    "another-jurisdiction": "different-jurisdiction",
    "rounded": "rounding",
}
_UNEXPLAINED = "unexplained"


def build_disagreement(terms: Terms, found: Disagreement, verdicts: Mapping[str, set[str]]) -> Lines:
    """Return the triples of a disagreement.

    Args:
        terms: The terms of the graph.
        found: The disagreement.
        verdicts: The verdicts on claims, by the digest of the claim.
    """
    told = {_TOLD[one] for claim, _ in found.members for one in verdicts.get(claim, ()) if one in _TOLD}
    reasons = found.reasons | told or {_UNEXPLAINED}
    names = terms.names
    sources = sorted({source for _, source in found.members})
    alone = typed_literal(str(len(sources) == 1).lower(), "boolean")
    lines = new_lines()
    lines[names.thing("disagreement", found.topic)].update(
        [
            *describe(found.label, terms.types("Disagreement")),
            f" {term('onTopic')} {names.thing('topic', found.topic)}",
            f" {term('withinOneSource')} {alone}",
            *(f" {term('differsIn')} {term(_SHOWN.get(name, name))}" for name in found.properties),
            *(terms.ends[("differsBecause", name)] for name in reasons),
            *(f" {term('claim')} {names.thing('claim', claim)}" for claim, _ in found.members),
            *(f" {term('betweenSource')} {terms.thing(source)}" for source in sources),
        ]
    )
    return lines
