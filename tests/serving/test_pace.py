"""How slow a client may be, and what all clients together may leave lying."""

from __future__ import annotations

import time

import pytest

from pomegraph.serving.pace import PATIENCE, Pace, Shelf


def test_pace_is_lost_by_who_takes_nothing_and_earned_by_who_takes_much(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    idle, slow, fast, resumed = (Pace() for _ in range(4))
    for _ in range(100):
        now += 1.0
        slow.earn(8_000)
        fast.earn(16_384)
    resumed.resume()

    assert [pace.is_lost(now) for pace in (idle, slow, fast, resumed)] == [True, True, False, False]
    assert not fast.is_lost(now + PATIENCE - 1)
    assert fast.is_lost(now + PATIENCE + 1)


def test_one_answer_to_many_takes_its_room_once() -> None:
    shelf = Shelf(memory=10, disk=0, each=0, waiting=0)
    answer, other = b"x" * 10, b"y" * 10

    assert [shelf.hold(answer), shelf.hold(answer), shelf.hold(other)] == [True, True, False]
    shelf.release(answer)
    assert not shelf.hold(other)
    shelf.release(answer)
    assert shelf.hold(other)


def test_room_in_files_is_given_back() -> None:
    shelf = Shelf(memory=0, disk=10, each=10, waiting=0)

    assert [shelf.store(6), shelf.store(6)] == [True, False]
    shelf.free(6)
    assert shelf.store(6)


def test_so_many_threads_may_wait_and_no_more() -> None:
    shelf = Shelf(memory=0, disk=0, each=0, waiting=2)

    assert [shelf.begin_wait() for _ in range(3)] == [True, True, False]
    shelf.end_wait()
    shelf.end_wait()
    assert shelf.begin_wait()
