"""The web server: Gunicorn, whose workers stream, see clients leave, and break off an answer that fails."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from pomegraph.engine.client import EngineClient
from pomegraph.engine.confine import limit_data
from pomegraph.errors import BrokenAnswerError
from pomegraph.serving.arbiter import WebArbiter
from pomegraph.serving.logs import LineWriter
from pomegraph.serving.worker import Room, Worker

if TYPE_CHECKING:
    import socket
    from pathlib import Path
    from typing import NoReturn

    from pomegraph.engine.limits import Limits
    from pomegraph.web.response_cache import ResponseCache
    from pomegraph.web.settings import Settings

_log = logging.getLogger("pomegraph")
METRICS = "metrics"
# The files in which the library of metrics counts, and bytes that are enough for each: labels come from short lists.
_COUNTS, _COUNTED = ("counter", "histogram", "gauge_livesum"), 1 << 19
# Threads of a worker that are left for short requests when all queries run and wait.
_SPARE_THREADS = 16
# Clients that a worker keeps connections to, and files that a process may have open besides.
_CONNECTIONS, _SPARE_FILES = 1000, 64
# Bytes that the engine for charts sets aside once it is used, and hardly touches.
_SET_ASIDE = 640 << 20
# The part of the memory of a worker that answers may take which clients have not read.
_PART_OF_MEMORY = 8
# Seconds past the longest query that a worker has to end in.
_GRACE = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a web server runs.

    Args:
        listener: The socket on which clients come, which listens already.
        run: The folder with the engine's socket.
        lifeline: A file that can be read only when the process that started it is gone, with which it is to end.
        workers: How many processes answer.
    """

    listener: socket.socket
    run: Path
    lifeline: int
    workers: int


def run_web(place: Place, limits: Limits, settings: Settings) -> NoReturn:
    """Become the web server, until SIGTERM. Never returns.

    Args:
        place: Where it runs.
        limits: What queries may use, which sets how many threads and how much patience there must be.
        settings: What the pages and the cache are told.
    """
    status = 1
    try:
        (place.run / METRICS).mkdir(exist_ok=True)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(place.run / METRICS)
        _Server(place, limits, settings).run()
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
    threads = _count_threads(limits)
    # A client has a socket, and files of what it sends and has not read. A thread has a connection to the engine, and
    # both ends of the way that an answer comes.
    worker = _SPARE_FILES + 3 * _CONNECTIONS + 3 * threads
    engine = _SPARE_FILES + workers * (threads + 1) + limits.waiting + 3 * limits.queries
    return max(worker, engine)


def _count_threads(limits: Limits) -> int:
    # All queries may come to the same process: those that run, half as many more, and those that wait.
    return _SPARE_THREADS + limits.queries * 3 // 2 + limits.waiting


class _Server(BaseApplication):
    """Gunicorn with settings of ours and none of its own."""

    log: LineWriter
    room: Room
    responses: ResponseCache

    def __init__(self, place: Place, limits: Limits, settings: Settings) -> None:
        self.lifeline = place.lifeline
        self._run = place.run
        self._limits = limits
        self._settings = settings
        memory = settings.memory // _PART_OF_MEMORY
        self.room = Room(_CONNECTIONS, settings.connections_per_client, settings.max_body, memory, limits.spool_file)
        self._options: dict[str, Any] = {
            # Gunicorn closes this number and takes another.
            "bind": f"fd://{place.listener.detach()}",
            "workers": place.workers,
            "threads": _count_threads(limits),
            "worker_class": Worker,
            "logger_class": ServerLog,
            "loglevel": "warning",
            "timeout": 120,
            "graceful_timeout": int(limits.timeout) + _GRACE,
            "control_socket_disable": True,
            "worker_tmp_dir": str(place.run),
            # The largest that it knows; a longer query goes by POST.
            "limit_request_line": 8190,
            "child_exit": _forget_worker,
            "forwarded_allow_ips": _list_proxies(settings),
        }
        super().__init__()

    def run(self) -> None:
        """Keep web processes until SIGTERM."""
        WebArbiter(self, self.lifeline).run()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application; called in each worker."""
        limit_data(self._settings.memory + self._settings.cache_size + _SET_ASIDE)
        # The library of metrics looks for its folder when it is imported.
        from pomegraph.web.app import create_app  # noqa: PLC0415
        from pomegraph.web.metrics import Meters  # noqa: PLC0415
        from pomegraph.web.preparing import get_preparer  # noqa: PLC0415
        from pomegraph.web.response_cache import get_responses  # noqa: PLC0415

        _reserve_counts(self._run / METRICS)
        meters = Meters()
        self.log = LineWriter(sys.stdout.fileno(), meters.count_lost_line)
        app = create_app(EngineClient(self._run, self._limits), self._settings, stream=self.log, meters=meters)
        self.responses = get_responses(app)
        get_preparer(app).start()
        return app


def _list_proxies(settings: Settings) -> str:
    """Return whom is believed by which scheme and for whom they ask: those who always are, and those that are named."""
    usual = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
    return ",".join([usual, *map(str, settings.trusted_proxies)])


class ServerLog(Logger):
    """A log in which an answer that broke off, or a client that left, is one line."""

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log an error with its traceback, if it is a bug."""
        error = sys.exc_info()[1]
        if isinstance(error, (BrokenAnswerError, OSError)):
            self.warning("%s", error)
        else:
            super().exception(msg, *args, **kwargs)


def _reserve_counts(folder: Path) -> None:
    """Take the room that counts will fill: a process that writes one to a full disk would be killed."""
    for kind in _COUNTS:
        (folder / f"{kind}_{os.getpid()}.db").write_bytes(bytes(_COUNTED))


def _forget_worker(arbiter: WebArbiter, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415

    arbiter.note_end()
    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
