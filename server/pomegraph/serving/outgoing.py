"""What is on its way to a client: sent at once as far as it is read, and kept until it is."""

from __future__ import annotations

import errno
import os
import socket
import struct
import tempfile
import threading
from collections import deque
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

from pomegraph.serving.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.serving.pace import Shelf

# Bytes for one client that are kept in memory without asking, and at most; that are read from a file at once; that one
# client is sent before it is the turn of another.
_FEW, _MANY, _BLOCK, _TURN = 64 << 10, 16 << 20, 256 << 10, 1 << 20
# Closed with this, a socket drops what it has not sent and tells the other end of an error (struct linger).
_AT_ONCE = struct.pack("ii", 1, 0)


class Outgoing:
    """The way to one client. Threads put answers on it, and are free before the client has read them.

    It stands in the place of a socket where Gunicorn writes an answer.

    Args:
        sock: The socket, which does not block.
        shelf: Where there is room for what the client does not take yet.
        wake: Called when something is left for `flush`.
    """

    def __init__(self, sock: socket.socket, shelf: Shelf, wake: Callable[[], None]) -> None:
        self.pace = Pace()
        self.is_broken = False
        self.has_begun = False
        self._sock = sock
        self._shelf = shelf
        self._wake = wake
        self._changed = threading.Condition()
        # The head of an answer waits for what follows, to go with it.
        self._head: bytes | None = None
        self._pieces: deque[tuple[memoryview, bool]] = deque()
        self._size = 0
        self._file: IO[bytes] | None = None
        self._start = self._end = 0

    def fileno(self) -> int:
        """Return the number of the socket, to see when the client leaves."""
        return self._sock.fileno()

    @property
    def is_pending(self) -> bool:
        """Whether anything is left to be sent."""
        return bool(self._pieces) or self._start < self._end

    # What threads call.

    def begin(self) -> None:
        """Begin another answer."""
        self.has_begun = False
        self.pace.begin()

    def sendall(self, data: bytes) -> None:
        """Send some bytes, now or later.

        Raises:
            ConnectionResetError: the client has gone, or is too slow.
        """
        if not self.has_begun:
            self.has_begun, self._head = True, data
            return
        head, self._head = self._head, None
        self._push([data] if head is None else [head, data])

    def finish(self) -> None:
        """Send what still waits for more to come; see `sendall`."""
        if self._head is not None:
            head, self._head = self._head, None
            self._push([head])

    def break_off(self) -> None:
        """Send nothing more: the client is to see that its answer is not whole. Who waits for it wakes up."""
        with self._changed:
            self.is_broken = True
            with suppress(OSError):
                # The client sees nothing of this yet.
                self._sock.shutdown(socket.SHUT_RD)
            self._changed.notify_all()

    def _push(self, parts: list[bytes]) -> None:
        with self._changed:
            self._check()
            was_pending = self.is_pending
            rest = [memoryview(part) for part in parts] if was_pending else self._send(parts)
            for view in rest:
                self._keep(view)
        if rest and not was_pending:
            self._wake()

    def _check(self) -> None:
        if self.is_broken:
            raise ConnectionResetError(errno.ECONNRESET, "the client has gone, or is too slow")

    def _send(self, parts: list[bytes]) -> list[memoryview]:
        """Send as much as the client takes now, and return what is left."""
        self.pace.resume()
        try:
            sent = self._sock.sendmsg(parts)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.is_broken = True
            raise
        self.pace.earn(sent)
        rest = []
        for part in parts:
            rest.append(memoryview(part)[sent:])
            sent = max(0, sent - len(part))
        return [view for view in rest if view]

    def _keep(self, view: memoryview) -> None:
        """Put what is left behind what is there: into memory, or into a file, or wait until it can go on its way."""
        is_in_file = self._start < self._end
        if not is_in_file and self._size + len(view) <= _FEW:
            self._add(view, is_held=False)
        elif not is_in_file and self._size + len(view) <= _MANY and self._shelf.hold(cast("bytes", view.obj)):
            self._add(view, is_held=True)
        else:
            for start in range(0, len(view), _BLOCK):
                self._store(view[start : start + _BLOCK])

    def _add(self, view: memoryview, *, is_held: bool) -> None:
        self._pieces.append((view, is_held))
        self._size += len(view)

    def _store(self, view: memoryview) -> None:
        # A file is emptied as a whole.
        if self._end + len(view) > self._shelf.each or not self._shelf.store(len(view)):
            self._wait()
            self._add(view, is_held=False)
            return
        try:
            self._file = self._file or tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by `close`
            while view:
                written = os.pwrite(self._file.fileno(), view, self._end)
                self._end += written
                view = view[written:]
        except OSError:
            # The disk is full, say. There is room when the client has read what is there.
            self._shelf.free(len(view))
            self._wait()
            self._add(view, is_held=False)

    def _wait(self) -> None:
        """Wait until the client has taken all that is there, if not too many threads wait already."""
        try:
            if not self._shelf.begin_wait():
                raise ConnectionResetError(errno.ECONNRESET, "too many clients read long answers slowly")
            self._wake()
            self._changed.wait_for(lambda: self.is_broken or not self.is_pending)
        finally:
            self._shelf.end_wait()
        self._check()

    # What the loop calls.

    def flush(self) -> None:
        """Send what the client takes now, but not more than its share.

        Raises:
            OSError: the client has gone.
        """
        with self._changed:
            self._check()
            try:
                self._flush()
            except BlockingIOError:
                return
            finally:
                if not self.is_pending:
                    self._changed.notify_all()

    def _flush(self) -> None:
        left = _TURN
        while self.is_pending and left > 0:
            sent = self._flush_piece() if self._pieces else self._flush_block()
            self.pace.earn(sent)
            left -= sent

    def _flush_piece(self) -> int:
        view, is_held = self._pieces[0]
        sent = self._sock.send(view[:_TURN])
        self._size -= sent
        if sent == len(view):
            self._pieces.popleft()
            if is_held:
                self._shelf.release(cast("bytes", view.obj))
        else:
            self._pieces[0] = view[sent:], is_held
        return sent

    def _flush_block(self) -> int:
        assert self._file is not None  # noqa: S101 - something is in it
        sent = os.sendfile(self._sock.fileno(), self._file.fileno(), self._start, min(_BLOCK, self._end - self._start))
        if not sent:
            raise OSError(errno.EIO, "a file of an answer is shorter than what was written to it")
        self._start += sent
        if self._start == self._end:
            self._empty_file()
        return sent

    def _empty_file(self) -> None:
        """Give its room back."""
        if self._file:
            self._shelf.free(self._end)
            self._start = self._end = 0
            self._file.close()
            self._file = None

    def close(self) -> None:
        """Give back what it has; no thread may use it any more."""
        while self._pieces:
            view, is_held = self._pieces.popleft()
            if is_held:
                self._shelf.release(cast("bytes", view.obj))
        self._empty_file()
        if self.is_broken:
            # A client of HTTP/1.0 would take an ordinary end of the connection for the end of the answer.
            with suppress(OSError):
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._sock.close()
