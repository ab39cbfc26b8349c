"""Builds the verdicts on the claims of secondary sources: derived from what primary sources say, or curated."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.content.claims import Claim
from pomegraph.content.jurisdictions import HOLDS_IN, JURISDICTION, find_jurisdictions
from pomegraph.content.quick_json import read_json, write_json
from pomegraph.evidence.attribution import Tracer
from pomegraph.evidence.figures import Figure
from pomegraph.evidence.verdicts import Finding, Judgement, judge
from pomegraph.graph.comparing import ClaimComparison
from pomegraph.graph.figures import FigureMaker
from pomegraph.graph.sorting import BlockSorter, join_lines, sort_lines
from pomegraph.graph.triples import Report, describe
from pomegraph.names import digest, new_lines, term, text_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pomegraph.content.claims import Source
    from pomegraph.content.verdicts import CuratedVerdict, Selector
    from pomegraph.evidence.attribution import Attribution
    from pomegraph.evidence.words import Words
    from pomegraph.graph.triples import Terms
    from pomegraph.names import Lines

_SECONDARY = "secondary-page"
_SCHEME = "verdict"
_DIGEST = "digest"
# Of what accompanies a claim, that which a verdict needs.
_KEPT = ("valueAsStated", HOLDS_IN)
_MOVED = "belongs-to-another-trial"
# What a source says of itself and of what it cites, or of how a treatment and an arm are made up, is no figure or rule.
_NO_SUBJECTS = ("Source", "Reference", "Arm", "Regimen")
_NO_OBJECTS = ("Arm",)
_list_parts = attrgetter(*(one.name for one in fields(Figure)))
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class _Source(NamedTuple):
    """A primary source, with what a verdict needs of it; the year is 0 where newer texts do not take its place."""

    label: str
    kind: str
    is_digest: bool
    year: int
    place: str


@dataclass(slots=True)
class _Judged:
    """A claim of a secondary source: what it says, what sources say of it, what was found in primary ones."""

    report: Report
    figure: Figure | None
    findings: list[Finding] = field(default_factory=list)


class TakenSources(NamedTuple):
    """What a builder took, so that another one can go on with it: runs of what primary sources say, and the rest."""

    records: Path
    figures: Path
    judged: dict[str, _Judged]
    primary: dict[str, _Source]
    selected: dict[Selector, Report]


class VerdictBuilder:
    """Takes sources one at a time, and makes the verdicts when all are there.

    What primary sources say waits in a folder, claims by topic and figures by trial, so that memory holds only what
    pages say and what bears on it. Then `given` has the verdicts on each claim, by the digest of the claim.
    """

    def __init__(self, terms: Terms, curated: Sequence[CuratedVerdict], folder: Path) -> None:
        folder.mkdir()
        self._terms, self._curated = terms, curated
        self._records, self._figures = (BlockSorter(folder / name) for name in ("claims", "figures"))
        self._comparison = ClaimComparison(terms.registry)
        self.given: dict[str, set[str]] = {}
        self._judged: dict[str, _Judged] = {}
        self._primary: dict[str, _Source] = {}
        self._selected: dict[Selector, Report] = {}
        self._selectors: dict[str, list[Selector]] = {}
        for one in itertools.chain.from_iterable((row.claim, *row.primary) for row in curated):
            self._selectors.setdefault(one.source, []).append(one)

    def add(self, source: Source, reports: Sequence[Report]) -> None:
        """Take a source with its claims as they were identified."""
        self._select(source, reports)
        kind = dict(source.details).get("kind")
        if kind is None or _SCHEME not in self._terms.registry.things:
            return
        maker = FigureMaker(self._terms.registry, source)
        if kind == _SECONDARY:
            for report in filter(self._is_judged, reports):
                self._judged.setdefault(report.id, _Judged(report, maker.make(report.claim, report.id)))
            return
        self._primary[source.id] = _describe_source(source)
        claims, figures = new_lines(), new_lines()
        for report in reports:
            claims[report.topic].add(f" {_write_record(source.id, report)}")
            figure = maker.make(report.claim, report.id)
            if figure is not None and figure.trial:
                figures[digest(figure.trial)].add(f" {write_json(list(_list_parts(figure)))}")
        self._records.add(join_lines(sort_lines(claims)))
        self._figures.add(join_lines(sort_lines(figures)))

    def leave(self) -> TakenSources:
        """Return what was taken, in the place of building."""
        return TakenSources(self._records.save(), self._figures.save(), self._judged, self._primary, self._selected)

    def take(self, gathered: TakenSources) -> None:
        """Take what another builder took from later sources."""
        self._records.take(gathered.records)
        self._figures.take(gathered.figures)
        # What was met first stays.
        self._judged = gathered.judged | self._judged
        self._selected = gathered.selected | self._selected
        self._primary |= gathered.primary

    def build(self, words: Words | None) -> Iterator[Lines]:
        """Yield the triples of each verdict; figures are traced where the words for what they are about are given."""
        given: dict[str, list[CuratedVerdict]] = {}
        for row in self._curated:
            if row.claim in self._selected:
                given.setdefault(self._selected[row.claim].id, []).append(row)
        self._find(given)
        tracer = Tracer(self._read_figures(), words) if words is not None else None
        for name, judged in sorted(self._judged.items()):
            if name not in given and (judgement := self._judge(judged, tracer)):
                yield self._build(judged.report, judgement)
        for _, rows in sorted(given.items()):
            for row in rows:
                yield self._build_curated(self._selected[row.claim], row)

    def _read_figures(self) -> Iterator[Figure]:
        """Yield the figures of each trial that a page names, or that has a measure that a page speaks of."""
        told = [judged.figure for judged in self._judged.values() if judged.figure is not None]
        trials, measures = ({getattr(one, name) for one in told} for name in ("trial", "measure"))
        for block in itertools.chain.from_iterable(self._figures.blocks() if told else ()):
            lines = block.decode().split("\n")
            figures = [Figure(*read_json(line.partition(" ")[2])) for line in lines]
            if any(one.trial in trials or one.measure in measures for one in figures):
                yield from figures

    def _select(self, source: Source, reports: Iterable[Report]) -> None:
        """Find the claims of a source that curators gave verdicts on, or rested them on."""
        wanted = self._selectors.get(source.id, ())
        if not wanted:
            return
        known = {(report.claim.kind, report.claim.values): report for report in reports}
        for passage in source.passages:
            for claim, one in itertools.product(passage.claims, wanted):
                if one.fits(passage.location.key, claim):
                    self._selected.setdefault(one, known[claim.kind, claim.values])

    def _is_judged(self, report: Report) -> bool:
        """Tell whether a claim is a figure or a rule, or else a statement that may be found elsewhere."""
        claim, registry = report.claim, self._terms.registry
        if not claim.predicate:
            return True
        is_fit = registry.vocabulary.properties[claim.predicate].range not in _NO_OBJECTS
        return is_fit and registry.things[claim.get("subject")[0]].kind not in _NO_SUBJECTS

    def _find(self, given: Iterable[str]) -> None:
        """Hold the claims on each topic against the primary ones there."""
        by_topic: dict[str, list[_Judged]] = {}
        for name, judged in self._judged.items():
            if name not in set(given):
                by_topic.setdefault(judged.report.topic, []).append(judged)
        for block in itertools.chain.from_iterable(self._records.blocks() if by_topic else ()):
            topic = block[: block.index(b" ")].decode()
            for judged in by_topic.get(topic, ()):
                for line in block.decode().split("\n"):
                    source, theirs = _read_record(topic, line[len(topic) + 1 :])
                    how = self._comparison.compare(judged.report, theirs)
                    if how is not None:
                        judged.findings.append(self._make_finding(source, theirs, how))
        for many in by_topic.values():
            _drop_vague(many)

    def _make_finding(self, source: str, theirs: Report, how: str) -> Finding:
        told = self._primary[source]
        label, places = self._name(theirs), self._list_places(theirs.claim)
        place = told.place or " ".join(places)
        series = f"{told.kind} {place}" if place else ""
        return Finding(theirs.id, told.label, how, label, told.is_digest, told.year, series, places)  # type: ignore[arg-type]

    def _list_places(self, claim: Claim) -> tuple[str, ...]:
        """Return what the jurisdictions are called in which a claim holds, if it is a rule."""
        things = self._terms.registry.things
        return tuple(things[one].label for one in find_jurisdictions(self._terms.registry, claim))

    def _judge(self, judged: _Judged, tracer: Tracer | None) -> Judgement | None:
        """Return the verdict on a claim; of a statement, only if a primary source speaks of the same."""
        claim = judged.report.claim
        if claim.predicate and not judged.findings:
            return None
        traced: Attribution | None = None
        if judged.figure is not None and tracer is not None:
            traced = tracer.trace(judged.figure)
        return judge(judged.findings, traced, places=self._list_places(claim))

    def _name(self, report: Report) -> str:
        """Return the label that the claim has in the graph."""
        return self._terms.sentences.word_claim(report.claim)

    def _build(self, report: Report, judgement: Judgement) -> Lines:
        trials = self._find_trials(judgement.trials)
        return self._build_verdict(report, judgement, trials, ("derived", f"{judgement.confidence}-confidence"))

    def _build_curated(self, report: Report, row: CuratedVerdict) -> Lines:
        primary = [self._selected[one] for one in row.primary if one in self._selected]
        trials = sorted({trial for one in primary for trial in one.claim.get("trial")} - set(report.claim.get("trial")))
        keys = self._terms.registry.vocabulary.classes[report.claim.kind].keys
        is_lost = "trial" in keys and not report.claim.get("trial")
        moved = trials if is_lost or row.verdict == _MOVED else []
        names = tuple(one.id for one in primary)
        judgement = Judgement(row.verdict, row.reason, row.confidence, names)
        return self._build_verdict(report, judgement, moved, ("curated", row.confidence))

    def _build_verdict(
        self, report: Report, judgement: Judgement, trials: Iterable[str], how: tuple[str, str]
    ) -> Lines:
        terms, names = self._terms, self._terms.names
        derivation, confidence = how
        self.given.setdefault(report.id, set()).add(judgement.verdict)
        lines = new_lines()
        label = f"{terms.registry.things[judgement.verdict].label}: {self._name(report)}"
        lines[names.thing("verdict", digest("verdict", report.id, judgement.verdict))].update(
            [
                *describe(label, terms.types("Verdict")),
                f" {term('judges')} {names.thing('claim', report.id)}",
                f" {term('grounds')} {text_literal(judgement.grounds)}",
                terms.ends[("verdict", judgement.verdict)],
                terms.ends[("derivation", derivation)],
                terms.ends[("confidence", confidence)],
                *(f" {term('primaryClaim')} {names.thing('claim', name)}" for name in judgement.primary),
                *(terms.ends[("attributedTo", trial)] for trial in trials),
            ]
        )
        return lines

    def _find_trials(self, labels: Iterable[str]) -> list[str]:
        """Return the trials that go by some names."""
        wanted = set(labels)
        if not wanted:
            return []
        return [one.id for one in self._terms.registry.things.values() if one.kind == "Trial" and one.label in wanted]


def _drop_vague(many: Sequence[_Judged]) -> None:
    """Drop what confirms a claim only in the main where another claim on the topic says more and is contradicted."""
    if any(one.findings and all(found.how == "differs" for found in one.findings) for one in many):
        for one in many:
            one.findings = [found for found in one.findings if found.how != "core"]


def _describe_source(source: Source) -> _Source:
    said = dict(source.details)
    years = _YEAR.findall(f"{said.get('date', '')} {said.get('version', '')}")
    is_versioned = "version" in said
    year = int(max(years, default="0")) if is_versioned else 0
    return _Source(source.label, said.get("kind", ""), said.get("seenAs") == _DIGEST, year, said.get(JURISDICTION, ""))


def _write_record(source: str, report: Report) -> str:
    claim = report.claim
    stated = [pair for pair in claim.remarks if pair[0] in _KEPT]
    return write_json([source, report.id, report.topic_label, claim.kind, claim.predicate, claim.values, stated])


def _read_record(topic: str, text: str) -> tuple[str, Report]:
    source, name, label, kind, predicate, values, stated = read_json(text)
    claim = Claim(kind, predicate, tuple(map(tuple, values)), tuple(map(tuple, stated)), 0)
    return source, Report(claim, name, topic, label)
