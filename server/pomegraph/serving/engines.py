"""The engine that answers, the one that is being started in its place, and those that finish what they began."""

from __future__ import annotations

import logging
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pomegraph.engine.back_off import BackOff
from pomegraph.engine.data import choose_first, read_mark
from pomegraph.engine.forking import name_end
from pomegraph.engine.messages import Line
from pomegraph.engine.process import REFUSED, start_engine
from pomegraph.errors import ServeError
from pomegraph.serving.processes import FIRST_PAUSE, LONGEST_PAUSE, MOST_FAILURES, end_process

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pomegraph.engine.data import Location
    from pomegraph.engine.limits import Limits

_log = logging.getLogger("pomegraph")
# Seconds between two looks at an engine, and in which it must say that it lives.
_LOOK, _PATIENCE = 5.0, 15.0


@dataclass(slots=True, eq=False)
class _Engine:
    """An engine process, what it says, what the link to its data led to, and why it is about to end.

    One is for now when another is to open the same data in a way that takes longer.
    """

    number: int
    line: Line
    mark: str
    is_for_now: bool = False
    # When it was asked whether it lives, or is to be asked.
    asked: float = 0.0
    is_asked: bool = False
    failure: str = ""
    is_worth_another_try: bool = True


class Engines:
    """All engine processes. What fails before one has served is raised; later it is logged and tried again."""

    def __init__(self, location: Location, limits: Limits, run: Path) -> None:
        self._location = location
        self._mark = read_mark(location)
        # What the link led to when data were opened, and when they were refused.
        self._opened = self._refused = ""
        self._limits = limits
        self._run = run
        self._current: _Engine | None = None
        self._next: _Engine | None = None
        self._former: dict[int, _Engine] = {}
        self._is_stale = False
        self._has_served = False
        self._ends = BackOff(FIRST_PAUSE, LONGEST_PAUSE)
        self._starts = BackOff(FIRST_PAUSE, LONGEST_PAUSE)

    @property
    def is_serving(self) -> bool:
        """Whether there is one that answers."""
        return self._current is not None

    def look_at_data(self, *, is_changed: bool) -> None:
        """Have the data opened again by another engine if they are said to have changed, or their link has moved."""
        mark = read_mark(self._location)
        self._is_stale |= is_changed or mark != self._mark
        self._mark = mark

    def find_pause(self, now: float) -> float | None:
        """Return the seconds until one is to be started, or None."""
        if self._next or not (self._is_stale or self._current is None):
            return None
        return max(self._ends.find_pause(now), self._starts.find_pause(now))

    def start(self) -> None:
        """Start one if it is time.

        Raises:
            ServeError: it cannot be started, and none has served before.
        """
        if self.find_pause(time.monotonic()) != 0.0:
            return
        mark, location = self._choose()
        first = location if self._has_served else choose_first(location)
        try:
            number, told = start_engine(first, self._limits, self._run)
        except OSError as error:
            failure = f"no process can be started for the data ({error.strerror})"
            if not self._has_served:
                raise ServeError(failure, "let this user have more processes, or this machine more memory") from error
            _log.error("%s; the next try is in %g s", failure, self._starts.fail(time.monotonic()))
        else:
            self._next, self._is_stale = _Engine(number, Line(told), mark, is_for_now=first != location), False

    def _choose(self) -> tuple[str, Location]:
        """Return which data are to be opened: those before, if newer were refused and nobody serves them any more."""
        if self._current is None and self._refused == self._mark != self._opened:
            return self._opened, replace(self._location, release=Path(self._opened))
        return self._mark, self._location

    def examine(self, now: float) -> None:
        """Ask the one that answers whether it lives, and end it if it did not say so for long."""
        engine = self._current
        if engine is None or engine.line.fileno() < 0 or now < engine.asked:
            return
        if engine.is_asked:
            engine.failure = f"it did not answer for {_PATIENCE:g} s"
            os.kill(engine.number, signal.SIGKILL)
            engine.asked = float("inf")
            return
        engine.asked, engine.is_asked = now + _PATIENCE, True
        with suppress(OSError):
            # What has ended is buried soon.
            engine.line.send({"ask": "alive"})

    def list_lines(self) -> list[Line]:
        """Return where they say something."""
        return [engine.line for engine in self._list_open()]

    def hear(self, ready: Iterable[object]) -> None:
        """Take what was said on some of these lines."""
        for engine in self._list_open():
            if engine.line in ready:
                self._hear(engine)

    def _list_open(self) -> list[_Engine]:
        return [engine for engine in (self._current, self._next) if engine and engine.line.fileno() >= 0]

    def _hear(self, engine: _Engine) -> None:
        messages = engine.line.receive()
        if messages is None:
            # It has ended, of which a signal tells too.
            engine.line.close()
        for message in messages or []:
            self._take(engine, message)

    def _take(self, engine: _Engine, message: dict[str, Any]) -> None:
        if "alive" in message:
            engine.asked, engine.is_asked = time.monotonic() + _LOOK, False
        elif message["ready"]:
            self._switch(engine)
        else:
            engine.failure = str(message["error"])
            engine.is_worth_another_try = bool(message["again"])

    def _switch(self, engine: _Engine) -> None:
        """Put the engine that was being started in the place of the one before."""
        is_expected = engine.is_for_now or (self._current is not None and self._current.is_for_now)
        self._is_stale |= engine.is_for_now
        if self._current:
            # It finishes its queries.
            os.kill(self._current.number, signal.SIGTERM)
            self._former[self._current.number] = self._current
        if engine.mark == self._mark:
            self._refused = ""
            (self._run / REFUSED).unlink(missing_ok=True)
        if self._has_served and not is_expected:
            _log.warning("the data were opened again")
        self._current, self._next, self._has_served, self._opened = engine, None, True, engine.mark

    def bury(self, number: int, status: int) -> None:
        """Take note that a process has ended; it may be none of these.

        Raises:
            ServeError: none has served before, or one after the other has ended.
        """
        if former := self._former.pop(number, None):
            former.line.close()
        for engine in (self._current, self._next):
            if engine and engine.number == number:
                # What it said last is still to be heard.
                while engine.line.fileno() >= 0:
                    self._hear(engine)
                self._explain(engine, engine.failure or name_end(status))

    def _explain(self, engine: _Engine, reason: str) -> None:
        if not self._has_served:
            raise ServeError(engine.failure or f"the engine ended before it was ready ({reason})")
        # Where those before are served on, data that are refused are not tried again until there are others.
        is_refusal = engine is self._next and self._current is not None and not engine.is_worth_another_try
        pause = 0.0 if is_refusal else self._ends.fail(time.monotonic())
        if engine is self._next:
            self._next = None
            self._refuse(engine, reason)
        else:
            self._current = None
            _log.error("the engine ended (%s); it is started again in %g s", reason, pause)
        if self._current is None and self._ends.failures > MOST_FAILURES:
            raise ServeError(
                f"the engine ended again and again, at last with: {reason}", "put that right, and start again"
            )

    def _refuse(self, engine: _Engine, reason: str) -> None:
        """Say that data were not opened; a file tells the web that newer ones were refused."""
        if engine.is_worth_another_try:
            self._is_stale = True
        else:
            self._refused = engine.mark
            with suppress(OSError):
                (self._run / REFUSED).touch()
        before = "those before are served on" if self._current else "and no query is answered"
        _log.error("the data cannot be opened, %s: %s", before, reason)

    def end(self, deadline: float) -> None:
        """End all, which finish their queries, by a time on the monotonic clock at the latest."""
        for engine in (*self._former.values(), self._current, self._next):
            if engine:
                end_process(engine.number, deadline)
