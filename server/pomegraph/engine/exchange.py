"""One query on its way between the web and the engine: the request goes out, the answer and a verdict come in."""

from __future__ import annotations

import functools
import json
import select
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from pomegraph.engine.answer import Figures, Request, ResultStream
from pomegraph.engine.child import pack_request
from pomegraph.engine.connection import GRACE, Connection
from pomegraph.engine.data import name_version
from pomegraph.engine.frames import BODY, HEAD, VERDICT, FrameReader
from pomegraph.engine.messages import read_verdict, restore_error
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
    from pomegraph.engine.limits import Limits

_BLOCK = 1 << 18
# Seconds past which the engine is told of a query, to which it then holds its limits.
_SHORT = 0.05
# Linux tells apart a client that has gone from one that sent more; elsewhere it is noticed when both ways are closed.
_GONE = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR


class LeaseEndedError(Exception):
    """The engine has taken back the process that a connection had."""


_PutBack: TypeAlias = "Callable[[Connection], None]"


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
        self.client = client
        self._put_back = put_back
        self.request = request
        self._timeout = min(request.timeout or limits.timeout, limits.timeout)
        # Past every limit the engine is taken for dead.
        self._patience = 2 * limits.timeout + GRACE
        self._began = time.monotonic()
        self._deadline = self._began + (request.patience or float("inf"))
        self._keeps = connection.store != "remote"
        self._is_sent = self._is_done = self._is_put_again = False

    def fileno(self) -> int:
        """Return the number of the socket on which the answer to a query that was sent comes."""
        return self._get_data().fileno()

    def send(self) -> bool:
        """Send the query to the process that the connection has; tell whether it is still there.

        Nobody has to wait after this until `begin` is called, if some ask again and again how it goes.
        """
        try:
            self._send(network=False)
        except LeaseEndedError:
            connection = self._get_connection()
            connection.end_lease()
            self._connection = None
            self._put_back(connection)
            return False
        self._is_sent = True
        return True

    def look(self, most: int) -> bool | None:
        """Take what came of the answer to a query that was sent, and return whether `begin` returns it without a wait.

        None if somebody has to wait: there are more than so many bytes, or the process has ended or is somebody's else.

        Raises:
            EngineError: this is no answer.
        """
        self._transfer(self._get_data())
        if sum(len(data) for _, data in self._frames) > min(most, self._limits.spool):
            return None
        is_over = any(kind == VERDICT for kind, _ in self._frames)
        return None if self._is_cut and not is_over else is_over

    def begin(self, *, network: bool = False) -> ResultStream:
        """Send the query, if it was not, and return its answer when it is whole or longer than the spool.

        Raises:
            EOFError: the engine was gone before the answer was whole.
            PomegraphError: the query failed, see `EngineClient.run`.
        """
        if network:
            # The process that the connection may have has none.
            self._keeps = False
            self._get_connection().end_lease()
        try:
            (form, name), pieces = self._ask(network=network)
        except BaseException:
            self.leave()
            raise
        size = sum(map(len, pieces))
        if self._is_done:
            self.leave()
            return ResultStream(form, name, self._version, pieces, size, self.figures, self.leave)
        return ResultStream(form, name, self._version, self._stream(pieces), None, self.figures, self.leave)

    def _stream(self, pieces: list[bytes]) -> Iterator[bytes]:
        """Give what was read, and then the rest as it comes.

        Raises:
            BrokenAnswerError: the result failed; what was given is only a part of it.
        """
        while pieces:
            yield pieces.pop(0)
        while piece := self._read_rest():
            yield piece

    def _ask(self, *, network: bool) -> tuple[tuple[str, str], list[bytes]]:
        """Put the query to the process that the connection has, or to one that it gets, and return what comes first."""
        while True:
            try:
                if not self._is_sent:
                    self._send(network=network)
                self._is_sent = False
                found = self._read_header(), self._read_first()
                if not self._is_done:
                    # How long it takes from here on is up to who reads it.
                    self._agree()
            except LeaseEndedError:
                # The engine gave the process to somebody else; nothing of an answer was passed on.
                self._get_connection().end_lease()
            else:
                return found

    def _get_connection(self) -> Connection:
        assert self._connection is not None  # noqa: S101 - it has not ended
        return self._connection

    def _get_data(self) -> socket.socket:
        data = self._get_connection().data
        assert data is not None  # noqa: S101 - the connection has a lease
        return data

    def _send(self, *, network: bool) -> None:
        connection, request = self._get_connection(), self.request
        self._reader = FrameReader()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._unsent = memoryview(pack_request(request.query, request.dataset, request.wanted, self._timeout))
        self._has_begun = self._is_cut = False
        # Made when somebody waits.
        self._poll: select.poll | None = None
        # Of a query in a lease that goes on the engine is told only when it is not short.
        self._is_known = self._is_first = self._is_agreed = connection.data is None
        if connection.data is None:
            far = connection.begin_lease()
            with far:
                self._push(connection.data)
                asked = {"timeout": self._timeout, "network": network, "asker": request.asker}
                self._tell(asked, [far.fileno()])
        else:
            self._push(connection.data)

    def _tell(self, message: dict[str, Any], files: Sequence[int] = ()) -> None:
        connection = self._get_connection()
        try:
            connection.line.send(message | {"lease": connection.lease}, files)
        except OSError as error:
            raise EOFError from error

    def _push(self, data: socket.socket | None) -> None:
        """Send what is left of the request, as much as goes."""
        assert data is not None  # noqa: S101 - the connection has a lease
        try:
            self._unsent = self._unsent[data.send(self._unsent) :]
        except BlockingIOError:
            return
        except OSError as error:
            raise LeaseEndedError from error

    def _make_poll(self) -> select.poll:
        poll = select.poll()
        if not self._is_cut:
            poll.register(self._get_data(), select.POLLIN | (select.POLLOUT if self._unsent else 0))
        poll.register(self._get_connection().line, select.POLLIN)
        if self.client:
            poll.register(self.client, _GONE)
        return poll

    def _read_header(self) -> tuple[str, str]:
        kind, data = self._read_frame()
        if kind == VERDICT:
            self._conclude(data)
        if kind != HEAD:
            raise EngineError("the engine gave no answer", "try again")
        return _read_head(data)

    def _read_first(self) -> list[bytes]:
        """Return all of a short answer, and of a long one as much as is held back."""
        pieces: list[bytes] = []
        size = 0
        while size <= self._limits.spool and (piece := self._read()):
            pieces.append(piece)
            size += len(piece)
        return pieces

    def _agree(self) -> None:
        """Wait until the engine lets the query run on."""
        if not self._is_known:
            self._tell_long()
        connection = self._get_connection()
        connection.line.socket.settimeout(GRACE)
        try:
            while not self._is_agreed:
                self._hear(connection)
        finally:
            connection.line.socket.settimeout(None)

    def _read_rest(self) -> bytes:
        try:
            return self._read()
        except (PomegraphError, EOFError, LeaseEndedError) as error:
            raise BrokenAnswerError(f"the answer broke off: {error}") from error

    def _read(self) -> bytes:
        """Return the next bytes; none when the result is complete, which only the verdict tells."""
        while not self._is_done:
            kind, data = self._read_frame()
            if kind == VERDICT:
                self._conclude(data)
            elif kind == BODY and data:
                return data
        return b""

    def _read_frame(self) -> tuple[bytes, bytes]:
        while not self._frames:
            self._step()
        return self._frames.popleft()

    def _step(self) -> None:
        """Wait until something happens, and deal with it."""
        ready, connection, data = self._wait(), self._get_connection(), self._get_data()
        if self.client and self.client.fileno() in ready:
            raise ClientGoneError("the client has gone")
        if data.fileno() in ready:
            self._transfer(data)
        elif connection.line.fileno() in ready:
            self._hear(connection)

    def _wait(self) -> set[int]:
        now = time.monotonic()
        patience = min(self._patience, self._deadline - now)
        if not self._is_known:
            patience = min(patience, self._began + _SHORT - now)
        poll = self._poll = self._poll or self._make_poll()
        ready = poll.poll(max(0.0, patience) * 1000)
        if not ready and self._is_known:
            raise EngineError("the engine does not answer", "try again in a minute")
        if not self._is_known and time.monotonic() >= self._began + _SHORT:
            self._tell_long()
        return {file for file, _ in ready}

    def _tell_long(self) -> None:
        """Have the engine hold the query to its limits, or end it if others have the turn."""
        self._is_known = True
        ran = time.monotonic() - self._began
        self._tell({"long": ran, "timeout": self._timeout, "asker": self.request.asker})

    def _transfer(self, data: socket.socket) -> None:
        """Send what is left of the request, as much as goes, and take what came."""
        try:
            if self._unsent:
                self._push(data)
                if not self._unsent and self._poll:
                    self._poll.modify(data, select.POLLIN)
            piece = data.recv(_BLOCK)
        except BlockingIOError:
            return
        except (OSError, LeaseEndedError):
            piece = b""
        if not piece:
            # Why, the engine tells.
            self._is_cut = True
            if self._poll:
                self._poll.unregister(data)
        try:
            self._frames += self._reader.read(piece)
            self._has_begun |= bool(self._frames)
        except ValueError as error:
            raise EngineError("the engine gave an answer that is none", "try again") from error

    def _hear(self, connection: Connection) -> None:
        messages = connection.line.receive()
        if messages is None:
            raise EOFError
        for message in messages:
            # Others are of a lease before.
            if message.get("lease") != connection.lease:
                continue
            if "kept" not in message:
                self._fail(message)
            self._is_agreed = True

    def _fail(self, message: dict[str, Any]) -> None:
        """Raise what the engine tells of a query that has no verdict."""
        # One that ended may have done so before it took the query, which is put once more: in a lease nobody can tell.
        is_untouched = not self._has_begun and (not self._is_agreed or not message.get("begun", True))
        if message["end"] == "free" or (message["end"] == "crash" and is_untouched and not self._is_put_again):
            self._is_put_again |= message["end"] == "crash" and self._is_agreed
            raise LeaseEndedError
        connection = self._get_connection()
        self.figures.waited = message.get("waited", 0.0)
        self.figures.ran = message.get("ran", time.monotonic() - self._began)
        self.figures.outcome = message["end"]
        connection.end_lease()
        self._connection = None
        self._put_back(connection)
        raise _explain(message, self._limits) or EngineError("the engine ended the query", "try again")

    def _conclude(self, data: bytes) -> None:
        """Take note of the verdict of the process."""
        connection, verdict = self._get_connection(), read_verdict(data)
        if verdict is None or self._frames or self._reader.has_rest:
            raise EngineError("the process that ran the query ended", "try again; if it ends again, write it otherwise")
        self.figures.ran = verdict["ran"]
        self.figures.waited = max(0.0, time.monotonic() - self._began - verdict["ran"]) if self._is_first else 0.0
        self.figures.outcome = verdict["end"]
        if self._is_known:
            self._tell({"ended": True})
        # What the engine says to a query that has ended is not meant for the next one.
        is_to_be_told = self._is_known and not self._is_agreed
        if is_to_be_told or not self._keeps:
            connection.end_lease()
        self._connection = None
        self._put_back(connection)
        failure = _explain(verdict, self._limits)
        if failure:
            raise failure
        self.figures.rows = verdict["rows"]
        self.figures.size = verdict["size"]
        self._is_done = True

    def leave(self) -> None:
        """Leave; the engine ends a query whose connection is closed."""
        connection, self._connection = self._connection, None
        if connection:
            connection.close()


# There are few different ones.
@functools.lru_cache(maxsize=64)
def _read_head(data: bytes) -> tuple[str, str]:
    """Return the form of a query and the format of its result."""
    head = json.loads(data)
    return head["form"], head["format"]


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
