"""Questions: every fault of a header, values that cannot break out, things by any name, answers as typed rows."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from pomegraph.content import Content
from pomegraph.errors import ContentError, Problem, QuestionUnknownError, ValueUnknownError
from pomegraph.facts import Facts
from pomegraph.questions.catalogue import Catalogue, write_query
from pomegraph.questions.checking import check_questions
from pomegraph.questions.question import Question, find_defaults
from pomegraph.questions.reading import read_question, read_questions
from pomegraph.questions.table import Iri, Table, read_table
from pomegraph.questions.things import Thing, Things
from pomegraph.questions.values import read_values

BASE = "https://w3id.org/pomegraph/"
EXAMPLAMIDE = f"{BASE}drug/exemplamide"
CHEBI = "http://purl.obolibrary.org/obo/CHEBI_"
SOUND = """#+ summary: Which names does a drug have?
#+ description: In the order of the alphabet.
#+ tags: [names]
#+ who: [curators]
#+ answers: [Q01]
#+ parameters:
#+   drug: {type: drug, means: the drug}
#+   least: {type: decimal, means: how much at least, several: true}
#+ columns:
#+   drug: the drug
#+   name: the name
#+ chart: {mark: bar, x: name, y: drug}

PREFIX pom: <https://w3id.org/pomegraph/ontology#>

SELECT ?drug ?name
WHERE {
  VALUES ?drug { <https://w3id.org/pomegraph/drug/exemplamide> }
  VALUES ?least { UNDEF }
  ?drug pom:brandName ?name .
  FILTER(BOUND(?least))
}
ORDER BY ?name ?drug
"""
# What is replaced in a sound question, by what, and the problem that it makes.
HEADER_FAULTS = {
    "no question": ("have?", "have.", "x.rq:1: the summary is no question; end it with a question mark"),
    "no summary": ("#+ summary: Which names does a drug have?\n", "", "x.rq: 'summary' is missing; add it"),
    "no header": ("#+ ", "# ", "x.rq: no header; begin the file with #+ summary: and a question"),
    "no YAML": ("tags: [names]", "tags: [names", "not YAML: "),
    "unknown key": ("tags:", "tag:", "x.rq:3: unknown key 'tag'; did you mean 'tags'?"),
    "text for columns": (
        "columns:\n#+   drug: the drug\n#+   name: the name",
        "columns: two",
        "x.rq:9: columns is not a",
    ),
    "declared, not used": ("VALUES ?least { UNDEF }", "", "x.rq:8: the parameter 'least' is not used"),
    "used, not declared": (
        "#+   least: {type: decimal, means: how much at least, several: true}\n",
        "",
        "x.rq:18: the parameter 'least' is not declared; add it to parameters",
    ),
    "no type": ("type: drug, ", "", "x.rq:7: the parameter 'drug' has no type or no meaning"),
    "unknown key of a parameter": ("several:", "many:", "unknown key 'many'"),
    "choices of no enumeration": ("several: true", "choices: [1, 2]", "the parameter 'least' has choices or is an"),
    "enumeration without choices": ("type: decimal", "type: enumeration", "the parameter 'least' has choices or is an"),
    "chart over a missing column": (
        "y: drug}",
        "y: drugs}",
        "x.rq:12: the chart shows 'drugs' as y, which is no column",
    ),
    "unknown mark": ("mark: bar", "mark: pie", "x.rq:12: no mark 'pie'; choose one of arc, area, bar"),
    "unknown channel": ("x: name", "left: name", "unknown key 'left'"),
    "no query": ("SELECT", "CHOOSE", "x.rq: no SPARQL query; write SELECT, ASK, CONSTRUCT or DESCRIBE"),
}
QUERY_FAULTS = {
    "does not parse": ("?name .", "?name ?name .", "x.rq: line "),
    "column not explained": (
        "#+   name: the name\n#+ chart: {mark: bar, x: name, y: drug}\n",
        "",
        "the column 'name' is not explained; add it to columns",
    ),
    "no such column": (
        "#+   name: the",
        "#+   nome: a\n#+   name: the",
        "there is no column 'nome'; did you mean 'name'?",
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
        "the default <https://w3id.org/pomegraph/drug/examplamide> of 'drug' is no drug; did you mean 'exemplamide'?",
    ),
    "default of another kind": ("drug/exemplamide>", "trial/rotor-1>", "trial/rotor-1> of 'drug' is no drug"),
    "default that is no thing": ("{ <https://w3id.org/pomegraph/drug/exemplamide> }", '{ "x" }', "is no drug"),
    "unknown type": (
        "type: drug",
        "type: drugg",
        "the parameter 'drug' has the unknown type 'drugg'; did you mean 'drug'",
    ),
}
# Texts that would mean something if they were pasted into a query, or that a parser might bring into another form.
HOSTILE = {
    "quote": 'a "b',
    "single quotes": "'''",
    "triple quotes": '""" }',
    "brace": "} { UNDEF",
    "newline": "a\nb\r\nc",
    "backslash": "a\\",
    "backslash before a quote": '\\" } #',
    "escape that is none": "\\n\\t\\x",
    "code point": "\\u0022 } ?x ?y ?z . { \\U00000022",
    "code point behind backslashes": "\\\\u0022 } \\\\\\u0022",
    "service": '" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #',
    "update": '" } ; DROP ALL #',
    "IRI": "<http://example.org/a b>",
    "variable": "?x $x",
    "comment": "# ORDER BY",
    "tab": "a\tb",
    "spaces": "  a  ",
    "other lines": "a\x85b\u2028c",
    "long": "x" * 100_000,
    "other scripts": "ⲁ 漢字 😀 e\u0301",
    "datatype": '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "everything but not alone": "* ",
    "UNDEF": "UNDEF",
}
TEXT_QUESTION = """#+ summary: Which text is given?
#+ parameters:
#+   text: {type: text, means: a text, several: true}
#+ columns:
#+   text: the text

SELECT ?text
WHERE {
  VALUES ?text { UNDEF }
}
ORDER BY ?text
"""


