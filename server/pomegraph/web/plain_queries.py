"""Answers new queries that ask for nothing else, with the header fields that Flask gave to one like them before.

To make one response takes Flask several times longer than the store takes for a small query. What it says of a query
depends on few things; of these, all but the query were seen in an earlier request.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from pomegraph.engine.client import Request
from pomegraph.errors import PomegraphError
from pomegraph.sparql.outline import read_outline
from pomegraph.web.cache import Finished, build_key
from pomegraph.web.headers import build_location, build_tag
from pomegraph.web.log import ID_HEADER, QueryRecord, choose_id
from pomegraph.web.problems import ParameterError
from pomegraph.web.protocol import Call, Parameters
from pomegraph.web.results import ASKED, GIVEN, Asked, Given, read_finished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from socket import socket
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from pomegraph.engine.client import EngineClient, ResultStream
    from pomegraph.engine.exchange import Exchange
    from pomegraph.web.cache import ResultCache
    from pomegraph.web.log import QueryLog
    from pomegraph.web.metrics import Meters
    from pomegraph.web.response_cache import Entry

_Way: TypeAlias = tuple[str | None, ...]
_Fields: TypeAlias = list[tuple[str, str]]
_Keep: TypeAlias = "Callable[[Entry, _Fields, bytes, str, QueryRecord], None]"
# What a response depends on, besides the query.
_FIELDS = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ORIGIN",
)
_WAY = "pomegraph.way"
# Ways to ask that are known at once.
_MOST = 256
_QUERY = "query="
_OWN = ("Content-Length", "ETag", "Content-Location")
# Longer answers are compressed, and longer ones than that are not held.
_SHORT, _SMALL = 500, 60 << 10
# Where a request says that who asks must not wait, and where it holds a query that was read for such a one.
HURRIED, BEGUN = "pomegraph.hurried", "pomegraph.begun"


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The response to queries of one form that were asked in one way.

    Args:
        asked: What they had in common.
        fields: The header fields, in their order; of those in `_OWN` the values are those of the first query.
        place: The path at which the answer is found.
        rule: The route.
    """

    asked: Asked
    fields: _Fields
    place: str
    rule: str


@dataclass(slots=True)
class PlainQuery:
    """A query that was read, and what there is of its answer.

    Args:
        engine: What is asked.
        wish: What it is asked.
        client: The socket of who asks.
        call: The same as the web knows it.
        pattern: The response to queries like it.
        record: What is known of it.
        most: Bytes of the longest answer that is sent as it is.
        exchange: The query on its way, while nobody waits for it.
        outcome: What the engine answered, if it did.
    """

    engine: EngineClient
    wish: Request
    client: socket | None
    call: Call
    pattern: _Pattern
    record: QueryRecord
    most: int
    exchange: Exchange | None = None
    outcome: ResultStream | PomegraphError | None = None

    def start(self) -> bool:
        """Put it to the engine, if that has a process ready for it; nobody waits for the answer yet."""
        self.exchange = self.engine.start(self.wish, client=self.client)
        return self.exchange is not None

    def fileno(self) -> int:
        """Return the number of the socket on which the answer to a query that was started comes."""
        return self.exchange.fileno() if self.exchange else -1

    def look(self) -> bool | None:
        """Take what came, and return whether all is there for a response without Flask.

        None if there will be no such response: somebody must wait for another one.
        """
        exchange = self.exchange
        if exchange is None:
            return None
        try:
            is_there = exchange.look(self.most)
            if not is_there:
                return is_there
            self.outcome = exchange.begin()
        except PomegraphError as error:
            exchange.leave()
            self.outcome = error
        self.exchange = None
        return self.get_result() is not None or None

    def finish(self) -> ResultStream | PomegraphError:
        """Return the outcome, for which the caller waits if it is not there."""
        exchange, self.exchange = self.exchange, None
        try:
            if exchange is not None:
                self.outcome = self.engine.finish(exchange)
            elif self.outcome is None:
                self.outcome = self.engine.submit(self.wish, client=self.client)
        except PomegraphError as error:
            self.outcome = error
        return self.outcome

    def get_result(self) -> ResultStream | None:
        """Return the answer if it is whole and small, so that it is sent as it is."""
        outcome = self.outcome
        if outcome is None or isinstance(outcome, PomegraphError) or outcome.size is None or outcome.size > self.most:
            return None
        return outcome


