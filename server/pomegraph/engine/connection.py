"""A connection of the web to the engine: its greeting, what it tells of itself, and the process that it lends."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING, Any

from pomegraph.engine.data import from_message
from pomegraph.engine.messages import Line

if TYPE_CHECKING:
    from pomegraph.engine.data import Status

# Seconds in which the engine itself must answer.
GRACE = 10.0


class Connection:
    """A connection to the engine, and which data it said that it has.

    Raises:
        EOFError: the engine has gone, or does not answer.
    """

    def __init__(self, sock: socket.socket, patience: float = GRACE) -> None:
        self.line = Line(sock)
        self._patience = patience
        greeting = self._hear()
        self.version, self.store = str(greeting["version"]), str(greeting["store"])
        # The way to a process that queries are put to, one after the other, and what that time with it is called.
        self.data: socket.socket | None = None
        self.lease = 0

    def begin_lease(self) -> socket.socket:
        """Make the way to a process that the engine is to choose, and return the end that it gets."""
        self.data, far = socket.socketpair()
        self.data.setblocking(False)
        self.lease += 1
        return far

    def end_lease(self) -> None:
        """Put no more queries to the process: the engine gets it back."""
        if self.data:
            self.data.close()
            self.data = None

    def close(self) -> None:
        """Leave; the engine ends what still runs."""
        self.line.close()
        self.end_lease()

    def ask_status(self) -> Status:
        """Return what the engine tells of its data.

        Raises:
            EOFError: the engine has gone.
        """
        size = self._ask("status")["size"]
        # The file is that of all who ask: it must be read without moving its place.
        message = json.loads(os.pread(self.line.files[-1], size, 0))
        os.close(self.line.files.pop())
        return from_message(message)

    def ask_figures(self) -> dict[str, int]:
        """Return how many queries are `running` and `waiting`.

        Raises:
            EOFError: the engine has gone.
        """
        return self._ask("figures")

    def ask_health(self) -> dict[str, bool]:
        """Return whether all processes for queries are at work, `busy`, and whether one cannot be started, `lacking`.

        Raises:
            EOFError: the engine has gone.
        """
        return {name: bool(value) for name, value in self._ask("health").items()}

    def _ask(self, what: str) -> dict[str, int]:
        try:
            self.line.send({"ask": what})
        except OSError as error:
            raise EOFError from error
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        self.line.socket.settimeout(self._patience)
        message = self.line.receive_one()
        if message is None:
            raise EOFError
        self.line.socket.settimeout(None)
        return message
