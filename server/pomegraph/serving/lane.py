"""Threads that do one thing with what they are given, in its turn."""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Item = TypeVar("Item")


class Lane(Generic[Item]):
    """Threads that have all started: where there can be no more, it is told now and fails no request.

    They do not keep a process from ending.

    Args:
        count: How many.
        act: What they do, which must not fail.

    Raises:
        RuntimeError: the system allows fewer.
    """

    def __init__(self, count: int, act: Callable[[Item], None]) -> None:
        self._act = act
        self._items: SimpleQueue[Item] = SimpleQueue()
        for _ in range(count):
            threading.Thread(target=self._run, daemon=True).start()

    def put(self, item: Item) -> None:
        """Give them something."""
        self._items.put(item)

    def _run(self) -> None:
        while True:
            self._act(self._items.get())
