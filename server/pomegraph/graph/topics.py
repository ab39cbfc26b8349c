"""Says what each claim answers to its topic, as lines that are sorted by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pomegraph.content.jurisdictions import HOLDS_IN, find_jurisdictions
from pomegraph.content.quick_json import read_json, write_json
from pomegraph.content.values import canonical
from pomegraph.graph.triples import identify_affirmed
from pomegraph.names import new_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.content.claims import Claim
    from pomegraph.content.registers import Registry
    from pomegraph.graph.triples import Report
    from pomegraph.names import Lines

# In front of a record that has a curated topic, so that others need not be read to know.
CURATED = "curated "
# A figure or range is one answer; the ends of a single figure are alike.
FIGURE = "figure"
# Where several answers may stand side by side, the answer is only whether a content is affirmed.
AFFIRMED = "affirmed"
# What says that the answer is open, as a label does of reactions that were counted nowhere.
_OPEN = ["not-known"]
_VALUE, _ENDS = "value", ("low", "high")
TopicAnswers: TypeAlias = dict[str, list[str]]


class TopicRecord(NamedTuple):
    """One claim as one source reports it: its topic, the curated topics it was put under, its answers.

    Args:
        topic: The digest of its topic.
        label: What the topic is called.
        claim: The digest of the claim.
        source: The source.
        curated: The curated topics.
        answers: What it answers, by property; a figure begins with its unit.
        kind: The kind of claim, or the property that it states.
        about: Under a curated topic, what it is about, by property.
        beside: What may explain why it differs from another claim, by property.
    """

    topic: str
    label: str
    claim: str
    source: str
    curated: tuple[str, ...]
    answers: TopicAnswers
    kind: str = ""
    about: TopicAnswers = {}  # noqa: RUF012 - nobody changes it
    beside: TopicAnswers = {}  # noqa: RUF012 - nobody changes it

    def end(self) -> str:
        """Return the record as the end of a line behind the topic that it is sorted by."""
        return f" {CURATED if self.curated else ''}{write_json(list(self))}"

    @classmethod
    def read(cls, topic: str, end: str) -> TopicRecord:
        """Return the record that the end of a line stands for."""
        if "[" not in end:
            claim, source = end.split()
            return cls(topic, "", claim, source, (), {AFFIRMED: [claim, "True"]})
        own_topic, label, claim, source, curated, *rest = read_json(end.removeprefix(CURATED))
        return cls(own_topic, label, claim, source, tuple(curated), *rest)


def build_records(registry: Registry, reports: Iterable[Report], source: str) -> Lines:
    """Return a record for each claim that a source reports, by topic.

    A claim that only a denial could contradict is written in short, since there are many of them and few denials.
    """
    lines = new_lines()
    explaining = {name for name, prop in registry.vocabulary.properties.items() if prop.explains}
    for report in reports:
        claim = report.claim
        curated = tuple(value for name, value in claim.remarks if name == "topic")
        if not curated and not claim.negated and not _expects_one(registry, claim):
            lines[report.topic].add(f" {report.id} {source}")
            continue
        answers, about = find_answers(registry, report), _list_keys(registry, claim) if curated else {}
        kind = claim.predicate or claim.kind
        said = (report.topic, report.topic_label, report.id, source, curated, answers, kind, about)
        beside = claim.pick(explaining) | {HOLDS_IN: find_jurisdictions(registry, claim)}
        record = TopicRecord(*said, {name: values for name, values in beside.items() if values})
        lines[report.topic].add(record.end())
    return lines


def _expects_one(registry: Registry, claim: Claim) -> bool:
    """Tell whether one answer is expected: by the property of a statement, else by the kind of claim."""
    if claim.predicate:
        return registry.vocabulary.properties[claim.predicate].single_answer
    return registry.vocabulary.classes[claim.kind].single_answer


def _list_keys(registry: Registry, claim: Claim) -> TopicAnswers:
    return claim.pick(() if claim.predicate else registry.vocabulary.classes[claim.kind].keys)


def find_answers(registry: Registry, report: Report) -> TopicAnswers:
    """Return the answers of a claim by property; empty for what its source leaves open.

    A figure or range becomes the one answer `figure`. Where several answers may stand side by side (two brand names),
    the answer is only whether this very content is affirmed or denied.
    """
    claim = report.claim
    if not _expects_one(registry, claim):
        return {AFFIRMED: [identify_affirmed(claim) if claim.negated else report.id, str(not claim.negated)]}
    names = (claim.predicate,) if claim.predicate else registry.vocabulary.classes[claim.kind].answers
    picked = claim.pick(names)
    answers = {name: _scale(registry, claim, name) for name, values in picked.items() if values != _OPEN}
    single = answers.pop(_VALUE, [])
    ends = [answers.pop(end, single) for end in _ENDS]
    if any(ends):
        answers[FIGURE] = [max(ends)[0], *(end[1] if end else "" for end in ends)]
    return answers


def _scale(registry: Registry, claim: Claim, name: str) -> list[str]:
    """Return the values of a property; of a figure its unit, and the figure as printed."""
    scale = registry.vocabulary.properties[name].scale
    if scale is None:
        return claim.get(name)
    printed = {canonical(text, "decimal"): text for prop, text in claim.remarks if prop == "valueAsStated"}
    return ["".join(claim.get(scale)), *(printed.get(value) or value for value in claim.get(name))]
