"""What a process is told by signals while it waits for other things too."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import FrameType

_HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


class Signals:
    """Takes note of signals from its making to its end, so that none is lost."""

    def __init__(self) -> None:
        self._came: set[int] = set()
        self._wake, self._woken = socket.socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
        self._former = {number: signal.signal(number, self._note) for number in _HEARD}
        self._former_file = signal.set_wakeup_fd(self._woken.fileno(), warn_on_full_buffer=False)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave signals to those who heard them before."""
        signal.set_wakeup_fd(self._former_file)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        for end in (self._wake, self._woken):
            end.close()

    @property
    def is_end(self) -> bool:
        """Whether this process was told to end."""
        return bool({signal.SIGTERM, signal.SIGINT} & self._came)

    def take_hangup(self) -> bool:
        """Return whether SIGHUP came since this was asked last."""
        is_there = signal.SIGHUP in self._came
        self._came.discard(signal.SIGHUP)
        return is_there

    def fileno(self) -> int:
        """Return the number of a file that can be read when a signal has come."""
        return self._wake.fileno()

    def drain(self) -> None:
        """Have it wait for the next signal."""
        self._wake.recv(512)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self._came.add(number)
