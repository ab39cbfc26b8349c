"""Gets answers from the cache or the engine, and makes responses of them."""

from __future__ import annotations

import collections
import functools
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, has_request_context, request

from pomegraph.engine.client import Request
from pomegraph.errors import FormatUnfitError, PomegraphError, ResultFormatError
from pomegraph.sparql.formats import FORMATS, Wanted, choose_formats, list_formats
from pomegraph.sparql.outline import read_outline
from pomegraph.web.cache import Finished, build_key
from pomegraph.web.headers import build_tag, is_conditional, is_fresh, mark_fleeting, mark_lasting
from pomegraph.web.problems import ReadOnlyError
from pomegraph.web.protocol import Call
from pomegraph.web.turns import read_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from pomegraph.engine.client import EngineClient, ResultStream
    from pomegraph.sparql.formats import Format
    from pomegraph.sparql.outline import Outline
    from pomegraph.web.cache import ResultCache
    from pomegraph.web.log import QueryRecord
    from pomegraph.web.metrics import Meters

_SMALL = 64 * 1024
# Where a request holds what it asked, and what was found before Flask was asked.
ASKED, GIVEN = "pomegraph.asked", "pomegraph.given"
_PLAIN = Wanted("json", "json", None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request with nothing but a query asked.

    Args:
        format: The format that it asked for by its path, if it did.
        wanted: What the answer may be.
        route: What the log calls the route.
    """

    format: str | None
    wanted: Wanted
    route: str


@dataclass(frozen=True, slots=True)
class Given:
    """What the engine answered before Flask was asked, and when the query came, by both clocks of its record."""

    outcome: ResultStream | PomegraphError
    started: datetime
    clock: float


@dataclass(frozen=True, slots=True)
class OpenResult:
    """A result to be read once: the form of its query, its format, its bytes, how many if all are there; then close."""

    form: str
    format: Format
    version: str
    body: Iterable[bytes]
    size: int | None
    close: Callable[[], None]


class Results:
    """Answers calls of one engine; what has finished is kept in a cache."""

    def __init__(self, engine: EngineClient, cache: ResultCache, meters: Meters) -> None:
        self._engine = engine
        self._cache = cache
        self._meters = meters

    def respond(
        self, call: Call, wanted: Wanted, locate: Callable[[Format], str | None], record: QueryRecord
    ) -> Response:
        """Return the response to a call, and note how it went; `locate` tells the address of the answer in a format.

        Raises:
            PomegraphError: there is no answer; the table in `problems` says what that means in HTTP.
        """
        outline = check_call(call, wanted, record)
        response = self._find_unchanged(call, outline, wanted, record) or self._respond_result(
            call, outline, wanted, record
        )
        if call.format is None:
            response.vary.add("Accept")
        if outline.is_volatile:
            mark_fleeting(response)
        elif request.method in {"GET", "HEAD"}:
            location = locate(FORMATS[record.form][record.format])
            response.headers.update({"Content-Location": location} if location else {})
        if call.dataset is None and call.timeout is None and not outline.is_volatile:
            request.environ[ASKED] = Asked(call.format, wanted, record.route)
        return response

    def _find_unchanged(self, call: Call, outline: Outline, wanted: Wanted, record: QueryRecord) -> Response | None:
        """Return the response 304 if the client has the answer already: then nothing has to run."""
        name = wanted.get_name(outline.form) if outline.form and not outline.is_volatile else None
        if name is None or not is_conditional(request):
            return None
        tag = build_tag(self._engine.version, call, name)
        if not is_fresh(request, tag):
            return None
        record.format, record.outcome = name, "unchanged"
        response = Response(status=304)
        mark_lasting(response, tag)
        return response

    def _respond_result(self, call: Call, outline: Outline, wanted: Wanted, record: QueryRecord) -> Response:
        result = self._fetch_fitting(call, outline, wanted, record)
        response = Response(result.body, content_type=result.format.content_type)
        if result.size is not None:
            response.content_length = result.size
        response.call_on_close(result.close)
        mark_lasting(response, build_tag(result.version, call, result.format.name))
        if request.method == "HEAD":
            # Nobody will read the body, and nobody misses it.
            record.outcome = record.outcome or "done"
        return response

    def _fetch_fitting(self, call: Call, outline: Outline, wanted: Wanted, record: QueryRecord) -> OpenResult:
        """Return the result of a call in the first acceptable format that can hold it."""
        unfit: list[str] = []
        while True:
            try:
                return self.fetch(call, outline, wanted, record)
            except FormatUnfitError as error:
                unfit.append(error.format)
                wanted = choose_formats(request.headers.get("Accept"), call.format, unfit)
                if not outline.form or wanted.get_name(outline.form) is None:
                    formats = [each for each in error.formats if each.partition(" ")[0] not in unfit]
                    raise FormatUnfitError(error.format, error.reason, formats) from error

    def open_own(self, query: str, wanted: Wanted, timeout: float | None = None) -> ResultStream:
        """Return the result of a query of our own as it comes, to be closed; it is not in the log.

        Raises:
            PomegraphError: as above.
        """
        return self._run(Request(query, wanted, None, timeout, asker=_find_asker()))

    def _run(self, wish: Request) -> ResultStream:
        return self._engine.run(wish, client=request.environ.get("gunicorn.socket") if has_request_context() else None)

    def ask(self, query: str, timeout: float | None = None) -> Finished:
        """Return the result of a query of our own in SPARQL 1.1 Query Results JSON; it is kept, and not in the log.

        Args:
            query: SPARQL.
            timeout: Seconds that it may take, if these are to be fewer than for others.

        Raises:
            PomegraphError: as above.
        """
        found = self._cache.find(build_key(self._engine.version, Call(query), _PLAIN), Finished)
        if found is not None:
            return found
        answer = self.open_own(query, _PLAIN, timeout)
        with closing(answer):
            body = read_whole(answer.body)
        finished = Finished(answer.form, answer.format, answer.version, answer.figures.rows, body)
        self._cache.keep(build_key(answer.version, Call(query), _PLAIN), finished)
        return finished

    def count_rows(self, query: str) -> int:
        """Return how many rows the result of a query of our own has; the number is kept, and not in the log.

        Raises:
            PomegraphError: as above.
        """
        key = f"rows {build_key(self._engine.version, Call(query), _PLAIN)}"
        found = self._cache.find(key, Finished)
        if found is not None:
            return found.rows
        answer = self.open_own(query, _PLAIN)
        with closing(answer):
            collections.deque(answer.body, maxlen=0)
        self._cache.keep(key, Finished(answer.form, answer.format, answer.version, answer.figures.rows, b""))
        return answer.figures.rows

    def recall(self, key: str, record: QueryRecord) -> Finished | None:
        """Return what was kept under a key, and note in a record that nothing had to run."""
        found = self._cache.find(key, Finished)
        self._meters.count_lookup(found=found is not None, size=self._cache.size)
        if found is not None:
            _note_finished(found, record)
        return found

    def keep(self, key: str, finished: Finished) -> None:
        """Keep a result under a key."""
        self._cache.keep(key, finished)

    def fetch(self, call: Call, outline: Outline, wanted: Wanted, record: QueryRecord) -> OpenResult:
        """Return the result of a call, which may have been kept, and note in its record what it took.

        Raises:
            PomegraphError: as above.
        """
        if not outline.is_volatile:
            found = self.recall(build_key(self._engine.version, call, wanted), record)
            if found is not None:
                return _open(found)
        answer = _take_given(record) or self._run(
            Request(call.query, wanted, call.dataset, call.timeout, asker=_find_asker())
        )
        record.form, record.format, record.version = answer.form, answer.format, answer.version
        if answer.size is None or answer.size > max(self._cache.largest, _SMALL):
            return _open_stream(answer, record)
        finished = read_finished(answer, record)
        if not outline.is_volatile:
            self._cache.keep(build_key(answer.version, call, wanted), finished)
        return _open(finished)


def _take_given(record: QueryRecord) -> ResultStream | None:
    """Return the answer that was there before Flask was asked, if there was one.

    Raises:
        PomegraphError: it was an error.
    """
    given: Given | None = request.environ.pop(GIVEN, None)
    if given is None:
        return None
    record.started, record.clock = given.started, given.clock
    if isinstance(given.outcome, PomegraphError):
        raise given.outcome
    return given.outcome


def _find_asker() -> str:
    """Return the name of the client who asks, as the web server tells it; empty where nobody asks."""
    return str(request.environ.get("pomegraph.client", "")) if has_request_context() else ""


def check_call(call: Call, wanted: Wanted, record: QueryRecord) -> Outline:
    """Return the outline of a query that can be run, and note its form.

    Raises:
        ReadOnlyError: it is an update.
        ResultFormatError: its result has no format that is wanted.
    """
    outline = read_outline(call.query)
    record.form = outline.form or ""
    if outline.is_update:
        raise ReadOnlyError
    if outline.form and wanted.get_name(outline.form) is None:
        raise ResultFormatError(f"a result of {outline.form} has no format that you accept", list_formats(outline.form))
    return outline


def _open(finished: Finished) -> OpenResult:
    format_ = FORMATS[finished.form][finished.format]
    return OpenResult(finished.form, format_, finished.version, [finished.body], len(finished.body), lambda: None)


def _note_finished(finished: Finished, record: QueryRecord) -> None:
    record.form, record.format, record.version = finished.form, finished.format, finished.version
    record.rows, record.size, record.outcome = finished.rows, len(finished.body), "cached"


def read_finished(answer: ResultStream, record: QueryRecord) -> Finished:
    """Return a result that is whole, and note what it took."""
    body = b"".join(answer.body)
    record.outcome = "done"
    _close(answer, record)
    return Finished(answer.form, answer.format, answer.version, record.rows, body)


def _open_stream(answer: ResultStream, record: QueryRecord) -> OpenResult:
    format_ = FORMATS[answer.form][answer.format]
    body = _watch(answer, record)
    return OpenResult(
        answer.form, format_, answer.version, body, answer.size, functools.partial(_close, answer, record)
    )


def _watch(answer: ResultStream, record: QueryRecord) -> Iterator[bytes]:
    # A failure goes through, so that the server breaks the connection and the beginning is not taken for the whole.
    yield from answer.body
    record.outcome = "done"


def _close(answer: ResultStream, record: QueryRecord) -> None:
    """Give back what an answer holds, and note what it took; the client left if it was not read to its end."""
    answer.close()
    figures = answer.figures
    record.waited, record.ran, record.rows, record.size = figures.waited, figures.ran, figures.rows, figures.size
    if not record.outcome:
        record.outcome = figures.outcome if figures.outcome not in {"", "done"} else "gone"
