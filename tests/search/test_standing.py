"""A class stands for its drugs, and drugs are set against each other."""

from __future__ import annotations

import pytest

from pomegraph.ask.api import EvidenceGraph
from pomegraph.search.phrase import Phrase

INHIBITORS = ["bortezomib", "carfilzomib", "ixazomib"]


def read(searched: EvidenceGraph, words: str) -> Phrase:
    searched.search("any")
    return searched._finder._reader.read(words)


@pytest.mark.parametrize(
    ("words", "drugs"),
    [
        ("proteasome inhibitors", INHIBITORS),
        ("PIs and shingles", INHIBITORS),
        ("IMiDs", ["lenalidomide", "pomalidomide", "thalidomide"]),
        ("anti-CD38 antibodies", ["daratumumab", "isatuximab"]),
        ("Revlimid with a proteasome inhibitor", ["lenalidomide"]),
        ("strong CYP1A2 inhibitors", []),
    ],
)
def test_class_stands_for_its_drugs_where_none_is_named(searched: EvidenceGraph, words: str, drugs: list[str]) -> None:
    assert sorted(thing.id for thing in read(searched, words).subjects) == drugs


@pytest.mark.parametrize(
    ("words", "drugs"),
    [
        ("Darzalex or Sarclisa", ["daratumumab", "isatuximab"]),
        ("is Ninlaro safer than Velcade", ["bortezomib", "ixazomib"]),
        ("difference between Kyprolis and Velcade", ["bortezomib", "carfilzomib"]),
        ("Revlimid and Velcade", []),
        ("warfarin or aspirin with Revlimid", []),
        ("melflufen vs pomalidomide", ["pomalidomide"]),
        ("teclistamab with pomalidomide", []),
    ],
)
def test_drugs_are_set_against_each_other(searched: EvidenceGraph, words: str, drugs: list[str]) -> None:
    assert sorted(thing.id for thing in read(searched, words).rivals) == drugs


@pytest.mark.parametrize(
    ("words", "rivals", "partners"),
    [
        ("Velcade with dexamethasone", [], ["dexamethasone"]),
        ("Velcade and dexamethasone", [], []),
        ("compare Kyprolis with Velcade", ["bortezomib", "carfilzomib"], []),
        ("PVd versus Vd", ["bortezomib-dexamethasone", "pomalidomide-bortezomib-dexamethasone"], []),
    ],
)
def test_partners_are_told_from_rivals_and_regimens_are_rivals(
    searched: EvidenceGraph, words: str, rivals: list[str], partners: list[str]
) -> None:
    phrase = read(searched, words)

    assert sorted(thing.id for thing in phrase.rivals) == rivals
    assert sorted(thing.id for thing in phrase.partners) == partners


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Revlimid at an eGFR of 40", {"creatinine-clearance-30-to-50", "creatinine-clearance-30-to-60"}),
        ("pomalidomide at an eGFR of 40", {"renal-impairment"}),
    ],
)
def test_people_are_those_of_whom_claims_on_the_drug_speak(
    searched: EvidenceGraph, words: str, people: set[str]
) -> None:
    found = {thing.id for mention in read(searched, words).mentions for thing in mention.members}

    assert people <= found
    assert "creatinine-clearance-60-or-more" not in found


def test_people_of_whom_others_are_a_part_are_left_out(searched: EvidenceGraph) -> None:
    phrase = read(searched, "Revlimid in kidney disease, CrCl 25")

    assert "renal-impairment" not in {thing.id for one in phrase.mentions for thing in (*one.things, *one.members)}
