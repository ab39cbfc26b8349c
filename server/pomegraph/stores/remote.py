"""Answers queries from a store elsewhere, by the SPARQL 1.1 Protocol, as the embedded store answers them.

An answer is read and written anew, never passed through: stores end a failed answer with a sentence in the middle of
the data and status 200, and only who reads it notices. SPARQL XML is not asked for, since an end that is missing is not
noticed in it.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

import httpx
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from pomegraph.errors import QueryError, ResultFormatError, StoreError
from pomegraph.sparql.formats import list_formats
from pomegraph.sparql.outline import read_outline
from pomegraph.stores.connection import (
    STORE,
    Body,
    explain_refusal,
    explain_timeout,
    is_timeout,
    open_client,
    tell_failures,
)
from pomegraph.stores.embedded import run_query
from pomegraph.stores.virtuoso import GraphLimit, check_headers, is_virtuoso, read_boolean
from pomegraph.stores.writing import write_graph, write_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pomegraph.sparql.formats import Wanted
    from pomegraph.stores.credentials import Credentials
    from pomegraph.stores.embedded import Dataset

_TABLE = "application/sparql-results+json"
_ACCEPT = {"SELECT": _TABLE, "ASK": _TABLE}
# N-Triples first: its lines are the easiest to get right, and every line that is not whole is noticed.
_ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.5"
_TRIPLE_FORMATS = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE)
_ROWS = {"Accept": "text/csv"}
_BOOLEANS = {answer: b'{"head":{},"boolean":%s}' % str(answer).lower().encode() for answer in (True, False)}


class RemoteStore:
    """A store elsewhere. Use it in one thread, and read one answer to its end before the next query."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None = None,
        *,
        timeout: float = 60.0,
        prefixes: Mapping[str, str] | None = None,
        default_graph: str | None = None,
    ) -> None:
        self.prefixes = dict(prefixes or {})
        self._url = url
        # Virtuoso has no default graph of its own: without this one, it takes all graphs together for it.
        self._dataset: Dataset | None = ([default_graph], []) if default_graph else None
        self._client = open_client(url, credentials, timeout)
        self._last: httpx.Response | None = None
        self.limit = GraphLimit(self._read_headers)

    def answer(self, query: str, dataset: Dataset | None, wanted: Wanted) -> RemoteResult:
        """Send a query and return its result, of which nothing was read yet.

        Raises:
            QueryError: it is not a SPARQL query, or the store does not understand it.
            ResultFormatError: results of this kind have no format that is wanted.
            StoreError: the store cannot be reached or failed.
        """
        form = read_outline(query).form
        if form is None:
            # Stores have languages of their own in which data can be changed: only queries are passed on.
            raise _explain_query(
                query, QueryError("this is not a query", "begin with SELECT, ASK, CONSTRUCT or DESCRIBE")
            )
        name = wanted.get_name(form)
        if name is None:
            raise ResultFormatError(f"a result of {form} has no such format", list_formats(form))
        try:
            response = self.send(query, dataset, accept=_ACCEPT.get(form, _ACCEPT_GRAPH))
        except QueryError as error:
            raise _explain_query(query, error) from error
        return RemoteResult(self, response, form, name)

    def send(
        self, query: str, dataset: Dataset | None = None, *, accept: str = _TABLE, timeout: float | None = None
    ) -> httpx.Response:
        """Send a query and return the response, whose body was not read yet.

        Raises:
            QueryError: the store does not understand it.
            StoreError: the store cannot be reached or failed.
        """
        self.close_last()
        # SPARQL 1.1 Protocol, 2.1.2.
        dataset = dataset or self._dataset
        form = {"query": query}
        names = {"default-graph-uri": dataset[0], "named-graph-uri": dataset[1]} if dataset else {}
        waiting = self._client.timeout if timeout is None else timeout
        with tell_failures(STORE):
            request = self._client.build_request(
                "POST", self._url, data={**form, **names}, headers={"Accept": accept}, timeout=waiting
            )
            response = self._last = self._client.send(request, stream=True)
            if response.status_code != httpx.codes.OK:
                raise explain_refusal(response, STORE)
        check_headers(response, query)
        return response

    def close_last(self) -> None:
        """Break off the answer that was asked for last, if it was not read to its end."""
        if self._last is not None:
            self._last.close()
            self._last = None

    def close(self) -> None:
        """Close all connections."""
        self.close_last()
        self._client.close()

    def _read_headers(self, query: str) -> httpx.Headers:
        with (
            tell_failures(STORE),
            self._client.stream("POST", self._url, data={"query": query}, headers=_ROWS) as answer,
        ):
            return answer.headers


