"""How an answer goes from a process for queries to the web: frames of a kind, a length and so many bytes."""

from __future__ import annotations

import struct

# What comes, what was asked for, and how it ended.
HEAD, BODY, VERDICT = b"H", b"B", b"V"
_PREFIX = struct.Struct("!cI")
# Heads and verdicts are short; an error quotes a query in part only.
_LONGEST = 1 << 16


def pack_frame(kind: bytes, data: bytes) -> bytes:
    """Return a frame."""
    return _PREFIX.pack(kind, len(data)) + data


class FrameReader:
    """Takes frames out of bytes that come in pieces of any size; of those of a body, as much as is there."""

    def __init__(self) -> None:
        self._rest = b""
        self._left = 0

    @property
    def has_rest(self) -> bool:
        """Whether a frame has begun."""
        return bool(self._rest or self._left)

    def read(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """Return the frames that are complete, and parts of a body.

        Raises:
            ValueError: this is none.
        """
        frames: list[tuple[bytes, bytes]] = []
        start = 0
        data = self._rest + data if self._rest else data
        self._rest = b""
        while start < len(data):
            if self._left:
                piece = data[start : start + self._left]
                self._left -= len(piece)
                start += len(piece)
                frames.append((BODY, piece))
                continue
            end = start + _PREFIX.size
            kind, size = _PREFIX.unpack_from(data, start) if end <= len(data) else (b"", 0)
            if kind == BODY:
                self._left, start = size, end
            elif kind and (size > _LONGEST or kind not in {HEAD, VERDICT}):
                raise ValueError("no frame of an answer")
            elif kind and end + size <= len(data):
                frames.append((kind, data[end : end + size]))
                start = end + size
            else:
                self._rest = data[start:]
                break
        return frames
