"""Reads statistical analyses: two arms are compared where it can be told which stands against which."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pomegraph.evidence.words import spread
from pomegraph.records.clinicaltrials.directions import find_direction
from pomegraph.records.numbers import read_number, read_p_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.records.clinicaltrials.figures import PostedFigure
    from pomegraph.records.clinicaltrials.groups import Group
    from pomegraph.records.clinicaltrials.measures import OutcomeMeasure
    from pomegraph.records.clinicaltrials.outcomes import Outcome
    from pomegraph.records.clinicaltrials.study import Study
    from pomegraph.records.clinicaltrials.tables import Tables
    from pomegraph.records.nodes import RecordNode

_PAIR = 2
_SPREADS = {"STANDARD_DEVIATION": "standard-deviation", "STANDARD_ERROR_OF_MEAN": "standard-error"}


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis: what it says beside whom it is of.

    Args:
        kind: The kind of its estimate, a concept, or nothing.
        estimate: The estimate.
        pairs: Its p value and what belongs to it.
        around: Confidence limits and spread of the estimate.
    """

    kind: str
    estimate: str
    pairs: tuple[tuple[str, str], ...]
    around: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> list[tuple[str, str]]:
        """All that it says."""
        kind = [("estimate", self.estimate), ("estimateKind", self.kind)] if self.kind and self.estimate else []
        return [*self.pairs, *kind, *(self.around if kind else ())]


def read_analyses(study: Study, tables: Tables, outcome: Outcome) -> None:
    """Read the analyses of an outcome; those that are not of two groups are statistics of the outcome."""
    for node in outcome.place.members("analyses"):
        study.draft.count("analyses")
        names = node.texts("groupIds")
        if not outcome.rows or any(name not in outcome.groups for name in names):
            study.draft.leave("analysis", node.text("paramType"), "groups that are not told", node)
            continue
        if len(names) == 1 and _repeats(outcome, names[0], node):
            study.draft.count("analyses that repeat a figure")
            continue
        if len(outcome.rows) > 1:
            study.draft.leave("analysis", node.text("paramType"), "one of several rows", node)
            continue
        analysis = _read_analysis(study, tables, node, outcome)
        if len(names) == _PAIR:
            _compare(study, outcome, node, analysis, names)
        else:
            _claim_statistic(study, outcome, analysis, names)


def _read_analysis(study: Study, tables: Tables, node: RecordNode, outcome: Outcome) -> Analysis:
    told = node.text("paramType")
    kind = tables.estimates.find(told) or _imply_kind(told, outcome)
    estimate = read_number(node.text("paramValue")) or ""
    if estimate and not kind:
        study.draft.leave("estimate", told, "no kind of estimate that is known", node.get("paramType"))
    p_value, relation = read_p_value(node.text("pValue")) or ("", "")
    if node.text("pValue") and not p_value:
        study.draft.leave("p value", node.text("pValue"), "no number with a relation", node.get("pValue"))
    pairs = (("pValue", p_value), ("pValueRelation", relation))
    return Analysis(kind, estimate, pairs if p_value else (), tuple(_read_around(node)))


def _imply_kind(told: str, outcome: Outcome) -> str:
    """Return what a mere `difference` is: that of the statistic of the outcome."""
    if spread(told) not in {"difference", "difference final values"}:
        return ""
    kinds = {"MEAN": "mean", "LEAST_SQUARES_MEAN": "mean", "MEDIAN": "median"}
    statistic = kinds.get(outcome.place.text("paramType"))
    if statistic is None and "percent" in {measured.unit for measured, _ in outcome.rows}:
        return "risk-difference"
    return f"{statistic}-difference" if statistic else ""


def _read_around(node: RecordNode) -> list[tuple[str, str]]:
    low, high = (read_number(node.text(name)) or "" for name in ("ciLowerLimit", "ciUpperLimit"))
    told = [("lowerConfidenceLimit", low), ("upperConfidenceLimit", high)] if low or high else []
    if told:
        told.append(("confidenceLevel", read_number(node.text("ciPctValue")) or ""))
        told.append(("qualifier", "one-sided" if node.text("ciNumSides") == "ONE_SIDED" else ""))
    kind, value = _SPREADS.get(node.text("dispersionType"), ""), read_number(node.text("dispersionValue"))
    return [*told, ("spread", value), ("spreadKind", kind)] if kind and value else told


def _repeats(outcome: Outcome, name: str, node: RecordNode) -> bool:
    """Tell whether an analysis of one group says nothing but the group's own figure again."""
    figures = [figures[name] for _, figures in outcome.rows if name in figures]
    value = read_number(node.text("paramValue"))
    return not node.text("pValue") and any(
        value and figure.number and Decimal(figure.number) == Decimal(value) for figure in figures
    )


def _claim_statistic(study: Study, outcome: Outcome, analysis: Analysis, names: Sequence[str]) -> None:
    """Claim what is said of one group or of many together; nothing is compared with anything."""
    if not analysis.whole:
        return
    measured = outcome.rows[0][0]
    if len(names) == 1:
        group = outcome.groups[names[0]].pairs
    else:
        titles = [node.text("title") for node in outcome.place.members("groups") if node.text("id") in names]
        together = study.name_own("group", "together", *titles)
        label = f"{study.number}: {'; '.join(titles)}, taken together"
        group = [("resultGroup", study.draft.add(together, "ResultGroup", label))]
    values = [("trial", study.trial), *group, *measured.pairs, *analysis.whole]
    study.draft.claim(outcome.place, "Outcome", [*values, ("analysisSet", outcome.analysis_set)])
    study.draft.count("statistics of an outcome that compare no two arms")


def _compare(study: Study, outcome: Outcome, node: RecordNode, analysis: Analysis, names: Sequence[str]) -> None:
    groups = [outcome.groups[name] for name in names]
    if not all(group.arm for group in groups) or groups[0].arm == groups[1].arm:
        study.draft.leave("comparison", node.text("paramType"), "arms that are not known", node)
        return
    measured, figures = outcome.rows[0]
    turned = _find_turn(measured, [figures.get(name) for name in names], analysis, groups)
    told = analysis.whole if turned is not None else list(analysis.pairs)
    if turned is None and analysis.estimate and analysis.kind:
        study.draft.leave("estimate", node.text("paramType"), "which arm stands against which", node)
    first, second = reversed(groups) if (turned if turned is not None else groups[0].comparator) else groups
    if told:
        _claim_comparison(study, outcome, (first, second), told)


def _claim_comparison(study: Study, outcome: Outcome, groups: tuple[Group, Group], told: list[tuple[str, str]]) -> None:
    (first, second), measured = groups, outcome.rows[0][0]
    pairs = [("measure", measured.endpoint), *(pair for pair in measured.pairs if pair[0] != "measure")]
    values = [("trial", study.trial), *first.pairs, ("comparatorArm", second.arm), ("comparator", second.regimen)]
    analysis_set = first.analysis_set or outcome.analysis_set
    study.draft.claim(outcome.place, "Comparison", [*values, *pairs, *told, ("analysisSet", analysis_set)])
    study.draft.count("comparisons")


def _find_turn(
    measured: OutcomeMeasure, figures: Sequence[PostedFigure | None], analysis: Analysis, groups: Sequence[Group]
) -> bool | None:
    """Tell whether the second group stands against the first; None where it cannot be told."""
    if not analysis.kind or not analysis.estimate:
        return groups[0].comparator if groups[0].comparator != groups[1].comparator else False
    first, second = figures
    if first is None or second is None:
        return None
    return find_direction(analysis.kind, Decimal(analysis.estimate), measured, (first, second))
