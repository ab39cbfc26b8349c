"""Forks processes that end with their parent and inherit none of its reactions to signals."""

from __future__ import annotations

import os
import signal

from pomegraph.engine.confine import die_with_parent, name_process

_NUMBERS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD, signal.SIGALRM)


def fork(name: str, death: signal.Signals, *, ignored: tuple[signal.Signals, ...] = ()) -> int:
    """Fork: return 0 in the new process, and its number in this one.

    Args:
        name: The name of the new process, of at most 15 characters.
        death: What the new process is sent when this one ends.
        ignored: The signals that mean nothing to it; all others do what they usually do.

    Raises:
        OSError: the system has no process or memory left for it.
    """
    parent = os.getpid()
    # A signal that comes in between waits until the new process can react to it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _NUMBERS)
    try:
        number = os.fork()
        if number == 0:
            signal.set_wakeup_fd(-1)
            for each in _NUMBERS:
                signal.signal(each, signal.SIG_IGN if each in ignored else signal.SIG_DFL)
            die_with_parent(death)
            name_process(name)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if number == 0 and os.getppid() != parent:
        os._exit(1)
    return number


def name_end(status: int) -> str:
    """Return in words how a process ended.

    >>> name_end(9), name_end(1 << 8)
    ('SIGKILL', 'status 1')
    """
    code = os.waitstatus_to_exitcode(status)
    names = {-number: number.name for number in signal.Signals}
    return names.get(code) or f"status {code}"
