"""Answers as tables of typed values."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from pomegraph.sparql.results import Table, read_table
from pomegraph.sparql.terms import Iri
from support.headed import EXAMPLAMIDE


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


def test_triple_term_is_a_text_as_sparql_writes_it() -> None:
    literal = {"type": "literal", "value": 'a "b"', "xml:lang": "ar", "its:dir": "rtl"}
    inner = {
        "subject": {"type": "bnode", "value": "b"},
        "predicate": {"type": "uri", "value": "http://x/p"},
        "object": literal,
    }
    outer = {**inner, "object": {"type": "triple", "value": inner}}
    data = {"head": {"vars": ["t"]}, "results": {"bindings": [{"t": {"type": "triple", "value": outer}}]}}
    table = read_table(json.dumps(data).encode())

    assert table.rows == ((r'<<( _:b <http://x/p> <<( _:b <http://x/p> "a \"b\""@ar--rtl )>> )>>',),)
