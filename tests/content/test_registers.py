"""Registers: one row a thing, and every fault with its line."""

import pytest

from pomegraph.build.release_builder import check_content
from pomegraph.content.folder import Content
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import read_registry
from pomegraph.errors import ContentError, Problem

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
    "no id": (DRUGS, "oil\toil", "Öl\toil", "drugs.tsv:3: 'Öl' is not an id; use lower-case letters"),
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
    "control character": (DRUGS, "oil\toil", "oil\to\x00il", "drugs.tsv:3: a control character (U+0000); take it out"),
    "unknown class": (
        "targets.tsv",
        "GeneProduct",
        "GeneProdukt",
        "'GeneProdukt' is not a class of this register",
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


# What a curator's editor does to a row, and the one problem that it makes, whatever refers to the row.
SPOILED = {
    "blanks for a tab": (
        "exemplamide\texemplamide",
        "exemplamide    exemplamide",
        ":2: too few cells: 2, and the header",
    ),
    "blanks for all tabs": (
        "exemplamide\texemplamide\t",
        "exemplamide    exemplamide",
        ":2: too few cells: 1, and the",
    ),
    "tabs and blanks in turn": (
        "exemplamide\texemplamide\t",
        "exemplamide  exemplamide\t \t",
        ":2: blanks where a tab is meant, in 'exemplamide  exemplamide'; put one tab between two cells",
    ),
    "blanks round tabs": (
        "exemplamide\texemplamide",
        "exemplamide \t exemplamide",
        ":2: 'exemplamide ' ends with a blank",
    ),
    "no-break space": ("\texemplamide", "\texemplamide\xa0", ":2: a no-break space (U+00A0); write a plain blank"),
    "zero-width space": ("\texemplamide", "\texemplam\u200bide", ":2: a zero width space (U+200B); take it out"),
    "not normal": (
        "\toil",
        "\to\u0308l",
        "drugs.tsv:3: 'ö' is not in Unicode's normal form C (U+006F, where U+00F6 is",
    ),
    "null": ("oil\toil\t", "oil\toil\tnull", "drugs.tsv:3: 'null' stands for no value; leave the cell empty"),
    "tilde": ("oil\toil\t", "oil\toil\tx|~", "drugs.tsv:3: '~' stands for no value; leave the cell empty"),
    "no label": ("exemplamide\texemplamide", "exemplamide\t", ":2: 'exemplamide' has no label; give it a label"),
    "empty line": ("oil\toil", "\noil\toil", "drugs.tsv:3: an empty line; take it out"),
    "header with blanks": (
        "id\tlabel",
        "id  label",
        "drugs.tsv:1: the columns of the header are not divided by single tabs",
    ),
    "unknown column": ("altLabels", "altLabel", "drugs.tsv:1: unknown column 'altLabel'; did you mean 'altLabels'?"),
    "carriage returns": ("\n", "\r\n", "drugs.tsv:1: a carriage return; end lines with a line feed alone"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_spoiled_row_is_one_problem(small: Content, name: str) -> None:
    """Two sources and a mapping speak of the drug; none of them is told to be wrong, and the graph is not either."""
    old, new, message = SPOILED[name]
    path = small.root / "data/registers/drugs.tsv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    with pytest.raises(ContentError) as caught:
        check_content(small, tell=lambda _: None)

    found = [str(one) for one in caught.value.problems if "the first columns are not" not in str(one)]
    assert len(found) == 1, found
    assert message in found[0]


def test_register_without_tabs_is_one_problem(small: Content) -> None:
    path = small.root / "data/registers/concepts.tsv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *(row.replace("\t", "    ") for row in rows)]) + "\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        check_content(small, tell=lambda _: None)

    (problem,) = map(str, caught.value.problems)
    last = len(rows) + 1
    assert f", and so on down to line {last}; put one tab between two cells, and one blank between two words" in problem


def test_id_of_a_spoiled_row_is_still_that_of_no_other(small: Content) -> None:
    path = small.root / "data/registers/drugs.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("oil\toil\t", "oil oil"), encoding="utf-8")

    assert [problem.partition(":")[0] for problem in read(small)] == ["data/registers/drugs.tsv"]


def test_register_without_a_class_is_told(small: Content) -> None:
    path = small.root / "data" / "registers" / "drugs.tsv"
    path.rename(path.with_name("drug.tsv"))

    assert read(small) == ["data/registers/drug.tsv: no class has this register; did you mean 'drugs'?"]


def test_sound_registers_have_no_problem(small: Content) -> None:
    assert read(small) == []