class RemoteResult:
    """The answer of a store elsewhere; it is read while it is written."""

    def __init__(self, store: RemoteStore, response: httpx.Response, form: str, name: str) -> None:
        self.form = form
        self.format = name
        self.rows: int | None = None
        self._store = store
        self._response = response

    def write(self, output: IO[bytes]) -> None:
        """Write the result in its format.

        Raises:
            FormatUnfitError: its format cannot hold it.
            StoreError: the answer of the store is not whole; what was written is only a part of it.
        """
        body = Body(self._response)
        try:
            with tell_failures(STORE):
                if self.form in _ACCEPT:
                    self._write_table(body, output)
                else:
                    self._write_graph(body, output)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise _explain_broken(body) from error
        finally:
            self._store.close_last()

    def _write_table(self, body: Body, output: IO[bytes]) -> None:
        if _read_media_type(self._response) != _TABLE:
            raise _explain_type(self._response)
        results = parse_query_results(body, QueryResultsFormat.JSON)  # type: ignore[arg-type]
        if self.form == "ASK":
            results = parse_query_results(_BOOLEANS[read_boolean(results)], QueryResultsFormat.JSON)
        elif isinstance(results, QueryBoolean):
            raise StoreError(f"{STORE} answers a SELECT as if it were an ASK")
        write_table(results, self.form, self.format, output)
        body.finish()
        # Behind the answer to an ASK, nothing was read by the parser.
        if not body.tail.rstrip().endswith(b"}"):
            raise _explain_broken(body)

    def _write_graph(self, body: Body, output: IO[bytes]) -> None:
        source = RdfFormat.from_media_type(_read_media_type(self._response))
        if source not in _TRIPLE_FORMATS:
            raise _explain_type(self._response)
        if not {"content-length", "transfer-encoding"} & set(self._response.headers):
            raise StoreError(
                f"{STORE} does not tell where its answer ends, so that nobody can know whether it is whole"
            )
        triples = (quad.triple for quad in parse(body, source))  # type: ignore[arg-type]
        self.rows = write_graph(triples, self.format, output, self._store.prefixes)
        body.finish()
        last = body.tail.rstrip().rpartition(b"\n")[2]
        if self.rows and last.startswith(b"#"):
            # Fuseki ends with such a remark what it could not complete.
            raise _explain_broken(body)
        if is_virtuoso(self._response, body):
            self._store.limit.check(self.rows)


def _read_media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _explain_type(response: httpx.Response) -> StoreError:
    kind = _read_media_type(response) or "nothing"
    return StoreError(
        f"{STORE} answers {kind[:80]} where {response.request.headers['accept'].partition(',')[0]} was asked for",
        "the operator must give the address where it takes SPARQL queries",
    )


def _explain_broken(body: Body) -> StoreError:
    with tell_failures(STORE):
        body.finish()
    if is_timeout(body.tail.decode("utf-8", "replace")):
        return explain_timeout(STORE)
    return StoreError(f"{STORE} gave an answer that is not whole", "try again, or ask for less")


def _explain_query(query: str, error: QueryError) -> QueryError:
    """Return what our own parser says of a query that was refused; if it finds nothing, what was said already."""
    try:
        run_query(Store(), query)
    except QueryError as ours:
        return ours
    return error
