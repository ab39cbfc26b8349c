"""Answers one request of HTTP by an application, or says why there is no answer."""

from __future__ import annotations

import errno
import json
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from gunicorn.http import wsgi
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)

from pomegraph.errors import BrokenAnswerError
from pomegraph.serving.incoming import NoRoomError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping
    from logging import Logger

    from pomegraph.serving.client import Client
    from pomegraph.serving.recall import Recall
    from pomegraph.serving.underway import Begun

# What the application is told the client by, who may be behind proxies.
CLIENT = "pomegraph.client"
# How the application is told that it must not wait, and where it puts what it began for such a request.
_HURRIED, _BEGUN = "pomegraph.hurried", "pomegraph.begun"
_GONE = {errno.EPIPE, errno.ECONNRESET, errno.ENOTCONN}
_STATUSES: dict[type[BaseException], HTTPStatus] = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    ParseException: HTTPStatus.BAD_REQUEST,
    BrokenAnswerError: HTTPStatus.SERVICE_UNAVAILABLE,
    MemoryError: HTTPStatus.SERVICE_UNAVAILABLE,
    NoRoomError: HTTPStatus.SERVICE_UNAVAILABLE,
}
_CURES = {
    HTTPStatus.REQUEST_URI_TOO_LONG: "shorten what you send; a query may go to /sparql by POST",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "send fewer and shorter header fields",
    HTTPStatus.TOO_MANY_REQUESTS: "wait for what you asked before, and keep fewer connections open",
    HTTPStatus.SERVICE_UNAVAILABLE: "ask for less, or give the query more time",
    HTTPStatus.INTERNAL_SERVER_ERROR: "try again; if it fails again, tell the operator",
}
_RETRY_AFTER = {HTTPStatus.TOO_MANY_REQUESTS: 5, HTTPStatus.SERVICE_UNAVAILABLE: 5}


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers requests; threads share it.

    Args:
        application: What answers.
        settings: Gunicorn's settings.
        log: Where bugs are told.
        recall: What knows requests that were answered.
        is_ending: Tells whether connections are to end with the answers that begin now.
    """

    application: Callable[..., Iterable[bytes]]
    settings: Any
    log: Logger
    recall: Recall
    is_ending: Callable[[], bool]

    def answer(self, client: Client) -> bool:
        """Answer the request of a client; return whether the connection can stay for another one."""
        way = client.outgoing
        try:
            stays = self._answer(client)
            way.finish()
        except Exception as error:  # noqa: BLE001 - an answer that failed must not look like one that is whole
            self._tell(error)
            if way.has_begun:
                way.break_off()
                return False
            return self.refuse(client, find_status(error), error)
        return stays

    def begin(self, client: Client) -> Begun | None:
        """Let the application begin an answer that nobody waits for yet; None if a thread has to wait for it.

        It goes on with what it began when the request is answered.
        """
        # What fails here fails once more where it is told.
        with suppress(Exception):
            response, environ = client.prepared = self._prepare(client)
            environ[_HURRIED] = True
            try:
                self.application(environ, response.start_response)
            finally:
                environ[_HURRIED] = False
            begun: Begun | None = environ.get(_BEGUN)
            return begun
        return None

    def _prepare(self, client: Client) -> tuple[wsgi.Response, MutableMapping[str, Any]]:
        way = cast("Any", client.outgoing)
        request = client.incoming.request
        response, environ = wsgi.create(request, way, client.address, client.server, self.settings)
        environ["wsgi.multithread"] = True
        environ[CLIENT] = client.asker
        if self.is_ending():
            response.force_close()
        return response, environ

    def _answer(self, client: Client) -> bool:
        prepared, client.prepared = client.prepared, None
        response, environ = prepared or self._prepare(client)
        pieces = self.application(environ, response.start_response)
        try:
            for piece in pieces:
                response.write(piece)
            response.close()
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
        if response.should_close():
            return False
        self.recall.learn(client, environ)
        return True

    def _tell(self, error: Exception) -> None:
        if isinstance(error, (BrokenAnswerError, OSError)):
            if getattr(error, "errno", None) not in _GONE:
                self.log.warning("%s", error)
        elif find_status(error) is HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.exception("error handling a request")

    def refuse(self, client: Client, status: HTTPStatus, error: BaseException | None = None) -> bool:
        """Answer that a request is not answered, and why; the connection does not stay."""
        try:
            client.outgoing.sendall(write_problem(status, error))
            client.outgoing.finish()
        except OSError:
            client.outgoing.break_off()
        return False


def find_status(error: BaseException) -> HTTPStatus:
    """Return the status that tells a failure."""
    return next(
        (status for kind, status in _STATUSES.items() if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR
    )


def write_problem(status: HTTPStatus, error: BaseException | None) -> bytes:
    """Return a whole answer, after which the connection ends: a problem document (RFC 9457)."""
    detail = str(error) if isinstance(error, BrokenAnswerError) else status.description
    problem = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    body = json.dumps(problem | {"cure": _CURES.get(status, "send a request that is valid HTTP/1.1")}).encode()
    wait = f"Retry-After: {_RETRY_AFTER[status]}\r\n" if status in _RETRY_AFTER else ""
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n{wait}"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
