"""One thread that watches, and does what others ask it to do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from functools import partial

import pytest

from pomegraph.serving.loop import READ, WRITE, Loop


@pytest.fixture
def loop() -> Iterator[Loop]:
    loop = Loop()
    yield loop
    loop.close()


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    yield near, far
    near.close()
    far.close()


def test_what_can_be_read_or_written_is_told(loop: Loop, ends: tuple[socket.socket, socket.socket]) -> None:
    told: list[int] = []
    loop.watch(ends[0], READ, told.append)
    loop.go_round(0)
    ends[1].send(b"x")
    loop.go_round(1)
    loop.change(ends[0], WRITE, told.append)
    loop.go_round(1)
    loop.change(ends[0], 0, told.append)
    loop.go_round(0)

    assert told == [READ, WRITE]


def test_what_was_let_go_in_the_same_round_is_not_called(loop: Loop, ends: tuple[socket.socket, socket.socket]) -> None:
    called: list[socket.socket] = []

    def react(own: socket.socket, other: socket.socket, _: int) -> None:
        called.append(own)
        loop.change(other, 0, lambda _: None)

    for own, other in (ends, ends[::-1]):
        own.send(b"x")
        loop.watch(own, READ, partial(react, own, other))
    loop.go_round(1)

    assert len(called) == 1


def test_what_is_left_is_called_before_what_happens_next(loop: Loop, ends: tuple[socket.socket, socket.socket]) -> None:
    called: list[str] = []
    loop.watch(ends[0], READ, lambda _: called.append("read"))
    loop.leave(lambda: called.append("left"))
    loop.go_round(60)
    before = called.copy()
    loop.leave(lambda: called.append("left again"))
    ends[1].send(b"x")
    loop.go_round(60)

    # With something to call it does not wait.
    assert before == ["left"]
    assert called == ["left", "left again", "read"]


def test_another_thread_wakes_it(loop: Loop) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=loop.post, args=[partial(found.append, number)]) for number in range(100)]
    for thread in threads:
        thread.start()
    while len(found) < 100:
        loop.go_round(30)
    for thread in threads:
        thread.join()

    assert sorted(found) == list(range(100))


def test_very_many_calls_are_all_made(loop: Loop) -> None:
    found: list[int] = []
    for number in range(100_000):
        loop.post(partial(found.append, number))
    loop.go_round(1)

    assert found == list(range(100_000))
