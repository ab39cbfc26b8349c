"""Logs that nobody has to wait for: what reads them may stall, and what it does not take is left out and counted."""

from __future__ import annotations

import fcntl
import io
import os
import select
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TextIO

# Bytes of lines that wait to be written, of each process.
_MOST_WAITING = 4 << 20
# POSIX, write(): so many bytes go into a pipe whole, and at once if there is room for any.
_WHOLE = select.PIPE_BUF
# Seconds in which lines come together before they are written: to wake up for each costs more than to write it.
_GATHER = 0.02
# Seconds for which a process that ends waits for what reads its log.
_PATIENCE = 2.0


class LineWriter:
    """Writes lines to a file from a thread of its own.

    Args:
        file: The number of the file.
        lose: Called for each line that is left out, because too many wait or it cannot be written.
    """

    def __init__(self, file: int, lose: Callable[[], None]) -> None:
        self._file = file
        self._lose = lose
        self._lines: deque[bytes] = deque()
        self._size = 0
        self._is_closed = False
        self._is_idle = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def write(self, line: str) -> None:
        """Have a line written, unless too many wait."""
        data = line.encode()
        with self._changed:
            is_taken = not self._is_closed and self._size + len(data) <= _MOST_WAITING
            if is_taken:
                self._lines.append(data)
                self._size += len(data)
                if self._is_idle:
                    self._is_idle = False
                    self._changed.notify()
        if not is_taken:
            self._lose()

    def flush(self) -> None:
        """Do nothing: lines are written as soon as they can be."""

    def close(self) -> None:
        """Wait until all lines are written, but not for long where nobody reads them."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        turn = _open_again(self._file)
        while data := self._take():
            try:
                with _taking(turn):
                    while data:
                        data = data[os.write(self._file, data) :]
            except OSError:
                for _ in range(data.count(b"\n")):
                    self._lose()
        if turn is not None:
            os.close(turn)

    def _take(self) -> bytes:
        """Wait for lines and return some, or nothing at the end; no other process writes into the middle of them."""
        with self._changed:
            is_first = self._is_idle = not self._lines
            self._changed.wait_for(lambda: self._lines or self._is_closed)
            self._is_idle = False
        if is_first and not self._is_closed:
            time.sleep(_GATHER)
        with self._changed:
            taken = self._lines.popleft() if self._lines else b""
            while self._lines and len(taken) + len(self._lines[0]) <= _WHOLE:
                taken += self._lines.popleft()
            self._size -= len(taken)
        return taken


def _open_again(file: int) -> int | None:
    """Return another way to the file, of this process alone, to lock it by; None where there is none (a socket)."""
    with suppress(OSError):
        return os.open(f"/dev/fd/{file}", os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    return None


@contextmanager
def _taking(turn: int | None) -> Iterator[None]:
    """Keep other processes from writing into the middle of what is too long to be written at once."""
    if turn is None:
        yield
        return
    fcntl.flock(turn, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(turn, fcntl.LOCK_UN)


class _SparingFile(io.FileIO):
    """A file to write to, that leaves out what would have to wait, and tells how much that was when it can."""

    def __init__(self, file: int) -> None:
        super().__init__(file, "w", closefd=False)
        self._poll = select.poll()
        self._poll.register(file, select.POLLOUT)
        self._lost = 0

    def write(self, data: Any, /) -> int:
        """Write, or pretend to."""
        piece = bytes(data)
        if self._lost and self._has_room():
            super().write(f"({self._lost} lines were left out here, which nobody read)\n".encode())
            self._lost = 0
        for start in range(0, len(piece), _WHOLE):
            if not self._has_room():
                self._lost += piece.count(b"\n", start)
                break
            super().write(piece[start : start + _WHOLE])
        return len(piece)

    def _has_room(self) -> bool:
        return bool(self._poll.poll(0))


def spare_errors() -> None:
    """Let nobody wait for what reads standard error: neither this process nor those that it forks.

    Where standard error is no file of the system, as in a program that calls this one, it stays as it is.
    """
    sys.stderr.flush()
    with suppress(io.UnsupportedOperation):
        sys.stderr = _open_sparing(sys.stderr.fileno())


def _open_sparing(file: int) -> TextIO:
    raw = _SparingFile(file)
    return io.TextIOWrapper(raw, "utf-8", "backslashreplace", line_buffering=True, write_through=True)
