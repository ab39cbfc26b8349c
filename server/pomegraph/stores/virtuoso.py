"""What Virtuoso does in its own way, seen with 7.2.5, so that its half answers are not taken for whole ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean

from pomegraph.errors import StoreError
from pomegraph.stores.connection import STORE, explain_timeout

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from pyoxigraph import QuerySolutions

    from pomegraph.stores.connection import Body

# As many rows as are asked for, in a store that has some triples.
_ROWS = "SELECT (1 AS ?one) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} LIMIT {count}"
_FIRST_ROWS = 20_000
_MOST_ROWS = "x-sparql-maxrows"
_LAST_LIMIT = re.compile(r"\blimit\s+(\d+)(?:\s+offset\s+\d+)?\s*\Z", re.IGNORECASE)


def is_virtuoso(response: httpx.Response, body: Body) -> bool:
    """Return whether a graph comes from Virtuoso."""
    # A proxy may hide the name, but hardly the tab, which no other store writes between two terms.
    return "virtuoso" in response.headers.get("server", "").lower() or b">\t<" in body.head


def read_boolean(results: QuerySolutions | QueryBoolean) -> bool:
    """Return the answer to an ASK, which may be a table of one row for true, of none for false.

    Raises:
        StoreError: it is another table.
    """
    if isinstance(results, QueryBoolean):
        return bool(results)
    if [variable.value for variable in results.variables] != ["__ASK_RETVAL"]:
        raise StoreError(f"{STORE} answers an ASK as if it were a SELECT")
    return any(getattr(row[0], "value", "0") != "0" for row in results)


def check_headers(response: httpx.Response, query: str) -> None:
    """Raise an error if headers say that an answer with status 200 is not whole.

    Raises:
        StoreError: it was cut off at a number of rows.
        StoreTimeoutError: it holds what was found until the time was up.
    """
    if "x-sql-state" in response.headers:
        raise explain_timeout(STORE)
    most = response.headers.get(_MOST_ROWS)
    asked = _LAST_LIMIT.search(query)
    # It is told also where just as many rows were asked for.
    if most is not None and not (asked and asked[1] == most):
        raise _explain_cut(most)


class GraphLimit:
    """The most triples that a graph may have, ResultSetMaxRows and one more; it is told beside rows only.

    Args:
        send: Sends a query and returns the headers of the answer.
    """

    def __init__(self, send: Callable[[str], httpx.Headers]) -> None:
        self._send = send
        self._most: int | None = None
        # While it is not known, it is known to be no less than this.
        self._at_least = 0

    def check(self, triples: int) -> None:
        """Raise an error if a graph of so many triples may have been cut off.

        Raises:
            StoreError: it may.
        """
        if self._most is None and triples > self._at_least:
            self._at_least = max(triples, _FIRST_ROWS)
            told = self._send(_ROWS.format(count=self._at_least)).get(_MOST_ROWS, "")
            self._most = int(told) if told.isdecimal() else None
        if self._most is not None and triples > self._most:
            raise _explain_cut(str(self._most))


def _explain_cut(most: str) -> StoreError:
    return StoreError(
        f"{STORE} cut the answer off at {most} rows or triples",
        "ask for fewer: LIMIT, OFFSET, ORDER BY; or the operator must raise its limit (Virtuoso: ResultSetMaxRows)",
    )
