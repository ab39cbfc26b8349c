"""A web process: its threads answer requests, and none is lost when it ends."""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol, cast

from gunicorn.arbiter import Arbiter
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException, UnsupportedTransferCoding
from gunicorn.workers.gthread import ThreadWorker

from pomegraph.errors import BrokenAnswerError
from pomegraph.serving.arbiter import MASKED
from pomegraph.serving.sockets import PATIENCE, ClientSocket

if TYPE_CHECKING:
    import socket

    from pomegraph.serving.logs import LineWriter

_log = logging.getLogger("pomegraph")
# Seconds that a client has to begin when the end came, and for which those are taken whose connections had begun.
_LINGER, _LAST_CALL = 2.0, 0.5
# Seconds before it would be killed that a web process gives up, so that nobody takes it for killed for want of memory.
_EARLIER = 2
# Seconds to wait where nothing is due.
_LONG = 60.0
_STATUSES: dict[type[BaseException], HTTPStatus] = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    ParseException: HTTPStatus.BAD_REQUEST,
    BrokenAnswerError: HTTPStatus.SERVICE_UNAVAILABLE,
    MemoryError: HTTPStatus.SERVICE_UNAVAILABLE,
}
_CURES = {
    HTTPStatus.REQUEST_URI_TOO_LONG: "shorten what you send; a query may go to /sparql by POST",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "send fewer and shorter header fields",
    HTTPStatus.SERVICE_UNAVAILABLE: "ask for less, or give the query more time",
    HTTPStatus.INTERNAL_SERVER_ERROR: "try again; if it fails again, tell the operator",
}


class LivingApplication(Protocol):
    """An application that has a file which can be read only when nobody is left who would tell it to end.

    Its log is written down before it ends.
    """

    lifeline: int
    log: LineWriter


class Worker(ThreadWorker):
    """A worker that tells what is wrong with HTTP itself as problem documents too."""

    def init_process(self) -> None:
        """Get ready, and answer until told to end; what the system lacks for that is told in one line."""
        # Who gives up before it is killed is not taken for killed for want of memory.
        self.cfg.set("graceful_timeout", self.cfg.graceful_timeout - _EARLIER)
        try:
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
        signal.pthread_sigmask(signal.SIG_UNBLOCK, MASKED)

    def get_thread_pool(self) -> ThreadPoolExecutor:
        """Return all threads, started: where there can be no more, it is told now and fails no request.

        Raises:
            RuntimeError: the system allows fewer.
        """
        threads: int = self.cfg.threads
        pool, barrier = ThreadPoolExecutor(threads), threading.Barrier(threads + 1)
        try:
            for _ in range(threads):
                pool.submit(barrier.wait)
        except RuntimeError:
            # Python waits for those that were started when it ends.
            barrier.abort()
            raise
        barrier.wait()
        return pool

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: BaseException) -> None:
        """Answer a request that could not be read, or whose answer failed before it began."""
        _ = req, addr
        status = _find_status(exc)
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.exception("error handling a request")
        with suppress(OSError):
            client.sendall(_write_answer(status, exc))

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread, but a new one only when its client has sent something."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock = ClientSocket.take(conn.sock)
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + (PATIENCE if self.alive else _LINGER)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: Any) -> Any:
        """Handle a request in a thread; a connection that is to end ends here, because that may take a while."""
        conn.sock.begin()
        stays = super().handle(conn)
        if not stays:
            conn.sock.leave()
        return stays

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Take note that a thread has done with a connection."""
        if conn.sock.fileno() < 0:
            self.nr_conns -= 1
        else:
            super().finish_request(conn, fs)

    def run(self) -> None:
        """Answer until told to end, or until nobody is left who would tell."""
        app = cast("LivingApplication", self.app)
        self.poller.register(app.lifeline, selectors.EVENT_READ, lambda _: os._exit(1))
        super().run()
        app.log.close()

    def set_accept_enabled(self, enabled: bool | None) -> None:
        """Take new clients or not; at the end those who came before it, and then nobody ever."""
        if not self.alive and self.sockets:
            self._take_last()
        elif self.alive:
            super().set_accept_enabled(enabled)

    def _take_last(self) -> None:
        super().set_accept_enabled(True)
        self._call(_LAST_CALL)
        super().set_accept_enabled(False)
        while self.sockets:
            self.sockets.pop().close()
        # A client who has connected may be about to ask.
        end = time.monotonic() + _LINGER
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout or 0.0, end)

    def _call(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.wait_for_and_dispatch_events(rest)

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        """Wait for what happens, at most until a client has kept silent for too long."""
        pause = (self.pending_conns[0].timeout or 0.0) - time.monotonic() if self.pending_conns else _LONG
        super().wait_for_and_dispatch_events(max(0.0, min(_LONG if timeout is None else timeout, pause)))


def _find_status(error: BaseException) -> HTTPStatus:
    return next(
        (status for kind, status in _STATUSES.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )


def _write_answer(status: HTTPStatus, error: BaseException) -> bytes:
    detail = str(error) if isinstance(error, BrokenAnswerError) else status.description
    problem = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    body = json.dumps(problem | {"cure": _CURES.get(status, "send a request that is valid HTTP/1.1")}).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