def write(content: Content, text: str) -> None:
    for path in content.queries:
        path.unlink()
    (content.root / "queries" / "x.rq").write_text(text, encoding="utf-8")


def change(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new)


def show(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems))


def check(content: Content, facts: Facts) -> str:
    problems: list[Problem] = []
    check_questions(content, facts.registry, problems)
    return show(problems)


def read(folder: Path, text: str) -> Question:
    path = folder / "x.rq"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    question = read_question(path, path.name, problems)
    assert question is not None, show(problems)
    return question


def make_question(folder: Path, parameter: str, default: str = "UNDEF") -> Question:
    declared = f"#+   text: {{{parameter}, means: a value}}"
    text = TEXT_QUESTION.replace("#+   text: {type: text, means: a text, several: true}", declared)
    return read(folder, text.replace("{ UNDEF }", f"{{ {default} }}"))


@pytest.fixture
def sound(tmp_path: Path) -> Question:
    return read(tmp_path, SOUND)


@pytest.fixture
def things() -> Things:
    known = Things({"CHEBI": CHEBI, "pomdrug": f"{BASE}drug/"})
    known.add(Thing(EXAMPLAMIDE, "drug", "exemplamide"), ["Exampla"])
    known.add(Thing(EXAMPLAMIDE, "drug", "exemplamide"), [f"{CHEBI}1"])
    known.add(Thing(f"{BASE}drug/oil", "drug", "oil"), ["Exampla forte", "EX"])
    known.add(Thing(f"{BASE}drug/grease", "drug", "grease"), ["EX"])
    known.add(Thing(f"{BASE}disease/gearache", "disease", "gearache"))
    return known


# Reading.


def test_header_becomes_a_question(sound: Question) -> None:
    drug, least = sound.parameters

    assert (sound.stem, sound.form, sound.summary) == ("x", "SELECT", "Which names does a drug have?")
    assert (sound.tags, sound.who, sound.answers) == (("names",), ("curators",), ("Q01",))
    assert (drug.type, drug.is_thing, drug.several, drug.default) == ("drug", True, False, (f"<{EXAMPLAMIDE}>",))
    assert (least.type, least.is_thing, least.several, least.default) == ("decimal", False, True, ())
    assert sound.columns == (("drug", "the drug"), ("name", "the name"))
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
        "the file name 'Other Name' is no id",
        "the summary is no question",
        "unknown key 'many'",
    ]


def test_fault_of_yaml_is_told_alone(tmp_path: Path) -> None:
    path, problems = tmp_path / "x.rq", list[Problem]()
    path.write_text(change("have?", "have: which?"), encoding="utf-8")
    read_question(path, "x.rq", problems)

    assert show(problems) == "x.rq:1: not YAML: mapping values are not allowed here; mend the header there"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\xef\xbb\xbfASK {}", b"ASK {}\r\n"])
def test_file_that_is_no_plain_text_is_told(tmp_path: Path, data: bytes) -> None:
    path, problems = tmp_path / "x.rq", list[Problem]()
    path.write_bytes(data)

    assert read_question(path, "x.rq", problems) is None
    assert len(problems) == 1


def test_defaults_are_terms_of_lines_of_their_own() -> None:
    query = """SELECT * {
  VALUES ?a { <http://x/ a> "two } words"@en 3 true "1"^^<http://x> }
  VALUES ?b { UNDEF }
  { VALUES ?inner { 1 } }
}"""

    assert find_defaults(query) == {
        "a": ("<http://x/ a>", '"two } words"@en', "3", "true", '"1"^^<http://x>'),
        "b": (),
    }


