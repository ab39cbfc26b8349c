"""Reads adverse events: how many people of each group had one, out of how many; only on request."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pomegraph.content.locations import make_key
from pomegraph.evidence.words import spread
from pomegraph.records.numbers import share_of

if TYPE_CHECKING:
    from pomegraph.records.clinicaltrials.groups import Group, GroupReader
    from pomegraph.records.clinicaltrials.study import Study
    from pomegraph.records.nodes import RecordNode

# What the registry counts of a whole group: the beginning of the names of its fields, and the measure.
_TOTALS = (
    ("deaths", "death"),
    ("serious", "serious-adverse-event-rate"),
    ("other", "non-serious-adverse-event-rate"),
)
_LISTS = (("seriousEvents", "serious-adverse-event-rate"), ("otherEvents", "non-serious-adverse-event-rate"))


def read_adverse_events(study: Study, groups: GroupReader) -> None:
    """Read the events of all groups: totals first, then each term of each organ system."""
    place = study.result("adverseEventsModule")
    known: dict[str, Group] = {}
    for node in place.members("eventGroups"):
        group = known[node.text("id")] = groups.read(node)
        for name, measure in _TOTALS:
            affected, at_risk = node.count(f"{name}NumAffected"), node.count(f"{name}NumAtRisk")
            _claim(study, node, group, (("measure", measure),), (affected, at_risk))
    for name, measure in _LISTS:
        events = list(place.members(name))
        terms = Counter({spread(term): len(found) for term, found in _list_systems(events).items()})
        for node in events:
            event = _find_event(study, node, several=terms[spread(node.text("term"))] > 1)
            for stat in node.members("stats") if event else ():
                group_name = stat.text("groupId")
                if group_name in known:
                    counts = stat.count("numAffected"), stat.count("numAtRisk")
                    _claim(study, node, known[group_name], (("measure", measure), ("event", event)), counts)


def _list_systems(events: list[RecordNode]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for node in events:
        found.setdefault(node.text("term"), set()).add(node.text("organSystem"))
    return found


def _find_event(study: Study, node: RecordNode, *, several: bool) -> str:
    """Return the event of a term; one that stands in several organ systems is an event of each of them."""
    term, system = node.text("term"), node.text("organSystem")
    if not make_key(term):
        return ""
    known = study.draft.context.names.find(term, "AdverseEvent")
    if known is not None and not several:
        return known.id
    study.draft.leave("adverse event", term, "no event of the register", node.get("term"))
    values = [("broader", known.id)] if known else []
    label = f"{term} ({system})" if system else term
    return study.draft.add(study.name_shared("event", label.casefold()), "AdverseEvent", label, values)


def _claim(
    study: Study, place: RecordNode, group: Group, about: tuple[tuple[str, str], ...], counts: tuple[str, str]
) -> None:
    """Claim how many people were affected; a share is only told of people that there are."""
    affected, at_risk = counts
    if not affected and not at_risk:
        return
    if affected and at_risk and int(affected) > int(at_risk):
        study.draft.leave("figure", affected, "a count that is above the number of people", place)
        return
    share = share_of(affected, at_risk) if affected and at_risk else ""
    computed = [("value", share), ("unit", "percent"), ("qualifier", "computed")] if share else []
    values = [("trial", study.trial), *group.pairs, *about, ("affected", affected), ("atRisk", at_risk), *computed]
    study.draft.claim(place, "Outcome", [*values, ("analysisSet", group.analysis_set)])
    study.draft.count("counts of adverse events")
