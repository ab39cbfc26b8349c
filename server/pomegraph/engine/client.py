"""What the web knows of the engine: give it a query, get an answer that is whole or fails loudly."""

from __future__ import annotations

import socket
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from pomegraph.engine.answer import Figures, Request, ResultStream
from pomegraph.engine.connection import GRACE, Connection
from pomegraph.engine.data import name_version
from pomegraph.engine.exchange import Exchange
from pomegraph.engine.process import REFUSED, SOCKET
from pomegraph.errors import EngineError, PomegraphError, ServiceRefusedError
from pomegraph.sparql.formats import Wanted
from pomegraph.sparql.outline import read_outline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pomegraph.engine.data import Status
    from pomegraph.engine.limits import Limits

__all__ = ["EngineClient", "Figures", "Request", "ResultStream"]

_Told = TypeVar("_Told")
# Seconds to wait for an engine that is being restarted, and between two tries.
_PATIENCE, _PAUSE = GRACE, 0.05
# Seconds in which what is ready answers.
_QUICK = 5.0
# Engines that are asked one after the other.
_TRIES = 2


class EngineClient:
    """Runs queries in the engine that listens in a folder; may be shared by threads."""

    def __init__(self, run: Path, limits: Limits) -> None:
        self.limits = limits
        self._address = str(run / SOCKET)
        self._refused = run / REFUSED
        self._idle: deque[Connection] = deque()
        self._status: Status | None = None
        self._changed = threading.Condition()
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def status(self) -> Status:
        """What is served now.

        Raises:
            EngineError: the engine does not answer.
        """
        return self._status or self._ask(Connection.ask_status)

    @property
    def version(self) -> str:
        """The version of the data now."""
        return name_version(self.status.version, self.status.store)

    @property
    def known_version(self) -> str | None:
        """The version of the data, or None if the engine would have to be asked."""
        status = self._status
        return name_version(status.version, status.store) if status else None

    def wait_for_data(self, known: str | None = None) -> str:
        """Return the version of the data, once it is another one than was known, if any was."""
        with self._changed:
            while (version := self.known_version) is None or version == known:
                self._changed.wait()
            return version

    def is_ready(self) -> bool:
        """Return whether the engine answers and has its processes; a store elsewhere is asked."""
        try:
            is_whole = not self._ask(Connection.ask_health, _QUICK)["lacking"]
            return is_whole and (self.status.store != "remote" or self._is_answered())
        except PomegraphError:
            return False

    def is_answering(self) -> bool:
        """Return whether a process for queries answers within seconds, or all that there may be are at work."""
        try:
            health = self._ask(Connection.ask_health, _QUICK)
            return (health["busy"] and not health["lacking"]) or self._is_answered()
        except PomegraphError:
            return False

    def _is_answered(self) -> bool:
        request = Request("ASK {}", Wanted(None, "json", None), timeout=_QUICK, patience=_QUICK)
        self.submit(request).close()
        return True

    def has_refused(self) -> bool:
        """Return whether newer data were refused, so that those before are served on."""
        return self._refused.exists()

    def count(self) -> dict[str, int]:
        """Return how many queries are `running` and `waiting`."""
        return self._ask(Connection.ask_figures)

    def run(self, request: Request, *, client: socket.socket | None = None) -> ResultStream:
        """Run a query; it is stopped when the socket of the client is closed at its other end.

        Raises:
            QueryError: it is not SPARQL, or it failed.
            ResultFormatError: there is no such result.
            ServiceRefusedError: it calls an endpoint that it may not call.
            TimeLimitError: it was stopped at its deadline.
            MemoryLimitError: it was stopped at its memory limit.
            OverloadError: too many queries wait.
            EngineError: its process died.
            StoreError: the store elsewhere did not answer.
            ClientGoneError: the client has gone.
        """
        services = read_outline(request.query).services
        refused = [service for service in services if service not in self.limits.services]
        if refused:
            raise ServiceRefusedError(refused[0], self.limits.services)
        return self.submit(request, client=client, network=bool(services))

    def submit(self, request: Request, *, client: socket.socket | None = None, network: bool = False) -> ResultStream:
        """Run a query as it is, with or without network; see `run`."""
        for connection in self._offer():
            exchange = Exchange(connection, request, self.limits, client=client, put_back=self._keep)
            try:
                return exchange.begin(network=network)
            except EOFError:
                # Nothing was passed on yet, and a query changes nothing: another engine may answer it.
                continue
        raise EngineError("the engine ended while it ran the query", "try again")

    def start(self, request: Request, *, client: socket.socket | None = None) -> Exchange | None:
        """Send a query to a process that is lent already, and do not wait; None if there is none.

        What is returned must be finished with `finish`, or told to leave.
        """
        try:
            connection = self._idle.pop()
        except IndexError:
            return None
        if connection.data is None:
            self._keep(connection)
            return None
        exchange = Exchange(connection, request, self.limits, client=client, put_back=self._keep)
        return exchange if exchange.send() else None

    def finish(self, exchange: Exchange) -> ResultStream:
        """Wait for the answer to a query that was started; see `run`."""
        try:
            return exchange.begin()
        except EOFError:
            return self.submit(exchange.request, client=exchange.client)

    def _keep(self, connection: Connection) -> None:
        """Keep a connection for the next query, unless its engine has made way for another."""
        with self._changed:
            is_current = self._status is not None and connection.version == self._status.version
            if is_current:
                self._idle.append(connection)
        if not is_current:
            connection.close()

    def _offer(self) -> Iterator[Connection]:
        """Give connections to try: an engine that made way for another has closed those that were idle."""
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:
                break
            yield connection
        yield self._connect()
        yield self._connect()

    def _connect(self, patience: float = _PATIENCE) -> Connection:
        end = time.monotonic() + patience
        while True:
            sock = socket.socket(socket.AF_UNIX)
            try:
                sock.settimeout(patience)
                sock.connect(self._address)
                return Connection(sock, patience)
            except (OSError, EOFError) as error:
                sock.close()
                if time.monotonic() > end:
                    raise EngineError("the engine does not answer", "try again in a minute") from error
                time.sleep(_PAUSE)

    def _ask(self, ask: Callable[[Connection], _Told], patience: float = _PATIENCE) -> _Told:
        for _ in range(_TRIES):
            connection = self._connect(patience)
            try:
                return ask(connection)
            except EOFError:
                # It may just have made way for another.
                continue
            finally:
                connection.line.close()
        raise EngineError("the engine ended while it was asked", "try again")

    def _watch(self) -> None:
        """Keep the status: an engine closes its connections when it makes way for another."""
        while True:
            with suppress(EngineError):
                self._ask(self._keep_status)

    def _keep_status(self, connection: Connection) -> None:
        status = connection.ask_status()
        with self._changed:
            self._status = status
            self._changed.notify_all()
        while connection.line.receive() is not None:
            pass
        with self._changed:
            # Who is told of the new data must not be answered by a process that still has those before.
            while self._idle:
                self._idle.pop().close()
            self._status = None
