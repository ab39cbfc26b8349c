"""One query on its way between the web and the engine: the request goes out, the answer and a verdict come in."""

from __future__ import annotations

import json
import os
import select
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pomegraph.engine.child import pack_request
from pomegraph.engine.data import from_message, name_version
from pomegraph.engine.messages import Line, restore_error
from pomegraph.errors import (
    BrokenAnswerError,
    ClientGoneError,
    EngineError,
    MemoryLimitError,
    OverloadError,
    PomegraphError,
    QueryError,
    TimeLimitError,
)

if TYPE_CHECKING:
    from pomegraph.engine.data import Status
    from pomegraph.engine.limits import Limits
    from pomegraph.sparql.formats import Wanted
    from pomegraph.stores.embedded import Dataset

_BLOCK, _LONGEST_HEADER = 1 << 18, 1 << 10
# Seconds in which the engine itself must answer.
GRACE = 10.0
# Linux tells apart a client that has gone from one that sent more; elsewhere it is noticed when both ways are closed.
_GONE = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR

_PutBack: TypeAlias = "Callable[[Connection], None]"


@dataclass(frozen=True, slots=True)
class Request:
    """A query and how its answer is wanted.

    Args:
        dataset: Names of the default graphs and of the named graphs, or None for all that there is.
        timeout: Seconds; the limit of the engine holds if it is less.
        patience: Seconds in which it must be answered, however long it waits, or None for as long as it takes.
        asker: The name of the client who asks: each gets a share.
    """

    query: str
    wanted: Wanted
    dataset: Dataset | None = None
    timeout: float | None = None
    patience: float | None = None
    asker: str = ""


@dataclass(slots=True)
class Figures:
    """What a query took: seconds waiting and running, rows, bytes; outcome is empty until it has ended."""

    waited: float = 0.0
    ran: float = 0.0
    rows: int = 0
    size: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ResultStream:
    """An answer that has begun: it is complete if its size is known, else the rest is on its way.

    Args:
        version: The version of the data that it is from.
        body: The bytes, once; raises BrokenAnswerError if the rest does not come.
        figures: Complete when the body was read.
        close: Ends the query if it still runs.
    """

    form: str
    format: str
    version: str
    body: Iterable[bytes]
    size: int | None
    figures: Figures
    close: Callable[[], None]


class Connection:
    """A connection to the engine, and which data it said that it has.

    Raises:
        EOFError: the engine has gone, or does not answer.
    """

    def __init__(self, sock: socket.socket, patience: float = GRACE) -> None:
        self.line = Line(sock)
        self._patience = patience
        greeting = self._hear()
        self.version, self.store = str(greeting["version"]), str(greeting["store"])

    def ask_status(self) -> Status:
        """Return what the engine tells of its data.

        Raises:
            EOFError: the engine has gone.
        """
        size = self._ask("status")["size"]
        # The file is that of all who ask: it must be read without moving its place.
        message = json.loads(os.pread(self.line.files[-1], size, 0))
        os.close(self.line.files.pop())
        return from_message(message)

    def ask_figures(self) -> dict[str, int]:
        """Return how many queries are `running` and `waiting`.

        Raises:
            EOFError: the engine has gone.
        """
        return self._ask("figures")

    def ask_health(self) -> dict[str, bool]:
        """Return whether all processes for queries are at work, `busy`, and whether one cannot be started, `lacking`.

        Raises:
            EOFError: the engine has gone.
        """
        return {name: bool(value) for name, value in self._ask("health").items()}

    def _ask(self, what: str) -> dict[str, int]:
        try:
            self.line.send({"ask": what})
        except OSError as error:
            raise EOFError from error
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        self.line.socket.settimeout(self._patience)
        message = self.line.receive_one()
        if message is None:
            raise EOFError
        self.line.socket.settimeout(None)
        return message


