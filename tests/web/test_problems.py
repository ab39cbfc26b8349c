"""Errors that a request can meet: each is a kind of problem, and holds what its document tells."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pomegraph import errors
from pomegraph.engine.client import EngineClient
from pomegraph.engine.messages import describe_error, restore_error
from pomegraph.web import problems
from pomegraph.web.problems import BY_ERROR
from pomegraph.web.protocol import read_names, read_query, read_timeout


@pytest.mark.parametrize("function", [EngineClient.run, read_query, read_names, read_timeout])
def test_error_that_a_request_can_raise_is_no_fault(function: Callable[..., object]) -> None:
    names = re.findall(r"(\w+Error): ", function.__doc__ or "")
    known = {error.__name__ for error in BY_ERROR}

    assert len(names) > 0
    assert [name for name in names if name not in known] == []


@pytest.mark.parametrize(
    ("error", "members"),
    [
        (errors.QueryError("not SPARQL"), {}),
        (
            errors.QueryError("not SPARQL", line=2, column=7, expected=["}"]),
            {"line": 2, "column": 7, "expected": ("}",)},
        ),
        (errors.ResultFormatError("no such format", ["json"]), {"formats": ("json",)}),
        (errors.ServiceRefusedError(None), {}),
        (errors.ServiceRefusedError("a:b", ["c:d"]), {"service": "a:b", "allowed": ("c:d",)}),
        (errors.TimeLimitError(0.5), {"limit": 0.5}),
        (errors.MemoryLimitError(2**30), {"limit": 2**30}),
        (errors.OverloadError(7), {"retry_after": 7}),
        (errors.EngineError("ended"), {}),
        (errors.QuestionUnknownError("names", "look", ["brand-names"]), {"suggestions": ("brand-names",)}),
        (errors.ValueUnknownError("age", "old", "new", ["1"]), {"name": "age", "suggestions": ("1",)}),
        (problems.ParameterError("timeout", "none", "give one"), {"name": "timeout"}),
        (problems.GraphNotFoundError("a:b"), {"name": "a:b"}),
        (problems.ThingUnknownError("a:b"), {}),
        (problems.ReadOnlyError(), {}),
    ],
)
def test_error_holds_what_is_told_of_it(error: errors.PomegraphError, members: dict[str, object]) -> None:
    assert error.members == members
    assert list(error.members) == list(members)


def test_error_of_another_process_tells_the_same() -> None:
    error = errors.QueryError("not SPARQL", line=2, column=7, expected=["}"])

    assert restore_error(describe_error(error)).members == error.members


def test_errors_of_the_web_are_all_told() -> None:
    ours = {
        found for found in vars(problems).values() if isinstance(found, type) and found.__module__ == problems.__name__
    }

    assert {found for found in ours if issubclass(found, errors.PomegraphError)} <= set(BY_ERROR)
