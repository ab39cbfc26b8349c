"""Rows are counted from the bytes of a table, in pieces of any size."""

from __future__ import annotations

import pyoxigraph
import pytest

from pomegraph.engine.row_count import RowCounter
from support.engines import solve

FORMATS = {
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}
HOSTILE = r"""VALUES ?x { ",{\"" "[{}" "<result>" "a\nb\r\nc" "\"quoted\"\n" "}},{\"x\":{" UNDEF "," 1 <http://x/y> }"""


@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
@pytest.mark.parametrize("name", FORMATS)
def test_rows_with_hostile_values_are_counted(name: str, size: int) -> None:
    query = f"SELECT ?x ?y {{ {HOSTILE} VALUES ?y {{ 1 2 3 }} }}"
    data = solve(pyoxigraph.Store(), query).serialize(format=FORMATS[name]) or b""
    counter = RowCounter("SELECT", name)

    for start in range(0, len(data), size):
        counter.add(data[start : start + size])

    assert counter.rows == 30


@pytest.mark.parametrize("name", FORMATS)
def test_no_row_is_none(name: str) -> None:
    counter = RowCounter("SELECT", name)
    counter.add(solve(pyoxigraph.Store(), "SELECT ?x { ?x ?y ?z }").serialize(format=FORMATS[name]) or b"")

    assert counter.rows == 0


def test_an_ask_has_no_rows() -> None:
    counter = RowCounter("ASK", "json")
    counter.add(b'{"head":{},"boolean":true}')

    assert counter.rows == 0
