"""People: diseases and populations under all names; what excludes each other stays apart."""

from __future__ import annotations

import pytest

from pomegraph.evidence.people import compare_diseases, compare_people, read_people
from pomegraph.evidence.words import Words

DISEASES = [
    ("multiple myeloma", "RRMM", "same"),
    ("NSCLC", "non-small cell lung cancer", "same"),
    ("lung cancer", "NSCLC", "near"),
    ("non-small cell lung cancer", "small cell lung cancer", "other"),
    ("multiple myeloma", "smoldering multiple myeloma", "other"),
    ("multiple myeloma", "", ""),
    ("relapsed MM", "NDMM", "same"),
    ("advanced NSCLC", "metastatic non-small cell lung cancer", "same"),
    ("cholangiocarcinoma", "thymoma", "other"),
    ("intrahepatic cholangiocarcinoma", "cholangiocarcinoma", "near"),
]
POPULATIONS = [
    ("", "", "same"),
    ("ITT", "all patients", "same"),
    ("dual-refractory", "refractory to lenalidomide and bortezomib", "same"),
    ("HIV-positive", "HIV-negative", "other"),
    ("transplant-eligible", "transplant-ineligible", "other"),
    ("newly diagnosed", "relapsed/refractory", "other"),
    ("lenalidomide-refractory", "lenalidomide-naive", "other"),
    ("", "high-risk cytogenetics", "narrower"),
    ("high-risk cytogenetics", "", "wider"),
    ("high-risk cytogenetics", "renal impairment", "other"),
    ("extramedullary plasmacytoma", "t(4;14)", "other"),
    ("dual-refractory", "t(4;14)", "other"),
    ("1-3 prior lines", "one to three lines of therapy", "same"),
    ("one prior line", "\u22652 prior therapies", "other"),
    ("", "with or without HIV infection", "same"),
    ("no BRCA mutation", "BRCA-mutated", "other"),
    ("PD-L1 \u226550%", "PD-L1 >=1%", "other"),
]


@pytest.mark.parametrize(("one", "other", "how"), DISEASES)
def test_diseases_are_compared(words: Words, one: str, other: str, how: str) -> None:
    assert compare_diseases(read_people(one, "", words), read_people(other, "", words), words) == how


@pytest.mark.parametrize(("one", "other", "how"), POPULATIONS)
def test_populations_are_compared(words: Words, one: str, other: str, how: str) -> None:
    assert compare_people(read_people("", one, words), read_people("", other, words)) == how


def test_line_of_treatment_may_stand_in_the_disease(words: Words) -> None:
    ours, theirs = (read_people(text, "", words) for text in ("newly diagnosed multiple myeloma", "relapsed myeloma"))

    assert compare_people(ours, theirs) == "other"


def test_what_is_true_of_the_whole_trial_makes_no_subgroup(words: Words) -> None:
    primary = read_people("NSCLC", "PD-L1 at least 50%", words)

    assert compare_people(read_people("NSCLC", "", words), primary) == "narrower"
    assert compare_people(read_people("NSCLC", "", words), primary, primary) == "same"
