"""What people type for a parameter: it becomes a term or is refused, and cannot break out of either."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from pomegraph.content.habits import ValueWords
from pomegraph.errors import ValueUnknownError
from pomegraph.questions.catalogue import write_query
from pomegraph.questions.question import Question
from pomegraph.questions.things import NamedThing, Things
from pomegraph.questions.values import read_values
from pomegraph.sparql.terms import Iri, Literal, read_terms
from support.headed import BASE, EXAMPLAMIDE, HOSTILE, SOUND, TEXT_QUESTION, make_question, make_things, read


@pytest.fixture
def sound(tmp_path: Path) -> Question:
    return read(tmp_path, SOUND)


@pytest.fixture
def things() -> Things:
    return make_things()


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
    choices = ", choices: [left, right]" if kind == "enumeration" else ""
    question = make_question(tmp_path, f"type: {kind}{choices}")
    with pytest.raises(ValueUnknownError) as caught:
        read_values(question, {"text": [text]}, things)

    assert len(caught.value.detail) < 200


@pytest.mark.parametrize("text", ["Text II", "II", "2", "second text"])
def test_choice_is_found_by_what_people_say(tmp_path: Path, things: Things, text: str) -> None:
    said = ("text 2", "text II", "second text")
    things.values = [ValueWords("text", "text 2", "", said), ValueWords("text", "text 9", "", said)]
    question = make_question(tmp_path, "type: enumeration, choices: [text 2]")

    assert read_values(question, {"text": [text]}, things) == {"text": [Literal("text 2")]}


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
        ("decimal", "4", '"4"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("date", "2024-02-29", '"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("boolean", "Yes", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("boolean", "TRUE", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("boolean", "False", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("boolean", "0", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("text", "a", '"a"'),
        ("enumeration, choices: [a, b]", "b", '"b"'),
        ("enumeration, choices: [Left side, b]", " left SIDE ", '"Left side"'),
        ("enumeration, choices: [b, B]", "b", '"b"'),
        ("drug", "Exampla", f"<{EXAMPLAMIDE}>"),
    ],
)
def test_value_becomes_a_term(tmp_path: Path, things: Things, kind: str, text: str, term: str) -> None:
    question = make_question(tmp_path, f"type: {kind}")

    assert read_values(question, {"text": [text]}, things) == {"text": list(read_terms(term))}


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
    with pytest.raises(ValueUnknownError, match="no parameter 'drugs'; choose one of drug, least"):
        read_values(sound, {"drugs": ["oil"]}, things)


def test_unknown_thing_is_told_with_suggestions(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="no drug is called 'exemplamidde'; did you mean exemplamide") as caught:
        read_values(sound, {"drug": ["exemplamidde"]}, things)

    assert caught.value.suggestions[0] == "exemplamide"


def test_ambiguous_thing_is_told_with_those_that_it_may_be(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="more than one drug; give one of grease, oil") as caught:
        read_values(sound, {"drug": ["ex"]}, things)

    assert caught.value.suggestions == ("grease", "oil")


def test_repeated_value_is_refused_where_one_is_taken(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="'drug' was given 2 times and takes one value; give it once") as caught:
        read_values(sound, {"drug": ["oil", "exemplamide"]}, things)

    assert caught.value.suggestions == ("oil", "exemplamide")


def test_several_values_stand_beside_each_other(sound: Question, things: Things) -> None:
    query = write_query(sound, {"least": ["1", "2.50"]}, things, None)

    assert 'VALUES ?least { "1"^^<http://www.w3.org/2001/XMLSchema#integer> "2.5"^^<http://' in query
    assert f"VALUES ?drug {{ <{EXAMPLAMIDE}> }}" in query


def test_required_parameter_must_be_given(tmp_path: Path, things: Things) -> None:
    question = make_question(tmp_path, "type: integer, required: true", "3")
    with pytest.raises(ValueUnknownError, match="'text' is missing: a value; give text="):
        read_values(question, {}, things)


def test_star_stands_for_everything_where_the_default_does(sound: Question, things: Things) -> None:
    with pytest.raises(ValueUnknownError, match="'drug' cannot be left open"):
        read_values(sound, {"drug": ["*"]}, things)

    assert "VALUES ?least { UNDEF }" in write_query(sound, {"least": ["*"]}, things, None)


def test_star_stands_for_all_that_is_taken_where_several_are(tmp_path: Path, things: Things) -> None:
    several = make_question(tmp_path, "type: enumeration, choices: [a, b], several: true", '"a"')
    drugs = make_question(tmp_path, "type: drug, several: true", f"<{EXAMPLAMIDE}>")

    assert read_values(several, {"text": ["*"]}, things) == {"text": [Literal("a"), Literal("b")]}
    assert read_values(drugs, {"text": ["*"]}, things)["text"] == [
        Iri(f"{BASE}drug/{name}") for name in ("exemplamide", "oil", "grease")
    ]


def test_value_that_is_given_twice_counts_once(sound: Question, things: Things) -> None:
    assert read_values(sound, {"least": ["1", "1.0", " 1", "2"]}, things)["least"] == [
        Literal("1", "http://www.w3.org/2001/XMLSchema#integer"),
        Literal("2", "http://www.w3.org/2001/XMLSchema#integer"),
    ]


def test_no_value_leaves_the_query_as_it_is(sound: Question, things: Things) -> None:
    assert write_query(sound, {}, things, None) == sound.query


RENAMED = SOUND.replace(
    "  drug: {type: drug, means: the drug}", "  agent: {type: drug, means: x, variable: drug, formerly: drug}", 1
)


@pytest.mark.parametrize("name", ["agent", "drug"])
def test_old_name_of_a_parameter_still_works(tmp_path: Path, things: Things, name: str) -> None:
    question = read(tmp_path, RENAMED)

    assert f"VALUES ?drug {{ <{BASE}drug/oil> }}" in write_query(question, {name: ["oil"]}, things, None)


def test_values_of_old_and_new_names_come_together(tmp_path: Path) -> None:
    question = read(tmp_path, RENAMED)

    assert question.name_anew({"drug": ["a"], "agent": ["b"], "other": []}) == {"agent": ["a", "b"], "other": []}


def test_thing_of_another_kind_is_taken_where_none_of_the_first_has_the_name(tmp_path: Path, things: Things) -> None:
    habit = NamedThing(f"{BASE}concept/smoking", "concept", "smoking")
    things.add(habit)
    things.add(NamedThing(f"{BASE}concept/exemplamide", "concept", "exemplamide"))
    question = make_question(tmp_path, "type: drug, also: [concept], several: true")

    values = read_values(question, {"text": ["smoking", "exemplamide"]}, things)

    assert values == {"text": [Iri(habit.iri), Iri(EXAMPLAMIDE)]}


def test_unknown_thing_of_several_kinds_is_told_with_all_of_them(tmp_path: Path, things: Things) -> None:
    things.add(NamedThing(f"{BASE}concept/smoking", "concept", "smoking"))
    question = make_question(tmp_path, "type: drug, also: [concept]")

    with pytest.raises(ValueUnknownError, match="no drug or concept is called 'smokin'; did you mean smoking"):
        read_values(question, {"text": ["smokin"]}, things)
