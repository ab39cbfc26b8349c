"""Questions beside the content that they are asked of: whatever is wrong with their queries, columns and defaults."""

from __future__ import annotations

import pytest

from pomegraph.build.check_questions import check_questions
from pomegraph.content.claims import Facts
from pomegraph.content.folder import Content
from pomegraph.errors import Problem
from support.headed import SOUND, change, show, write

# What is replaced in a sound question, by what, and the problem that it makes.
QUERY_FAULTS = {
    "does not parse": ("?name .", "?name ?name .", "x.rq: line "),
    "column not explained": (
        "#+   name: {type: text, means: the name}\n#+ chart: {mark: bar, x: name, y: drug}\n",
        "",
        "the column 'name' is not explained; add it to columns",
    ),
    "no such column": (
        "#+   name: {",
        "#+   nome: {type: text, means: a}\n#+   name: {",
        "there is no column 'nome'; did you mean 'name'?",
    ),
    "unknown type of a column": (
        "{type: text, means: the name}",
        "{type: txt, means: the name}",
        "the column 'name' has the unknown type 'txt'; did you mean 'text'?",
    ),
    "order not total": ("ORDER BY ?name ?drug", "ORDER BY ?name", "the order is not total: drug not in ORDER BY"),
    "no order": ("ORDER BY ?name ?drug", "", "the order is not total: drug, name not in ORDER BY"),
    "order of a subquery": (
        "}\nORDER BY ?name ?drug",
        "  { SELECT ?name ?drug {} ORDER BY ?name ?drug }\n}",
        "the order is not total: drug, name not in ORDER BY",
    ),
    "default that names no thing": (
        "drug/exemplamide>",
        "drug/examplamide>",
        "the default <https://w3id.org/pomegraph/drug/examplamide> of 'drug' is not a drug; did you mean 'exemplamide'?",
    ),
    "default of another kind": ("drug/exemplamide>", "trial/rotor-1>", "trial/rotor-1> of 'drug' is not a drug"),
    "default that is no thing": ("{ <https://w3id.org/pomegraph/drug/exemplamide> }", '{ "x" }', "is not a drug"),
    "what it leaves out is no question": (
        "#+ chart:",
        "#+ leftOut:\n#+   brand-name: names\n#+ chart:",
        "there is no question 'brand-name'; ",
    ),
    "unknown kind of claims": (
        "#+ chart:",
        "#+ kinds: [adverse reactoin]\n#+ chart:",
        "there is no kind of claim 'adverse reactoin'; did you mean 'adverse reaction'?",
    ),
    "old name of another parameter": (
        "several: true}",
        "several: true, formerly: drug}",
        "two parameters are or were called 'drug'; take it out of formerly",
    ),
    "former name of its own": (
        "#+ chart:",
        "#+ was:\n#+   x: {}\n#+ chart:",
        "two questions are or were called 'x'; take it out of was",
    ),
    "former name that stands for a value of no parameter": (
        "#+ chart:",
        "#+ was:\n#+   named: {lest: 2}\n#+ chart:",
        "'named' stands for a value of 'lest', which is no parameter; did you mean 'least'?",
    ),
    "unknown type beside another": (
        "{type: drug, means: the drug}\n#+   least",
        "{type: drug, also: [disaese], means: the drug}\n#+   least",
        "the parameter 'drug' has the unknown type 'disaese'; did you mean 'disease'",
    ),
    "unknown type": (
        "type: drug",
        "type: drugg",
        "the parameter 'drug' has the unknown type 'drugg'; did you mean 'drug'",
    ),
}


def check(content: Content, facts: Facts) -> str:
    problems: list[Problem] = []
    check_questions(content, facts.registry, problems)
    return show(problems)


def test_sound_question_has_no_problem(small: Content, small_facts: Facts) -> None:
    write(small, SOUND)

    assert check(small, small_facts) == ""


@pytest.mark.parametrize(("old", "new", "message"), QUERY_FAULTS.values(), ids=QUERY_FAULTS)
def test_fault_of_a_query_is_told(small: Content, small_facts: Facts, old: str, new: str, message: str) -> None:
    write(small, change(old, new))

    assert message in check(small, small_facts)


def test_fault_of_a_header_is_a_problem_of_the_content(small: Content, small_facts: Facts) -> None:
    write(small, change("y: drug}", "y: drugs}"))

    assert "queries/x.rq:12: the chart shows 'drugs'" in check(small, small_facts)
