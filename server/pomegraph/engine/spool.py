"""Holds back a result until it is known to be whole, and reads ahead of a client that is slow."""

from __future__ import annotations

import tempfile
import threading
from typing import TYPE_CHECKING

from pomegraph.errors import BrokenAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

_BLOCK = 1 << 18


class Spool:
    """Bytes that are read from a source in the background into a file, up to a size, while they are read out again.

    So the process that makes them is free as soon as it is done, whatever the client does.

    Args:
        head: What was read already.
        read: Returns the next bytes, none at the end; raises when the result failed.
        limit: The largest size of the file; what is more stays with the source until the client has read so far.
    """

    def __init__(self, head: list[bytes], read: Callable[[], bytes], limit: int) -> None:
        self._head = head
        self._read = read
        self._limit = limit
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._size = 0
        self._is_read = False
        self._failure: BaseException | None = None
        self._is_closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._fill, daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[bytes]:
        """Give all bytes once, in order.

        Raises:
            BrokenAnswerError: the result failed; what was given is only a part of it.
        """
        yield from self._head
        self._head = []
        place = 0
        while piece := self._take(place):
            place += len(piece)
            yield piece
        if self._failure:
            raise BrokenAnswerError(str(self._failure)) from self._failure
        # The file is full: from here on the source goes at the pace of the client.
        while self._size >= self._limit and (piece := self._read()):
            yield piece

    def close(self) -> None:
        """Forget what was read; the source must have been shut down, so that nobody waits for it."""
        with self._changed:
            self._is_closed = True
        self._thread.join()
        self._file.close()

    def _take(self, place: int) -> bytes:
        """Return what is in the file from a place on, when there is something; nothing at its end."""
        with self._changed:
            self._changed.wait_for(lambda: self._size > place or self._is_read)
            self._file.seek(place)
            return self._file.read(_BLOCK)

    def _fill(self) -> None:
        try:
            while self._size < self._limit and not self._is_closed and (piece := self._read()):
                with self._changed:
                    self._file.seek(self._size)
                    self._file.write(piece)
                    self._size += len(piece)
                    self._changed.notify()
        except BaseException as error:  # noqa: BLE001 - raised again for the reader
            self._failure = error
        with self._changed:
            self._is_read = True
            self._changed.notify()
