"""The processes that answer queries for the engine: forked, given a query, ended, and taken out of the books."""

from __future__ import annotations

import logging
import mmap
import os
import selectors
import signal
import socket
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.engine.back_off import BackOff
from pomegraph.engine.child import run_child
from pomegraph.engine.forking import fork, name_end
from pomegraph.engine.messages import Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from pomegraph.engine.child import Task

_log = logging.getLogger("pomegraph.engine")
# What has run for long makes way for others.
_NICENESS = 10
# Seconds before another is forked when none could be or the last one ended before it was ready, at first and at most.
_REST, _LONGEST_REST = 1.0, 10.0
# What a signal that ended a child tells: Rust aborts when it gets no memory, a stack that overflows is a fault.
_CAUSES: dict[int, str] = {
    signal.SIGABRT: "memory",
    signal.SIGSEGV: "stack",
    signal.SIGBUS: "stack",
    signal.SIGALRM: "timeout",
}


@dataclass(slots=True, eq=False)
class Job:
    """A query that waits or runs; the engine itself never reads it, only hands on the socket where it comes in.

    Args:
        lease: What the web calls the time for which it has a process.
        file: The socket, until it was handed on.
    """

    web: Line
    file: int
    timeout: float
    network: bool
    arrived: float
    began: float = 0.0
    asker: str = ""
    lease: int = 0

    @property
    def deadline(self) -> float:
        """When it must have ended, on the monotonic clock."""
        return self.began + self.timeout

    def close(self) -> None:
        """Close the socket where it comes in, if that was not done."""
        if self.file >= 0:
            os.close(self.file)
            self.file = -1


@dataclass(slots=True, eq=False)
class Child:
    """A process that answers queries.

    Args:
        job: The query that it runs, if it is known of; short ones that follow in a lease are not.
        holder: Who has it, and may put queries to it one after the other.
        lease: What the holder calls that.
        far: The socket on which its queries come: shut down, it tells that no more do.
        mark: Memory that it shares, whose first byte it sets while it runs a query.
    """

    number: int
    line: Line
    network: bool
    mark: mmap.mmap
    job: Job | None = None
    holder: Line | None = None
    lease: int = 0
    far: socket.socket | None = None
    is_recalled: bool = False
    is_ready: bool = False
    is_calm: bool = False
    failure: str = ""

    @property
    def is_at_work(self) -> bool:
        """Whether it runs a query, be it known of or not."""
        return self.job is not None or (self.holder is not None and self.mark[0] != 0)

    def start(self, job: Job) -> None:
        """Give it a query.

        Raises:
            OSError: it has ended.
        """
        self.line.send({"lease": job.lease}, [job.file])
        self.job = job
        job.began = time.monotonic()
        self.holder, self.lease, self.is_recalled = job.web, job.lease, False
        self.far, job.file = socket.socket(fileno=job.file), -1

    def recall(self) -> None:
        """Have it take no more queries of who has it; it tells when it is free."""
        if self.far and not self.is_recalled:
            self.is_recalled = True
            with suppress(OSError):
                self.far.shutdown(socket.SHUT_RD)

    def take_back(self) -> Line | None:
        """End its lease, and return who had it."""
        holder, self.holder = self.holder, None
        if self.far:
            self.far.close()
            self.far = None
        return holder

    def take_job(self) -> Job | None:
        """Return the query that it runs, which is its own no longer."""
        job, self.job = self.job, None
        return job

    def calm(self) -> None:
        """Lower its priority."""
        self.is_calm = True
        os.setpriority(os.PRIO_PROCESS, self.number, _NICENESS)


