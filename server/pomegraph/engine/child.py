"""The process that answers queries one after another, with nothing but its memory and one socket."""

from __future__ import annotations

import fcntl
import io
import json
import os
import signal
import socket
import struct
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

from pomegraph.engine.confine import (
    drop_rights,
    hide_memory,
    keep_files,
    limit_memory,
    measure_memory,
    open_memory_file,
)
from pomegraph.engine.frames import BODY, HEAD, VERDICT, pack_frame
from pomegraph.engine.landlock import keep_folders
from pomegraph.engine.messages import Line, describe_error
from pomegraph.engine.row_count import RowCounter
from pomegraph.engine.seccomp import keep_calls
from pomegraph.errors import PomegraphError, QueryError, ResultFormatError, StoreError
from pomegraph.sparql.formats import Wanted
from pomegraph.stores.embedded import answer_query, explain_failure, run_deep

if TYPE_CHECKING:
    from collections.abc import Callable
    from mmap import mmap
    from typing import NoReturn

    from pyoxigraph import Store

    from pomegraph.stores.embedded import Dataset, Result

# The socket to the engine, and the file that tells how much memory there is; the files 0 to 2 lead nowhere. One more is
# the socket of a query.
_SOCKET, _MEMORY = 3, 4
_FILES = 6
# Seconds past its deadline after which a child ends itself, should the engine not have done it.
_GRACE = 1.0
# A child that has grown by a part of its memory limit is replaced, so that the next query has its full share.
_GROWN = 8
# How often it is looked at that: after so many queries, and after each that took some seconds.
_OFTEN, _SHORT = 64, 0.01
_BLOCK = 1 << 16
_LONGEST_FAILURE = 8000


class QueriedStore(Protocol):
    """What a child asks: an embedded store, or a store elsewhere."""

    def answer(self, query: str, dataset: Dataset | None, wanted: Wanted) -> Result:
        """Return the result of a query, ready to be written."""
        ...


class EmbeddedStore:
    """An embedded store as a source."""

    def __init__(self, store: Store, prefixes: dict[str, str]) -> None:
        self._store = store
        self._prefixes = prefixes

    def answer(self, query: str, dataset: Dataset | None, wanted: Wanted) -> Result:
        """Return the result of a query, ready to be written."""
        return answer_query(self._store, query, dataset, wanted, self._prefixes)


@dataclass(frozen=True, slots=True)
class Task:
    """What every child is for.

    Args:
        open_source: Gives what is asked.
        memory: Bytes that a query may take.
        folder: Of a store on disk, the folder whose files are opened while queries run.
    """

    open_source: Callable[[], QueriedStore]
    memory: int
    folder: Path | None = None


def run_child(engine: socket.socket, task: Task, mark: mmap, *, network: bool) -> NoReturn:
    """Become a child of the engine: answer queries until the engine closes the socket. Never returns.

    Args:
        engine: The socket on which jobs come.
        task: What it is for.
        mark: Memory whose first byte is set while a query runs.
        network: Whether the network may be used.
    """
    status, line = 1, Line(engine)
    try:
        _close_files(engine)
        line = Line(socket.socket(fileno=_SOCKET))
        # What a store starts threads for is confined with them.
        _confine(task, network=network)
        source = task.open_source()
        if not network and task.folder is None:
            keep_files(_FILES)
        run_deep(lambda: _serve(line, source, task, mark, network=network))
        status = 0
    except BaseException as error:  # noqa: BLE001 - a bug, or the system lacks something: it is told, and the process ends
        with suppress(OSError):
            line.send({"failed": _tell_failure(error)})
    finally:
        os._exit(status)


def _tell_failure(error: BaseException) -> str:
    """Return what the engine is to log: of a bug the traceback, of which the end tells most."""
    # Python says in a plain RuntimeError that there is no thread.
    is_bug = not isinstance(error, (PomegraphError, OSError, MemoryError)) and type(error) is not RuntimeError
    return "".join(traceback.format_exception(error))[-_LONGEST_FAILURE:] if is_bug else str(error) or repr(error)


def _confine(task: Task, *, network: bool) -> None:
    """Give up rights and files. Who calls others needs what tells how, wherever that is."""
    hide_memory()
    drop_rights(reads=network or task.folder is not None)
    folders = [Path("/")] if network else [task.folder] if task.folder else []
    keep_folders(folders, network=network)


def _close_files(engine: socket.socket) -> None:
    """Drop the sockets and terminals that were inherited from the engine."""
    sock, nowhere, memory = os.dup(engine.fileno()), os.open(os.devnull, os.O_RDWR), open_memory_file()
    # Twice over numbers that nobody has, so that no copy overwrites what is copied next.
    places = (nowhere, nowhere, nowhere, sock, nowhere if memory is None else memory)
    high = [_move_up(number) for number in places]
    for place, file in enumerate(high):
        os.dup2(file, place)
    os.closerange(len(high), 1 << 20)