# Checking.


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


# Values.


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_arrives_unchanged(tmp_path: Path, things: Things, text: str) -> None:
    query = write_query(read(tmp_path, TEXT_QUESTION), {"text": [text]}, things, None)
    solutions = pyoxigraph.Store().query(query)
    rows = rdflib.Graph().query(query)

    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert [row[0] for row in solutions] == [pyoxigraph.Literal(text)]
    assert [tuple(row) for row in rows] == [(rdflib.Literal(text),)]  # type: ignore[arg-type]


def test_all_hostile_texts_arrive_together(tmp_path: Path, things: Things) -> None:
    query = write_query(read(tmp_path, TEXT_QUESTION), {"text": list(HOSTILE.values())}, things, None)
    solutions = pyoxigraph.Store().query(query)

    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert sorted(row[0].value for row in solutions) == sorted(HOSTILE.values())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", ["drug", "integer", "decimal", "date", "boolean", "enumeration"])
def test_hostile_text_is_no_value_of_another_type(tmp_path: Path, things: Things, kind: str, text: str) -> None:
    choices = ", choices: [a, b]" if kind == "enumeration" else ""
    question = make_question(tmp_path, f"type: {kind}{choices}")
    with pytest.raises(ValueUnknownError) as caught:
        read_values(question, {"text": [text]}, things)

    assert len(caught.value.detail) < 200


@pytest.mark.parametrize("text", ["", "  ", "\n", "a\x00b", "a\x0cb", "\ud800"])
def test_text_that_no_store_can_hold_is_refused(tmp_path: Path, things: Things, text: str) -> None:
    with pytest.raises(ValueUnknownError, match="without control characters"):
        read_values(make_question(tmp_path, "type: text"), {"text": [text]}, things)


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("integer", " 028 ", '"28"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("integer", "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "11.20", '"11.2"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("decimal", "4", '"4"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "2024-02-29", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("boolean", "Yes", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("boolean", "0", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("text", "a", '"a"'),
        ("enumeration, choices: [a, b]", "b", '"b"'),
        ("drug", "Exampla", f"<{EXAMPLAMIDE}>"),
    ],
)
def test_value_becomes_a_term(tmp_path: Path, things: Things, kind: str, text: str, term: str) -> None:
    question = make_question(tmp_path, f"type: {kind}")

    assert read_values(question, {"text": [text]}, things) == {"text": [term]}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "4.0"),
        ("integer", "1e3"),
        ("integer", "9" * 19),
        ("integer", "٤"),
        ("decimal", "1e400"),
        ("decimal", "9" * 5000),
        ("decimal", "NaN"),
        ("decimal", "4 mg"),
        ("date", "2023-02-29"),
        ("date", "yesterday"),
        ("boolean", "maybe"),
        ("enumeration, choices: [a, b]", "c"),
        ("drug", "gearache"),
        ("drug", "http://example.org/no such"),
    ],
)
def test_wrong_value_is_refused(tmp_path: Path, things: Things, kind: str, text: str) -> None:
    with pytest.raises(ValueUnknownError) as caught:
        read_values(make_question(tmp_path, f"type: {kind}"), {"text": [text]}, things)

    assert caught.value.name == "text"
    assert caught.value.cure


def test_unknown_parameter_is_told_with_those_there_are(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="no parameter 'drugs'; its parameters: drug, least"):
        read_values(sound, {"drugs": ["oil"]}, things)


def test_unknown_thing_is_told_with_suggestions(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="no drug is called 'exemplamid'; did you mean exemplamide") as caught:
        read_values(sound, {"drug": ["exemplamid"]}, things)

    assert caught.value.suggestions[0] == "exemplamide"


def test_ambiguous_thing_is_told_with_those_that_it_may_be(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="more than one drug; give one of grease, oil") as caught:
        read_values(sound, {"drug": ["ex"]}, things)

    assert caught.value.suggestions == ("grease", "oil")


def test_repeated_value_is_refused_where_one_is_taken(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="'drug' was given 2 times and takes one value; give it once"):
        read_values(sound, {"drug": ["oil", "exemplamide"]}, things)


def test_several_values_stand_beside_each_other(sound: Question, things: Things) -> None:
    query = write_query(sound, {"least": ["1", "2.50"]}, things, None)

    assert 'VALUES ?least { "1"^^<http://www.w3.org/2001/XMLSchema#decimal> "2.5"^^<http://' in query
    assert f"VALUES ?drug {{ <{EXAMPLAMIDE}> }}" in query


