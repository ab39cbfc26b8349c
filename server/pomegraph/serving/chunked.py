"""Takes the chunked coding off the body of a request while it comes in (RFC 9112, section 7.1)."""

from __future__ import annotations

import re

from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkExtension, InvalidChunkSize, InvalidHeader

# A line of a size, with what nobody knows behind it, or of a field behind the last chunk.
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(;.*)?")
_FIELD = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*")
_PRINTABLE = re.compile(rb"[\t -~\x80-\xff]*")
_LONGEST_LINE, _LONGEST_TRAILER = 8_190, 65_536


class ChunkedDecoder:
    """Reads chunks in pieces of any size; the fields behind the last one are read and forgotten."""

    def __init__(self) -> None:
        self.is_done = False
        self._line = b""
        self._left = 0
        self._is_behind_chunk = False
        self._trailer = -1

    def decode(self, data: bytes) -> tuple[bytes, bytes]:
        """Return what the body goes on with, and what comes after its end.

        Raises:
            ParseException: this is not the chunked coding.
        """
        parts = []
        place = 0
        while place < len(data) and not self.is_done:
            if self._left:
                part = data[place : place + self._left]
                parts.append(part)
                self._left -= len(part)
                self._is_behind_chunk = not self._left
                place += len(part)
            else:
                place = self._read_line(data, place)
        return b"".join(parts), data[place:]

    def _read_line(self, data: bytes, place: int) -> int:
        """Read on to the end of a line, and return where that is."""
        end = data.find(b"\n", place) + 1 or len(data)
        self._line += data[place:end]
        if len(self._line) > _LONGEST_LINE:
            raise InvalidChunkSize(self._line[:20])
        if self._line.endswith(b"\n"):
            line, self._line = self._line, b""
            self._take_line(line)
        elif self._is_behind_chunk and self._line != b"\r":
            raise ChunkMissingTerminator(self._line[:2])
        return end

    def _take_line(self, line: bytes) -> None:
        if not line.endswith(b"\r\n"):
            raise InvalidChunkSize(line[:20])
        if self._is_behind_chunk:
            if line != b"\r\n":
                raise ChunkMissingTerminator(line[:2])
            self._is_behind_chunk = False
        elif self._trailer < 0:
            self._take_size(line[:-2])
        else:
            self._take_field(line[:-2])

    def _take_size(self, line: bytes) -> None:
        found = _SIZE.fullmatch(line)
        if found is None:
            raise InvalidChunkSize(line[:20])
        if found[2] and not _PRINTABLE.fullmatch(found[2]):
            raise InvalidChunkExtension("a sign that is not printed")
        self._left = int(found[1], 16)
        if not self._left:
            self._trailer = 0

    def _take_field(self, line: bytes) -> None:
        self._trailer += len(line)
        if line and (not _FIELD.fullmatch(line) or self._trailer > _LONGEST_TRAILER):
            raise InvalidHeader(line[:20].decode("latin-1"))
        self.is_done = not line
