"""Treatments: one regimen is found under all its names, and two stay two."""

from __future__ import annotations

import pytest

from pomegraph.evidence.treatments import compare_treatments, read_treatments, split_versus
from pomegraph.evidence.words import Words

SAME = [
    ("Pd", "pomalidomide-dexamethasone"),
    ("pomalidomide plus low-dose dexamethasone", "Pom + LoDex"),
    ("Pomalyst with dexamethasone", "pomalidomide and dexamethasone"),
    ("D-Pd", "daratumumab/pomalidomide/dexamethasone"),
    ("isatuximab plus Pd", "IsaPd"),
    ("Placebo + lenalidomide + dexamethasone", "Rd"),
    ("carfilzomib 56 mg/m2 + dexamethasone", "Kd"),
    ("pomalidomide-dexamethasone (n=153)", "Pd"),
    ("nivolumab plus ipilimumab", "ipilimumab + nivolumab"),
    ("Drugx-101 and Drugy", "drugy + drugx-101"),
    ("lenalidomide and dexamethasone, continuous", "Rd"),
    ("DaraPomDex", "daratumumab, pomalidomide and dexamethasone"),
    ("PVd (panobinostat, Velcade, dex)", "panobinostat + bortezomib + dexamethasone"),
    ("Pom with or without dex", "pomalidomide with or without dexamethasone"),
    ("once-weekly Kd70", "once-weekly carfilzomib 70 mg/m2 + dexamethasone"),
    ("durvalumab + chemotherapy", "durvalumab + platinum + etoposide"),
    ("atezolizumab + EP", "atezolizumab + carboplatin + etoposide"),
    ("enco + bini", "encorafenib plus binimetinib"),
]
OTHER = [
    ("Pd", "PVd"),
    ("pomalidomide", "Pd"),
    ("high-dose dexamethasone", "low-dose dexamethasone"),
    ("pomalidomide plus low-dose dexamethasone", "pomalidomide + high-dose dexamethasone"),
    ("carfilzomib 27 mg/m2 and dexamethasone", "carfilzomib 56 mg/m2 and dexamethasone"),
    ("Rd for 18 cycles", "Rd continuous"),
    ("once-weekly carfilzomib plus dexamethasone", "twice-weekly carfilzomib plus dexamethasone"),
    ("placebo", "Rd"),
    ("Kd27", "Kd56"),
    ("durvalumab + chemotherapy", "durvalumab"),
    ("durvalumab + chemotherapy", "durvalumab + tremelimumab"),
    ("platinum + etoposide", "docetaxel + etoposide"),
    ("pomalidomide with or without dexamethasone", "Pd"),
]


def compare(words: Words, one: str, other: str) -> str:
    return compare_treatments(read_treatments(one, words), read_treatments(other, words))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_regimen_meet(words: Words, one: str, other: str) -> None:
    assert compare(words, one, other) == "whole"


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_regimens_stay_apart(words: Words, one: str, other: str) -> None:
    assert compare(words, one, other) == "other"


def test_nothing_said_is_nothing_known(words: Words) -> None:
    assert compare(words, "", "Pd") == ""


@pytest.mark.parametrize("text", ["IsaPd vs Pd", "IsaPd versus Pd", "IsaPd compared with Pd"])
def test_comparator_stands_behind_versus(text: str) -> None:
    assert split_versus(text) == ("isapd", "pd")