class Children:
    """The children there are; those without network are kept at a number, those with are made when they are needed.

    Args:
        task: What they are for.
        selector: Where their sockets are watched.
        hear: Called with one that said something or ended.
        count: How many without network there should be.
    """

    def __init__(self, task: Task, selector: selectors.BaseSelector, hear: Callable[[Child], None], count: int) -> None:
        self._task = task
        self._selector = selector
        self._hear = hear
        self._count = count
        self._all: list[Child] = []
        self._ending: set[int] = set()
        self._back_off = BackOff(_REST, _LONGEST_REST)
        # Whether the last one that was started, or was to be, came to nothing.
        self.is_lacking = False

    def want(self, count: int) -> None:
        """Have so many without network: more are forked one by one, of too many those end that are idle."""
        self._count = count
        surplus = max(0, sum(not child.network for child in self._all) - count)
        idle = [child for child in self._list_ready() if child.holder is None and not child.network][:surplus]
        for child in idle:
            self.end(child)
        for child in self.list_lent()[: surplus - len(idle)]:
            child.recall()

    def find_idle(self, *, network: bool) -> Child | None:
        """Return one that is ready and has nothing to do, if there is one."""
        return next((child for child in self._list_ready() if child.holder is None and child.network is network), None)

    def list_lent(self) -> list[Child]:
        """Return those without network that somebody has, but that run nothing which is known of."""
        return [child for child in self._all if child.holder and not child.job and not child.network]

    def list_held(self, holder: Line) -> list[Child]:
        """Return those that somebody has: one, and those of leases before that are not back yet."""
        return [child for child in self._all if child.holder is holder]

    def find_held(self, holder: Line, lease: int) -> Child | None:
        """Return the one that somebody has in a lease."""
        return next((child for child in self.list_held(holder) if child.lease == lease), None)

    def is_any_held(self) -> bool:
        """Return whether anybody has one."""
        return any(child.holder for child in self._all)

    def _list_ready(self) -> list[Child]:
        return [child for child in self._all if child.is_ready]

    def greet(self, child: Child) -> None:
        """Take note that one is ready."""
        child.is_ready = True
        self.is_lacking = False

    def list_running(self) -> list[tuple[Child, Job]]:
        """Return those that run a query, and the queries."""
        return [(child, child.job) for child in self._all if child.job]

    def count_at_work(self) -> int:
        """Return how many run a query, also one in a lease that is not known of."""
        return sum(child.is_at_work for child in self._all)

    def count_missing(self) -> int:
        """Return how many are not ready yet."""
        return self._count - sum(not child.network for child in self._list_ready())

    def find_pause(self, now: float, *, network: bool) -> float | None:
        """Return the seconds until one is to be forked, or None if there are all.

        Args:
            now: The time on the monotonic clock.
            network: Whether one with network is needed now.
        """
        return None if self._find_lack(network=network) is None else self._back_off.find_pause(now)

    def refill(self, *, network: bool) -> None:
        """Fork one if one is missing: one at a time, because to fork a process with much memory takes a while."""
        kind = self._find_lack(network=network)
        if kind is None or self._back_off.find_pause(time.monotonic()):
            return
        try:
            self._fork(network=kind)
        except OSError as error:
            self._rest(f"no process can be started for queries ({error.strerror})")

    def _find_lack(self, *, network: bool) -> bool | None:
        """Return whether one with network or one without is to be forked, or None if there are all."""
        if network and not any(child.network and not child.is_ready for child in self._all):
            return True
        return False if sum(not child.network for child in self._all) < self._count else None

    def _fork(self, *, network: bool) -> None:
        mark = mmap.mmap(-1, mmap.PAGESIZE)
        ours, theirs = socket.socketpair()
        with theirs, ExitStack() as stack:
            stack.callback(ours.close)
            number = fork("pom-query", signal.SIGKILL, ignored=(signal.SIGINT,))
            if number == 0:
                run_child(theirs, self._task, mark, network=network)
            stack.pop_all()
        _keep_from_others(mark)
        child = Child(number, Line(ours), network, mark)
        self._all.append(child)
        self._selector.register(child.line, selectors.EVENT_READ, lambda: self._hear(child))

    def _rest(self, reason: str) -> None:
        """Tell why there is a child less, and start none for a while, so that what cannot run does not spin."""
        self.is_lacking = True
        pause = self._back_off.fail(time.monotonic())
        _log.error("%s; the next try is in %g s", reason, pause)

    def end(self, child: Child) -> None:
        """End a child at once, whatever it does."""
        os.kill(child.number, signal.SIGKILL)
        self._forget(child)
        # To give back much memory takes a while, for which nobody waits.
        self._ending.add(child.number)

    def bury(self, child: Child) -> str:
        """Take a child that has ended by itself out of the books; return the cause."""
        os.kill(child.number, signal.SIGKILL)
        self._forget(child)
        _, status = os.waitpid(child.number, 0)
        reason = child.failure or name_end(status)
        if not child.is_ready:
            self._rest(f"a process for queries ended before it was ready ({reason})")
        elif child.failure or os.WIFEXITED(status):
            _log.error("a process for queries ended (%s)", reason)
        return _CAUSES.get(os.WTERMSIG(status), "crash") if os.WIFSIGNALED(status) else "crash"

    def reap(self) -> None:
        """Let the system forget those that have ended."""
        self._ending = {number for number in self._ending if os.waitpid(number, os.WNOHANG)[0] == 0}

    def end_all(self) -> None:
        """End all and wait until they are gone."""
        for child in self._all.copy():
            self.end(child)
        for number in self._ending:
            os.waitpid(number, 0)

    def _forget(self, child: Child) -> None:
        self._all.remove(child)
        self._selector.unregister(child.line)
        child.line.close()
        child.take_back()
        child.mark.close()


def _keep_from_others(memory: mmap.mmap) -> None:
    """Let no process that is forked from here on have a part of memory, where the system can do that."""
    if hasattr(mmap, "MADV_DONTFORK"):
        memory.madvise(mmap.MADV_DONTFORK)
