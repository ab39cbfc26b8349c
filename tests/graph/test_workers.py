"""Workers: the same results in order, by however many processes."""

from __future__ import annotations

import os
import signal

import pytest

from pomegraph.errors import HelperEndedError
from pomegraph.graph.workers import Workers


def add(shared: list[int], number: int) -> tuple[int, int]:
    """Return a sum, and which process made it."""
    return shared[0] + number, os.getpid()


def end(_: list[int], _number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(_: list[int], number: int) -> int:
    raise KeyError(number)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_order(processes: int) -> None:
    with Workers([10], processes) as workers:
        found = list(workers.map(add, range(40)))

    assert [number for number, _ in found] == list(range(10, 50))
    assert ({process for _, process in found} == {os.getpid()}) == (processes == 1)


@pytest.mark.parametrize("processes", [1, 2])
def test_tasks_are_taken_as_they_are_needed(processes: int) -> None:
    taken: list[int] = []
    with Workers([0], processes) as workers:
        next(workers.map(add, (taken.append(number) or number for number in range(100))))  # type: ignore[func-returns-value]

    assert len(taken) <= 2 * processes + 1


def test_process_that_was_killed_is_told() -> None:
    with pytest.raises(HelperEndedError, match="memory"), Workers([0], 2) as workers:
        list(workers.map(end, [1, 2, 3]))


@pytest.mark.parametrize("processes", [1, 2])
def test_fault_of_a_task_is_told(processes: int) -> None:
    with Workers([0], processes) as workers, pytest.raises(KeyError, match="7"):
        list(workers.map(fail, [7]))


@pytest.mark.parametrize("processes", [1, 2])
def test_begun_task_has_its_result(processes: int) -> None:
    with Workers([1], processes) as workers:
        assert workers.begin(add, 2).result()[0] == 3
