"""Threads of a lane: each thing is done once, and several at once."""

from __future__ import annotations

import threading

from pomegraph.serving.lane import Lane


def test_each_thing_is_done_once() -> None:
    done: list[int] = []
    enough = threading.Event()

    def act(number: int) -> None:
        done.append(number)
        if len(done) == 100:
            enough.set()

    lane = Lane(4, act)
    for number in range(100):
        lane.put(number)

    assert enough.wait(60)
    assert sorted(done) == list(range(100))


def test_several_things_are_done_at_once() -> None:
    together = threading.Barrier(4)

    def act(_: int) -> None:
        together.wait(60)

    lane = Lane(3, act)
    for number in range(3):
        lane.put(number)

    assert together.wait(60) in range(4)
