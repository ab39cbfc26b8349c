"""What comes from a client: collected without a thread until a request is whole."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any, cast

from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.errors import InvalidRequestLine, LimitRequestHeaders, NoMoreData
from gunicorn.http.unreader import SocketUnreader

from pomegraph.serving.chunked import ChunkedDecoder
from pomegraph.serving.request import read_request

if TYPE_CHECKING:
    from pomegraph.serving.pace import Shelf

# Bytes of a body that are kept in memory.
_FEW = 64 << 10
# Bytes of a request line and of a whole head.
_LONGEST_LINE, _LONGEST_HEAD = 8_190, 64 << 10


class NoRoomError(Exception):
    """There is no room for the body of a request, among those of others or on the disk."""


class Incoming:
    """Reads requests one after the other, in pieces of any size.

    Args:
        settings: Gunicorn's settings.
        address: Of the client.
        most: Bytes of a body that are collected. Of a longer one the head is enough to refuse it.
        shelf: Where there is room for bodies.
    """

    def __init__(self, settings: Any, address: Any, most: int, shelf: Shelf) -> None:
        self._settings = settings
        self._address = address
        self._most = most
        self._shelf = shelf
        self._buffer = bytearray()
        self._searched = 0
        self._start()

    def _start(self) -> None:
        self.request: Any = None
        self.is_whole = False
        # Whether the next request begins where this one ends.
        self.is_clean = True
        # The bytes of the head, once it is there whole.
        self.head = self._head = b""
        self._body: Any = None
        self._is_begun = False
        self._stored = 0
        self._size = 0
        self._left = 0
        self._decoder: ChunkedDecoder | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anything of a request is there."""
        return bool(self._buffer) or self.request is not None

    @property
    def is_bare(self) -> bool:
        """Whether there is a head without a body, and nothing behind it."""
        return self._body is None and not self._buffer

    def feed(self, data: bytes) -> None:
        """Take some bytes more.

        Raises:
            ParseException: this is not HTTP/1.
            NoRoomError: the body is long, and there are many.
        """
        self._buffer += data
        if self.request is None:
            self._read_head()
        if self.request is not None and not self.is_whole:
            self._read_body()

    def go_on(self) -> None:
        """Forget the request that was answered, and read the next one, of which some may be here; see `feed`."""
        self.close()
        self._start()
        self.feed(b"")

    def close(self) -> None:
        """Give back what the body takes."""
        if self._body is not None:
            self._body.close()
            self._body = None
        if self._stored:
            self._shelf.free(self._stored)
            self._stored = 0

    def recv(self, size: int) -> bytes:
        """Give Gunicorn's parser what it asks for: the head, then the body."""
        if self._head:
            head, self._head = self._head, b""
            return head
        return bytes(self._body.read(size)) if self._body is not None else b""

    def _read_head(self) -> None:
        end = self._buffer.find(b"\r\n\r\n", max(0, self._searched - 3))
        self._searched = len(self._buffer)
        if (end if end >= 0 else len(self._buffer)) > _LONGEST_HEAD:
            raise LimitRequestHeaders("the head is too long")
        if end < 0 and not self._is_hopeless():
            return
        self._searched = 0
        place = end + 4 if end >= 0 else len(self._buffer)
        self.head = self._head = bytes(self._buffer[:place])
        del self._buffer[:place]
        try:
            self.request = read_request(self._settings, SocketUnreader(cast("Any", self)), self._address, self.head)
        except NoMoreData as error:
            raise InvalidRequestLine("no end of the head") from error
        self._head = b""

    def _is_hopeless(self) -> bool:
        """Tell whether the parser would refuse what is there already."""
        line = self._buffer.find(b"\n")
        is_long = (line if line >= 0 else len(self._buffer)) > _LONGEST_LINE + 2
        return is_long or self._buffer.count(b"\n") != self._buffer.count(b"\r\n")

    def _read_body(self) -> None:
        if not self._is_begun:
            self._begin_body(self.request)
        data, self._buffer = bytes(self._buffer), bytearray()
        if self._decoder:
            part, rest = self._decoder.decode(data)
            self.is_whole = self._decoder.is_done
        else:
            part, rest = data[: self._left], data[self._left :]
            self._left -= len(part)
            self.is_whole = self._left == 0
        self._buffer += rest
        self._add(part)
        if self._size > self._most:
            self.is_whole, self.is_clean = True, False
        if self.is_whole:
            self._end_body(self.request)

    def _begin_body(self, request: Any) -> None:
        self._is_begun = True
        reader = request.body.reader
        if isinstance(reader, ChunkedReader):
            self._decoder = ChunkedDecoder()
        else:
            self._left = reader.length
            if self._left > self._most:
                self._left, self.is_clean = 0, False
        if self._decoder or self._left:
            self._body = tempfile.SpooledTemporaryFile(_FEW)  # noqa: SIM115 - closed by `close`

    def _add(self, part: bytes) -> None:
        if not part:
            return
        self._size += len(part)
        if self._size > _FEW:
            count = self._size - self._stored
            if not self._shelf.store(count):
                raise NoRoomError
            self._stored += count
        try:
            self._body.write(part)
        except OSError as error:
            raise NoRoomError from error

    def _end_body(self, request: Any) -> None:
        if self._body is not None:
            self._body.seek(0)
        if self._decoder:
            request.body = Body(LengthReader(request.unreader, self._size))
