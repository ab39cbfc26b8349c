"""Answers one query from a store. Knows no HTTP and no processes."""

from __future__ import annotations

import threading
from typing import IO, TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    parse_query_results,
)

from pomegraph.errors import QueryError, ReleaseError, ResultFormatError, StoreError
from pomegraph.names import BASE
from pomegraph.sparql.formats import list_formats
from pomegraph.sparql.outline import read_outline
from pomegraph.stores.syntax import check_versions, explain_syntax
from pomegraph.stores.writing import write_graph, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pomegraph.sparql.formats import Wanted

    QueryResult = QuerySolutions | QueryBoolean | QueryTriples

# So begins what RocksDB says of damage, to which pyoxigraph gives no error of its own.
_DAMAGE = "Corruption"
_COUNTS = "SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
# Names of the graphs that make the default graph, and of the named graphs.
Dataset: TypeAlias = tuple[list[str], list[str]]
# 6 to 100 KB of nesting overflow the usual 8 MiB; an untouched stack costs nothing but addresses.
STACK = 256 << 20
_Returned = TypeVar("_Returned")


class Result(Protocol):
    """The answer to a query, ready to be written."""

    form: str
    format: str
    rows: int | None  # known after `write`, of graphs only

    def write(self, output: IO[bytes]) -> None:
        """Write the result in its format."""
        ...


class StoreResult:
    """The answer of an embedded store; rows are made while they are written."""

    def __init__(self, results: QueryResult, form: str, name: str, prefixes: Mapping[str, str]) -> None:
        self.form = form
        self.format = name
        self.rows: int | None = None
        self._results = results
        self._prefixes = dict(prefixes)

    def write(self, output: IO[bytes]) -> None:
        """Write the result in its format.

        Raises:
            FormatUnfitError: its format cannot hold it.
            QueryError: the query failed while its rows were made.
            StoreError: the store on disk is damaged.
            OSError: an endpoint that it calls by SERVICE failed, or the output.
        """
        try:
            if isinstance(self._results, QueryTriples):
                self.rows = write_graph(self._results, self.format, output, self._prefixes)
            else:
                write_table(self._results, self.form, self.format, output)
        except (ValueError, RuntimeError) as error:
            raise _explain_run(error) from error


def answer_query(
    store: Store,
    query: str,
    dataset: Dataset | None,
    wanted: Wanted,
    prefixes: Mapping[str, str] | None = None,
) -> StoreResult:
    """Run a query on a dataset, or on all, and return its result in the format wanted.

    Raises:
        QueryError: it is not a SPARQL query, or it fails.
        ResultFormatError: results of this kind have no format that is wanted.
    """
    results = run_query(store, query, dataset, prefixes)
    form = _name_form(results, query)
    name = wanted.get_name(form)
    if name is None:
        raise ResultFormatError(f"a result of {form} has no such format", list_formats(form))
    return StoreResult(results, form, name, prefixes or {})


def run_query(
    store: Store, query: str, dataset: Dataset | None = None, prefixes: Mapping[str, str] | None = None
) -> QueryResult:
    """Run a query: SELECT, ASK, CONSTRUCT or DESCRIBE (SPARQL 1.1 Query Language), on a dataset or on all.

    Relative IRIs are taken below our own base, which depends on nothing that a client says. Of a prefix that is not
    declared, `prefixes` tell what it may stand for.

    Raises:
        QueryError: it is not SPARQL, or it fails.
        StoreError: an endpoint that it calls by SERVICE, or the store on disk, fails.
    """
    check_versions(query)
    try:
        if dataset is None:
            return store.query(query, base_iri=BASE)
        # Both are set, an empty list too: a dataset of one kind of graph has none of the other.
        return store.query(
            query,
            base_iri=BASE,
            default_graph=[NamedNode(name) for name in dataset[0]],
            named_graphs=[NamedNode(name) for name in dataset[1]],
        )
    except SyntaxError as error:
        raise explain_syntax(str(error), query, prefixes or {}) from error
    except (ValueError, RuntimeError) as error:
        raise _explain_run(error) from error
    except OSError as error:
        raise explain_failure(error, query) from error


def explain_failure(error: OSError, query: str) -> StoreError:
    """Return what to say when an endpoint that SERVICE calls, or a store on disk, fails."""
    services = [f"<{service}>" for service in dict.fromkeys(read_outline(query).services) if service]
    if not services:
        return StoreError(f"a part of what the query asks for could not be had: {error}", "try again later")
    which = services[0] if len(services) == 1 else f"one of {', '.join(services)}"
    return StoreError(
        f"SERVICE {which} cannot be reached or failed: {error}",
        "try again later, or write SERVICE SILENT to go on without it",
    )


def _explain_run(error: ValueError | RuntimeError) -> QueryError | StoreError:
    """Return what to say when a query fails: damage that the store on disk finds in itself is no fault of the query."""
    if str(error).startswith(_DAMAGE):
        return StoreError(f"the database is damaged: {error}", "build the release again")
    return QueryError(str(error))


def open_store(folder: Path) -> Store:
    """Open the database of a release, to be read only.

    Raises:
        ReleaseError: it cannot be read.
    """
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise ReleaseError(f"{folder}: no database that can be read ({error}); build the release again") from error


def count_triples(store: Store) -> dict[NamedNode | BlankNode, int]:
    """Return how many triples each named graph has.

    Raises:
        StoreError: the store on disk is damaged.
    """
    solutions = run_query(store, _COUNTS)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - for the type checker
    try:
        return {row["graph"]: int(row["triples"].value) for row in solutions}
    except RuntimeError as error:
        raise _explain_run(error) from error


def list_rows(results: QueryResult) -> tuple[list[str], list[list[str]]] | None:
    """Return columns and rows of plain texts for people; an ASK has one cell, triples have no rows: None.

    Raises:
        QueryError: the query failed while its rows were made.
        StoreError: the store on disk is damaged.
        OSError: an endpoint that it calls by SERVICE failed.
    """
    if isinstance(results, QueryTriples):
        return None
    if isinstance(results, QueryBoolean):
        return ["answer"], [[str(bool(results)).lower()]]
    columns = [variable.value for variable in results.variables]
    try:
        return columns, [["" if term is None else _show(term) for term in row] for row in results]
    except (ValueError, RuntimeError) as error:
        raise _explain_run(error) from error


def read_rows(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of plain texts of a table in SPARQL 1.1 Query Results JSON."""
    rows = list_rows(parse_query_results(data, QueryResultsFormat.JSON))
    assert rows is not None  # noqa: S101 - for the type checker
    return rows


def run_deep(function: Callable[[], _Returned]) -> _Returned:
    """Return what a function returns when called on a stack that deeply nested queries do not overflow."""
    outcome: list[_Returned] = []
    failure: list[BaseException] = []

    def call() -> None:
        try:
            outcome.append(function())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread of the caller
            failure.append(error)

    threading.stack_size(STACK)
    thread = threading.Thread(target=call)
    thread.start()
    threading.stack_size(0)
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]


def _name_form(results: QueryResult, query: str) -> str:
    if isinstance(results, QueryTriples):
        return "DESCRIBE" if read_outline(query).form == "DESCRIBE" else "CONSTRUCT"
    return "ASK" if isinstance(results, QueryBoolean) else "SELECT"


def _show(term: object) -> str:
    return f"<<( {term} )>>" if isinstance(term, Triple) else str(getattr(term, "value", term))
