"""The process that keeps the web processes: one that cannot be started is tried again, while the others go on."""

from __future__ import annotations

import logging
import os
import select
import signal
import time
from typing import TYPE_CHECKING

from gunicorn.arbiter import Arbiter
from gunicorn.errors import HaltServer

from pomegraph.engine.back_off import BackOff
from pomegraph.serving.processes import FIRST_PAUSE, LONGEST_PAUSE

if TYPE_CHECKING:
    from gunicorn.app.base import BaseApplication
_log = logging.getLogger("pomegraph")

# What a web process must not hear with the ears of the process that started it.
MASKED = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}
# What a terminal sends to all processes: an interrupt, and that it is gone.
DEAF_TO = (signal.SIGINT, signal.SIGHUP)


class WebArbiter(Arbiter):
    """Gunicorn's main process, which does not end when one of many cannot be started."""

    def __init__(self, app: BaseApplication, lifeline: int) -> None:
        self._lifeline = lifeline
        self._back_off = BackOff(FIRST_PAUSE, LONGEST_PAUSE)
        super().__init__(app)

    def init_signals(self) -> None:
        """React to what the process above tells; what a terminal tells all at once is for that process alone."""
        super().init_signals()
        for number in DEAF_TO:
            signal.signal(number, signal.SIG_IGN)

    def spawn_worker(self) -> int:
        """Start one; what it is told before it can react waits until it can, so that none is deaf to an early end."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, MASKED)
        try:
            number: int = super().spawn_worker()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return number

    def spawn_workers(self) -> None:
        """Start what is missing; if the system does not let us, tell, and try again later."""
        while len(self.WORKERS) < self.num_workers and not self._back_off.find_pause(time.monotonic()):
            try:
                self.spawn_worker()
            except OSError as error:
                pause = self._back_off.fail(time.monotonic())
                _log.error("no web process can be started (%s); the next try is in %g s", error, pause)

    def wait_for_signals(self, timeout: float | None = 1.0) -> list[int]:
        """Return the signals that came within some seconds; end if nobody is left who would send any."""
        signals: list[int] = super().wait_for_signals(timeout)
        if select.select([self._lifeline], [], [], 0)[0]:
            os._exit(1)
        return signals

    def reap_workers(self) -> None:
        """Let the system forget those that have ended.

        Raises:
            HaltServer: one could not begin, and no other is left.
        """
        try:
            super().reap_workers()
        except HaltServer:
            if not self.WORKERS:
                raise
            # The others go on, and more of them may have ended.
            self.note_end()
            self.reap_workers()

    def note_end(self) -> None:
        """Start no other at once in the place of one that has ended, so that what cannot run does not spin."""
        self._back_off.fail(time.monotonic())
