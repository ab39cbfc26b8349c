"""Where clients come in: the sockets that listen, until they are closed for good."""

from __future__ import annotations

import errno
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from pomegraph.serving.loop import READ

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from pomegraph.serving.loop import Loop

# How many new clients are taken before those are heard who are here: with more, the first of several processes that
# wakes up has them all, and the others have nothing to do.
_AT_ONCE = 1
# Seconds before new ones are taken when there were too many files.
_REST = 1.0
_FULL = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}


class Door:
    """Takes new clients.

    Args:
        loop: What watches the sockets that listen.
        welcome: Called with the socket of a new client, its address, and that of this end.
    """

    def __init__(self, loop: Loop, welcome: Callable[[socket.socket, Any, Any], None]) -> None:
        self._loop = loop
        self._welcome = welcome
        self._open: dict[socket.socket, bool] = {}
        self._rest_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether clients may come."""
        return bool(self._open)

    def open(self, listeners: list[socket.socket]) -> None:
        """Take clients from sockets that listen."""
        for listener in listeners:
            listener.setblocking(False)
            self._watch(listener)

    def look(self, now: float) -> None:
        """Take clients again, if it is time."""
        if self._rest_until and now >= self._rest_until:
            self._rest_until = 0.0
            for listener in [listener for listener, is_watched in self._open.items() if not is_watched]:
                self._watch(listener)

    def close(self) -> None:
        """Take nobody any more."""
        for listener, is_watched in self._open.items():
            if is_watched:
                self._loop.change(listener, 0, partial(self._accept, listener))
            listener.close()
        self._open.clear()

    def _watch(self, listener: socket.socket) -> None:
        self._open[listener] = True
        self._loop.watch(listener, READ, partial(self._accept, listener))

    def _accept(self, listener: socket.socket, _: int) -> None:
        for _each in range(_AT_ONCE):
            try:
                sock, address = listener.accept()
            except BlockingIOError:
                return
            except OSError as error:
                if error.errno in _FULL:
                    self._rest(listener)
                    return
                continue
            self._welcome(sock, address, listener.getsockname())

    def _rest(self, listener: socket.socket) -> None:
        """Take nobody for a while: it would not help to try at once."""
        self._open[listener] = False
        self._loop.change(listener, 0, partial(self._accept, listener))
        self._rest_until = time.monotonic() + _REST
