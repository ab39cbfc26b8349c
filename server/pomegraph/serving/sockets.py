"""The sockets of clients, who have to keep up a pace and are never given an end that looks like one but is none."""

from __future__ import annotations

import errno
import socket
import struct
import time
from typing import Any

from gunicorn.util import close_graceful

# Seconds for which a client may keep a thread waiting; it earns more with so many bytes a second.
PATIENCE, _PACE = 30, 16 * 1024
# Closed with this, a socket drops what it has not sent and tells the other end of an error (struct linger).
_AT_ONCE = struct.pack("ii", 1, 0)


class ClientSocket(socket.socket):
    """A socket of a client that is left when it sends or reads more slowly than it may."""

    @classmethod
    def take(cls, sock: socket.socket) -> ClientSocket:
        """Return a socket in the place of another, which is of no use afterwards."""
        return cls(sock.family, sock.type, sock.proto, fileno=sock.detach())

    def begin(self, patience: float = PATIENCE) -> None:
        """Give the client all its time, for another request."""
        self._patience = self._spare = patience

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """Receive; see `socket.socket`."""
        began = time.monotonic()
        try:
            data = super().recv(bufsize, flags)
        except BlockingIOError:
            self._spend(began, 0)
            raise
        self._spend(began, len(data))
        return data

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all; see `socket.socket`."""
        rest = memoryview(data)
        while rest:
            began = time.monotonic()
            try:
                sent = self.send(rest, flags)
            except BlockingIOError:
                sent = 0
            self._spend(began, sent)
            rest = rest[sent:]

    def shutdown(self, _how: int, /) -> None:
        """Break off: Gunicorn calls this where an answer failed after its beginning. What is well ends by `leave`.

        A client of HTTP/1.0 takes an ordinary end of the connection for the end of the answer.
        """
        if self.fileno() >= 0:
            self.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            self.close()

    def leave(self) -> None:
        """Close the connection once the client has what was sent."""
        if self.fileno() >= 0:
            close_graceful(socket.socket(self.family, self.type, self.proto, fileno=self.detach()))

    def _spend(self, began: float, count: int) -> None:
        self._spare = min(self._patience, self._spare - (time.monotonic() - began) + count / _PACE)
        if self._spare < 0:
            self.shutdown(socket.SHUT_RDWR)
            raise ConnectionResetError(errno.ECONNRESET, "the client is too slow")
