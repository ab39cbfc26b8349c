"""What a query may use, if nobody says otherwise."""

from __future__ import annotations

import os
from dataclasses import FrozenInstanceError

import pytest

from pomegraph.engine.limits import Limits


def test_more_queries_run_than_there_are_cores() -> None:
    assert Limits().queries > (os.cpu_count() or 1)


def test_no_endpoint_may_be_called() -> None:
    assert Limits().services == ()


def test_answer_that_is_held_back_is_less_than_a_query_may_take() -> None:
    assert Limits().spool < Limits().spool_file < Limits().memory


def test_limits_do_not_change_while_they_hold() -> None:
    with pytest.raises(FrozenInstanceError):
        Limits().timeout = 1.0  # type: ignore[misc]
