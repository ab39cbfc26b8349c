"""Keeps an engine and a web server running, and puts another engine in place when the data have changed."""

from __future__ import annotations

import logging
import os
import select
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.engine.back_off import BackOff
from pomegraph.engine.confine import hidden_memory
from pomegraph.engine.forking import fork, name_end
from pomegraph.engine.messages import Line
from pomegraph.engine.system import has_run_folder, make_run_folder, open_standard_files, reserve_files
from pomegraph.errors import ServeError
from pomegraph.serving.engines import Engines
from pomegraph.serving.gunicorn import Place, count_files, run_web
from pomegraph.serving.listening import listen, refuse_new_clients
from pomegraph.serving.logs import spare_errors
from pomegraph.serving.processes import FIRST_PAUSE, LONGEST_PAUSE, MOST_FAILURES, end_process, find_ended
from pomegraph.serving.signals import Signals

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from pomegraph.engine.data import Location
    from pomegraph.engine.limits import Limits
    from pomegraph.web.settings import Settings

_log = logging.getLogger("pomegraph")
# Seconds between two looks at the link to the release.
_LOOK = 1.0
# Seconds past the longest query after which what was told to end is made to.
_GRACE = 10.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to serve and how.

    Args:
        host: A name or address of this machine.
        workers: How many web processes answer.
    """

    location: Location
    limits: Limits
    settings: Settings
    host: str
    port: int
    workers: int


def run_server(plan: Plan, tell: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP opens the data again.

    Args:
        plan: What to serve and how.
        tell: Called with the address once queries are answered.

    Raises:
        AddressError: there is no such address here, or the port is in use.
        ServeError: the data cannot be opened, there is not enough of something, or what ended cannot be started again.
    """
    open_standard_files()
    spare_errors()
    reserve_files(count_files(plan.limits, plan.workers))
    with (
        Signals() as signals,
        hidden_memory(),
        listen(plan.host, plan.port) as listener,
        make_run_folder() as run,
    ):
        _Supervisor(plan, listener, run, signals).serve(tell)


class _Supervisor:
    """The books of the main process: the engines, the web server, and what it was told."""

    def __init__(self, plan: Plan, listener: socket.socket, run: Path, signals: Signals) -> None:
        self._plan = plan
        self._listener = listener
        self._run = run
        self._signals = signals
        # Only this process has the writing end: when it is gone, however, those that read find the end.
        self._lifeline, self._life = os.pipe()
        self._engines = Engines(plan.location, plan.limits, run)
        self._web = 0
        self._web_ends = BackOff(FIRST_PAUSE, LONGEST_PAUSE)
        self._web_starts = BackOff(FIRST_PAUSE, LONGEST_PAUSE)

    def serve(self, tell: Callable[[str], None]) -> None:
        """Start, then react to signals, to ends of processes and to changes until told to end.

        Raises:
            ServeError: the data cannot be opened, or what has ended cannot be started again.
        """
        try:
            while not self._engines.is_serving and not self._signals.is_end:
                self._react()
                self._wait()
            if self._engines.is_serving:
                tell(self._name_address())
            while not self._signals.is_end:
                self._engines.examine(time.monotonic())
                self._engines.look_at_data(is_changed=self._signals.take_hangup())
                self._react()
                self._wait()
                self._look_at_folder()
        finally:
            self._end()

    def _name_address(self) -> str:
        host, port = self._listener.getsockname()[:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def _wait(self) -> None:
        """Wait until something is said or due."""
        now = time.monotonic()
        pauses = [self._engines.find_pause(now), self._find_pause(now), _LOOK]
        sockets: list[Signals | Line] = [self._signals, *self._engines.list_lines()]
        ready, _, _ = select.select(sockets, [], [], min(pause for pause in pauses if pause is not None))
        if self._signals in ready:
            self._signals.drain()
        self._engines.hear(ready)

    def _look_at_folder(self) -> None:
        """End if the folder is gone: nobody new would find the engine, and what is put in its place may be a trap."""
        if not has_run_folder(self._run):
            raise ServeError(
                f"{self._run}: was removed while it was in use", "keep what tidies up away from TMPDIR, and start again"
            )

    def _react(self) -> None:
        """Take processes that have ended out of the books, and start what is missing and due."""
        while (ended := find_ended())[0]:
            self._bury(*ended)
        self._engines.start()
        self._start_web()

    def _bury(self, number: int, status: int) -> None:
        self._engines.bury(number, status)
        if number == self._web:
            self._web = 0
            pause = self._web_ends.fail(time.monotonic())
            reason = name_end(status)
            if self._web_ends.failures > MOST_FAILURES:
                raise ServeError(f"the web server ended again and again, at last with {reason}", "see the log for why")
            _log.error("the web server ended (%s); it is started again in %g s", reason, pause)

    # The web server.

    def _find_pause(self, now: float) -> float | None:
        """Return the seconds until the web server is to be started, or None if it runs."""
        return None if self._web else max(self._web_ends.find_pause(now), self._web_starts.find_pause(now))

    def _start_web(self) -> None:
        plan, now = self._plan, time.monotonic()
        if self._find_pause(now) != 0.0:
            return
        # What is printed must not be in a buffer twice.
        sys.stdout.flush()
        try:
            self._web = fork("pom-web", signal.SIGKILL, ignored=(signal.SIGINT, signal.SIGHUP))
        except OSError as error:
            pause = self._web_starts.fail(now)
            _log.error("no process can be started for the web (%s); the next try is in %g s", error.strerror, pause)
            return
        if self._web == 0:
            os.close(self._life)
            place = Place(self._listener, self._run, self._lifeline, plan.workers)
            run_web(place, plan.limits, plan.settings)

    def _end(self) -> None:
        """End the web server, which finishes its requests, then the engines."""
        refuse_new_clients(self._listener)
        self._listener.close()
        deadline = time.monotonic() + self._plan.limits.timeout + _GRACE
        end_process(self._web, deadline)
        self._engines.end(deadline)
