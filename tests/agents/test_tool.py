"""How the arguments of tools are read."""

from __future__ import annotations

from typing import Any

import pytest

from pomegraph.agents.tool import check_names, read_switch, read_text_argument, read_whole_number
from pomegraph.errors import ValueUnknownError


def test_unknown_argument_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueUnknownError, match="ask takes no 'drug'; give question, values"):
        check_names("ask", {"drug": 1}, ["question", "values"])


def test_whole_number_may_have_a_point() -> None:
    assert read_whole_number({"limit": 3.0}, "limit", 20, (1, 200)) == 3
    assert read_whole_number({}, "limit", 20, (1, 200)) == 20


@pytest.mark.parametrize("value", [0, 201, 1.5, True, "5", [], float("nan"), float("inf")])
def test_what_is_no_number_of_rows_is_told(value: Any) -> None:
    with pytest.raises(ValueUnknownError):
        read_whole_number({"limit": value}, "limit", 20, (1, 200))


def test_number_that_no_store_takes_is_told() -> None:
    with pytest.raises(ValueUnknownError, match="too long a number"):
        read_whole_number({"limit": 10**5000}, "limit", 20, (1, 200))


@pytest.mark.parametrize("value", [3, True, "x" * 20_001, ["a"]])
def test_what_is_no_text_is_told(value: Any) -> None:
    with pytest.raises(ValueUnknownError, match="give a text of at most 20,000 letters"):
        read_text_argument({"text": value}, "text")


def test_missing_text_is_told_or_has_a_default() -> None:
    assert read_text_argument({}, "text", "") == ""
    with pytest.raises(ValueUnknownError, match="'text' is missing"):
        read_text_argument({}, "text")


def test_switch_is_true_or_false() -> None:
    assert read_switch({}, "iris") is False
    with pytest.raises(ValueUnknownError, match="give true or false"):
        read_switch({"iris": 1}, "iris")
