"""Questions: files become questions, and every fault of a header or a query is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import ContentError, Problem
from pomegraph.names import XSD
from pomegraph.questions.question import Column, FormerName, Question
from pomegraph.questions.reading import read_question, read_questions
from pomegraph.sparql.terms import Iri, Literal
from support.headed import EXAMPLAMIDE, SOUND, change, read, show, write

# What is replaced in a sound question, by what, and the problem that it makes.
HEADER_FAULTS = {
    "no question": ("have?", "have.", "x.rq:1: the summary is not a question; end it with a question mark"),
    "no summary": (
        "#+ summary: Which names does a drug have?\n",
        "",
        "x.rq: 'summary' is missing; add a line that begins with summary:",
    ),
    "no header": ("#+ ", "# ", "x.rq: there is no header; begin the file with #+ summary: and a question"),
    "no YAML": ("tags: [names]", "tags: [names", "not YAML: "),
    "unknown key": ("tags:", "tag:", "x.rq:4: unknown key 'tag'; did you mean 'tags'?"),
    "text for columns": (
        "columns:\n#+   drug: {type: drug, means: the drug}\n#+   name: {type: text, means: the name}",
        "columns: two",
        "x.rq:9: columns is not a",
    ),
    "declared, not used": ("VALUES ?least { UNDEF }", "", "x.rq:8: the parameter 'least' is not used"),
    "used, not declared": (
        "#+   least: {type: decimal, means: how much at least, several: true}\n",
        "",
        "x.rq:18: the parameter 'least' is not declared; add it to parameters",
    ),
    "two defaults": (
        "VALUES ?least { UNDEF }",
        "VALUES ?least { UNDEF }\n  VALUES ?least { 1.5 }",
        "x.rq:19: 'least' has several defaults; write the same wherever it stands",
    ),
    "no type": ("type: drug, ", "", "x.rq:7: the parameter 'drug' has no type or no meaning"),
    "unknown key of a parameter": ("several:", "many:", "unknown key 'many'"),
    "choices of no enumeration": (
        "several: true",
        "choices: [1, 2]",
        "the parameter 'least' has choices and is not an enumeration",
    ),
    "enumeration without choices": ("type: decimal", "type: enumeration", "the enumeration 'least' has no choices"),
    "chart over a missing column": (
        "y: drug}",
        "y: drugs}",
        "x.rq:12: the chart shows 'drugs' as y, which is not a column",
    ),
    "column without a type": ("{type: text, means: the name}", "the name", "x.rq:11: the column 'name' has no type or"),
    "unknown key of a column": ("text, means", "text, mean", "x.rq:11: unknown key 'mean'; did you mean 'means'?"),
    "unknown mark": ("mark: bar", "mark: pie", "x.rq:12: unknown mark 'pie'; choose one of arc, area, bar"),
    "unknown channel": ("x: name", "left: name", "unknown key 'left'"),
    "default that is not SPARQL": (
        "{ UNDEF }",
        "{ 1 two }",
        "x.rq:19: the default of 'least' cannot be read: two is not a valid RDF object; write IRIs, texts in quotes",
    ),
    "no query": ("SELECT", "CHOOSE", "x.rq: there is no SPARQL query; write SELECT, ASK, CONSTRUCT or DESCRIBE"),
}


@pytest.fixture
def sound(tmp_path: Path) -> Question:
    return read(tmp_path, SOUND)


def test_header_becomes_a_question(sound: Question) -> None:
    drug, least = sound.parameters

    assert (sound.stem, sound.form, sound.summary) == ("x", "SELECT", "Which names does a drug have?")
    assert (sound.tags, sound.who, sound.description) == (("names",), ("curators",), "In the order of the alphabet.")
    assert (drug.type, drug.is_thing, drug.several, drug.default) == ("drug", True, False, (Iri(EXAMPLAMIDE),))
    assert (least.type, least.is_thing, least.several, least.default) == ("decimal", False, True, ())
    assert sound.columns == (Column("drug", "drug", "the drug"), Column("name", "text", "the name"))
    assert sound.chart is not None
    assert (sound.chart.mark, sound.chart.channels) == ("bar", (("x", "name"), ("y", "drug")))
    assert sound.query.startswith("PREFIX pom:")


def test_header_with_a_summary_alone_is_enough(tmp_path: Path) -> None:
    question = read(tmp_path, "#+ summary: Is there anything?\n\nASK { ?s ?p ?o }\n")

    assert (question.form, question.parameters, question.columns, question.chart) == ("ASK", (), (), None)


@pytest.mark.parametrize(("old", "new", "message"), HEADER_FAULTS.values(), ids=HEADER_FAULTS)
def test_fault_of_a_header_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    path, problems = tmp_path / "x.rq", list[Problem]()
    path.write_text(change(old, new), encoding="utf-8")

    assert read_question(path, "x.rq", problems) is None
    assert message in show(problems)


def test_all_faults_of_all_files_are_told(small: Content) -> None:
    write(small, change("have?", "have").replace("several: true", "many: true"))
    (small.root / "queries" / "Other Name.rq").write_text(SOUND, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_questions(small)

    assert [problem.message for problem in caught.value.problems] == [
        "the file name 'Other Name' is not an id",
        "the summary is not a question",
        "unknown key 'many'",
    ]


def test_fault_of_yaml_is_told_alone(tmp_path: Path) -> None:
    path, problems = tmp_path / "x.rq", list[Problem]()
    path.write_text(change("have?", "have: which?"), encoding="utf-8")
    read_question(path, "x.rq", problems)

    assert show(problems).startswith(
        "x.rq:1: not YAML: mapping values are not allowed in this context; put a value that holds"
    )


@pytest.mark.parametrize("depth", [30, 500, 100_000])
def test_deeply_nested_header_is_told(tmp_path: Path, depth: int) -> None:
    path, problems = tmp_path / "x.rq", list[Problem]()
    path.write_text(change("tags: [names]", f"tags: {'[' * depth}{']' * depth}"), encoding="utf-8")
    read_question(path, "x.rq", problems)

    assert show(problems) == "x.rq:4: values are nested too deeply; write flat lists"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\xef\xbb\xbfASK {}", b"ASK {}\r\n"])
def test_file_that_is_no_plain_text_is_told(tmp_path: Path, data: bytes) -> None:
    path, problems = tmp_path / "x.rq", list[Problem]()
    path.write_bytes(data)

    assert read_question(path, "x.rq", problems) is None
    assert len(problems) == 1


def test_default_may_have_a_prefix_that_the_query_declares(tmp_path: Path) -> None:
    text = SOUND.replace("PREFIX pom:", "PREFIX d: <https://w3id.org/pomegraph/drug/> # ours\nPREFIX pom:")
    question = read(tmp_path, text.replace(f"<{EXAMPLAMIDE}>", "d:exemplamide").replace("UNDEF", '"1.50"^^d:unit 2.50'))

    assert question.complete({}) == {
        "drug": (Iri(EXAMPLAMIDE),),
        "least": (Literal("1.50", "https://w3id.org/pomegraph/drug/unit"), Literal("2.50", XSD + "decimal")),
    }


def test_former_names_stand_for_values(tmp_path: Path) -> None:
    question = read(
        tmp_path, change("#+ chart:", "#+ was:\n#+   named: {least: [1, 2], drug: oil}\n#+   said: {}\n#+ chart:")
    )

    assert question.formerly == (FormerName("named", (("least", ("1", "2")), ("drug", ("oil",)))), FormerName("said"))


def test_former_name_without_a_mapping_is_told(tmp_path: Path) -> None:
    problems: list[Problem] = []
    (tmp_path / "x.rq").write_text(change("#+ chart:", "#+ was:\n#+   named: two\n#+ chart:"), encoding="utf-8")
    read_question(tmp_path / "x.rq", "x.rq", problems)

    assert "x.rq:13: the former name 'named' has no mapping; write {} or" in show(problems)
