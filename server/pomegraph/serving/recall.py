"""Answers a request that came before, byte for byte, with what is kept for it: no parser and no thread is needed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from gunicorn import SERVER
from gunicorn.util import http_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.serving.client import Client
    from pomegraph.serving.crowd import Crowd

# Requests that are known, the bytes of the longest, and of the longest answer: longer ones may have to wait for room.
_MOST, _LONGEST, _LONGEST_ANSWER = 4096, 4096, 60 << 10
# What the application says of an answer that it keeps: where it is kept.
ENTRY = "pomegraph.entry"


class Repeater(Protocol):
    """What has kept answers."""

    def repeat(self, entry: Any, given_id: str, most: int) -> tuple[bytes, bytes] | None:
        """Return the header fields and the body of a kept answer, which is counted and logged; None if there is none.

        Args:
            entry: Where it is kept.
            given_id: What the client calls its request.
            most: Bytes of the longest body that will do.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Known:
    """A request that was answered.

    Args:
        entry: Where its answer is kept.
        given_id: What the client calls it.
        counted: Who is counted for asking it by a proxy.
    """

    entry: Any
    given_id: str
    counted: str


class Recall:
    """Knows requests by their bytes, and whether they came by a proxy, which may say who asks and how.

    Args:
        repeater: What has kept the answers.
        crowd: Counts what each client has.
    """

    def __init__(self, repeater: Repeater, crowd: Crowd) -> None:
        self._repeater = repeater
        self._crowd = crowd
        self._known: dict[tuple[bytes, bool], _Known] = {}
        self._lock = Lock()
        self._second = 0
        self._start = b""

    def learn(self, client: Client, environ: Mapping[str, Any]) -> None:
        """Take note of the request of a client, which was answered and may send another one."""
        head, entry = client.incoming.head, environ.get(ENTRY)
        if entry is None or len(head) > _LONGEST or client.incoming.request.version != (1, 1):
            return
        known = _Known(entry, environ.get("HTTP_X_REQUEST_ID", ""), client.counted)
        with self._lock:
            self._known[head, not client.peer] = known
            if len(self._known) > _MOST:
                del self._known[next(iter(self._known))]

    def find(self, client: Client, data: bytes) -> tuple[bytes, bytes] | None:
        """Return the answer to a request in two parts, or None if it must be read and answered as others."""
        known = self._known.get((data, not client.peer))
        # What is known ends with its head, so that nothing can come behind it.
        if known is None or client.is_extra or not self._crowd.has_room(known.counted):
            return None
        found = self._repeater.repeat(known.entry, known.given_id, _LONGEST_ANSWER)
        if found is None:
            return None
        return self._begin() + found[0], found[1]

    def _begin(self) -> bytes:
        """Return what answers begin with, as Gunicorn writes it."""
        now = int(time.time())
        if now != self._second:
            start = f"HTTP/1.1 200 OK\r\nServer: {SERVER}\r\nDate: {http_date(now)}\r\nConnection: keep-alive\r\n"
            self._second, self._start = now, start.encode("ascii")
        return self._start
