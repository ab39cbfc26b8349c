"""Words: what is written differently and means one thing becomes one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pomegraph.errors import ContentError
from pomegraph.evidence.words import Words, fold, read_words, spread

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Isatuximab\u2013Pd", "isatuximab-pd"),
        ("  PD-L1 >= 50 % ", "pd-l1 \u2265 50%"),
        ("TNF-\u03b1", "tnf-alpha"),
        ("Hodgkin\u2019s", "hodgkin's"),
    ],
)
def test_spellings_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_joining_punctuation_is_a_blank() -> None:
    assert spread("Relapsed/refractory, multiple-myeloma (\u2265 2)") == "relapsed refractory multiple myeloma \u22652"


@pytest.mark.parametrize(
    ("text", "disease", "beside"),
    [
        ("RRMM", "multiple myeloma", ""),
        ("relapsed or refractory multiple myeloma", "multiple myeloma", "relapsed or refractory"),
        ("smoldering multiple myeloma", "smoldering multiple myeloma", ""),
        ("advanced non-small-cell lung cancer", "non-small cell lung cancer", "advanced"),
        ("extensive-stage small cell lung cancer", "small cell lung cancer", "extensive stage"),
        ("sarcoidosis", "sarcoidosis", ""),
    ],
)
def test_disease_is_found_among_words(words: Words, text: str, disease: str, beside: str) -> None:
    assert words.read_disease(text) == (disease, beside)


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("OS", "overall survival"),
        ("radiographic PFS", "radiographic progression-free survival"),
        ("ORR", "overall response rate"),
    ],
)
def test_measure_goes_by_the_names_of_its_register(words: Words, said: str, measure: str) -> None:
    assert words.measures.take(spread(said)) == ([measure], "")


def test_median_of_an_endpoint_is_no_other_endpoint(words: Words) -> None:
    assert words.measures.take(spread("median overall survival")) == (["overall survival"], "median")


def test_unit_tells_the_kind_of_a_measure(words: Words) -> None:
    kinds = [words.kinds[name] for name in ("overall survival", "overall response rate", "enrolment", "half-life")]

    assert kinds == ["time", "proportion", "count", "other"]


def test_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"units\.tsv"):
        read_words(tmp_path)
