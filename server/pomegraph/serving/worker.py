"""A web process: one thread watches the clients, others answer them, and nobody is lost when it ends."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from gunicorn.arbiter import Arbiter
from gunicorn.workers import base

from pomegraph.serving.answering import Answerer
from pomegraph.serving.arbiter import DEAF_TO, MASKED
from pomegraph.serving.clients import LANES, Clients
from pomegraph.serving.crowd import Crowd
from pomegraph.serving.lane import Lane
from pomegraph.serving.loop import READ
from pomegraph.serving.pace import Shelf
from pomegraph.serving.recall import Recall
from pomegraph.serving.underway import Underway

if TYPE_CHECKING:
    from pomegraph.serving.client import Client
    from pomegraph.serving.logs import LineWriter
    from pomegraph.serving.recall import Repeater

_log = logging.getLogger("pomegraph")
# Seconds that a client has to begin when the end came, and for which those are taken whose connections had begun.
_LINGER, _LAST_CALL = 2.0, 0.5
# Seconds before it would be killed that a web process gives up, so that nobody takes it for killed for want of memory.
_EARLIER = 2
# Seconds between two signs of life, at least.
_TICK = 1.0
# New objects after which garbage is looked for.
_GARBAGE = 20_000
# Bytes of the stack of a thread: all of them count as memory, used or not.
_STACK = 1 << 20
# Answers that may lie in files as large as one may be, and the part of the threads that may wait for clients.
_MOST_FILES, _PART = 16, 2


@dataclass(frozen=True, slots=True)
class Room:
    """How much there may be of clients and of what they send and have not read, in one process.

    Args:
        connections: Connections of all clients.
        each: Connections of one client, or its requests by a proxy.
        body: Bytes of a body that are collected.
        memory: Bytes in memory of answers that are not read yet.
        file: Bytes of one such answer in a file.
    """

    connections: int
    each: int
    body: int
    memory: int
    file: int


class LivingApplication(Protocol):
    """An application that has a file which can be read only when nobody is left who would tell it to end.

    Its log is written down before it ends.
    """

    lifeline: int
    log: LineWriter
    room: Room
    responses: Repeater


class Worker(base.Worker):
    """A worker in which no thread waits for a client."""

    def init_process(self) -> None:
        """Get ready, and answer until told to end; what the system lacks for that is told in one line."""
        threading.stack_size(_STACK)
        self._sign_due = 0.0
        try:
            # A signal in the middle of this would break it: they are not heard yet.
            lanes = {"": self.cfg.threads, **LANES}
            self._lanes = {name: Lane(count, self._answer) for name, count in lanes.items()}
            super().init_process()
        except (OSError, RuntimeError) as error:
            if self.booted:
                raise
            if not self.alive:
                # Told to end while it began.
                sys.exit(0)
            _log.error("a web process cannot begin (%s)", error)
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    def init_signals(self) -> None:
        """React to signals from here on, also to those that came before."""
        super().init_signals()
        for number in DEAF_TO:
            signal.signal(number, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, MASKED)

    def load_wsgi(self) -> None:
        """Load the application, and make ready for those who ask it."""
        super().load_wsgi()
        room = cast("LivingApplication", self.app).room
        shelf = Shelf(room.memory, _MOST_FILES * room.file, room.file, self.cfg.threads // _PART)
        proxies = None if "*" in self.cfg.forwarded_allow_ips else self.cfg.forwarded_allow_networks()
        crowd = Crowd(room.each, proxies)
        self._clients = Clients(self.cfg, shelf, crowd, most=room.connections, most_body=room.body)
        recall = self._clients.recall = Recall(cast("LivingApplication", self.app).responses, crowd)
        self._clients.answerer = Answerer(cast("Any", self.wsgi), self.cfg, self.log, recall, self._is_ending)  # type: ignore[arg-type]
        self._clients.hand_over = self._hand_over
        self._underway = Underway(
            self._clients.loop, self._clients.answerer.begin, self._answer_here, self._lanes[""].put
        )
        # What is there now stays; what is kept later is no garbage either, and would be looked through again and again.
        gc.freeze()
        gc.set_threshold(_GARBAGE, 20, 100)

    def _is_ending(self) -> bool:
        return not self.alive

    def _hand_over(self, client: Client, lane: str) -> None:
        if lane:
            self._lanes[lane].put(client)
        else:
            self._underway.take(client)

    def _answer_here(self, client: Client) -> None:
        """Answer at once, for nothing has to be waited for."""
        self._clients.finish(client, stays=self._clients.answerer.answer(client))

    def _answer(self, client: Client) -> None:
        stays = self._clients.answerer.answer(client)
        self._clients.finish_later(client, stays=stays)

    def run(self) -> None:
        """Answer until told to end, or until nobody is left who would tell."""
        app = cast("LivingApplication", self.app)
        loop = self._clients.loop
        loop.watch(app.lifeline, READ, lambda _: os._exit(1))
        # Signals write to this, so that they are noticed at once.
        loop.watch(self.PIPE[0], READ, lambda _: os.read(self.PIPE[0], 4096))
        self._clients.door.open(self.sockets)
        while self.alive:
            self._go_round(_TICK)
        self._take_last()
        end = time.monotonic() + self.cfg.graceful_timeout - _EARLIER
        while len(self._clients) and time.monotonic() < end:
            self._go_round(_TICK)
        app.log.close()

    def _take_last(self) -> None:
        """Take those who came before the end, and then nobody ever."""
        end = time.monotonic() + _LAST_CALL
        while (rest := end - time.monotonic()) > 0:
            self._go_round(rest)
        self._clients.close_door(_LINGER)
        self.sockets.clear()

    def _go_round(self, seconds: float) -> None:
        if (now := time.monotonic()) >= self._sign_due:
            self._sign_due = now + _TICK
            self.notify()
        self._clients.go_round(self._underway.limit(seconds))
        self._underway.go_on()