class Exchange:
    """One query on one connection, which is put back for the next query once the verdict is there."""

    def __init__(
        self,
        connection: Connection,
        request: Request,
        limits: Limits,
        *,
        client: socket.socket | None,
        put_back: _PutBack,
    ) -> None:
        self.figures = Figures()
        self._connection: Connection | None = connection
        self._version = name_version(connection.version, connection.store)
        self._limits = limits
        self._client = client
        self._put_back = put_back
        self._asker = request.asker
        self._timeout = min(request.timeout or limits.timeout, limits.timeout)
        # Past every limit the engine is taken for dead.
        self._patience = 2 * limits.timeout + GRACE
        self._deadline = time.monotonic() + (request.patience or float("inf"))
        self._data, self._far = socket.socketpair()
        self._data.setblocking(False)
        self._unsent = memoryview(pack_request(request.query, request.dataset, request.wanted))
        self._is_read = False
        self._is_done = False

    def begin(self, *, network: bool) -> ResultStream:
        """Send the query, and return its answer when it is whole or longer than the spool.

        Raises:
            EOFError: the engine was gone before the answer was whole.
            PomegraphError: the query failed, see `EngineClient.run`.
        """
        try:
            self._send(network=network)
            header, pieces = self._read_header()
            size = sum(map(len, pieces))
            while size <= self._limits.spool and (piece := self._read()):
                pieces.append(piece)
                size += len(piece)
        except BaseException:
            self._end()
            raise
        if self._is_done:
            self._end()
            return ResultStream(header["form"], header["format"], self._version, pieces, size, self.figures, self._end)
        rest = self._stream(pieces)
        return ResultStream(header["form"], header["format"], self._version, rest, None, self.figures, self._end)

    def _stream(self, pieces: list[bytes]) -> Iterator[bytes]:
        """Give what was read, and then the rest as it comes.

        Raises:
            BrokenAnswerError: the result failed; what was given is only a part of it.
        """
        while pieces:
            yield pieces.pop(0)
        while piece := self._read_rest():
            yield piece

    def _send(self, *, network: bool) -> None:
        assert self._connection is not None  # noqa: S101 - it has not ended
        with self._far:
            try:
                message = {"timeout": self._timeout, "network": network, "asker": self._asker}
                self._connection.line.send(message, [self._far.fileno()])
            except OSError as error:
                raise EOFError from error

    def _read_header(self) -> tuple[dict[str, str], list[bytes]]:
        data = b""
        while b"\n" not in data:
            piece = self._read()
            if not piece:
                raise EngineError("the engine gave no answer", "try again")
            data += piece
            if len(data) > _BLOCK + _LONGEST_HEADER:
                raise EngineError("the engine gave an answer that is none", "try again")
        header, _, rest = data.partition(b"\n")
        return json.loads(header), [rest] if rest else []

    def _read_rest(self) -> bytes:
        try:
            return self._read()
        except (PomegraphError, EOFError) as error:
            raise BrokenAnswerError(f"the answer broke off: {error}") from error

    def _read(self) -> bytes:
        """Return the next bytes; none when the result is complete, which only the verdict of the engine tells."""
        while not (self._is_read and self._is_done):
            piece = self._step()
            if piece:
                return piece
        return b""

    def _step(self) -> bytes:
        """Wait until something happens, and deal with it."""
        ready = self._wait()
        if self._client and self._client.fileno() in ready:
            raise ClientGoneError("the client has gone")
        if self._data.fileno() in ready:
            return self._transfer()
        if self._connection and self._connection.line.fileno() in ready:
            self._hear(self._connection)
        return b""

    def _wait(self) -> set[int]:
        poll = select.poll()
        if not self._is_read:
            poll.register(self._data, select.POLLIN | (select.POLLOUT if self._unsent else 0))
        # The verdict may come first: the socket for the data is closed when the last process has closed it.
        if self._connection:
            poll.register(self._connection.line, select.POLLIN)
        if self._client:
            poll.register(self._client, _GONE)
        ready = poll.poll(max(0.0, min(self._patience, self._deadline - time.monotonic())) * 1000)
        if not ready:
            raise EngineError("the engine does not answer", "try again in a minute")
        return {file for file, _ in ready}

    def _transfer(self) -> bytes:
        """Send what is left of the request, as much as goes, and return what came."""
        try:
            if self._unsent:
                self._unsent = self._unsent[self._data.send(self._unsent) :]
            piece = self._data.recv(_BLOCK)
        except BlockingIOError:
            return b""
        except OSError:
            piece = b""
        self._is_read = not piece
        return piece

    def _hear(self, connection: Connection) -> None:
        verdict = connection.line.receive_one()
        if verdict is None:
            raise EOFError
        self.figures.waited = verdict["waited"]
        self.figures.ran = verdict["ran"]
        self.figures.outcome = verdict["end"]
        self._connection = None
        self._put_back(connection)
        failure = _explain(verdict, self._limits)
        if failure:
            raise failure
        self.figures.rows = verdict["rows"]
        self.figures.size = verdict["size"]
        self._is_done = True

    def _end(self) -> None:
        """Leave; the engine ends a query whose connection is closed."""
        if self._connection:
            self._connection.line.close()
        self._data.close()


def _explain(verdict: dict[str, Any], limits: Limits) -> PomegraphError | None:
    """Return the error that a verdict tells, or None when the query was answered."""
    found: dict[str, Callable[[], PomegraphError]] = {
        "timeout": lambda: TimeLimitError(verdict.get("limit", limits.timeout)),
        "memory": lambda: MemoryLimitError(limits.memory),
        "busy": lambda: OverloadError(verdict["retry_after"]),
        "error": lambda: restore_error(verdict["error"]),
        "stack": lambda: QueryError(
            "the query is nested too deeply", "write it flatter: fewer brackets, shorter chains"
        ),
        "gone": lambda: ClientGoneError("the client has gone"),
        "crash": lambda: EngineError(
            "the process that ran the query ended", "try again; if it ends again, write it otherwise"
        ),
    }
    return found[verdict["end"]]() if verdict["end"] in found else None