def _move_up(number: int) -> int:
    return fcntl.fcntl(number, fcntl.F_DUPFD, 100)


def _serve(engine: Line, source: QueriedStore, task: Task, mark: mmap, *, network: bool) -> None:
    file = _MEMORY if sys.platform == "linux" else None
    limit_memory(file, task.memory)
    first = measure_memory(file)
    # All threads are there: none can be started from here on.
    keep_calls(files=task.folder is not None, network=network)
    engine.send({"ready": True})
    while engine.receive_one() is not None:
        with socket.socket(fileno=engine.files.pop()) as web:
            grown = _serve_web(web, source, mark, lambda: measure_memory(file) - first > task.memory // _GROWN)
        engine.send({"free": True, "grown": grown})


def _serve_web(web: socket.socket, source: QueriedStore, mark: mmap, is_grown: Callable[[], bool]) -> bool:
    """Answer one request after the other until no more can come, or this process has grown; tell whether it has."""
    count = 0
    while (request := _read_request(web)) is not None:
        count += 1
        mark[0] = 1
        # The system ends the process if this is not taken back in time.
        signal.setitimer(signal.ITIMER_REAL, cast("float", request["timeout"]) + _GRACE)
        start, output = time.monotonic(), _Output(web)
        verdict = _answer(output, request, source)
        signal.setitimer(signal.ITIMER_REAL, 0)
        mark[0], ran = 0, time.monotonic() - start
        with suppress(OSError):
            output.end(verdict | {"ran": ran})
        if verdict["end"] == "memory" or ((ran > _SHORT or count % _OFTEN == 0) and is_grown()):
            return True
    return False


def _answer(output: _Output, request: dict[str, Any], source: QueriedStore) -> dict[str, Any]:
    """Write the answer to a request, and return how that went."""
    try:
        result = source.answer(request["query"], request["dataset"], Wanted(*request["wanted"]))
        output.begin(result)
        buffered = io.BufferedWriter(output, _BLOCK)
        result.write(cast("BinaryIO", buffered))
        buffered.flush()
    except (QueryError, ResultFormatError, StoreError) as error:
        return {"end": "error", "error": describe_error(error)}
    except MemoryError:
        return {"end": "memory"}
    except OSError as error:
        if output.is_broken:
            return {"end": "gone"}
        return {"end": "error", "error": describe_error(explain_failure(error, request["query"]))}
    rows = output.counter.rows if result.rows is None else result.rows
    return {"end": "done", "rows": rows, "size": output.size}


class _Output(io.RawIOBase):
    """Sends what is written to a socket in frames, and counts it; what is short goes out in one."""

    def __init__(self, web: socket.socket) -> None:
        super().__init__()
        self.size = 0
        self.counter = RowCounter("", "")
        self.is_broken = False
        self._web = web
        self._frames = b""

    def begin(self, result: Result) -> None:
        """Tell what comes."""
        self.counter = RowCounter(result.form, result.format)
        self._frames = pack_frame(HEAD, json.dumps({"form": result.form, "format": result.format}).encode())

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._frames += pack_frame(BODY, piece)
        if len(self._frames) >= _BLOCK // 2:
            self._send()
        self.counter.add(piece)
        self.size += len(piece)
        return len(piece)

    def end(self, verdict: dict[str, Any]) -> None:
        """Tell how it went."""
        self._frames += pack_frame(VERDICT, json.dumps(verdict).encode())
        self._send()

    def _send(self) -> None:
        frames, self._frames = self._frames, b""
        try:
            self._web.sendall(frames)
        except OSError:
            self.is_broken = True
            raise


def pack_request(query: str, dataset: Dataset | None, wanted: Wanted, timeout: float) -> bytes:
    """Return a request as it goes to a child: four bytes of length, and JSON."""
    formats = [wanted.table, wanted.boolean, wanted.graph]
    request = {"query": query, "dataset": dataset, "wanted": formats, "timeout": timeout}
    data = json.dumps(request).encode()
    return struct.pack("!I", len(data)) + data


def _read_request(web: socket.socket) -> dict[str, Any] | None:
    """Return the request, or None when no more can come, or the web has gone before it was complete."""
    try:
        size = _read_exactly(web, 4)
        data = _read_exactly(web, struct.unpack("!I", size)[0]) if size else None
    except OSError:
        return None
    return cast("dict[str, Any]", json.loads(data)) if data else None


def _read_exactly(web: socket.socket, size: int) -> bytes | None:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        got = web.recv_into(view)
        if not got:
            return None
        view = view[got:]
    return bytes(data)
