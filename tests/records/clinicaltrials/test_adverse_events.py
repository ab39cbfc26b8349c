"""Adverse events: counts of people by group, and a share of those at risk."""

from __future__ import annotations

from typing import Any

from support.studies import convert, list_claims, list_reasons, make_arms, make_results, make_study, tell

ARMS = make_arms(("Pomalidomide", "EXPERIMENTAL", ["Pomalidomide"]))


def make_events(**more: Any) -> dict[str, Any]:
    group = {"id": "EG000", "title": "Pomalidomide", "deathsNumAffected": 2, "deathsNumAtRisk": 50}
    group |= {"seriousNumAffected": 10, "seriousNumAtRisk": 50, "otherNumAffected": 0, "otherNumAtRisk": 0}
    return {"eventGroups": [group]} | more


def make_event(term: str, system: str, affected: int, at_risk: int) -> dict[str, Any]:
    stats = [{"groupId": "EG000", "numAffected": affected, "numAtRisk": at_risk}]
    return {"term": term, "organSystem": system, "stats": stats}


def read(**more: Any) -> list[tuple[str, ...]]:
    """Return measure, event, affected, at risk and share of each claim."""
    study = make_study(armsInterventions=ARMS, results=make_results(adverseEventsModule=make_events(**more)))
    names = ("measure", "event", "affected", "atRisk", "value")
    return [tell(claim, *names) for claim in list_claims(convert(study, events=True), "Outcome")]


def test_totals_of_a_group_are_told_apart() -> None:
    assert read() == [
        ("death", "", "2", "50", "4"),
        ("serious-adverse-event-rate", "", "10", "50", "20"),
        ("non-serious-adverse-event-rate", "", "0", "0", ""),
    ]


def test_event_of_the_register_is_found_by_its_name() -> None:
    row = read(seriousEvents=[make_event("Neutropenia", "Blood disorders", 3, 50)])[-1]

    assert row == ("serious-adverse-event-rate", "neutropenia", "3", "50", "6")


def test_other_event_has_its_term_and_organ_system() -> None:
    study = make_study(
        results=make_results(adverseEventsModule=make_events(otherEvents=[make_event("Woe", "Mind", 1, 9)]))
    )
    found = convert(study, events=True)

    (event,) = (thing for thing in found.things if thing.kind == "AdverseEvent")
    assert event.label == "Woe (Mind)"
    assert list_reasons(found, "adverse event") == [("Woe", "no event of the register")]


def test_more_affected_than_at_risk_is_left_open() -> None:
    study = make_study(results=make_results(adverseEventsModule=make_events(otherEvents=[make_event("Woe", "", 9, 1)])))

    assert [reason for _, reason in list_reasons(convert(study, events=True), "figure")] == [
        "a count that is above the number of people"
    ]
