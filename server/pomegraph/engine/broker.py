"""The engine process: hands queries to its children, in turn, and ends those that pass their limits."""

from __future__ import annotations

import json
import logging
import selectors
import signal
import socket
import tempfile
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pomegraph.engine.children import Children, Job
from pomegraph.engine.messages import Line
from pomegraph.engine.waiting_line import WaitingLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pomegraph.engine.child import Task
    from pomegraph.engine.children import Child
    from pomegraph.engine.data import Status
    from pomegraph.engine.limits import Limits

# A query that has run for so many seconds makes way for others: its process gets a lower priority.
_LONG = 1.0
# Seconds after which a client that was turned away may try again.
_RETRY_AFTER = 5
# Seconds without a look at what came when the system has no file left for it.
_BREATH = 0.1
_log = logging.getLogger("pomegraph.engine")


class Broker:
    """Accepts web threads on a listening Unix socket until told to end."""

    def __init__(self, listener: socket.socket, status: Status, task: Task, limits: Limits) -> None:
        self._listener = listener
        self._status = status
        self._limits = limits
        self._needs_network = status.store == "remote"
        self._selector = selectors.DefaultSelector()
        self._count_kept = 0 if self._needs_network else limits.queries
        self._children = Children(task, self._selector, self._hear_child, self._count_kept)
        self._webs: set[Line] = set()
        self._waiting = WaitingLine(limits.queries, more=max(1, limits.queries // 2))
        self._is_told_to_end = False
        self._is_draining = False
        self._is_abandoned = False
        # Made before anybody is told that all is ready: there may be no place for it.
        self._description = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `run`
        self._description.write(json.dumps(status.to_message()).encode())
        self._description.flush()

    def run(self, supervisor: Line) -> None:
        """Serve until SIGTERM; then take no new query, finish those that run or wait, and return.

        Args:
            supervisor: Where whoever started this asks whether it lives; it ends at once when the other end has gone.
        """
        wake, woken = socket.socketpair()
        for end in (wake, woken):
            end.setblocking(False)
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, self._note)
        with self._description, wake, woken:
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
            self._selector.register(wake, selectors.EVENT_READ, lambda: wake.recv(64))
            self._selector.register(supervisor, selectors.EVENT_READ, lambda: self._hear_supervisor(supervisor))
            while not self._is_over():
                self._go_round()
            signal.set_wakeup_fd(-1)
            self._children.end_all()

    def _go_round(self) -> None:
        self._dispatch()
        self._children.want(max(self._count_kept, self._count_needed()))
        self._children.refill(network=self._lacks_network())
        for key, _ in self._selector.select(self._find_pause(time.monotonic())):
            # What came before in the same round may have closed it.
            if self._selector.get_map().get(key.fd) is key:
                key.data()
        self._enforce(time.monotonic())
        self._children.reap()

    def _note(self, number: int, _frame: object) -> None:
        self._is_told_to_end |= number == signal.SIGTERM

    def _hear_supervisor(self, supervisor: Line) -> None:
        messages = supervisor.receive()
        self._is_abandoned = messages is None
        for _ in messages or []:
            with suppress(OSError):
                supervisor.send({"alive": True})

    def _is_over(self) -> bool:
        if self._is_abandoned:
            return True
        if self._is_told_to_end and not self._is_draining:
            self._drain()
        return self._is_draining and not self._waiting and not self._children.is_any_held()

    def _drain(self) -> None:
        self._is_draining = True
        self._selector.unregister(self._listener)
        self._listener.close()
        busy = {job.web for job in self._waiting}
        for web in self._webs - busy:
            if not self._children.list_held(web):
                self._forget(web)
        for child in self._children.list_lent():
            child.recall()

    # Web threads.

    def _accept(self) -> None:
        try:
            web = Line(self._listener.accept()[0])
        except OSError as error:
            _log.error("a web process cannot be heard (%s)", error.strerror)
            # It is still there in the next round, and the system may have what it lacks by then.
            time.sleep(_BREATH)
            return
        # One that does not read what it is told is left, so that it keeps nobody waiting.
        web.socket.setblocking(False)
        self._webs.add(web)
        self._selector.register(web, selectors.EVENT_READ, lambda: self._hear_web(web))
        self._tell(web, {"version": self._status.version, "store": self._status.store})

    def _hear_web(self, web: Line) -> None:
        messages = web.receive()
        if messages is None:
            self._leave(web)
        for message in messages or []:
            if message.get("ask") == "figures":
                self._tell(web, {"running": self._children.count_at_work(), "waiting": len(self._waiting)})
            elif message.get("ask") == "health":
                is_busy = len(self._children.list_running()) >= self._limits.queries
                self._tell(web, {"busy": is_busy, "lacking": self._children.is_lacking})
            elif message.get("ask") == "status":
                self._tell(web, {"size": self._description.tell()}, [self._description.fileno()])
            elif "ended" in message:
                self._note_end(web, int(message["lease"]))
            elif "long" in message:
                self._note_long(web, message)
            else:
                self._take(web, message)

    def _take(self, web: Line, message: dict[str, Any]) -> None:
        """Take a query: let it run, let it wait, or turn it away."""
        timeout = min(float(message["timeout"]), self._limits.timeout)
        network = bool(message["network"]) or self._needs_network
        job = Job(web, web.files.pop(), timeout, network, time.monotonic(), asker=str(message["asker"]))
        job.lease = int(message["lease"])
        self._waiting.add(job)
        self._dispatch()
        self._bound(network=network)

    def _bound(self, *, network: bool) -> None:
        """Turn one away if more wait than may, besides those whose children are not ready or not back yet."""
        running = len(self._children.list_running())
        starting = max(0, self._limits.queries - running) if network else self._children.count_missing()
        if len(self._waiting) > self._limits.waiting + starting + len(self._children.list_lent()):
            self._turn_away(self._waiting.find_last())

    def _leave(self, web: Line) -> None:
        """A web thread has gone, or wants its query stopped, which is said by closing."""
        for job in self._waiting:
            if job.web is web:
                self._waiting.remove(job)
                job.close()
        for child in self._children.list_held(web):
            # It may run what nobody wants any more.
            self._children.end(child)
        self._forget(web)

    def _forget(self, web: Line) -> None:
        if web in self._webs:
            self._webs.discard(web)
            self._selector.unregister(web)
            web.close()

    def _tell(self, web: Line, message: dict[str, Any], files: Sequence[int] = ()) -> None:
        if web not in self._webs:
            return
        try:
            web.send(message, files)
        except OSError:
            self._leave(web)

    # Queries.

    def _dispatch(self) -> None:
        """Give queries that wait to children that are idle, in their turn."""
        while (job := self._find_next()) and (child := self._children.find_idle(network=job.network)):
            try:
                child.start(job)
            except OSError:
                # It died while it was idle: the query goes to the next one.
                self._children.bury(child)
            else:
                self._waiting.remove(job)
        self._recall()

    def _recall(self) -> None:
        """Take back what is lent, as many as may run of those that wait."""
        job = self._find_next()
        if job is None or job.network:
            return
        lent = self._children.list_lent()
        count = len(self._waiting) - sum(child.is_recalled for child in lent)
        for child in [child for child in lent if not child.is_recalled][: max(0, count)]:
            child.recall()

    def _note_long(self, web: Line, message: dict[str, Any]) -> None:
        """Take note of a query that somebody put to a child in a lease, and that is not short."""
        child = self._children.find_held(web, int(message["lease"]))
        if child is None:
            return
        asker, began = str(message["asker"]), time.monotonic() - float(message["long"])
        if not self._waiting.has_place(asker, self._list_jobs()):
            # It came past those that wait; put again, it waits for its turn.
            self._children.end(child)
            self._tell(web, {"end": "free", "lease": child.lease})
            return
        timeout = min(float(message["timeout"]), self._limits.timeout)
        child.job = Job(web, -1, timeout, child.network, began, began, asker, child.lease)
        self._tell(web, {"kept": True, "lease": child.lease})
        # One of those that wait may have counted on its process.
        self._bound(network=child.network)

    def _note_end(self, web: Line, lease: int) -> None:
        """Take note that a query that was known of has ended."""
        child = self._children.find_held(web, lease)
        if child is None:
            return
        child.take_job()
        # One with network, or slowed down, answers no other query.
        if child.is_calm or (child.network and not self._needs_network):
            self._children.end(child)
            self._tell(web, {"end": "free", "lease": lease})
        if self._is_draining:
            child.recall()

    def _find_next(self) -> Job | None:
        return self._waiting.find_next(self._list_jobs())

    def _count_needed(self) -> int:
        """Return how many children without network would be enough for those who run and may run now."""
        jobs = self._list_jobs()
        return sum(not job.network for job in jobs) + self._waiting.count_strangers(jobs)

    def _list_jobs(self) -> list[Job]:
        return [job for _, job in self._children.list_running()]

    def _lacks_network(self) -> bool:
        """Return whether a query waits for a child with network, of which another may be started."""
        job = self._find_next()
        return job is not None and job.network

    def _hear_child(self, child: Child) -> None:
        messages = child.line.receive()
        child.line.drop_files()
        if messages is None:
            holder, lease, job = child.holder, child.lease, child.take_job()
            has_begun = child.mark[0] != 0
            end = self._children.bury(child)
            if job:
                self._finish(job, {"end": end, "begun": has_begun})
            elif holder:
                self._tell(holder, {"end": end, "lease": lease})
                self._let_go(holder)
        for message in messages or []:
            if "ready" in message:
                self._children.greet(child)
            elif "failed" in message:
                child.failure = str(message["failed"])
            elif "free" in message:
                self._take_back(child, is_grown=bool(message.get("grown")))

    def _take_back(self, child: Child, *, is_grown: bool) -> None:
        """Take note that a child takes no more queries of who had it."""
        holder, lease, job = child.take_back(), child.lease, child.take_job()
        # One with network, slowed down or grown answers no other query.
        if is_grown or child.is_calm or (child.network and not self._needs_network):
            self._children.end(child)
        if holder:
            self._tell(holder, {"end": "crash" if job and not is_grown else "free", "lease": lease})
            self._let_go(holder)

    def _turn_away(self, job: Job) -> None:
        self._waiting.remove(job)
        self._finish(job, {"end": "busy", "retry_after": _RETRY_AFTER})

    def _finish(self, job: Job, verdict: dict[str, Any]) -> None:
        """Tell the web how a query ended."""
        now = time.monotonic()
        began = job.began or now
        job.close()
        self._tell(job.web, verdict | {"waited": began - job.arrived, "ran": now - began, "lease": job.lease})
        self._let_go(job.web)

    def _let_go(self, web: Line) -> None:
        if self._is_draining and not self._children.list_held(web):
            self._forget(web)

    def _enforce(self, now: float) -> None:
        """End what has passed its deadline, running or waiting, and slow down what has run for long."""
        for child, job in self._children.list_running():
            if now >= job.deadline:
                self._children.end(child)
                self._finish(job, {"end": "timeout", "limit": job.timeout})
            elif now >= job.began + _LONG and not child.is_calm:
                child.calm()
        for job in self._waiting:
            if now >= job.arrived + self._limits.timeout:
                self._turn_away(job)

    def _find_pause(self, now: float) -> float | None:
        """Return the seconds until something is due, or None."""
        running = self._children.list_running()
        due = [job.deadline if child.is_calm else min(job.deadline, job.began + _LONG) for child, job in running]
        due += [job.arrived + self._limits.timeout for job in list(self._waiting)[:1]]
        pauses = [max(0.0, time_ - now) for time_ in due]
        pause = self._children.find_pause(now, network=self._lacks_network())
        return min(pauses + ([] if pause is None else [pause]), default=None)
