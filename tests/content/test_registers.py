"""Registers: one row a thing, and every fault with its line."""

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import read_registry
from pomegraph.errors import Problem

DRUGS, CONCEPTS, ARMS = "drugs.tsv", "concepts.tsv", "arms.tsv"
FAULTS = {
    "too many cells": (
        DRUGS,
        "oil\toil\t",
        "oil\toil\t\tx",
        "drugs.tsv:3: too many cells: 4, and the header has 3",
    ),
    "too few cells": (DRUGS, "oil\toil\t", "oil\toil", "drugs.tsv:3: too few cells: 2, and the header has 3"),
    "duplicate id": (ARMS, "rotor-1-control\t", "oil\t", "the id 'oil' is already that of data/registers/"),
    "no id": (DRUGS, "oil\toil", "Öl\toil", "drugs.tsv:3: 'Öl' is no id; use lower-case letters"),
    "no label": (DRUGS, "oil\toil", "oil\t", "drugs.tsv:3: 'oil' has no label; give it a label"),
    "unsorted": (
        DRUGS,
        "oil\toil",
        "an-oil\toil",
        "drugs.tsv:3: 'an-oil' stands after 'exemplamide'; sort the rows by id",
    ),
    "unknown column": (
        DRUGS,
        "altLabels",
        "altLabels\tunitt",
        "drugs.tsv:1: unknown column 'unitt'; did you mean 'unit'?",
    ),
    "other header": (
        DRUGS,
        "id\tlabel",
        "label\tid",
        "drugs.tsv:1: the first columns are not id, label, altLabels",
    ),
    "unknown link": (
        CONCEPTS,
        "frequency\tcommon",
        "frequency\tcomon",
        "unknown thing 'comon'; did you mean 'common'?",
    ),
    "repeated column": (
        ARMS,
        "altLabels",
        "altLabels\tphase\tphase",
        "arms.tsv:1: the column 'phase' stands twice; keep one",
    ),
    "control character": (DRUGS, "oil\toil", "oil\to\x00il", "drugs.tsv:3: a label of 'oil' has a control character"),
    "unknown class": (
        "targets.tsv",
        "GeneProduct",
        "GeneProdukt",
        "'GeneProdukt' is no class of this register",
    ),
}


def read(content: Content) -> list[str]:
    problems: list[Problem] = []
    read_registry(content, read_vocabulary(content), problems)
    return [str(problem) for problem in problems]


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_with_line_and_cure(small: Content, name: str) -> None:
    file, old, new, message = FAULTS[name]
    path = small.root / "data" / "registers" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    assert any(message in problem for problem in read(small)), read(small)


def test_register_without_a_class_is_told(small: Content) -> None:
    path = small.root / "data" / "registers" / "drugs.tsv"
    path.rename(path.with_name("drug.tsv"))

    assert "data/registers/drug.tsv: no class has this register; did you mean 'drugs'?" in read(small)


def test_sound_registers_have_no_problem(small: Content) -> None:
    assert read(small) == []