class PlainQueries:
    """Stands in front of Flask, and gives it what it cannot answer by itself.

    Args:
        engine: What answers queries.
        cache: Where results are kept.
        meters: What is counted.
        log: Where queries are told.
        keep: Keeps a response.
    """

    def __init__(self, engine: EngineClient, cache: ResultCache, meters: Meters, log: QueryLog, *, keep: _Keep) -> None:
        self._engine = engine
        self._cache = cache
        self._meters = meters
        self._log = log
        self._keep = keep
        self._patterns: dict[tuple[str | None, _Way], _Pattern] = {}
        self._lock = Lock()

    def learn(self, environ: WSGIEnvironment, fields: _Fields, rule: str, record: QueryRecord) -> None:
        """Take note of the header fields of a response that is kept."""
        asked: Asked | None = environ.get(ASKED)
        place = dict(fields).get("Content-Location", "").partition("?")[0]
        if asked is None or not place or "Content-Encoding" in dict(fields):
            return
        if record.format == asked.wanted.get_name(record.form):
            with self._lock:
                self._patterns[record.form, environ[_WAY]] = _Pattern(asked, fields, place, rule)
                if len(self._patterns) > _MOST:
                    del self._patterns[next(iter(self._patterns))]

    def answer(
        self, behind: WSGIApplication, entry: Entry | None, environ: WSGIEnvironment, start: StartResponse
    ) -> Iterable[bytes]:
        """Return the body of a response; what asks for anything else than a small new result is answered by Flask.

        Who must not wait gets nothing, and finds in the request the query to be started, if it is such a one. With
        that the same request is answered when it is put once more.

        Args:
            behind: Flask.
            entry: Where the response may be kept, if it may.
            environ: The request.
            start: Takes the head of the response.
        """
        asked: PlainQuery | None = environ.pop(BEGUN, None) or (self._read(environ, entry) if entry else None)
        if environ.get(HURRIED):
            environ.update({BEGUN: asked} if asked else {})
            return ()
        if asked is None or entry is None:
            return behind(environ, start)
        outcome = asked.finish()
        result = asked.get_result()
        if result is not None:
            return self._respond(asked, result, entry, start)
        environ[GIVEN] = Given(outcome, asked.record.started, asked.record.clock)
        return _pass_on(behind, environ, start)

    def _respond(self, asked: PlainQuery, result: ResultStream, entry: Entry, start: StartResponse) -> Iterable[bytes]:
        call, pattern, record = asked.call, asked.pattern, asked.record
        record.form, record.format, record.version = result.form, result.format, result.version
        finished = read_finished(result, record)
        self._cache.keep(build_key(finished.version, call, pattern.asked.wanted), finished)
        fields = _fill(pattern, call, finished)
        self._note(record, pattern)
        self._keep(entry, fields, finished.body, pattern.rule, record)
        start("200 OK", [*fields, (ID_HEADER, record.request_id)])
        return [finished.body]

    def _read(self, environ: WSGIEnvironment, entry: Entry) -> PlainQuery | None:
        """Return what is asked in which way, or None if it is not a query alone, or is known, or the way is not."""
        # What goes round Flask changes some of these.
        way = environ[_WAY] = tuple(map(environ.get, _FIELDS))
        text = environ["QUERY_STRING"]
        if not text.startswith(_QUERY) or "&" in text or not self._patterns:
            return None
        try:
            (query,) = Parameters(text.encode("latin-1")).list_values("query")
        except ParameterError:
            return None
        outline = read_outline(query)
        pattern = self._patterns.get((outline.form, way))
        if pattern is None or outline.is_volatile or outline.services or outline.is_update:
            return None
        call = Call(query, format=pattern.asked.format)
        if self._cache.find(build_key(entry.version, call, pattern.asked.wanted), Finished):
            return None
        record = QueryRecord(choose_id(environ.get("HTTP_X_REQUEST_ID", "")), query, pattern.asked.route)
        wish = Request(query, pattern.asked.wanted, asker=environ.get("pomegraph.client", ""))
        most = _SHORT - 1 if environ.get("HTTP_ACCEPT_ENCODING") else _SMALL
        return PlainQuery(self._engine, wish, environ.get("gunicorn.socket"), call, pattern, record, most)

    def _note(self, record: QueryRecord, pattern: _Pattern) -> None:
        record.status = int(HTTPStatus.OK)
        self._meters.count_request(pattern.rule, "GET", HTTPStatus.OK)
        self._meters.count_lookup(found=False, size=self._cache.size)
        self._meters.count_query(record)
        self._log.write(record)


def _fill(pattern: _Pattern, call: Call, finished: Finished) -> _Fields:
    """Return the header fields of the response to a query, of which some are its own."""
    own = {
        "Content-Length": str(len(finished.body)),
        "ETag": f'W/"{build_tag(finished.version, call, finished.format)}"',
        "Content-Location": build_location(pattern.place, call),
    }
    pairs = ((name, own.get(name, value)) for name, value in pattern.fields)
    return [(name, value) for name, value in pairs if value is not None]


def _pass_on(behind: WSGIApplication, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """Let Flask answer with what was found already."""
    try:
        return behind(environ, start)
    finally:
        left: Given | None = environ.pop(GIVEN, None)
        if left is not None and not isinstance(left.outcome, PomegraphError):
            left.outcome.close()
