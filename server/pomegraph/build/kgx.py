"""Writes the plain triples of a graph as KGX: nodes and edges in terms of the Biolink Model, each edge with its claim.

The format: https://github.com/biolink/kgx/blob/master/specification/kgx-format.md
"""

from __future__ import annotations

import csv
import itertools
import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pomegraph.build.nodes import read_graph_lines, read_nodes
from pomegraph.build.term_tests import show_term
from pomegraph.errors import ReleaseError
from pomegraph.names import POM, RDF, RDFS, SKOS, digest, iri, shorten, term

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from pathlib import Path

    from pomegraph.build.nodes import GraphNode
    from pomegraph.content.ontology import Vocabulary
    from pomegraph.release import Manifest, Release

KgxRow: TypeAlias = dict[str, str | list[str]]
FORMS = ("tsv", "jsonl")
_NODE_COLUMNS = ("id", "category", "name", "synonym", "xref", "iri", "provided_by")
_EDGE_COLUMNS = (
    "id", "subject", "predicate", "object", "category", "original_predicate", "knowledge_level", "agent_type",
    "primary_knowledge_source", "aggregator_knowledge_source", "claim",
)  # fmt: skip
_OURS = "infores:pomegraph"
# What is no thing of the field, where a statement names it.
_ASIDE = ("Concept", "Reference", "Source")
_BIOLINK = "https://w3id.org/biolink/vocab/"
# What is no category in Biolink: the class above is taken.
_MIXINS = {"biolink:GeneOrGeneProduct"}
_ANY_CLASS, _ANY_PREDICATE, _ASSOCIATION = "biolink:NamedThing", "biolink:related_to", "biolink:Association"
_LABEL, _ALTERNATIVE, _EXACT = iri(RDFS + "label"), iri(SKOS + "altLabel"), iri(SKOS + "exactMatch")
# How a term of ours is tied to one of Biolink that can stand in its place.
_TIES = (iri(SKOS + "closeMatch"), iri(RDFS + "subClassOf"), iri(RDFS + "subPropertyOf"))
_SUBJECT, _PREDICATE, _OBJECT = (iri(RDF + name) for name in ("subject", "predicate", "object"))
_KIND, _DATABASE = term("kind"), "database"
_REPORTED_IN, _DENIED = term("reportedIn"), (term("negated"), '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')


@dataclass(frozen=True, slots=True)
class KgxCounts:
    """How many nodes and edges were written."""

    nodes: int
    edges: int


