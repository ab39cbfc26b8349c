"""Tables: rows laid out like the header are read, any other is told once."""

from __future__ import annotations

import pytest

from pomegraph.content.tables import split_cells

Told = list[tuple[int, str, str]]
CURE = "put one tab between two cells, and one blank between two words"


def split(text: str) -> tuple[list[tuple[int, dict[str, str]]], Told]:
    told: Told = []
    rows = enumerate(text.split("\n"), 2)
    return list(split_cells(rows, ["a", "b"], lambda *fault: told.append(fault))), told


def test_cells_are_read_by_column() -> None:
    assert split("1\t2\n3\t4|5") == ([(2, {"a": "1", "b": "2"}), (3, {"a": "3", "b": "4|5"})], [])


def test_rows_that_follow_each_other_are_told_together() -> None:
    rows, told = split("1 2\n3 4\n5 6\n7\t8\n9 10")

    assert rows == [(5, {"a": "7", "b": "8"})]
    assert told == [
        (2, "too few cells: 1, and the header has 2, and so on down to line 4", CURE),
        (6, "too few cells: 1, and the header has 2", CURE),
    ]


def test_row_with_many_faults_is_told_once() -> None:
    assert split(" x  y \tnull |~| .nan")[1] == [(2, "blanks where a tab is meant, in ' x  y '", CURE)]


@pytest.mark.parametrize(
    ("row", "meant", "message"),
    [
        ("1 \t2", ("1", "2"), "'1 ' ends with a blank"),
        ("1\t 2", ("1", "2"), "' 2' begins with a blank"),
        ("1\t2 | 3", ("1", "2|3"), "'2 ' ends with a blank"),
        ("1\t~", ("1", ""), "'~' stands for no value"),
        ("1\tNULL", ("1", ""), "'NULL' stands for no value"),
        ("1\t2|.inf", ("1", "2|"), "'.inf' stands for no value"),
    ],
)
def test_what_is_meant_is_read(row: str, meant: tuple[str, str], message: str) -> None:
    rows, told = split(row)

    assert rows == [(2, dict(zip("ab", meant, strict=True)))]
    assert [fault[1] for fault in told] == [message]


@pytest.mark.parametrize("word", ["Nullity", "nan", "-", "~5", "0", "none"])
def test_other_words_are_values(word: str) -> None:
    assert split(f"1\t{word}") == ([(2, {"a": "1", "b": word})], [])
