"""Threads that do one thing with what they are given, in its turn."""

from __future__ import annotations

import threading
from collections import deque
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Item = TypeVar("Item")


class Lane(Generic[Item]):
    """Threads that have all started: where there can be no more, it is told now and fails no request.

    Of those who have nothing to do the last one is given the next thing: what it works with is still near the
    processor. They do not keep a process from ending.

    Args:
        count: How many.
        act: What they do, which must not fail.

    Raises:
        RuntimeError: the system allows fewer.
    """

    def __init__(self, count: int, act: Callable[[Item], None]) -> None:
        self._act = act
        self._lock = threading.Lock()
        self._waiting: deque[Item] = deque()
        self._idle: list[SimpleQueue[Item]] = []
        for _ in range(count):
            threading.Thread(target=self._run, daemon=True).start()

    def put(self, item: Item) -> None:
        """Give them something."""
        with self._lock:
            if not self._idle:
                self._waiting.append(item)
                return
            given = self._idle.pop()
        given.put(item)

    def _run(self) -> None:
        given: SimpleQueue[Item] = SimpleQueue()
        while True:
            self._act(self._take(given))

    def _take(self, given: SimpleQueue[Item]) -> Item:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(given)
        return given.get()
