"""Questions as values: parameters, columns, defaults, and the query with other terms in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.names import XSD
from pomegraph.questions.question import Question
from pomegraph.sparql.terms import Literal
from support.headed import BASE, SOUND, read


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
    query = sound.bind({"least": [Literal("1", XSD + "integer"), Literal("2.5", XSD + "decimal")]})

    assert f'VALUES ?least {{ "1"^^<{XSD}integer> "2.5"^^<{XSD}decimal> }}' in query
    assert f"VALUES ?drug {{ <{BASE}drug/exemplamide> }}" in query
    assert sound.bind({}) == sound.query


def test_no_term_stands_for_everything(sound: Question) -> None:
    assert "VALUES ?drug { UNDEF }" in sound.bind({"drug": []})
