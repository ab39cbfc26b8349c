"""Puts every question to other triple stores, and keeps how the answers compare in `docs/loads-everywhere.md`.

Run: (cd tests && python -m support.everywhere)
It writes the table of that page anew; the column of a store that cannot be had here stays as it is.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from pomegraph import open_graph
from pomegraph.ask.answers import list_cases
from pomegraph.build.loading import load_release
from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from pomegraph.release import Release
from pomegraph.stores.credentials import Credentials
from pomegraph.stores.graphstore import Target
from support.places import ROOT
from support.servers import Server, run_fuseki, run_oxigraph, run_virtuoso

PAGE = ROOT / "docs" / "loads-everywhere.md"
_ANSWERS = ROOT / "tests" / "answers"
_VIRTUOSO_DEFAULT = "https://w3id.org/pomegraph/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double", "float")}
_VERSION = re.compile(r"(?:Oxigraph/|Fuseki |Virtuoso/)([\d.]+)")
# test_queries.py demands of these two engines that every answer is equal.
_DEMANDED = ("embedded", "rdflib")

_TABLE = "\n| question "
# Seconds that a store has for an answer, and where none is expected.
_PATIENCE, _BRIEF = 60.0, 5.0

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """How the answers of one store compare with those that are kept, by question."""

    version: str
    verdicts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is put to a store.

    Args:
        form: That of the query.
        kept: The rows that are right.
        patience: For how many seconds an answer is waited for.
    """

    stem: str
    form: str | None
    query: str
    kept: list[Row]
    patience: float = _PATIENCE


def list_askings(release: Release) -> list[Asking]:
    """Return every question, with its defaults and with other values."""
    graph = open_graph(release.folder)
    forms = {question.stem: question.form for question in graph.questions}
    return [
        Asking(
            case.stem,
            forms[case.stem],
            graph.write(case.stem, **case.given),
            _read_rows((_ANSWERS / case.name).read_bytes(), QueryResultsFormat.TSV),
        )
        for case in list_cases(graph, _ANSWERS)
    ]


def ask_store(name: str, release: Release, askings: Iterable[Asking]) -> Column:
    """Put every question to a store; skip the test if there is none."""
    verdicts: dict[str, list[str]] = {}
    with STORES[name](release) as server, httpx.Client() as client:
        # A store that a question ends, as one ends Virtuoso now and then, tells nothing more.
        version = _read_version(server)
        for asking in askings:
            verdicts.setdefault(asking.stem, []).append(_compare(_ask(client, server, asking), asking.kept))
        return Column(version, {stem: _sum_up(several) for stem, several in verdicts.items()})


def ask_stores(release: Release, known: Mapping[str, Column]) -> tuple[dict[str, Column], dict[str, str]]:
    """Return the columns of the stores that are here, and for each other the reason why it is not.

    They answer side by side. What is known to end in an error is not waited for as long as an answer.
    """
    askings = list_askings(release)
    columns, missing = {}, {}
    with ThreadPoolExecutor(len(STORES)) as threads:
        running = {
            name: threads.submit(ask_store, name, release, _shorten(askings, known.get(name))) for name in STORES
        }
    for name, found in running.items():
        try:
            columns[name] = found.result()
        except pytest.skip.Exception as reason:
            missing[name] = str(reason.msg)
    return columns, missing


def _shorten(askings: Iterable[Asking], known: Column | None) -> list[Asking]:
    erring = {stem for stem, verdict in known.verdicts.items() if "error" in verdict} if known else set[str]()
    return [replace(each, patience=_BRIEF) if each.stem in erring else each for each in askings]


def read_page(text: str) -> dict[str, Column]:
    """Return the columns of stores in the table at the end of a page."""
    _, start, table = text.partition(_TABLE)
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in (start + table).split("\n") if line]
    heads, _, *rows = lines or [[], []]
    columns = {}
    for place, head in enumerate(heads[1 + len(_DEMANDED) :], 1 + len(_DEMANDED)):
        name, _, version = head.partition(" ")
        columns[name] = Column(version, {cells[0]: cells[place] for cells in rows})
    return columns


def write_table(columns: Mapping[str, Column]) -> str:
    """Return the table of all engines in Markdown."""
    heads = ["question", *_DEMANDED, *(f"{name} {column.version}" for name, column in columns.items())]
    stems = sorted({stem for column in columns.values() for stem in column.verdicts})
    rows = [
        [stem, *("equal" for _ in _DEMANDED), *(column.verdicts.get(stem, "") for column in columns.values())]
        for stem in stems
    ]
    widths = [max(map(len, cells)) for cells in zip(heads, *rows, strict=True)]
    return "".join(_write_line(cells, widths) for cells in (heads, ["-" * width for width in widths], *rows))


