"""Keeps an engine and a web server running, and puts another engine in place when the data have changed."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.engine.data import read_mark
from pomegraph.engine.forking import fork
from pomegraph.engine.process import REFUSED, start_engine
from pomegraph.engine.system import make_run_folder, open_standard_files, reserve_files
from pomegraph.errors import AddressError, ServeError
from pomegraph.serving.gunicorn import count_files, run_web

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.engine.data import Location
    from pomegraph.engine.limits import Limits
    from pomegraph.web.settings import Settings

_log = logging.getLogger("pomegraph")
# Seconds between two looks at the link to the release.
_LOOK = 1.0
# Seconds before something that ended by itself is started again, so that what cannot run does not spin.
_PAUSE = 0.5
_BACKLOG = 1024
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


@dataclass(slots=True)
class _Engine:
    """An engine process, the socket on which it says once that it is ready, and what the link led to before."""

    number: int
    told: socket.socket
    mark: str


def run_server(plan: Plan, tell: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP opens the data again.

    Args:
        plan: What to serve and how.
        tell: Called with the address once queries are answered.

    Raises:
        AddressError: there is no such address here, or the port is in use.
        ServeError: the data cannot be opened, or there is not enough of something.
    """
    open_standard_files()
    reserve_files(count_files(plan.limits, plan.workers))
    with _listen(plan.host, plan.port) as listener, make_run_folder() as run:
        _Supervisor(plan, listener, run).serve(tell)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host or "?", port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AddressError(f"cannot listen on {host}:{port} ({reason}); choose another --host or --port") from error


class _Supervisor:
    """The books of the main process: which engine answers, which is being started, which web server runs."""

    def __init__(self, plan: Plan, listener: socket.socket, run: Path) -> None:
        self._plan = plan
        self._listener = listener
        self._run = run
        self._wake, self._woken = socket.socketpair()
        for end in (self._wake, self._woken):
            end.setblocking(False)
        self._signals: set[int] = set()
        self._mark = read_mark(plan.location)
        # What the link led to when data were opened, and when they were refused.
        self._opened = self._refused = ""
        self._engine: _Engine | None = None
        self._next: _Engine | None = None
        self._former: set[int] = set()
        self._is_stale = False
        self._web = 0
        self._due: dict[str, float] = {}

    def serve(self, tell: Callable[[str], None]) -> None:
        """Start, then react to signals, to ends of processes and to changes until told to end.

        Raises:
            ServeError: the data cannot be opened.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, self._note)
        signal.set_wakeup_fd(self._woken.fileno(), warn_on_full_buffer=False)
        self._start_next()
        self._start_web()
        try:
            self._wait_for_first()
            if self._engine:
                tell(self._name_address())
            while not self._is_told_to_end():
                self._wait(_LOOK)
                self._react()
        finally:
            self._end()

    def _note(self, number: int, _frame: object) -> None:
        self._signals.add(number)

    def _is_told_to_end(self) -> bool:
        return bool({signal.SIGTERM, signal.SIGINT} & self._signals)

    def _name_address(self) -> str:
        host, port = self._listener.getsockname()[:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    def _wait(self, seconds: float) -> None:
        sockets = [self._wake] + ([self._next.told] if self._next else [])
        ready, _, _ = select.select(sockets, [], [], seconds)
        if self._wake in ready:
            self._wake.recv(512)

    def _wait_for_first(self) -> None:
        while self._next and not self._is_told_to_end():
            self._wait(_LOOK)
            if self._next.told in select.select([self._next.told], [], [], 0)[0]:
                failure = self._switch(self._next)
                if failure:
                    raise ServeError(failure)

    def _react(self) -> None:
        self._bury()
        mark = read_mark(self._plan.location)
        if signal.SIGHUP in self._signals or mark != self._mark:
            self._signals.discard(signal.SIGHUP)
            self._mark = mark
            self._is_stale = True
        if self._next and select.select([self._next.told], [], [], 0)[0]:
            self._tell(self._next.mark, self._switch(self._next))
        if self._is_due("engine", missing=self._engine is None) or self._is_stale:
            self._start_next()
        if self._is_due("web", missing=self._web == 0):
            self._start_web()

    def _is_due(self, name: str, *, missing: bool) -> bool:
        """Return whether something that is missing is to be started: not faster than a pause."""
        now = time.monotonic()
        if not missing or now < self._due.get(name, 0.0):
            return False
        self._due[name] = now + _PAUSE
        return True

    # Engines.

    def _start_next(self) -> None:
        if self._next is None:
            self._is_stale = False
            mark, location = self._mark, self._plan.location
            if self._engine is None and self._refused == mark != self._opened:
                # The engine ended that served the data before: they are served on.
                mark, location = self._opened, replace(location, release=Path(self._opened))
            self._next = _Engine(*start_engine(location, self._plan.limits, self._run), mark)

    def _switch(self, engine: _Engine) -> str | None:
        """Put the engine that was being started in the place of the one before; return why not if it is not ready."""
        self._next = None
        with engine.told, engine.told.makefile("rb") as file:
            line = file.readline()
        message = json.loads(line or '{"ready": false, "error": "the engine ended before it was ready"}')
        if not message["ready"]:
            return str(message["error"])
        if self._engine:
            # It finishes its queries.
            os.kill(self._engine.number, signal.SIGTERM)
            self._former.add(self._engine.number)
        self._engine, self._opened = engine, engine.mark
        return None

    def _tell(self, mark: str, failure: str | None) -> None:
        """Say what came of opening data again; a file tells the web that newer ones were refused."""
        if failure:
            self._refused = mark
            (self._run / REFUSED).touch()
            before = "those before are served on" if self._engine else "and no query is answered"
            _log.error("the data cannot be opened, %s: %s", before, failure)
        else:
            if mark == self._mark:
                self._refused = ""
                (self._run / REFUSED).unlink(missing_ok=True)
            _log.warning("the data were opened again")

    # Processes.

    def _start_web(self) -> None:
        plan = self._plan
        # What is printed must not be in a buffer twice.
        sys.stdout.flush()
        self._web = fork("pom-web", signal.SIGTERM)
        if self._web == 0:
            run_web(self._listener, self._run, plan.limits, plan.settings, plan.workers)

    def _bury(self) -> None:
        """Take processes that have ended out of the books."""
        while ended := _find_ended():
            self._former.discard(ended)
            if self._engine and ended == self._engine.number:
                _log.error("the engine ended; it is started again")
                self._engine = None
            elif ended == self._web:
                _log.error("the web server ended; it is started again")
                self._web = 0

    def _end(self) -> None:
        """End the web server, which finishes its requests, then the engines."""
        end = time.monotonic() + self._plan.limits.timeout + _GRACE
        _end_process(self._web, end)
        numbers = self._former | {engine.number for engine in (self._engine, self._next) if engine}
        for number in numbers:
            _end_process(number, end)


def _find_ended() -> int:
    """Return the number of a child that has ended, or 0."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


def _end_process(number: int, end: float) -> None:
    """Tell a child to end, wait for it, and make it end at a time on the monotonic clock."""
    if not number:
        return
    told = signal.SIGTERM
    try:
        os.kill(number, told)
        while os.waitpid(number, os.WNOHANG)[0] == 0:
            time.sleep(0.02)
            if time.monotonic() > end and told is not signal.SIGKILL:
                told = signal.SIGKILL
                os.kill(number, told)
    except (ProcessLookupError, ChildProcessError):
        return
