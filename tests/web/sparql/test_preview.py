"""The beginning of a result as rows for people."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat, Store, Triple, serialize

from pomegraph.web.sparql.preview import Preview, read_solutions, read_term, read_triples
from pomegraph.web.terms import Term
from support.engines import solve

TSV = b'?s\t?o\n<a:1>\t"one"@en\n<a:2>\t\n_:b\t42\n'


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("<http://example.org/>", Term("http://example.org/", "http://example.org/")),
        ('"plain"', Term("plain")),
        ('"green"@en-GB', Term("green", note="en-GB")),
        ('"1.50"^^<a:euro>', Term("1.50", note="a:euro")),
        ('"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>', Term("2020", note="xsd:gYear")),
        ('"67"^^<http://www.w3.org/2001/XMLSchema#decimal>', Term("67")),
        (r'"a\tb\nc\"d\\n"', Term('a\tb\nc"d\\n')),
        (r'"\u00e9\U0001F600"', Term("é😀")),
        ("42", Term("42")),
        ("true", Term("true")),
        ("_:b0", Term("_:b0")),
        ("", Term("")),
        ("<<( <a:s> <a:p> <a:o> )>>", Term("<<( <a:s> <a:p> <a:o> )>>")),
        (r'"\uD800\UFFFFFFFF"', Term("uD800UFFFFFFFF")),
    ],
)
def test_term_is_read(written: str, cell: Term) -> None:
    assert read_term(written) == cell


def test_very_long_term_is_cut() -> None:
    assert read_term(f'"{"x" * 5_000}"').text == "x" * 2_000 + " ... (5,000 characters)"


def test_very_long_iri_is_no_link() -> None:
    assert read_term(f"<a:{'x' * 5_000}>").iri is None


@given(st.text(st.characters(codec="utf-8"), max_size=50))
def test_any_text_is_read_as_it_was(text: str) -> None:
    written = serialize([Triple(NamedNode("a:s"), NamedNode("a:p"), Literal(text))], format=RdfFormat.N_TRIPLES)
    store = Store()
    store.bulk_load(written, format=RdfFormat.N_TRIPLES)
    solutions = solve(store, "SELECT ?o { ?s ?p ?o }").serialize(format=QueryResultsFormat.TSV)

    assert read_triples([written or b""], 9, count=True).rows[0][2].text == text
    assert read_solutions([solutions or b""], 9, count=True).rows[0][0].text == text


@pytest.mark.parametrize("size", [1, 2, 7, 1_000])
def test_pieces_may_be_of_any_size(size: int) -> None:
    pieces = [TSV[start : start + size] for start in range(0, len(TSV), size)]

    assert read_solutions(pieces, 9, count=False) == Preview(
        ["s", "o"],
        [[Term("a:1", "a:1"), Term("one", note="en")], [Term("a:2", "a:2"), Term("")], [Term("_:b"), Term("42")]],
        3,
    )


@pytest.mark.parametrize(
    ("most", "count", "total"), [(2, True, 3), (2, False, None), (3, False, 3), (4, False, 3), (4, True, 3)]
)
def test_rest_is_counted_when_it_is_wanted(most: int, count: bool, total: int | None) -> None:
    table = read_solutions([TSV], most, count=count)

    assert (len(table.rows), table.total) == (min(most, 3), total)


def test_rest_of_a_long_result_is_not_read() -> None:
    read: list[int] = []

    def produce() -> Iterator[bytes]:
        yield b"?n\n"
        for number in range(1_000):
            read.append(number)
            yield b"%d\n" % number

    assert read_solutions(produce(), 10, count=False).total is None
    assert len(read) < 15


def test_result_without_columns_has_rows_still() -> None:
    assert read_solutions([b"\n\n\n"], 9, count=True) == Preview([], [[], []], 2)


def test_triples_have_three_columns() -> None:
    table = read_triples([b'<a:s> <a:p> "x y . <a:b>" .\n_:b <a:p> <<( <a:s> <a:p> "o" )>> .\n'], 9, count=True)

    assert table.columns == ["subject", "predicate", "object"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["a:s", "a:p", "x y . <a:b>"],
        ["_:b", "a:p", '<<( <a:s> <a:p> "o" )>>'],
    ]


def produce_literal(size: int, before: bytes, after: bytes) -> Iterator[bytes]:
    yield before + b'"'
    for _ in range(size >> 20):
        yield b"x" * (1 << 20)
    yield b'"' + after


def measure(read: Callable[[], Preview]) -> tuple[Preview, int]:
    """Return what was read, and the bytes that it took at most."""
    tracemalloc.start()
    preview = read()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return preview, peak


def test_cell_of_any_length_takes_no_memory_and_the_next_ones_are_read() -> None:
    literal = produce_literal(32 << 20, b"?a\t?b\n", b"@en\t2\n3\t4\n")
    table, peak = measure(lambda: read_solutions(literal, 9, count=False))
    [long, two], [three, _] = table.rows

    assert long.text == "x" * 2_000 + " ... (33,554,437 bytes)"
    assert (two.text, three.text, table.total) == ("2", "3", 2)
    assert peak < 4 << 20


def test_triple_with_an_object_of_any_length_takes_no_memory() -> None:
    literal = produce_literal(32 << 20, b"<a:s> <a:p> ", b" .\n<a:s> <a:q> 'o' .\n")
    table, peak = measure(lambda: read_triples(literal, 9, count=True))

    assert [row[1].text for row in table.rows] == ["a:p", "a:q"]
    assert table.rows[0][2].text == "x" * 2_000 + " ... (33,554,436 bytes)"
    assert peak < 4 << 20


def test_no_more_is_read_than_a_page_is_worth() -> None:
    table = read_solutions(produce_literal(256 << 20, b"?a\t?b\n", b"\t2\n"), 9, count=False)

    assert table.total is None
    assert [cell.note for cell in table.rows[0]] == ["not read to its end", "not read"]
    assert table.rows[0][0].text.startswith("x" * 2_000 + " ... (67,1")


@pytest.mark.parametrize(
    ("row", "rows"), [(b"1\t2\n", 1_000), (b"\t" * 999 + b"\n", 100), (b"x" * 100_000 + b"\n", 1_000), (b"\n", 1_000)]
)
def test_page_has_a_most_of_rows_and_cells(row: bytes, rows: int) -> None:
    columns = row.count(b"\t") + 1
    head = b"\t".join(b"?c%d" % number for number in range(columns))
    table = read_solutions([head + b"\n" + row * 2_000], 1_000, count=True)

    assert (len(table.columns), len(table.rows), table.total) == (columns, rows, 2_000)


def test_page_has_a_most_of_text() -> None:
    table = read_solutions([b"?a\t?b\n" + (b"x" * 20_000 + b"\t" + b"y" * 20_000 + b"\n") * 2_000], 2_000, count=True)

    assert sum(len(cell.text) for row in table.rows for cell in row) < 5 << 20
    assert table.total == 2_000


def test_very_many_columns_are_cut() -> None:
    def produce() -> Iterator[bytes]:
        for cell, last in ((b"?c\t", b"?c\n"), (b"\t", b"\n")):
            yield from (cell * 1_000 for _ in range(1_000))
            yield last

    table, peak = measure(lambda: read_solutions(produce(), 9, count=True))

    assert (len(table.columns), table.is_narrowed, table.total) == (1_000, True, 1)
    assert [len(row) for row in table.rows] == [1_000]
    assert peak < 4 << 20


def test_very_many_short_rows_are_counted_without_being_kept() -> None:
    pieces = itertools.chain([b"?a\n"], (b"\n" * 100_000 for _ in range(100)))
    table, peak = measure(lambda: read_solutions(pieces, 9, count=True))

    assert table.total == 10_000_000
    assert peak < 8 << 20
