"""Errors: each holds its data and says what is wrong and what would be right."""

from __future__ import annotations

import pytest

from pomegraph import errors
from pomegraph.errors import (
    ContentError,
    MemoryLimitError,
    OverloadError,
    PomegraphError,
    Problem,
    QueryError,
    ResultFormatError,
    ServiceRefusedError,
    TimeLimitError,
)

ALL = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]


def test_problem_of_a_whole_file_has_no_line() -> None:
    assert str(Problem("data/x.tsv", 0, "no rows", "add one")) == "data/x.tsv: no rows; add one"


def test_long_problem_is_cut_in_its_middle() -> None:
    text = str(Problem("x", 1, "a" * 5_000 + "b" * 5_000, "cure"))

    assert len(text) < 450
    assert "a ... b" in text


def test_problems_are_told_once_and_in_order() -> None:
    first, second = Problem("a", 2, "x", "y"), Problem("a", 10, "x", "y")

    assert str(ContentError([second, first, second])) == "a:2: x; y\na:10: x; y"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_is_one_of_ours_and_explained(kind: type[Exception]) -> None:
    assert issubclass(kind, PomegraphError)
    assert kind.__doc__


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PomegraphError("it broke", "mend it"), "it broke; mend it"),
        (PomegraphError("it broke"), "it broke"),
        (ResultFormatError("no such format", ["csv", "tsv"]), "no such format; ask for one of csv, tsv"),
        (ServiceRefusedError(None), "SERVICE with an endpoint that is not a constant IRI is not allowed here; take"),
        (ServiceRefusedError("a:b", ["c:d"]), "SERVICE <a:b> is not allowed here; call one of <c:d>, or take"),
        (TimeLimitError(0.5), "time limit (timeout) of 0.5 s; make it smaller"),
        (MemoryLimitError(1 << 30), "memory limit of 1,024 MiB; make it smaller"),
        (OverloadError(5), "too many queries are waiting; try again in 5 s"),
    ],
)
def test_error_says_what_is_wrong_and_what_would_work(error: PomegraphError, words: str) -> None:
    assert words in str(error)


def test_syntax_error_keeps_its_place() -> None:
    error = QueryError("line 3: expected a term", line=3, column=15, expected=["<", "?"])

    assert (error.line, error.column, error.expected, error.cure) == (3, 15, ("<", "?"), "")
