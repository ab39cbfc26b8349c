"""Reads the outcome measures of a study: each figure as a claim, with what it is of and whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.records.clinicaltrials.analyses import read_analyses
from pomegraph.records.clinicaltrials.figures import read_measurement, read_spread
from pomegraph.records.clinicaltrials.measures import MeasureReader, OutcomeRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.records.clinicaltrials.figures import PostedFigure
    from pomegraph.records.clinicaltrials.groups import Group, GroupReader
    from pomegraph.records.clinicaltrials.measures import OutcomeMeasure
    from pomegraph.records.clinicaltrials.study import Study
    from pomegraph.records.clinicaltrials.tables import Tables
    from pomegraph.records.nodes import RecordNode

_OF_PEOPLE = "participants"


@dataclass(slots=True)
class Outcome:
    """One outcome measure while it is read.

    Args:
        place: Where it stands.
        groups: Its groups by their identifiers in the record.
        analysis_set: Which people were analysed, as the record says of all groups.
        disease: The disease, where the study has but one.
        rows: What was measured, with the figure of each group.
    """

    place: RecordNode
    groups: dict[str, Group]
    analysis_set: str
    disease: str
    rows: list[tuple[OutcomeMeasure, dict[str, PostedFigure]]] = field(default_factory=list)


def read_outcomes(study: Study, tables: Tables, groups: GroupReader, disease: str) -> None:
    """Read all outcome measures; one without figures is counted as registered, and says nothing."""
    measures = MeasureReader(study, tables)
    for place in study.result("outcomeMeasuresModule").members("outcomeMeasures"):
        if not any(True for _ in _list_figures(place)):
            study.draft.count("outcomes without data")
            continue
        study.draft.count("outcomes with data")
        named = tables.analysis_sets.find_inside(place.text("populationDescription"))
        outcome = Outcome(
            place,
            {node.text("id"): groups.read(node) for node in place.members("groups")},
            named.pop() if len(named) == 1 else "",
            disease,
        )
        _read_rows(study, tables, measures, outcome)
        read_analyses(study, tables, outcome)


def _list_figures(place: RecordNode) -> Iterator[tuple[RecordNode, RecordNode, RecordNode]]:
    for one in place.members("classes"):
        for category in one.members("categories"):
            for figure in category.members("measurements"):
                yield one, category, figure


def _read_rows(study: Study, tables: Tables, measures: MeasureReader, outcome: Outcome) -> None:
    place, draft = outcome.place, study.draft
    spread = read_spread(place.text("dispersionType"))
    rows: dict[OutcomeRow, dict[str, PostedFigure]] = {}
    for one, category, node in _list_figures(place):
        inner = tuple(title for title in (one.text("title"), category.text("title")) if title)
        parts = (place.text(name) for name in ("paramType", "unitOfMeasure", "timeFrame"))
        row = OutcomeRow(place.text("title"), inner, *parts)
        if row not in rows:
            rows[row] = {}
            outcome.rows.append((_read_measure(study, measures, row, place), rows[row]))
        measured = next(known for known, figures in outcome.rows if figures is rows[row])
        group = node.text("groupId")
        people = _find_people(one, group) or _find_people(place, group)
        figure = read_measurement(node, measured, spread, tables.states, people)
        if figure.fault:
            draft.leave("figure", node.text("value"), figure.fault, node)
        elif group not in outcome.groups:
            draft.leave("group", group, "no group of this identifier", node)
        else:
            rows[row][group] = figure
            _claim(study, outcome, measured, outcome.groups[group], figure)


def _read_measure(study: Study, measures: MeasureReader, row: OutcomeRow, place: RecordNode) -> OutcomeMeasure:
    measured = measures.read(row)
    if measured.known:
        study.draft.count("rows of outcomes with a measure of the register")
    else:
        words = ": ".join((row.title, *row.inner))
        study.draft.leave("measure", words, "no measure of the register", place.get("title"))
    return measured


def _find_people(place: RecordNode, group: str) -> str:
    """Return how many people of a group were analysed, where a list of denominators counts people."""
    for denominators in place.members("denoms"):
        if denominators.text("units").casefold() == _OF_PEOPLE:
            for node in denominators.members("counts"):
                if node.text("groupId") == group:
                    value = node.text("value")
                    return value if value.isdecimal() else ""
    return ""


def _claim(study: Study, outcome: Outcome, measured: OutcomeMeasure, group: Group, figure: PostedFigure) -> None:
    analysis_set = group.analysis_set or outcome.analysis_set
    beside = [("analysisSet", analysis_set), ("disease", outcome.disease)]
    values = [("trial", study.trial), *group.pairs, *measured.pairs, *figure.pairs, *beside]
    study.draft.claim(outcome.place, "Outcome", values, figure.remarks)
    study.draft.count("figures of outcomes")
    study.draft.count("figures of outcomes of a known arm", bool(group.arm))
