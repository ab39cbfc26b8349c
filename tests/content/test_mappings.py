"""Mappings: identifiers elsewhere, checked against the pinned prefixes and their patterns."""

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem

ROW = "pomdrug:exemplamide\texemplamide\tskos:exactMatch\tCHEBI:1\tsemapv:UnspecifiedMatching\t0.7"
FAULTS = {
    "broken pattern": ("CHEBI:1", "CHEBI:x1", "'CHEBI:x1' breaks the pattern of CHEBI; write what matches"),
    "unknown prefix": ("CHEBI:1", "CHEBBI:1", "unknown prefix in 'CHEBBI:1'; did you mean 'CHEBI'?"),
    "unknown thing": ("pomdrug:exemplamide", "pomdrug:examplamide", "did you mean 'exemplamide'?"),
    "wrong segment": (
        "pomdrug:exemplamide",
        "pomdisease:exemplamide",
        "unknown thing 'pomdisease:exemplamide'",
    ),
    "other label": (
        "\texemplamide",
        "\tExampla",
        "label 'Exampla' is not that of 'exemplamide'; write 'exemplamide'",
    ),
    "no predicate": ("skos:exactMatch", "skos:exactMach", "did you mean 'exactMatch'?"),
    "no confidence": ("0.7", "high", "confidence 'high' is not a number from 0 to 1; write one such as 0.95"),
    "too many cells": ("0.7", "0.7\tx", "too many cells: 7, and the header has 6"),
    "blank in a term": ("UnspecifiedMatching", "Unspecified Matching", "breaks the pattern of semapv"),
    "twice": ("0.7", "0.7\n" + ROW, "the mapping stands in line 9 too; delete one of the two"),
}


def read(content: Content) -> list[str]:
    problems: list[Problem] = []
    read_facts(content, problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_line_and_cure(small: Content, name: str) -> None:
    old, new, message = FAULTS[name]
    text = small.mappings.read_text(encoding="utf-8")
    head, _, row = text.rpartition("\npomdrug")
    small.mappings.write_text(head + "\n" + ("pomdrug" + row).replace(old, new, 1), encoding="utf-8")

    (problem,) = read(small)
    assert problem.startswith("data/mappings.sssom.tsv:")
    assert message in problem


def test_missing_column_is_told(small: Content) -> None:
    text = small.mappings.read_text(encoding="utf-8")
    small.mappings.write_text(text.replace("\tconfidence", "\tsureness"), encoding="utf-8")

    assert read(small) == ["data/mappings.sssom.tsv:8: no column confidence; add it to the header row"]
