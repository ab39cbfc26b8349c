"""Looks at a store elsewhere: whether it is up, and what it holds, as far as it tells soon."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from pomegraph.errors import QueryError, StoreError
from pomegraph.names import POM
from pomegraph.stores.connection import STORE, Body, tell_failures

if TYPE_CHECKING:
    from pomegraph.stores.remote import RemoteStore

# Seconds after which a store that is up has answered an ASK, and seconds that a count may take.
_QUICK, _PATIENT = 2.0, 5.0
_MOST_GRAPHS = 1000
_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_COUNTS = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g LIMIT {_MOST_GRAPHS}"
_NAMES = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ }} }} LIMIT {_MOST_GRAPHS}"

_CLAIMS = f"SELECT ?claim {{ ?claim a <{POM}Claim> }} LIMIT 1"
_CLAIM = re.compile(r"(.+[/#])claim/[0-9a-f]{20}")


@dataclass(frozen=True, slots=True)
class RemoteStatus:
    """What a store elsewhere holds.

    Args:
        triples: How many a query without GRAPH sees: those of the default graph, in some stores of all graphs; None
            where counting takes long.
        graphs: Named graphs, a thousand at most, and how many triples each has, or None; empty where that takes long.
        base: What the IRIs of things begin with, if the store holds a graph as it is built here.
    """

    triples: int | None = None
    graphs: dict[str, int | None] = field(default_factory=dict)
    base: str | None = None


def check_remote(store: RemoteStore) -> None:
    """Raise an error unless a store answers a small query at once.

    Raises:
        StoreError: it does not.
    """
    store.send("ASK {}", timeout=_QUICK)
    store.close_last()


def survey_store(store: RemoteStore) -> RemoteStatus:
    """Return what a store holds.

    Raises:
        StoreError: it is not up.
    """
    check_remote(store)
    totals = _select(store, _TRIPLES)
    counts = _select(store, _COUNTS)
    # Virtuoso answers a group without a pattern with an empty name.
    graphs: dict[str, int | None] = {name: int(count) for name, count in counts or () if name}
    if counts is None:
        graphs = {row[0]: None for row in _select(store, _NAMES) or () if row[0]}
    return RemoteStatus(int(totals[0][0]) if totals else None, graphs, _find_base(store))


def _find_base(store: RemoteStore) -> str | None:
    """Return what the IRI of a claim begins with, which all things have in common."""
    found = [_CLAIM.fullmatch(name) for (name,) in _select(store, _CLAIMS) or ()]
    return found[0][1] if found and found[0] else None


def _select(store: RemoteStore, query: str) -> list[list[str]] | None:
    """Return the rows of a SELECT, None if the store does not give them soon."""
    try:
        body = Body(store.send(query, timeout=_PATIENT))
        with tell_failures(STORE):
            results = parse_query_results(body, QueryResultsFormat.JSON)  # type: ignore[arg-type]
            if not isinstance(results, QuerySolutions):
                return None
            rows = [[str(getattr(term, "value", "")) for term in row] for row in results]
            body.finish()
    except (StoreError, QueryError, SyntaxError):
        return None
    finally:
        store.close_last()
    return rows
