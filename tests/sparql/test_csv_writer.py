"""Tables of every kind of term as CSV, read by another reader of CSV and compared with the terms."""

from __future__ import annotations

import csv
import io

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store, Triple

from pomegraph.sparql.csv_writer import CsvWriter, convert_lines

EX = "http://example.org/"
PREDICATE = NamedNode(EX + "p")
TEXTS = [
    "plain", "", " blank ", "a, b", 'say "no"', "two\nlines", "a\r\nb", "a\rb", "a\tb", "a\\nb", "\\", '\\"', "<a,b>",
    "<x>", "a > b", "<<( no )>>", "?x", "\x00", "\x01", "é,\u2028", '"', '","', "@en", "^^<http://x>", "\\q\\/", "1,5",
]  # fmt: skip
IRIS = [EX + "Paris,_Texas", EX + "a", EX + ",", EX + "a,,b,", EX + "größe,1", "urn:x?y=(a,b)"]


def write_csv(store: Store, query: str, size: int = 1 << 16) -> bytes:
    results, output = store.query(query), io.BytesIO()
    assert isinstance(results, QuerySolutions)
    data = results.serialize(format=QueryResultsFormat.TSV)
    assert data is not None
    writer = CsvWriter(output)
    for start in range(0, len(data), size):
        writer.write(data[start : start + size])
    return output.getvalue()


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    literals = [literal for text in TEXTS for literal in (Literal(text), Literal(text, language="en"))]
    literals += [Literal(text, datatype=NamedNode(EX + "type,1")) for text in TEXTS]
    numbers = [Literal(1), Literal(True), Literal(1.5)]
    terms: list[NamedNode | BlankNode | Literal] = [*literals, *numbers, *map(NamedNode, IRIS), BlankNode("b")]
    for number, term in enumerate(terms):
        store.add(Quad(NamedNode(f"{EX}{number}"), PREDICATE, term))
    return store


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_every_term_is_read_back_by_a_reader_of_csv(store: Store, size: int) -> None:
    query = "SELECT ?s ?none ?o { ?s ?p ?o }"
    results = store.query(query)
    assert isinstance(results, QuerySolutions)
    expected = [[row["s"].value, "", getattr(row["o"], "value", "")] for row in results]

    rows = read_csv(write_csv(store, query, size))

    named = [row if not row[2].startswith("_:") else [*row[:2], row[2].removeprefix("_:")] for row in rows[1:]]
    assert rows[0] == ["s", "none", "o"]
    assert named == expected


def test_what_needs_no_care_is_as_pyoxigraph_writes_it(store: Store) -> None:
    query = "SELECT ?s ?o { ?s ?p ?o FILTER(!ISIRI(?o)) }"
    results = store.query(query)
    assert isinstance(results, QuerySolutions)

    assert write_csv(store, query) == results.serialize(format=QueryResultsFormat.CSV)


@pytest.mark.parametrize("query", ["SELECT * {}", "SELECT ?a {}", "SELECT ?a { FILTER(false) }", "SELECT ?a ?b {}"])
def test_empty_tables_are_as_pyoxigraph_writes_them(query: str) -> None:
    results = Store().query(query)
    assert isinstance(results, QuerySolutions)

    assert write_csv(Store(), query) == results.serialize(format=QueryResultsFormat.CSV)


def test_triple_term_is_one_cell() -> None:
    inner = Triple(NamedNode(EX + "a,b"), PREDICATE, Literal('x, "y"\n)>>', language="en"))
    store = Store()
    store.add(Quad(NamedNode(EX + "s"), PREDICATE, Triple(NamedNode(EX + "a"), PREDICATE, inner)))

    rows = read_csv(write_csv(store, "SELECT ?s ?o (1 AS ?one) { ?s ?p ?o }"))

    assert [len(row) for row in rows] == [3, 3]
    assert rows[1][1].startswith(f"<<( <{EX}a> <{EX}p> <<( <{EX}a,b> <{EX}p> ")


def test_quotes_do_not_change_where_all_is_plain() -> None:
    assert convert_lines(b'<http://x/a>\t"b"\t1\n_:c\t\t"d"@en\n') == b"http://x/a,b,1\r\n_:c,,d\r\n"
