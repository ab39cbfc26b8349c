"""What becomes of processes that were started: how long until another try, how they ended, how they are ended."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

# Seconds before something that ended by itself is started again, the first time and at most.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 16.0
# How often something may end within a minute of the last time before it is taken for hopeless.
MOST_FAILURES = 6
_LOOK = 0.02


def find_ended() -> tuple[int, int]:
    """Return the number of a child that has ended and its status, or zeros."""
    try:
        return os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return 0, 0


def end_process(number: int, deadline: float) -> None:
    """Tell a child to end, wait for it, and make it end at a time on the monotonic clock."""
    if not number:
        return
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(number, signal.SIGTERM)
        while os.waitpid(number, os.WNOHANG)[0] == 0:
            time.sleep(_LOOK)
            if time.monotonic() > deadline:
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)
                return
