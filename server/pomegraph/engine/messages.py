"""What the processes say to each other on their sockets: one JSON object a line, files handed over beside it."""

from __future__ import annotations

import json
import os
import socket
from typing import TYPE_CHECKING, Any

from pomegraph import errors
from pomegraph.errors import (
    PomegraphError,
    QueryError,
    ResultFormatError,
    StoreError,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

# Lines are short: what may be long, such as a list of graphs, goes in a file beside its line.
_CHUNK = 1 << 16
_MOST_FILES = 4
_LONGEST, _LONGEST_LINE = 1000, 1 << 18
# The errors that a process for queries may tell of.
_ERRORS = (QueryError, ResultFormatError, StoreError)


class Line:
    """One end of a socket on which lines are read and written."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        self.files: list[int] = []
        self._rest = b""

    def fileno(self) -> int:
        """Return the number of the socket, for selectors."""
        return self.socket.fileno()

    def send(self, message: object, files: Sequence[int] = ()) -> None:
        """Send a message, and files with its first bytes.

        Raises:
            OSError: the other end has gone, or does not read what it is sent.
        """
        data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        sent = socket.send_fds(self.socket, [data], files) if files else 0
        self.socket.sendall(data[sent:])

    def receive(self) -> list[dict[str, Any]] | None:
        """Wait for something and return the messages that are complete, or None when the other end has gone.

        Who sends what is no message has gone too, for all that it is worth.
        """
        try:
            data, files, _, _ = socket.recv_fds(self.socket, _CHUNK, _MOST_FILES)
        except BlockingIOError:
            return []
        except OSError:
            return None
        self.files += files
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LONGEST_LINE:
            return None
        try:
            messages = [json.loads(line) for line in lines]
        except ValueError:
            return None
        return messages if all(isinstance(message, dict) for message in messages) else None

    def receive_one(self) -> dict[str, Any] | None:
        """Wait for one message, or None when the other end has gone first."""
        while (messages := self.receive()) is not None:
            if messages:
                return messages[0]
        return None

    def drop_files(self) -> None:
        """Close the files that came and were not taken."""
        while self.files:
            os.close(self.files.pop())

    def close(self) -> None:
        """Close the socket, and the files that came and were not taken."""
        self.socket.close()
        self.drop_files()


def describe_error(error: QueryError | ResultFormatError | StoreError) -> dict[str, Any]:
    """Return the class of an error and its data, as they go over a socket: in short, should a query be quoted in it."""
    detail = error.detail
    if len(detail) > _LONGEST:
        detail = f"{detail[: _LONGEST // 2]} ... {detail[-_LONGEST // 2 :]}"
    return {"class": type(error).__name__, "data": error.__dict__ | {"detail": detail}}


def is_verdict(message: dict[str, Any]) -> bool:
    """Return whether a process for queries may say this of how one ended, even if it runs what the query brought."""
    end = message.get("end")
    if end == "error":
        return _is_error(message.get("error"))
    counts = [message.get(name) for name in ("rows", "size")] if end == "done" else []
    return end in ("gone", "memory", "done") and all(type(count) is int for count in counts)


def read_verdict(data: bytes) -> dict[str, Any] | None:
    """Return what a process for queries says of the end of one and of its seconds, or None if that is no verdict."""
    try:
        message = json.loads(data)
    except ValueError:
        return None
    is_sound = isinstance(message, dict) and type(message.get("ran")) is float and is_verdict(message)
    return message if is_sound else None


def _is_error(told: object) -> bool:
    if not isinstance(told, dict) or not isinstance(told.get("data"), dict):
        return False
    kind = getattr(errors, str(told.get("class")), None)
    return isinstance(kind, type) and issubclass(kind, _ERRORS) and {"detail", "cure"} <= told["data"].keys()


def restore_error(message: dict[str, Any]) -> PomegraphError:
    """Return the error that was described."""
    kind: type[PomegraphError] = getattr(errors, message["class"])
    error, data = kind.__new__(kind), message["data"]
    PomegraphError.__init__(error, data["detail"], data["cure"])
    error.__dict__.update({name: tuple(value) if isinstance(value, list) else value for name, value in data.items()})
    return error