def write_kgx(release: Release, vocabulary: Vocabulary, folder: Path, *, form: str) -> KgxCounts:
    """Write `nodes` and `edges` of a release into a folder, as tables (`tsv`) or as lines of JSON (`jsonl`).

    An edge is a plain triple as one source affirms it: the same triple of two claims or sources is two edges.

    Raises:
        ReleaseError: the files cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write_rows(release, _RowMaker(vocabulary, release.manifest), folder, form)
    except OSError as error:
        raise ReleaseError(f"{folder}: cannot write the nodes and edges ({error.strerror or error})") from error


def _write_rows(release: Release, maker: _RowMaker, folder: Path, form: str) -> KgxCounts:
    counts: Counter[str] = Counter()
    used: set[str] = set()
    with ExitStack() as stack:
        write_edge = _open(folder / f"edges.{form}", _EDGE_COLUMNS, stack)
        write_node = _open(folder / f"nodes.{form}", _NODE_COLUMNS, stack)
        databases = {node.subject for node in _read(release) if maker.is_database(node)}
        for claim in _read(release):
            for row, ends in maker.make_edges(claim, databases):
                used |= ends
                write_edge(row)
                counts["edges"] += 1
        for node in _read(release):
            if node.subject in used:
                write_node(maker.make_node(node))
                counts["nodes"] += 1
    return KgxCounts(**counts)


def _read(release: Release) -> Iterator[GraphNode]:
    return read_nodes(read_graph_lines(release.quads, release.manifest.triples))


def _open(path: Path, columns: tuple[str, ...], stack: ExitStack) -> Callable[[KgxRow], object]:
    """Return what writes a row to a new file, in the form that its ending tells."""
    file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    if path.suffix == ".jsonl":
        return lambda row: file.write(json.dumps(row, ensure_ascii=False) + "\n")
    # KGX knows no quotes: what would need them is written with blanks.
    writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(columns)
    return lambda row: writer.writerow([_show(row.get(name, "")) for name in columns])


def _show(value: str | list[str]) -> str:
    values = [value] if isinstance(value, str) else [one.replace("|", "/") for one in value]
    return " ".join("|".join(values).split())


class _RowMaker:
    """Makes rows of the nodes of a graph."""

    def __init__(self, vocabulary: Vocabulary, manifest: Manifest) -> None:
        self._vocabulary, self._prefixes, self._base = vocabulary, manifest.prefixes, manifest.base
        self._passages = f"<{self._base}passage/"
        self._segments = {one: self._list_segments(one) for one in ("Thing", *_ASIDE, *self._list_ranges())}

    def make_node(self, node: GraphNode) -> KgxRow:
        """Return the row of a thing."""
        ours = [one[len(POM) + 1 : -1] for one in node.types if one.startswith(f"<{POM}")]
        known = [name for name in ours if name in self._vocabulary.classes]
        narrowest = max(known, key=lambda name: (len(self._vocabulary.classes[name].ancestors), name))
        row: KgxRow = {
            "id": self._shorten(node.subject),
            "category": [self._find_category(narrowest)],
            "name": show_term(node.values[_LABEL][0]),
            "synonym": [show_term(one) for one in node.values.get(_ALTERNATIVE, ())],
            "xref": [self._shorten(one) for one in node.values.get(_EXACT, ())],
            "iri": node.subject[1:-1],
            "provided_by": [_OURS],
        }
        return {name: value for name, value in row.items() if value}

    def is_database(self, node: GraphNode) -> bool:
        """Tell whether a node is a database, whose statements others have made, and do not tell how."""
        return f"<{self._base}concept/{_DATABASE}>" in node.values.get(_KIND, ())

    def make_edges(self, claim: GraphNode, databases: Container[str]) -> Iterator[tuple[KgxRow, set[str]]]:
        """Yield the rows of a claim, each with the terms of its ends: none if it is denied, or no claim."""
        if _REPORTED_IN not in claim.values or _DENIED[1] in claim.values.get(_DENIED[0], ()):
            return
        passages = claim.values[_REPORTED_IN]
        names = sorted({one.removeprefix(self._passages).partition("/")[0] for one in passages})
        sources = [f"<{self._base}source/{name}>" for name in names]
        for triple, source in itertools.product(sorted(self._find_triples(claim)), sources):
            agent = "not_provided" if source in databases else "manual_agent"
            row = self._make_edge(triple, source, claim.subject)
            yield row | {"agent_type": agent}, {triple[0], triple[2]}

    def _make_edge(self, triple: tuple[str, str, str], source: str, claim: str) -> KgxRow:
        start, predicate, end = triple
        return {
            "id": f"urn:pomegraph:{digest(*triple, claim, source)}",
            "subject": self._shorten(start),
            "predicate": self._find_predicate(predicate),
            "object": self._shorten(end),
            "category": [_ASSOCIATION],
            "original_predicate": self._shorten(predicate),
            "knowledge_level": "knowledge_assertion",
            "primary_knowledge_source": self._shorten(source),
            "aggregator_knowledge_source": [_OURS],
            "claim": claim[1:-1],
        }

    def _find_triples(self, claim: GraphNode) -> set[tuple[str, str, str]]:
        """Return the plain triples between things that stand beside a claim."""
        said = zip(*(claim.values.get(name, ()) for name in (_SUBJECT, _PREDICATE, _OBJECT)), strict=True)
        found = {one for one in said if not self._is_aside(one[0]) and not self._is_aside(one[2])}
        for shortcut in self._vocabulary.shortcuts:
            if term(shortcut.kind) in claim.types:
                starts = claim.values.get(term(shortcut.start), ())
                span = self._vocabulary.properties[shortcut.property].range
                values = [end for name in shortcut.ends for end in claim.values.get(term(name), ())]
                ends = [end for end in values if self._is_a(end, span)]
                pairs = list(itertools.product(starts, ends))
                pairs += [(end, start) for start, end in pairs] if shortcut.both_ways else []
                found |= {(start, term(shortcut.property), end) for start, end in pairs}
        return found

    def _is_aside(self, value: str) -> bool:
        return not self._is_a(value, "Thing") or any(self._is_a(value, kind) for kind in _ASIDE)

    def _is_a(self, value: str, kind: str) -> bool:
        """Tell whether a term may be that of a member of a class, by what its IRI begins with."""
        segment = value.removeprefix(f"<{self._base}").partition("/")[0]
        return value.startswith(f"<{self._base}") and segment in self._segments[kind]

    def _list_segments(self, kind: str) -> set[str | None]:
        classes = self._vocabulary.classes
        return {one.segment for name, one in classes.items() if self._vocabulary.is_a(name, kind)}

    def _list_ranges(self) -> set[str]:
        return {self._vocabulary.properties[one.property].range for one in self._vocabulary.shortcuts}

    def _find_category(self, kind: str) -> str:
        for name in (kind, *self._vocabulary.classes[kind].ancestors):
            found = self._find_tie(name)
            if found and found not in _MIXINS:
                return found
        return _ANY_CLASS

    def _find_predicate(self, predicate: str) -> str:
        return self._find_tie(predicate[len(POM) + 1 : -1]) or _ANY_PREDICATE

    def _find_tie(self, name: str) -> str:
        """Return the term of Biolink that a term of ours is tied to most closely, or nothing."""
        ends = sorted(self._vocabulary.lines[term(name)])
        heads = (f" {tie} <{_BIOLINK}" for tie in _TIES)
        return next((f"biolink:{end[len(head) : -1]}" for head in heads for end in ends if end.startswith(head)), "")

    def _shorten(self, value: str) -> str:
        return shorten(value[1:-1], self._prefixes)
