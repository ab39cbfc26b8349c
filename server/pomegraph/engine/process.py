"""Starts an engine process for one version of the data."""

from __future__ import annotations

import gc
import json
import logging
import os
import shutil
import signal
import socket
import sys
import traceback
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pomegraph.engine.broker import Broker
from pomegraph.engine.child import EmbeddedStore, Task
from pomegraph.engine.data import describe_data, describe_remote, find_data, from_message
from pomegraph.engine.forking import fork
from pomegraph.engine.messages import Line
from pomegraph.errors import DataError, PomegraphError, StoreError

if TYPE_CHECKING:
    from pomegraph.engine.child import QueriedStore
    from pomegraph.engine.data import Data, Location, Status
    from pomegraph.engine.limits import Limits

_log = logging.getLogger("pomegraph.engine")
SOCKET = "engine.sock"
# A file in the folder of the socket while newer data are refused and those before are served on.
REFUSED = "refused"
_BACKLOG = 512
_MOST_FILES = 1 << 20


def start_engine(location: Location, limits: Limits, run: Path) -> tuple[int, socket.socket]:
    """Fork an engine process; return its number, and a socket on which it says that it is ready, or why it ended.

    It listens at `run / SOCKET`, in the place of the one that listened there before.

    Raises:
        OSError: the system has no process or memory left for it.
    """
    ours, theirs = socket.socketpair()
    with theirs, ExitStack() as stack:
        stack.callback(ours.close)
        number = fork("pom-engine", signal.SIGKILL, ignored=(signal.SIGINT, signal.SIGHUP))
        if number == 0:
            # Nothing else is kept, above all not the socket on which clients come.
            os.closerange(3, theirs.fileno())
            os.closerange(theirs.fileno() + 1, _MOST_FILES)
            _run_engine(location, limits, run, Line(theirs))
        stack.pop_all()
    return number, ours


def _run_engine(location: Location, limits: Limits, run: Path, told: Line) -> NoReturn:
    status = 1
    # A backtrace of what a query did to the store takes seconds and helps nobody.
    os.environ["RUST_BACKTRACE"] = "0"
    folder = run / f"data-{os.getpid()}"
    try:
        folder.mkdir()
        broker = _make_broker(location, limits, run, folder)
        told.send({"ready": True})
        # What is there now stays: not to look at it again keeps its memory one with that of the children.
        gc.freeze()
        broker.run(told)
        status = 0
    except (PomegraphError, OSError) as error:
        with suppress(OSError):
            # What the system lacked it may have later; what is wrong with the data stays wrong until they change.
            told.send({"ready": False, "error": str(error), "again": isinstance(error, OSError)})
    except BaseException:  # noqa: BLE001 - a bug: it is told, and the process ends
        sys.stderr.write(traceback.format_exc())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(status)


def _make_broker(location: Location, limits: Limits, run: Path, folder: Path) -> Broker:
    if location.store:
        return _make_remote_broker(location, location.store, limits, run)
    data = find_data(location, folder)
    # A release in memory tells its counts, and has nothing to open.
    status = describe_data(data, limits) if data.manifest and data.memory else _describe(data, limits)
    task = Task(partial(_open_embedded, data), limits.memory, data.folder if data.memory is None else None)
    return Broker(_listen(run), status, task, limits)


def _make_remote_broker(location: Location, url: str, limits: Limits, run: Path) -> Broker:
    # A client of HTTP takes a tenth of a second to load, which others need not wait for.
    from pomegraph.stores.credentials import check_address, read_credentials  # noqa: PLC0415
    from pomegraph.stores.remote import RemoteStore  # noqa: PLC0415
    from pomegraph.stores.survey import RemoteStatus, survey_store  # noqa: PLC0415

    credentials = read_credentials(os.environ, "POMEGRAPH_STORE")
    check_address(url, credentials)
    open_source = partial(RemoteStore, url, credentials, timeout=limits.timeout, default_graph=location.default_graph)
    found = RemoteStatus()
    # One that is down may come up later.
    with suppress(StoreError), closing(open_source()) as store:
        found = survey_store(store)
    return Broker(_listen(run), describe_remote(url, found, limits), Task(open_source, limits.memory), limits)


def _open_embedded(data: Data) -> QueriedStore:
    return EmbeddedStore(data.open(), data.prefixes)


def _listen(run: Path) -> socket.socket:
    """Return a listening socket at the lasting name; connections to the one before stay with it."""
    listener = socket.socket(socket.AF_UNIX)
    place = run / f"{SOCKET}.{os.getpid()}"
    listener.bind(str(place))
    listener.listen(_BACKLOG)
    place.rename(run / SOCKET)
    return listener


def _describe(data: Data, limits: Limits) -> Status:
    """Describe the data in a process of its own: a store on disk starts threads, which must not be forked."""
    read, write = os.pipe()
    number = fork("pom-reader", signal.SIGKILL, ignored=(signal.SIGINT, signal.SIGHUP))
    if number == 0:
        _tell_description(data, limits, write)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as file:
        message = file.read()
    os.waitpid(number, 0)
    told = json.loads(message or '{"error": "the process that opened the data ended"}')
    if "error" in told:
        raise DataError(told["error"])
    return from_message(told)


def _tell_description(data: Data, limits: Limits, write: int) -> NoReturn:
    try:
        with os.fdopen(write, "w", encoding="utf-8") as file:
            try:
                message = describe_data(data, limits).to_message()
            except PomegraphError as error:
                message = {"error": str(error)}
            json.dump(message, file)
    except BaseException:  # noqa: BLE001 - a bug: it is told, and the process ends
        sys.stderr.write(traceback.format_exc())
    finally:
        os._exit(0)
