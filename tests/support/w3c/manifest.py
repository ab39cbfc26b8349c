"""The manifests: which tests there are, what each does, and what it expects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph

from support.w3c.graphs import RDF, SUITE, Graph, Term, find_file, read_quads

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
# Its tests are told in words; the group withdrew them in favour of the folder graph-store-protocol.
WITHDRAWN = "sparql11/http-rdf-update"

_KINDS = {
    "QueryEvaluationTest": "evaluation",
    "CSVResultFormatTest": "evaluation",
    "PositiveSyntaxTest": "positive",
    "PositiveSyntaxTest11": "positive",
    "NegativeSyntaxTest": "negative",
    "NegativeSyntaxTest11": "negative",
    "ProtocolTest": "protocol",
    "GraphStoreProtocolTest": "store",
    "ServiceDescriptionTest": "description",
    "UpdateEvaluationTest": "update",
    "PositiveUpdateSyntaxTest": "update",
    "PositiveUpdateSyntaxTest11": "update",
    "NegativeUpdateSyntaxTest": "update",
    "NegativeUpdateSyntaxTest11": "update",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One test of a manifest, still as RDF."""

    name: str
    folder: str
    kind: str
    subject: Term
    graph: Graph


@dataclass(frozen=True, slots=True)
class QueryTest:
    """A query, the dataset that it is put to, and the file with the right answer (None: only its syntax counts)."""

    name: str
    folder: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None
    is_lax: bool = False


@cache
def read_entries() -> tuple[Entry, ...]:
    """Read all tests of all manifests; an update test is one whatever its type says, if its file is an update."""
    manifests = sorted(SUITE.rglob("manifest*.ttl"))
    return tuple(entry for path in manifests for entry in _read_manifest(path))


@cache
def read_query_tests() -> tuple[QueryTest, ...]:
    """Read the tests that put one query to one dataset."""
    kinds = {"evaluation", "positive", "negative"}
    return tuple(_read_query_test(entry) for entry in read_entries() if entry.kind in kinds)


def _read_manifest(path: Path) -> list[Entry]:
    graph = Graph(read_quads(path))
    folder = path.parent.relative_to(SUITE).as_posix()
    manifests = graph.get_subjects(MF + "entries")
    members = [member for manifest in manifests for member in graph.get_members(manifest, MF + "entries")]
    return [_read_entry(graph, folder, member) for member in members]


def _read_entry(graph: Graph, folder: str, subject: Term) -> Entry:
    assert isinstance(subject, pyoxigraph.NamedNode)
    kind = _KINDS[graph.get_text(subject, RDF + "type").removeprefix(MF)]
    action = graph.find_value(subject, MF + "action")
    if isinstance(action, pyoxigraph.NamedNode) and action.value.endswith(".ru"):
        kind = "update"
    return Entry(f"{folder}/{subject.value.rpartition('#')[2]}", folder, kind, subject, graph)


def _read_query_test(entry: Entry) -> QueryTest:
    action = entry.graph.find_value(entry.subject, MF + "action")
    if isinstance(action, pyoxigraph.NamedNode):
        return QueryTest(entry.name, entry.folder, entry.kind, find_file(action.value))
    return QueryTest(
        entry.name,
        entry.folder,
        entry.kind,
        find_file(entry.graph.get_text(action, QT + "query")),
        _find_files(entry.graph, action, QT + "data"),
        _find_files(entry.graph, action, QT + "graphData"),
        find_file(entry.graph.get_text(entry.subject, MF + "result")),
        entry.graph.find_value(entry.subject, MF + "resultCardinality") is not None,
    )


def _find_files(graph: Graph, action: Term | None, iri: str) -> tuple[Path, ...]:
    values = graph.get_values(action, iri)
    return tuple(sorted(find_file(value.value) for value in values if isinstance(value, pyoxigraph.NamedNode)))
