"""When what failed is tried again."""

from __future__ import annotations

import pytest

from pomegraph.engine.back_off import BackOff


@pytest.fixture
def pauses() -> BackOff:
    return BackOff(first=1.0, longest=10.0)


def test_what_has_not_failed_may_be_tried_at_once(pauses: BackOff) -> None:
    assert (pauses.find_pause(now=0), pauses.failures) == (0.0, 0)


def test_each_failure_doubles_the_pause_up_to_the_longest(pauses: BackOff) -> None:
    assert [pauses.fail(now=second) for second in range(6)] == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]


def test_pause_gets_shorter_while_time_passes(pauses: BackOff) -> None:
    pauses.fail(now=100)

    assert [pauses.find_pause(now=now) for now in (100, 100.25, 101, 200)] == [1.0, 0.75, 0.0, 0.0]


@pytest.mark.parametrize(("gap", "failures"), [(60, 2), (61, 1)])
def test_failures_that_are_far_apart_are_not_added_up(pauses: BackOff, gap: float, failures: int) -> None:
    pauses.fail(now=0)
    pauses.fail(now=gap)

    assert pauses.failures == failures
