"""One client: what comes from it, what goes to it, and what is due."""

from __future__ import annotations

import enum
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pomegraph.serving.pace import Pace

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from gunicorn.http.wsgi import Response

    from pomegraph.serving.incoming import Incoming
    from pomegraph.serving.outgoing import Outgoing


class State(enum.Enum):
    """What a connection is at."""

    QUIET = enum.auto()  # no request has begun
    COMING = enum.auto()  # a request is coming
    ANSWERED = enum.auto()  # a thread has it
    SENT = enum.auto()  # the answer is on its way, no thread has to do with it any more
    LEAVING = enum.auto()  # the client is told of the end, and what it still sends is dropped


class Client:
    """One client.

    Args:
        sock: The socket, which does not block.
        address: Of the client, as Python's sockets tell it.
        server: Of this end.
        peer: The name of the client by its address; empty for a proxy.
    """

    def __init__(self, sock: socket.socket, address: Any, server: Any, peer: str) -> None:
        self.sock = sock
        self.address = address
        self.server = server
        self.peer = peer
        self.asker = ""
        self.counted = ""
        self.state = State.QUIET
        self.until = 0.0
        self.pace = Pace()
        self.incoming: Incoming
        self.outgoing: Outgoing
        # The response to a request and what the application is told of it, once both were made.
        self.prepared: tuple[Response, MutableMapping[str, Any]] | None = None
        self.watched = 0
        self.dropped = 0
        # Whether it came when there was no room for it any more, and whether it stays after this answer.
        self.is_extra = False
        self.stays = False

    @property
    def has_thread(self) -> bool:
        """Whether a thread has to do with it, so that it must not be closed."""
        return self.state is State.ANSWERED

    def has_spoken(self) -> bool:
        """Tell whether something of the client, or its end, waits to be read."""
        try:
            self.sock.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def is_due(self, now: float) -> bool:
        """Tell whether the time of the client is up."""
        if self.state in {State.QUIET, State.LEAVING}:
            return now > self.until
        if self.state is State.COMING:
            return self.pace.is_lost(now) or (self.is_extra and now > self.until)
        return self.outgoing.is_pending and self.outgoing.pace.is_lost(now)

    def say_goodbye(self) -> None:
        """Tell the client that no more comes."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Give everything back."""
        self.incoming.close()
        self.outgoing.close()
