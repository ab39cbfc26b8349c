"""Reads the groups that results are told of: an arm, a part of an arm, or people whose arm cannot be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.evidence.words import spread
from pomegraph.records.clinicaltrials.matching import ArmMatch, ArmMatcher, find_abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pomegraph.records.clinicaltrials.arms import Arm, Intervention
    from pomegraph.records.clinicaltrials.study import Study
    from pomegraph.records.clinicaltrials.tables import Tables
    from pomegraph.records.nodes import RecordNode

_LAST_PAREN = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_LAST_PART = re.compile(r"\s*[,:;-]\s+([^,:;]+)$")
# People who changed over: what stands in front of the arrow is their arm.
_ARROW = re.compile(r"\s*(?:->|=>|\u2192)\s*")
_EVERYBODY = re.compile(r"(?:all|overall|total)(?: (?:\w+ ){0,2}(?:participants?|patients?|subjects?|arms|groups))?")


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a result is of.

    Args:
        arm: Their arm, if it is known.
        thing: The result group; empty where they are the whole arm.
        regimen: What they got, if it is known.
        comparator: Whether their arm is a comparator; None where it cannot be told.
        analysis_set: Which of the people were analysed, as the title says.
    """

    arm: str = ""
    thing: str = ""
    regimen: str = ""
    comparator: bool | None = None
    analysis_set: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What a claim on the group says of whom it is about."""
        return [("arm", self.arm), ("resultGroup", self.thing), ("regimen", self.regimen)]


class GroupReader:
    """Reads the groups of one study; what they are called decides, not where they stand."""

    def __init__(
        self, study: Study, tables: Tables, arms: Sequence[Arm], interventions: Sequence[Intervention]
    ) -> None:
        self._study, self._tables = study, tables
        self._arms = {arm.id: arm for arm in arms}
        names = [one.name for one in interventions if one.name]
        short = dict(tables.schedules) | find_abbreviations(names, list(_list_texts(study)))
        labels = [(arm.id, arm.label) for arm in arms]
        self._matcher = ArmMatcher(labels, tables.find_rows(study.number, study.known), short)
        self._seen: dict[str, Group] = {}

    def read(self, node: RecordNode) -> Group:
        """Return the group that an entry of a list of groups is; one whose arm cannot be told is left open."""
        title = node.text("title")
        if title not in self._seen:
            self._seen[title] = self._read(title, node.get("title"))
        return self._seen[title]

    def _read(self, title: str, place: RecordNode) -> Group:
        bare, analysis_set, period = self._take_apart(title)
        everybody = _EVERYBODY.fullmatch(spread(bare)) is not None
        match = self._match(bare, period, everybody=everybody)
        draft = self._study.draft
        draft.count("result groups")
        if match.arm and not match.part and not analysis_set and not period:
            draft.count("result groups that are an arm")
        elif match.arm:
            draft.count("result groups below an arm")
        elif everybody:
            draft.count("result groups of all people")
        else:
            draft.leave("group", title, match.reason, place)
        arm = self._arms.get(match.arm)
        whole = bool(match.arm) and not (match.part or analysis_set or period)
        thing = "" if whole else self._add(title, match.arm, analysis_set, period)
        regimen = arm.regimen if arm and not period else ""
        return Group(match.arm, thing, regimen, arm.comparator if arm else None, analysis_set)

    def _take_apart(self, title: str) -> tuple[str, str, str]:
        """Return a title without its analysis set, that set, and the period whose words stand in the title."""
        bare, analysis_set = title, ""
        for pattern in (_LAST_PAREN, _LAST_PART):
            found = pattern.search(bare)
            if found and (analysis_set := self._tables.analysis_sets.find(found[1])):
                bare = bare[: found.start()]
                break
        periods = self._tables.periods.find_inside(bare) - self._find_periods_of_arms()
        return bare, analysis_set, periods.pop() if len(periods) == 1 else ""

    def _find_periods_of_arms(self) -> set[str]:
        """Return the periods whose words stand in the labels of arms, where they tell no period."""
        return {found for arm in self._arms.values() for found in self._tables.periods.find_inside(arm.label)}

    def _match(self, bare: str, period: str, *, everybody: bool) -> ArmMatch:
        if everybody and len(self._arms) != 1:
            return ArmMatch(reason="people of all arms")
        if everybody:
            return ArmMatch(next(iter(self._arms)), part=True)
        first, *others = _ARROW.split(bare)
        if others:
            match = self._matcher.match(first)
            return ArmMatch(match.arm, part=True, reason=match.reason)
        match = self._matcher.match(bare)
        # In another period, people of several arms may get what one arm got before.
        return ArmMatch(reason="another period") if period and match.part else match

    def _add(self, title: str, arm: str, analysis_set: str, period: str) -> str:
        study = self._study
        values = [("groupArm", arm), ("groupAnalysisSet", analysis_set), ("groupPeriod", period)]
        return study.draft.add(study.name_own("group", title), "ResultGroup", f"{study.number}: {title}", values)


def _list_texts(study: Study) -> Iterator[str]:
    """Yield the texts in which a record may explain its abbreviations."""
    for node in study.module("armsInterventionsModule").members("armGroups"):
        yield node.text("description")
    for outcome in study.result("outcomeMeasuresModule").members("outcomeMeasures"):
        yield outcome.text("title")
        yield outcome.text("description")
        for group in outcome.members("groups"):
            yield group.text("title")
            yield group.text("description")
