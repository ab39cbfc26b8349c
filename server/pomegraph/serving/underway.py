"""Answers that were begun and will be there in a moment: the thread that watches the clients watches these as well.

To give a request to another thread, which then waits, takes longer than most of these answers.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from pomegraph.serving.loop import READ

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.serving.client import Client
    from pomegraph.serving.loop import Loop

# Seconds after which an answer is waited for by a thread.
_MOMENT = 0.05


class Begun(Protocol):
    """An answer that can be begun."""

    def start(self) -> bool:
        """Begin it; tell whether that was possible now."""
        ...

    def fileno(self) -> int:
        """Return the number of what can be read when there is something to look at."""
        ...

    def look(self) -> bool | None:
        """Take what came, and return whether all is there; None if a thread has to go on with it."""
        ...


@dataclass(frozen=True, slots=True)
class _Awaited:
    """An answer that is waited for, or that waits for its turn.

    Args:
        until: When a thread is to go on.
    """

    client: Client
    begun: Begun
    until: float


class Underway:
    """Waits for answers without threads.

    Args:
        loop: Watches them.
        begin: Begins the answer to a request.
        answer: Answers a request whose answer is there.
        hand_over: Gives a request to a thread.
    """

    def __init__(
        self,
        loop: Loop,
        begin: Callable[[Client], Begun | None],
        answer: Callable[[Client], None],
        hand_over: Callable[[Client], None],
    ) -> None:
        self._loop = loop
        self._begin = begin
        self._answer = answer
        self._hand_over = hand_over
        # By the number of what is watched, the oldest first; and those that begin when one of these has ended.
        self._all: dict[int, _Awaited] = {}
        self._next: deque[_Awaited] = deque()

    def take(self, client: Client) -> None:
        """Have a request answered, now or later."""
        begun = self._begin(client)
        if begun is None:
            self._hand_over(client)
            return
        self._next.append(_Awaited(client, begun, time.monotonic() + _MOMENT))
        self._start()

    def limit(self, seconds: float) -> float:
        """Return how long the loop may wait, of some seconds."""
        oldest = [next(iter(self._all.values()), None), self._next[0] if self._next else None]
        until = min((each.until for each in oldest if each), default=None)
        return seconds if until is None else max(0.0, min(seconds, until - time.monotonic()))

    def go_on(self) -> None:
        """Give to threads what was waited for long enough."""
        now = time.monotonic()
        for file in [file for file, each in self._all.items() if each.until <= now]:
            self._hand_over(self._forget(file))
        while self._next and (self._next[0].until <= now or not self._all):
            self._hand_over(self._next.popleft().client)

    def _start(self) -> None:
        """Begin what waits for its turn, as far as that is possible; where nothing has to end first, threads wait."""
        while self._next and self._next[0].begun.start():
            awaited = self._next.popleft()
            file = awaited.begun.fileno()
            self._all[file] = awaited
            self._loop.watch(file, READ, partial(self._look, file))
        while self._next and not self._all:
            self._hand_over(self._next.popleft().client)

    def _look(self, file: int, _: int) -> None:
        is_there = self._all[file].begun.look()
        if is_there is False:
            return
        client = self._forget(file)
        self._start()
        if is_there:
            self._answer(client)
        else:
            self._hand_over(client)

    def _forget(self, file: int) -> Client:
        self._loop.change(file, 0, partial(self._look, file))
        return self._all.pop(file).client
