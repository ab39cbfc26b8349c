"""Questions as values: parameters, columns, defaults, and the query with other terms in their place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.questions.question import FormerName, Question, find_defaults
from pomegraph.sparql.terms import Iri, Literal, read_terms
from support.headed import BASE, EXAMPLAMIDE, SOUND, read


@pytest.fixture
def sound(tmp_path: Path) -> Question:
    return read(tmp_path, SOUND)


def test_parameter_and_column_are_found_by_name(sound: Question) -> None:
    assert sound.find_parameter("least") is sound.parameters[1]
    assert sound.find_column("name") is sound.columns[1]
    assert sound.find_parameter("name") is None
    assert sound.find_column("least") is None


def test_thing_is_told_from_a_value(sound: Question) -> None:
    assert [parameter.is_thing for parameter in sound.parameters] == [True, False]


def test_only_what_is_given_replaces_a_default(sound: Question) -> None:
    query = sound.bind({"least": [Literal("1"), Iri("a:b")]})

    assert 'VALUES ?least { "1" <a:b> }' in query
    assert f"VALUES ?drug {{ <{BASE}drug/exemplamide> }}" in query
    assert sound.bind({}) == sound.query


def test_no_term_stands_for_everything(sound: Question) -> None:
    assert "VALUES ?drug { UNDEF }" in sound.bind({"drug": []})


def test_values_stand_wherever_a_default_does(sound: Question) -> None:
    twice = replace(sound, query=sound.query + sound.query)

    assert twice.bind({"drug": []}).count("VALUES ?drug { UNDEF }") == 2 * sound.query.count("VALUES ?drug {")


def test_defaults_are_terms_of_lines_of_their_own() -> None:
    query = """SELECT * {
  VALUES ?a { <http://x/a> "two } words"@en 3 true "1"^^<http://x> }
  VALUES ?b { UNDEF }
  { VALUES ?inner { 1 } }
  VALUES ?b { UNDEF }
  VALUES ?c { 1 }
  VALUES ?c { 2 }
}"""

    defaults = find_defaults(query)

    assert defaults == {
        "a": ['<http://x/a> "two } words"@en 3 true "1"^^<http://x>'],
        "b": ["UNDEF"],
        "c": ["1", "2"],
    }
    assert list(map(str, read_terms(*defaults["a"]))) == ["http://x/a", "two } words", "3", "true", "1"]


def test_defaults_follow_the_base_and_given_texts_do_not(tmp_path: Path) -> None:
    question = read(tmp_path, SOUND.replace("?name .", f"?name .\n  FILTER(?drug != <{BASE}drug/oil>)"))
    query = question.bind({"least": [Literal(f"<{BASE}drug/oil>")]}, base="https://example.org/")

    assert "VALUES ?drug { <https://example.org/drug/exemplamide> }" in query
    assert "?drug != <https://example.org/drug/oil>" in query
    assert f'VALUES ?least {{ "<{BASE}drug/oil>" }}' in query
    assert "<https://w3id.org/pomegraph/ontology#>" in query


def test_every_parameter_has_the_terms_that_its_query_has(sound: Question) -> None:
    ours, least = Literal("1", "http://www.w3.org/2001/XMLSchema#integer"), Iri(f"{BASE}ontology#Drug")
    theirs = sound.complete({"least": [least, ours]}, base="https://example.org/")

    assert sound.complete({}) == {"drug": (Iri(EXAMPLAMIDE),), "least": ()}
    assert theirs == {"drug": (Iri("https://example.org/drug/exemplamide"),), "least": (least, ours)}


def test_former_name_stands_for_values_unless_others_are_given(sound: Question) -> None:
    old = replace(sound, formerly=(FormerName("names-of-two", (("least", ("2",)),)),), asked_as="names-of-two")

    assert (sound.name, old.name) == ("x", "names-of-two")
    assert sound.name_anew({"drug": ["oil"]}) == {"drug": ["oil"]}
    assert old.name_anew({"drug": ["oil"]}) == {"drug": ["oil"], "least": ["2"]}
    assert old.name_anew({"least": ["3"]}) == {"least": ["3"]}
