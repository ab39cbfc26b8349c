"""Tables of figures: what is read, and what is refused with line and cure."""

from __future__ import annotations

import pytest

from pomegraph.errors import ContentError
from pomegraph.evidence.figures import Bounds, read_figures

CSV = b"id,regimen,trial named,measure,value,unit,follow-up\nr1,Pd,MM-003,median PFS,4.2,months,\n"


def test_columns_are_found_under_other_headings() -> None:
    (figure,) = read_figures(CSV, "x.csv")

    assert (figure.id, figure.trial, figure.measure, figure.value, figure.follow_up) == (
        "r1",
        "MM-003",
        "median PFS",
        "4.2",
        "",
    )


@pytest.mark.parametrize(
    "data",
    [
        CSV.replace(b",", b"\t"),
        CSV.replace(b",", b";"),
        b"\xef\xbb\xbf" + CSV.replace(b"\n", b"\r\n"),
        b'[{"id": "r1", "regimen": "Pd", "trial": "MM-003", "measure": "median PFS", "value": 4.2, "unit": "months"}]',
        b'{"id": "r1", "regimen": "Pd", "trial": "MM-003", "measure": "median PFS", "value": 4.2, "unit": "months"}\n',
    ],
)
def test_forms_of_one_table_are_equal(data: bytes) -> None:
    assert read_figures(data, "x") == read_figures(CSV, "x")


def test_row_without_an_id_gets_its_number() -> None:
    assert [figure.id for figure in read_figures(b"measure,value\nPFS,1\n\nPFS,2\n", "x")] == ["1", "2"]


def test_digits_of_json_numbers_stay() -> None:
    (figure,) = read_figures(b'[{"measure": "PFS", "value": 11.20}]', "x")

    assert figure.value == "11.20"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the table is empty"),
        (b"a,b\n1,2\n", "x:1: the heading has no column 'value'"),
        (b"value,value\n1,2\n", "two columns are 'value'"),
        (b"measure,value\nPFS,1,2\n", "x:2: 3 cells, and the heading has 2"),
        (b'measure,value\n"PFS,1\n', "not a table"),
        (b"measure,value\n\xff,1\n", "x:2: not UTF-8"),
        (b"[1]", "a row is not an object"),
        (b'[{"value": [1]}]', "'value' holds a list"),
        (b'{"value": 1}\n{', "x:2: not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_not_a_table_is_told(data: bytes, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_figures(data, "x")

    assert message in str(caught.value)


@pytest.mark.parametrize(("bounds", "message"), [(Bounds(rows=1), "too many rows"), (Bounds(letters=2), "too long")])
def test_table_may_be_bounded(bounds: Bounds, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        read_figures(b"value\n4.2\n4.3\n", "draft.csv", bounds)
