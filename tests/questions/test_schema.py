"""What programs are told of a parameter, the same in every face."""

from __future__ import annotations

import pytest

from pomegraph.questions.question import Column, Parameter
from pomegraph.questions.schema import build_cell_schema, build_schema, explain_parameter, name_term
from pomegraph.sparql.terms import Iri, read_terms

DRUG = Parameter("drug", "drug", "the drug", (Iri("https://w3id.org/pomegraph/drug/oil"),))
LEAST = Parameter("least", "decimal", "how much at least", (), several=True)
SIDE = Parameter("side", "enumeration", "a side", (), required=True, choices=("left", "right"))


def test_schema_is_that_of_what_is_taken() -> None:
    assert build_schema(DRUG) == {"type": "string", "examples": ["oil"]}
    assert build_schema(LEAST)["items"]["type"] == "number"
    assert build_schema(SIDE) == {"type": "string", "enum": ["left", "right"]}
    assert build_schema(Parameter("words", "text", "words", ())) == {"type": "string"}


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (DRUG, "The drug. A drug by its id, IRI, CURIE or any name. If it is left out: oil."),
        (LEAST, "How much at least. If it is left out: any."),
        (SIDE, "A side."),
    ],
)
def test_words_tell_meaning_and_default(parameter: Parameter, words: str) -> None:
    assert explain_parameter(parameter) == words


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("<https://w3id.org/pomegraph/drug/oil>", "oil"),
        ('"2.50"^^<http://www.w3.org/2001/XMLSchema#decimal>', "2.50"),
        ('"\\U00000022 \\u0041"@en', '" A'),
        ("true", "true"),
    ],
)
def test_default_is_named_as_people_type_it(term: str, name: str) -> None:
    assert [name_term(one) for one in read_terms(term)] == [name]


@pytest.mark.parametrize(("kind", "types"), [("year", ["integer", "null"]), ("drug", ["string", "null"])])
def test_cell_has_the_type_that_json_has_for_it(kind: str, types: list[str]) -> None:
    assert build_cell_schema(Column("found", kind, "what was found"))["type"] == types
