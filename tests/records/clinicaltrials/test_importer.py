"""The importer of studies: pages, lists and single studies; what is wrong in one is told with its place."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pomegraph.content.claim_checker import ClaimChecker
from pomegraph.content.registers import Thing
from pomegraph.errors import RecordError
from pomegraph.records.clinicaltrials.importer import split_studies
from support.places import SHARED
from support.studies import convert, list_claims, make_arms, make_outcome, make_results, make_study, read_context

SAMPLES = SHARED / "samples" / "clinicaltrials-gov-v2"
WHOLE = make_study(
    identification={"acronym": "EXEMPLAR"},
    design={"phases": ["PHASE2"], "enrollmentInfo": {"count": 100}},
    conditions={"conditions": ["Multiple Myeloma"]},
    armsInterventions=make_arms(("One", "EXPERIMENTAL", ["Pomalidomide"])),
    results=make_results(make_outcome("Overall Survival", {"One": "70"}, timeFrame="2 years")),
)


@pytest.mark.parametrize("document", [{"studies": [1, 2]}, [1, 2]])
def test_studies_of_a_page_or_a_list_have_their_places(document: Any) -> None:
    assert [(place.rpartition("/")[2], study) for place, study in split_studies(document)] == [("0", 1), ("1", 2)]


def test_single_study_is_a_document() -> None:
    assert list(split_studies(WHOLE)) == [("", WHOLE)]


def test_same_study_gives_the_same_whatever_the_order_of_its_names() -> None:
    turned = json.loads(json.dumps(WHOLE), object_pairs_hook=lambda pairs: dict(reversed(pairs)))

    assert convert(WHOLE) == convert(turned)


def list_places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to each value of a document."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [place for key, inner in items for place in list_places(inner, (*path, key))]


@settings(deadline=None, max_examples=60)
@given(
    place=st.sampled_from(list_places(WHOLE)), value=st.sampled_from([None, [], {}, "", "x" * 30_000, 7, True, [[]]])
)
def test_value_of_a_wrong_type_is_told_or_does_no_harm(place: tuple[Any, ...], value: Any) -> None:
    study = json.loads(json.dumps(WHOLE))
    inner = study
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value

    with suppress(RecordError):
        assert convert(study).record == "NCT99000001"


def test_titles_and_descriptions_stay_out() -> None:
    study = json.loads(json.dumps(WHOLE))
    study["protocolSection"]["identificationModule"] |= {"briefTitle": "A secret", "officialTitle": "A secret"}
    study["protocolSection"]["descriptionModule"] = {"briefSummary": "A secret", "detailedDescription": "A secret"}
    study["protocolSection"]["eligibilityModule"] = {"eligibilityCriteria": "A secret"}

    assert "A secret" not in repr(convert(study))


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside the checkout")
@pytest.mark.parametrize("events", [False, True])
def test_all_real_studies_are_converted_and_their_claims_hold(*, events: bool) -> None:
    found, faults = {}, set()
    for path in sorted(SAMPLES.glob("*/*.json")):
        for _, study in split_studies(json.loads(path.read_bytes())):
            one = convert(study, events=events)
            found[one.record] = one
            faults |= {*check(one)}

    assert len(found) == 298
    assert faults == set()
    assert sum(bool(list_claims(one, "Outcome")) for one in found.values()) == 22


def check(converted: Any) -> list[str]:
    """Return what is wrong with the claims of a record, by the rules for what people write."""
    registry = read_context().registry
    own = {thing.id: thing for thing in converted.things}
    own[converted.source.id] = Thing(converted.source.id, "Source", converted.source.label, (), (), "", 0)
    checker = ClaimChecker(replace(registry, things=registry.things | own))
    return [fault for claim in list_claims(converted) if (fault := checker.find_fault(claim))]