def test_required_parameter_must_be_given(tmp_path: Path, things: Things) -> None:
    question = make_question(tmp_path, "type: integer, required: true", "3")
    with pytest.raises(ValueUnknownError, match="'text' is missing: a value; give text="):
        read_values(question, {}, things)


def test_star_stands_for_everything_where_the_default_does(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="'drug' cannot be left open"):
        read_values(sound, {"drug": ["*"]}, things)

    assert "VALUES ?least { UNDEF }" in write_query(sound, {"least": ["*"]}, things, None)


def test_no_value_leaves_the_query_as_it_is(sound: Question, things: Things) -> None:
    assert write_query(sound, {}, things, None) == sound.query


def test_defaults_follow_the_base_and_given_texts_do_not(tmp_path: Path) -> None:
    question = read(tmp_path, SOUND.replace("?name .", f"?name .\n  FILTER(?drug != <{BASE}drug/oil>)"))
    query = question.bind({"least": [f'"<{BASE}drug/oil>"']}, base="https://example.org/")

    assert "VALUES ?drug { <https://example.org/drug/exemplamide> }" in query
    assert "?drug != <https://example.org/drug/oil>" in query
    assert f'VALUES ?least {{ "<{BASE}drug/oil>" }}' in query
    assert "<https://w3id.org/pomegraph/ontology#>" in query


# Things.


@pytest.mark.parametrize(
    "name",
    [
        "exemplamide",
        " Exemplamide ",
        "EXAMPLA",
        EXAMPLAMIDE,
        "CHEBI:1",
        "chebi:1",
        "pomdrug:exemplamide",
        f"{CHEBI}1",
    ],
)
def test_thing_is_found_by_any_name(things: Things, name: str) -> None:
    assert [thing.id for thing in things.find("drug", name)] == ["exemplamide"]


@pytest.mark.parametrize("name", ["", ":", "CHEBI:", "unknown:1", "gearache", "exempla mide", "<" + EXAMPLAMIDE + ">"])
def test_what_nobody_calls_a_drug_is_found_nowhere(things: Things, name: str) -> None:
    assert things.find("drug", name) == []


def test_things_are_listed_once_by_kind(things: Things) -> None:
    assert [thing.label for thing in things.by_kind["drug"]] == ["exemplamide", "oil", "grease"]


def test_suggestions_look_like_the_name_or_hold_it(things: Things) -> None:
    assert things.suggest("drug", "forte") == ["exampla forte"]
    assert things.suggest("drug", "exempla") == ["exampla", "exemplamide", "exampla forte"]
    assert things.suggest("drug", "x" * 100_000) == []
    assert things.suggest("planet", "mars") == []


# Catalogue.


def test_unknown_question_is_told_with_the_nearest(sound: Question) -> None:
    catalogue = Catalogue([sound])
    with pytest.raises(QuestionUnknownError, match="there is no question 'y'; see the list of questions"):
        catalogue.get("y")

    assert list(catalogue) == [catalogue.get("x")] == [sound]


# Table.


def make_results(*terms: dict[str, str]) -> bytes:
    return json.dumps(
        {
            "head": {"vars": ["value"]},
            "results": {"bindings": [{"value": term} if term else {} for term in terms]},
        }
    ).encode()


def literal(value: str, datatype: str) -> dict[str, str]:
    return {"type": "literal", "value": value, "datatype": f"http://www.w3.org/2001/XMLSchema#{datatype}"}


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ({"type": "uri", "value": EXAMPLAMIDE}, Iri(EXAMPLAMIDE)),
        ({"type": "literal", "value": "4"}, "4"),
        ({"type": "literal", "value": "vier", "xml:lang": "de"}, "vier"),
        (literal("4", "integer"), 4),
        (literal("11.20", "decimal"), Decimal("11.20")),
        (literal("1.5E0", "double"), 1.5),
        (literal("true", "boolean"), True),
        (literal("0", "boolean"), False),
        (literal("2024-02-29", "date"), "2024-02-29"),
        ({}, None),
    ],
)
def test_term_becomes_a_plain_value(term: dict[str, str], value: object) -> None:
    table = read_table(make_results(term))

    assert table == Table(("value",), ((value,),))
    assert type(table.rows[0][0]) is type(value)


def test_ask_is_a_table_of_one_cell() -> None:
    assert read_table(b'{"head": {}, "boolean": true}') == Table(("answer",), ((True,),))


def test_part_of_a_table_keeps_its_columns() -> None:
    table = read_table(make_results(*(literal(str(number), "integer") for number in range(5))))

    assert table.cut(2, 1).rows == ((1,), (2,))
    assert table.cut(None, 3).rows == ((3,), (4,))
    assert table.cut(0).rows == table.cut(2, 9).rows == ()
