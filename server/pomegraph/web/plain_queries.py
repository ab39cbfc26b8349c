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
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from pomegraph.engine.client import EngineClient, ResultStream
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
_SHORT, _SMALL = 500, 64 << 10


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

        Args:
            behind: Flask.
            entry: Where the response may be kept, if it may.
            environ: The request.
            start: Takes the head of the response.
        """
        found = self._read(environ) if entry is not None else None
        if entry is None or found is None:
            return behind(environ, start)
        call, pattern, record = found
        given = self._run(call, pattern, record, environ)
        if isinstance(given.outcome, PomegraphError) or not _is_plain(given.outcome, environ):
            environ[GIVEN] = given
            return _pass_on(behind, environ, start)
        record.form, record.format, record.version = given.outcome.form, given.outcome.format, given.outcome.version
        finished = read_finished(given.outcome, record)
        self._cache.keep(build_key(finished.version, call, pattern.asked.wanted), finished)
        fields = _fill(pattern, call, finished)
        self._note(record, pattern)
        self._keep(entry, fields, finished.body, pattern.rule, record)
        start("200 OK", [*fields, (ID_HEADER, record.request_id)])
        return [finished.body]

    def _read(self, environ: WSGIEnvironment) -> tuple[Call, _Pattern, QueryRecord] | None:
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
        if self._cache.find(build_key(self._engine.version, call, pattern.asked.wanted), Finished):
            return None
        record = QueryRecord(choose_id(environ.get("HTTP_X_REQUEST_ID", "")), query, pattern.asked.route)
        return call, pattern, record

    def _run(self, call: Call, pattern: _Pattern, record: QueryRecord, environ: WSGIEnvironment) -> Given:
        wish = Request(call.query, pattern.asked.wanted, asker=environ.get("pomegraph.client", ""))
        outcome: ResultStream | PomegraphError
        try:
            outcome = self._engine.submit(wish, client=environ.get("gunicorn.socket"))
        except PomegraphError as error:
            outcome = error
        return Given(outcome, record.started, record.clock)

    def _note(self, record: QueryRecord, pattern: _Pattern) -> None:
        record.status = int(HTTPStatus.OK)
        self._meters.count_request(pattern.rule, "GET", HTTPStatus.OK)
        self._meters.count_lookup(found=False, size=self._cache.size)
        self._meters.count_query(record)
        self._log.write(record)


def _is_plain(answer: ResultStream, environ: WSGIEnvironment) -> bool:
    """Tell whether an answer is whole and small, and is sent as it is."""
    most = _SHORT - 1 if environ.get("HTTP_ACCEPT_ENCODING") else _SMALL
    return answer.size is not None and answer.size <= most


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