def _write_line(cells: Iterable[str], widths: Iterable[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |\n"


def _run_loaded(start: Callable[[], AbstractContextManager[Server]]) -> Callable[[Release], _Running]:
    """Return a function that starts a store and loads a release into it as `pomegraph load` does."""

    @contextmanager
    def run(release: Release) -> Iterator[Server]:
        with start() as server:
            login = Credentials(None, *server.user) if server.user else None
            target = Target(server.graphs_url, server.query_url, login, find_default(server))
            load_release(release, target, tell=lambda _: None)
            yield server

    return run


def find_default(server: Server) -> str | None:
    """Return the named graph that takes the default graph in Virtuoso, which has none."""
    return _VIRTUOSO_DEFAULT if "crud" in server.graphs_url else None


def _ask(client: httpx.Client, server: Server, asking: Asking) -> list[Row] | None:
    """Return the rows of an answer, of a graph the number of triples of each property; None if it is an error."""
    is_table = asking.form == "SELECT"
    accept = "application/sparql-results+json" if is_table else "application/n-triples"
    default = find_default(server)
    data = {"query": asking.query, **({"default-graph-uri": default} if default else {})}
    try:
        answer = client.post(server.query_url, data=data, headers={"Accept": accept}, timeout=asking.patience)
    except httpx.TransportError:
        return None
    if answer.status_code != httpx.codes.OK:
        return None
    if is_table:
        return _read_rows(answer.content, QueryResultsFormat.JSON)
    triples = {quad.triple for quad in parse(answer.content, RdfFormat.N_TRIPLES)}
    counts = Counter(triple.predicate for triple in triples)
    return [("property", "triples"), *sorted(counts.items(), key=str)]


def _read_rows(data: bytes, form: QueryResultsFormat) -> list[Row]:
    """Return the header, and rows of values: what is the same number or truth value is equal, however it is written."""
    results = parse_query_results(data, form)
    assert isinstance(results, QuerySolutions)
    header = tuple(variable.value for variable in results.variables)
    return [header, *(tuple(_read_value(term) for term in row) for row in results)]


def _read_value(term: object) -> object:
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        return Decimal(term.value)
    if isinstance(term, Literal) and term.datatype.value == f"{_XSD}boolean":
        return ("truth", term.value in {"true", "1"})
    return term


def _compare(rows: list[Row] | None, kept: list[Row]) -> str:
    if rows is None:
        return "error"
    if rows == kept:
        return "equal"
    return "other order" if Counter(rows) == Counter(kept) else "different"


def _sum_up(verdicts: list[str]) -> str:
    """Return in a few words how the cases of one question came out.

    >>> _sum_up(["equal", "equal"]), _sum_up(["error", "equal", "equal"])
    ('equal', '2 of 3 equal, 1 error')
    """
    if len(counts := Counter(verdicts)) == 1:
        return verdicts[0]
    others = ", ".join(f"{number} {verdict}" for verdict, number in sorted(counts.items()) if verdict != "equal")
    return f"{counts['equal']} of {len(verdicts)} equal, {others}"


def _read_version(server: Server) -> str:
    said = httpx.head(server.url).headers.get("server", "") + server.log.read_text(encoding="utf-8", errors="replace")
    found = _VERSION.search(said)
    assert found, said
    return found[1]


_Running = AbstractContextManager[Server]
STORES: dict[str, Callable[[Release], _Running]] = {
    "Oxigraph": lambda release: run_oxigraph(release.store, read_only=True),
    "Fuseki": _run_loaded(run_fuseki),
    "Virtuoso": _run_loaded(run_virtuoso),
}


def main() -> None:
    """Write the table of the page anew."""
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        release = build_release(Content(ROOT), Path(folder) / "release", names=Names(), tell=lambda _: None)
        seen, missing = ask_stores(release, {})
    for name, reason in missing.items():
        sys.stderr.write(f"{name}: {reason}; its column stays as it is\n")
    columns = read_page(text) | seen
    head = text.partition(_TABLE)[0]
    table = write_table({name: columns[name] for name in STORES if name in columns})
    PAGE.write_text(f"{head.rstrip()}\n\n{table}", encoding="utf-8")
    sys.stdout.write(table)


if __name__ == "__main__":
    main()
