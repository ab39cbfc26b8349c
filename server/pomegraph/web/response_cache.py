"""Answers a GET that was answered before, as long as the data are the same: the application is not asked again.

Making one response takes the application longer than the engine takes for a small query.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import request

from pomegraph.web.cache import hash_parts
from pomegraph.web.log import ID_HEADER, QueryRecord, choose_id
from pomegraph.web.plain_queries import BEGUN, HURRIED, PlainQueries
from pomegraph.web.visit import get_visit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask, Response

    from pomegraph.engine.client import EngineClient
    from pomegraph.web.cache import ResultCache
    from pomegraph.web.log import QueryLog
    from pomegraph.web.metrics import Meters

# All of a GET without a body that a response may depend on.
_FIELDS = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ORIGIN",
)
# With one of these a request has a body, or wants less than a whole response.
_OTHERS = ("HTTP_TRANSFER_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
# Under this name what serves the application finds where its answer is kept.
_ENTRY = "pomegraph.entry"
_EXTENSION = "pomegraph.responses"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the response to a request is to be kept, and the version of the data when the request came."""

    version: str
    key: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A response: its header fields but for the id, its body, its route, and the record of its query, if it had one.

    Args:
        head: The header fields as they are sent.
    """

    fields: list[tuple[str, str]]
    head: bytes
    body: bytes
    route: str
    record: QueryRecord | None

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.body) + 2 * len(self.head) + len(self.record.query if self.record else "")


class ResponseCache:
    """Goes round an application and keeps its responses that have an entity tag."""

    def __init__(self, engine: EngineClient, cache: ResultCache, meters: Meters, log: QueryLog) -> None:
        self._engine = engine
        self._cache = cache
        self._meters = meters
        self._log = log
        self._plain = PlainQueries(engine, cache, meters, log, keep=self._keep_parts)

    def attach(self, app: Flask) -> None:
        """Go round an application; what is set on responses after this is in what is kept."""
        app.extensions[_EXTENSION] = self
        behind = app.wsgi_app
        app.after_request(self._keep)

        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            return self._answer(behind, environ, start_response)

        app.wsgi_app = answer  # type: ignore[method-assign]

    def _answer(self, behind: WSGIApplication, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        entry = environ[_ENTRY] = environ.get(_ENTRY) or self._find_entry(environ)
        is_begun = BEGUN in environ or environ.get(HURRIED)
        kept = self._cache.find(entry.key, Kept) if entry and not is_begun else None
        if kept is None:
            return self._plain.answer(behind, entry, environ, start)
        request_id = choose_id(environ.get("HTTP_X_REQUEST_ID", ""))
        self._note(kept, request_id)
        start("200 OK", [*kept.fields, (ID_HEADER, request_id)])
        return [kept.body]

    def repeat(self, entry: Entry, given_id: str, most: int) -> tuple[bytes, bytes] | None:
        """Return the header fields, as they are sent, and the body of a kept response; it is counted and logged.

        None if there is none any more, if the data are new, or if its body is longer than `most`.
        """
        kept = self._cache.find(entry.key, Kept) if entry.version == self._engine.known_version else None
        if kept is None or len(kept.body) > most:
            return None
        request_id = choose_id(given_id)
        self._note(kept, request_id)
        return kept.head + f"{ID_HEADER}: {request_id}\r\n\r\n".encode("ascii"), kept.body

    def _find_entry(self, environ: WSGIEnvironment) -> Entry | None:
        version = self._engine.known_version
        if version is None or environ["REQUEST_METHOD"] != "GET" or any(name in environ for name in _OTHERS):
            return None
        if environ.get("CONTENT_LENGTH") not in {None, "", "0"}:
            return None
        return Entry(version, hash_parts(version, *map(environ.get, _FIELDS)))

    def _note(self, kept: Kept, request_id: str) -> None:
        self._meters.count_request(kept.route, "GET", HTTPStatus.OK)
        self._meters.count_lookup(found=True, size=self._cache.size)
        if kept.record is not None:
            record = replace(kept.record, request_id=request_id, started=datetime.now(UTC))
            self._meters.count_query(record)
            self._log.write(record)

    def _keep(self, response: Response) -> Response:
        entry: Entry | None = request.environ.get(_ENTRY)
        record = get_visit().record
        if entry is not None and _is_lasting(response):
            fields = [(name, value) for name, value in _list_fields(response) if name != ID_HEADER]
            rule = str(request.url_rule)
            self._keep_parts(entry, fields, response.get_data(), rule, record)
            if record is not None:
                self._plain.learn(request.environ, fields, rule, record)
        return response

    def _keep_parts(
        self, entry: Entry, fields: list[tuple[str, str]], body: bytes, rule: str, record: QueryRecord | None
    ) -> None:
        if self._is_of(entry.version, record):
            head = "".join(f"{name}: {value}\r\n" for name, value in fields).encode("latin-1")
            self._cache.keep(entry.key, Kept(fields, head, body, rule, _repeat(record)))

    def _is_of(self, version: str, record: QueryRecord | None) -> bool:
        """Tell whether all of a response is of one version of the data, also if there are new ones by now."""
        return self._engine.known_version == version and (record is None or record.version in {"", version})


def get_responses(app: Flask) -> ResponseCache:
    """Return what goes round an application and keeps its responses."""
    responses: ResponseCache = app.extensions[_EXTENSION]
    return responses


def _is_lasting(response: Response) -> bool:
    is_whole = response.status_code == HTTPStatus.OK and not response.is_streamed and response.is_sequence
    return is_whole and "ETag" in response.headers and not response.cache_control.no_store


def _list_fields(response: Response) -> list[tuple[str, str]]:
    return response.get_wsgi_headers(request.environ).to_wsgi_list()


def _repeat(record: QueryRecord | None) -> QueryRecord | None:
    """Return what the log says of a query whose answer was kept."""
    if record is None:
        return None
    changes: dict[str, Any] = {"waited": 0.0, "ran": 0.0, "outcome": "cached", "status": int(HTTPStatus.OK)}
    return replace(record, **changes)
