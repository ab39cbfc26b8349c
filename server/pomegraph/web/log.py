"""Gives each request an id, and writes one line of JSON for each query when its answer has left."""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Protocol

ID_HEADER = "X-Request-Id"
_SOUND_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/=-]{0,127}")
_LONGEST_QUERY = 100_000


def choose_id(given: str) -> str:
    """Return the id that a client or a proxy gave to a request, or a new one if that is empty or not sound."""
    # It is to be another one than all others, also those of other processes; nobody is kept from guessing it.
    return given if _SOUND_ID.fullmatch(given) else f"{random.getrandbits(128):032x}"


@dataclass(slots=True)
class QueryRecord:
    """What is known of one query: seconds, rows and bytes of its result, and how it ended; filled while it is answered.

    The outcome is done, cached, unchanged (304), cut (a page that shows the beginning), gone (the client left), what
    the engine says of one that it stopped (timeout, memory, ...), or the name of a problem.
    """

    request_id: str
    query: str
    route: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    form: str = ""
    format: str = ""
    version: str = ""
    waited: float = 0.0
    ran: float = 0.0
    rows: int = 0
    size: int = 0
    outcome: str = ""
    status: int = 0
    clock: float = field(default_factory=time.monotonic)

    @property
    def has_run(self) -> bool:
        """Whether the engine was asked."""
        return self.outcome not in {"cached", "unchanged"}

    def close(self) -> None:
        """Note the time of a query that failed, of which the engine gave no figures."""
        if self.has_run and not self.waited and not self.ran:
            self.ran = time.monotonic() - self.clock


class Stream(Protocol):
    """Where lines are written to."""

    def write(self, line: str, /) -> object:
        """Write a line."""

    def flush(self) -> None:
        """Pass on what was written."""


class QueryLog:
    """Writes records to a stream; the text of a query only when it is told to."""

    def __init__(self, stream: Stream, *, with_text: bool) -> None:
        self._stream = stream
        self._with_text = with_text
        self._lock = Lock()

    def write(self, record: QueryRecord) -> None:
        """Write one record as one line."""
        line = json.dumps(self._describe(record)) + "\n"
        with self._lock:
            self._stream.write(line)
            self._stream.flush()

    def _describe(self, record: QueryRecord) -> dict[str, str | int | float]:
        text = {"text": record.query[:_LONGEST_QUERY]} if self._with_text else {}
        return {
            "time": record.started.isoformat(timespec="milliseconds"),
            "request_id": record.request_id,
            "route": record.route,
            "query": hash_query(record.query),
            "form": record.form,
            "format": record.format,
            "waited": round(record.waited, 6),
            "ran": round(record.ran, 6),
            "rows": record.rows,
            "bytes": record.size,
            "outcome": record.outcome,
            "status": record.status,
            "version": record.version,
            **text,
        }


def hash_query(query: str) -> str:
    """Return the 16 hexadecimal digits that stand for a query in the log.

    >>> hash_query("ASK {}")
    '819ea91ed5f12b38'
    """
    return hashlib.sha256(query.encode()).hexdigest()[:16]
