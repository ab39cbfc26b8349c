"""The web server: Gunicorn, whose workers stream, see clients leave, and break off an answer that fails."""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import socket
import struct
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException, UnsupportedTransferCoding
from gunicorn.workers.gthread import ThreadWorker

from pomegraph.engine.client import EngineClient
from pomegraph.errors import BrokenAnswerError
from pomegraph.serving.arbiter import MASKED, WebArbiter
from pomegraph.serving.sockets import PATIENCE, ClientSocket

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType
    from typing import NoReturn

    from pomegraph.engine.limits import Limits
    from pomegraph.web.settings import Settings

_log = logging.getLogger("pomegraph")
METRICS = "metrics"
# Threads of a worker that are left for short requests when all queries run and wait.
_SPARE_THREADS = 16
# Clients that a worker keeps connections to, and files that a process may have open besides.
_CONNECTIONS, _SPARE_FILES = 1000, 64
# Seconds past the longest query that a worker has to end in.
_GRACE = 5
_STATUSES: dict[type[BaseException], HTTPStatus] = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    ParseException: HTTPStatus.BAD_REQUEST,
    BrokenAnswerError: HTTPStatus.SERVICE_UNAVAILABLE,
}
_CURES = {
    HTTPStatus.REQUEST_URI_TOO_LONG: "shorten what you send; a query may go to /sparql by POST",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "send fewer and shorter header fields",
    HTTPStatus.SERVICE_UNAVAILABLE: "ask for less, or give the query more time",
    HTTPStatus.INTERNAL_SERVER_ERROR: "try again; if it fails again, tell the operator",
}


def run_web(listener: socket.socket, run: Path, limits: Limits, settings: Settings, workers: int) -> NoReturn:
    """Become the web server on a socket that listens already, until SIGTERM. Never returns.

    Args:
        listener: The socket on which clients come.
        run: The folder with the engine's socket.
        limits: What queries may use, which sets how many threads and how much patience there must be.
        settings: What the pages and the cache are told.
        workers: How many processes answer.
    """
    status = 1
    try:
        (run / METRICS).mkdir(exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(run / METRICS)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", PATIENCE, 0))
        _Server(listener, run, limits, settings, workers).run()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except OSError as error:
        _log.error("the web server cannot run (%s)", error)
    except BaseException:  # noqa: BLE001 - a bug: it is told, and the process ends
        _log.exception("the web server failed")
    finally:
        sys.stdout.flush()
        os._exit(status)


def count_files(limits: Limits, workers: int) -> int:
    """Return how many files and connections the process with most of them may have open at once."""
    threads = _count_threads(limits, workers)
    # A thread has a connection to the engine, both ends of the way that an answer comes, and the file of its spool.
    worker = _SPARE_FILES + _CONNECTIONS + 4 * threads
    engine = _SPARE_FILES + workers * (threads + 1) + limits.waiting + 2 * limits.queries
    return max(worker, engine)


def _count_threads(limits: Limits, workers: int) -> int:
    return _SPARE_THREADS + (limits.queries + limits.waiting) // workers


class _Server(BaseApplication):
    """Gunicorn with settings of ours and none of its own."""

    def __init__(self, listener: socket.socket, run: Path, limits: Limits, settings: Settings, workers: int) -> None:
        self._run = run
        self._limits = limits
        self._settings = settings
        self._options: dict[str, Any] = {
            "bind": f"fd://{listener.fileno()}",
            "workers": workers,
            "threads": _count_threads(limits, workers),
            "worker_connections": _CONNECTIONS,
            "worker_class": Worker,
            "logger_class": ServerLog,
            "loglevel": "warning",
            "timeout": 120,
            "graceful_timeout": int(limits.timeout) + _GRACE,
            "keepalive": 75,
            "control_socket_disable": True,
            # The largest that it knows; a longer query goes by POST.
            "limit_request_line": 8190,
            "child_exit": _forget_worker,
        }
        super().__init__()

    def run(self) -> None:
        """Keep web processes until SIGTERM."""
        WebArbiter(self).run()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # The library of metrics looks for its folder when it is imported.
        from pomegraph.web.app import create_app  # noqa: PLC0415

        return create_app(EngineClient(self._run, self._limits), self._settings)


class Worker(ThreadWorker):
    """A worker that tells what is wrong with HTTP itself as problem documents too."""

    def init_process(self) -> None:
        """Get ready, and answer until told to end; what the system lacks for that is told in one line."""
        try:
            super().init_process()
        except (OSError, RuntimeError) as error:
            if self.booted:
                raise
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
        conn.timeout = time.monotonic() + PATIENCE
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

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End when all requests are answered; a connection without any is none to wait for."""
        super().handle_exit(sig, frame)
        self.method_queue.defer(self._forget_silent)

    def _forget_silent(self) -> None:
        for conn in self.pending_conns:
            conn.timeout = 0
        self.murder_pending()


class ServerLog(Logger):
    """A log in which an answer that broke off, or a client that left, is one line."""

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log an error with its traceback, if it is a bug."""
        error = sys.exc_info()[1]
        if isinstance(error, (BrokenAnswerError, OSError)):
            self.warning("%s", error)
        else:
            super().exception(msg, *args, **kwargs)


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


def _forget_worker(arbiter: WebArbiter, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415

    arbiter.note_end()
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
