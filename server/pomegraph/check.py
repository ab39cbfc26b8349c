"""Checks the finished graph: SHACL, pinned IRIs, and what only a query can tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyshacl
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store
from rdflib import SH, Graph

from pomegraph.errors import ContentError, Problem
from pomegraph.facts import read_facts
from pomegraph.graph import Terms, identify
from pomegraph.names import BASE, POM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

    from pomegraph.content import Content
    from pomegraph.names import Names
    from pomegraph.registers import Registry

_IRI_OUTSIDE_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"|<([^>]*)>')
# Each query selects what is wrong as ?x.
_QUERIES = {
    ("has no label", "give it an rdfs:label"): """
        ?x a ?kind . FILTER NOT EXISTS { ?x rdfs:label ?label }""",
    ("is used and described nowhere", "add it to a register"): """
        ?y ?p ?x . FILTER(STRSTARTS(STR(?x), STR(?base)) && ?p != rdf:type && !CONTAINS(STR(?x), "/ontology"))
        FILTER NOT EXISTS { ?x a ?kind }""",
    ("leads to no passage of a source", "put it under a passage"): """
        ?x a pom:Claim . FILTER NOT EXISTS { ?x pom:reportedIn/pom:source ?source }""",
    ("is both affirmed and denied", "keep one"): """
        ?x pom:negated true, false""",
}


def check_quads(content: Content, registry: Registry, names: Names, quads: Path) -> list[Problem]:
    """Return everything that is wrong with a finished graph, given as N-Quads."""
    places = _Places(content, registry, names)
    problems = list(_check_iris(registry, names, quads, places))
    store = Store()
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    for (message, cure), pattern in _QUERIES.items():
        for subject in _select(store, names, pattern):
            problems.append(places.problem(subject, f"{subject} {message}", cure))  # noqa: PERF401  # reads better
    problems += _check_shapes(content, store, places)
    return problems


class _Places:
    """Finds the line of the content that a subject of the graph comes from; looks only when asked."""

    def __init__(self, content: Content, registry: Registry, names: Names) -> None:
        self._content, self._registry, self._names = content, registry, names
        self._known: dict[str, tuple[str, int]] = {}

    def problem(self, subject: str, message: str, cure: str) -> Problem:
        """Return a problem at the place of a subject, given by its IRI."""
        if not self._known:
            self._known = self._read()
        file, line = self._known.get(subject, ("ontology/pomegraph.ttl", 0))
        return Problem(file, line, message, cure)

    def _read(self) -> dict[str, tuple[str, int]]:
        terms = Terms(self._registry, self._names)
        things = self._registry.things.values()
        known = {terms.thing(thing.id)[1:-1]: (thing.file, thing.line) for thing in things}
        for source in read_facts(self._content, []).sources:
            for passage in source.passages:
                where = self._names.passage(source.id, passage.first, passage.last)[1:-1]
                line = passage.claims[0].line if passage.claims else 0
                known.setdefault(where, (source.place, line))
                for claim in passage.claims:
                    name = self._names.thing("claim", identify(terms, claim).id)[1:-1]
                    known.setdefault(name, (source.place, claim.line))
        return known


def _check_iris(registry: Registry, names: Names, quads: Path, places: _Places) -> Iterator[Problem]:
    """Yield a problem for each IRI that is neither ours nor in a pinned namespace; addresses in data are literals."""
    spaces = (names.base, BASE, *(prefix.namespace for prefix in registry.vocabulary.prefixes))
    seen: set[str] = set()
    with quads.open(encoding="utf-8") as file:
        for line in file:
            for match in _IRI_OUTSIDE_QUOTES.finditer(line):
                found = match[1]
                if found is None or found.startswith(spaces) or found in seen:
                    continue
                seen.add(found)
                subject = line.partition(">")[0][1:]
                cure = "pin its namespace in ontology/pomegraph.ttl or use another term"
                yield places.problem(subject, f"{found} is in no pinned namespace", cure)


def _select(store: Store, names: Names, pattern: str) -> list[str]:
    query = f"SELECT DISTINCT ?x WHERE {{ VALUES ?base {{ <{names.base}> }} {pattern} }} ORDER BY ?x"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    rdfs = "http://www.w3.org/2000/01/rdf-schema#"
    rows = store.query(query, prefixes={"pom": POM, "rdf": rdf, "rdfs": rdfs})
    if not isinstance(rows, QuerySolutions):
        raise TypeError(query)
    return [row["x"].value for row in rows if isinstance(row["x"], NamedNode)]


def _check_shapes(content: Content, store: Store, places: _Places) -> Iterator[Problem]:
    """Yield the violations of SHACL, section 3.6 of its specification: validation report."""
    place = content.place(content.shapes)
    shapes = Graph()
    try:
        shapes.parse(content.shapes, format="turtle")
    except Exception as error:
        raise ContentError(
            [Problem(place, getattr(error, "lines", 0), "not Turtle", "mend the syntax there")]
        ) from error
    data = Graph()
    data.parse(data=store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    for result in report.objects(None, SH.result):
        yield _explain(report, result, places)


def _explain(report: Graph, result: Node, places: _Places) -> Problem:
    """Return a SHACL result as a problem."""
    parts = {name: report.value(result, SH[name]) for name in ("focusNode", "resultPath", "value", "resultMessage")}
    path = str(parts["resultPath"] or "").rpartition("#")[2]
    value = str(parts["value"] or "").rpartition("/")[2]
    message = str(parts["resultMessage"]).removesuffix(".")
    shown = " ".join(filter(None, ("SHACL:", path, value and f"'{value}'")))
    return places.problem(str(parts["focusNode"]), f"{shown}: {message}", "see ontology/shapes.ttl")
