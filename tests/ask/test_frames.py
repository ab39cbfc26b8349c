"""Answers as data frames, Arrow tables, and tables in a notebook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pomegraph.ask.frames import make_arrow, make_pandas, make_polars, render_html
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri

COLUMNS = ("drug", "dose", "count", "share", "on", "mixed", "none", "long")
TABLE = Table(
    COLUMNS,
    (
        (Iri("http://example.org/a"), Decimal("4.50"), 3, 0.5, True, "a", None, 10**30),
        (Iri("http://example.org/b"), None, 4, None, False, 1, None, 1),
    ),
)
EMPTY = Table(("a", "b"), ())
MAKERS = {"pandas": make_pandas, "polars": make_polars, "pyarrow": make_arrow}


def test_pandas_can_reckon_with_it() -> None:
    frame = make_pandas(TABLE)

    assert list(frame.columns) == list(COLUMNS)
    assert (frame["dose"].sum(), frame["count"].sum(), frame["dose"].isna().sum()) == (4.5, 7, 1)
    assert list(frame["drug"]) == ["http://example.org/a", "http://example.org/b"]


def test_polars_has_a_type_for_each_column() -> None:
    frame = make_polars(TABLE)
    kinds = ["String", "Float64", "Int64", "Float64", "Boolean", "String", "String", "String"]

    assert [str(kind) for kind in frame.dtypes] == kinds
    assert (frame["dose"].sum(), frame["mixed"].to_list(), frame["none"].null_count()) == (4.5, ["a", "1"], 2)


def test_arrow_has_a_type_for_each_column() -> None:
    table = make_arrow(TABLE)

    assert [str(kind) for kind in table.schema.types] == [
        "string", "double", "int64", "double", "bool", "string", "string", "string",
    ]  # fmt: skip
    assert table.column("long").to_pylist() == [str(10**30), "1"]


@pytest.mark.parametrize("name", MAKERS)
def test_columns_are_there_without_rows(name: str) -> None:
    frame: Any = MAKERS[name](EMPTY)

    assert len(frame) == 0
    assert list(getattr(frame, "column_names", frame.columns)) == ["a", "b"]


def test_notebook_shows_everything_escaped() -> None:
    hostile = Iri('https://example.org/"onmouseover="x')
    html = render_html(Table(("<b>", "x"), (("<script>", hostile), (None, Iri("javascript:alert(1)")), (True, "&"))))

    assert "<script>" not in html
    assert "<th>&lt;b&gt;</th>" in html
    assert 'href="https://example.org/&quot;onmouseover=&quot;x"' in html
    assert 'href="javascript' not in html
    assert "<td></td>" in html
    assert "<td>true</td><td>&amp;</td>" in html


def test_notebook_shows_the_beginning_and_says_so() -> None:
    html = render_html(Table(("n",), tuple((f"{n} " + "x" * 1_000,) for n in range(1_500))))

    assert html.count("<tr>") == 21
    assert "the first 20 of 1,500 rows" in html
    assert len(html) < 6_000
    assert render_html(Table(("n",), ((1,),))).endswith("<p>1 row</p>")
