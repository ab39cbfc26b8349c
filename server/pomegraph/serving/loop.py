"""One thread that watches files and sockets, and does what others ask it to do."""

from __future__ import annotations

import selectors
import socket
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


class Loop:
    """Calls what is to be called when something can be read or written, or when another thread asks for it."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._posts: deque[Callable[[], None]] = deque()
        self._is_woken = False
        self._wake, self._woken = socket.socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
        self.watch(self._woken, READ, self._take_posts)

    def watch(self, file: Any, events: int, react: Callable[[int], object]) -> None:
        """Call something with the events whenever there are such, from now on; it is not watched yet."""
        self._selector.register(file, events, react)

    def change(self, file: Any, events: int, react: Callable[[int], object]) -> None:
        """Watch for other events; none means not at all."""
        if events:
            self._selector.modify(file, events, react)
        else:
            self._selector.unregister(file)

    def leave(self, call: Callable[[], None]) -> None:
        """Have something called when anything else happens; any thread may ask for it."""
        self._posts.append(call)

    def post(self, call: Callable[[], None]) -> None:
        """Have something called at once; any thread may ask for it."""
        self.leave(call)
        self.wake()

    def wake(self) -> None:
        """Have everything called that is to be called."""
        # Who has called already woke it up for this one too: it takes all there are, once it has said that it is awake.
        if not self._is_woken:
            self._is_woken = True
            with suppress(BlockingIOError):
                self._wake.send(b"\0")

    def go_round(self, seconds: float) -> None:
        """Wait until something happens, for some seconds at most, and deal with it."""
        # Who left something before it saw that nothing else will happen has not woken this up.
        ready = self._selector.select(0 if self._posts else seconds)
        self._call_posts()
        for key, events in ready:
            # What came before in the same round may have closed it.
            if self._selector.get_map().get(key.fd) is key:
                key.data(events)

    def _take_posts(self, _: int) -> None:
        with suppress(BlockingIOError):
            self._woken.recv(4096)
        self._is_woken = False
        self._call_posts()

    def _call_posts(self) -> None:
        for _each in range(len(self._posts)):
            self._posts.popleft()()

    def close(self) -> None:
        """Watch nothing any more."""
        self._selector.close()
        self._wake.close()
        self._woken.close()
