"""Checks the finished graph: SHACL, pinned IRIs, and what only a query can tell."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, cast

import pyshacl
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, Store
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH
from rdflib import Graph as RdflibGraph

from pomegraph.build.shapes import build_shapes, find_loose_shapes
from pomegraph.content.sources import read_facts
from pomegraph.content.turtle import build_graph, read_turtle
from pomegraph.errors import ContentError, Problem
from pomegraph.graph.sources import digest_report
from pomegraph.graph.triples import Terms, identify
from pomegraph.names import BASE, POM, RDF, RDFS, iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

    from pomegraph.content.claims import Facts
    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry
    from pomegraph.graph.quads import WrittenGraph
    from pomegraph.names import Lines, Names

_ASKED_OF_OBJECTS = (RDF + "type", POM + "scheme", POM + "ucumCode", RDFS + "domain", RDFS + "range")
_IRI_OUTSIDE_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"|<([^>]*)>')
# Each query selects what is wrong as ?x.
_QUERIES = {
    ("has no label", "give it an rdfs:label"): """
        ?x a ?kind . FILTER NOT EXISTS { ?x rdfs:label ?label }""",
    # The examples of the ontology are things of the published graph: other content under the ontology may lack them.
    ("is used and described nowhere", "add it to a register"): """
        ?y ?p ?x . FILTER(STRSTARTS(STR(?x), STR(?base)) && !CONTAINS(STR(?x), "/ontology"))
        FILTER(?p NOT IN (rdf:type, <http://purl.org/vocab/vann/example>))
        FILTER NOT EXISTS { ?x a ?kind }""",
    ("leads to no passage of a source", "put it under a passage"): """
        ?x a pom:Claim . FILTER NOT EXISTS { ?x pom:reportedIn/pom:source ?source }""",
    ("is both affirmed and denied", "keep one"): """
        ?x pom:negated true, false""",
}


def check_graph(
    content: Content, facts: Facts, names: Names, graph: WrittenGraph, *, at_once: int = 50_000
) -> list[Problem]:
    """Return everything that is wrong with a finished graph.

    Args:
        content: What it was made of.
        facts: The facts that were read from there.
        names: The base of its IRIs.
        graph: The graph.
        at_once: How many triples the shapes are held against at a time, so that memory does not grow with the graph.
    """
    places = _Places(content, facts.registry, names)
    problems = list(_check_iris(facts.registry, names, graph.quads, places))
    for (message, cure), pattern in _QUERIES.items():
        for subject in filter(places.can_be_judged, _select(graph.store, names, pattern)):
            problems.append(places.problem(subject, f"{subject} {message}", cure))  # noqa: PERF401  # reads better
    problems += _check_shapes(content, graph, places, at_once)
    return problems


class _Places:
    """Finds the line of the content that a subject of the graph comes from; looks only when asked."""

    def __init__(self, content: Content, registry: Registry, names: Names) -> None:
        self.registry, self.names, self._content = registry, names, content
        self._known: dict[str, tuple[str, int]] = {}
        terms = Terms(registry, names)
        self._doubtful = {terms.thing(name)[1:-1] for name in registry.doubtful}

    def can_be_judged(self, thing: str) -> bool:
        """Tell whether an IRI is not that of a thing whose row could not be read, which was told."""
        return thing not in self._doubtful

    def problem(self, subject: str, message: str, cure: str) -> Problem:
        """Return a problem at the place of a subject, given by its IRI."""
        if not self._known:
            self._known = self._read()
        file, line = self._known.get(subject, ("ontology/pomegraph.ttl", 0))
        return Problem(file, line, message, cure)

    def _read(self) -> dict[str, tuple[str, int]]:
        terms = Terms(self.registry, self.names)
        things = self.registry.things.values()
        known = {terms.thing(thing.id)[1:-1]: (thing.file, thing.line) for thing in things}
        for source in read_facts(self._content, []).sources:
            for passage in source.passages:
                where = self.names.passage(source.id, passage.location.key)[1:-1]
                line = passage.claims[0].line if passage.claims else 0
                known.setdefault(where, (source.place, line))
                for claim in passage.claims:
                    name = identify(terms, claim).id
                    report = digest_report(name, source.id, passage.location)
                    for one in (self.names.thing("claim", name), self.names.thing("report", report)):
                        known.setdefault(one[1:-1], (source.place, claim.line))
        return known


def _check_iris(registry: Registry, names: Names, quads: Path, places: _Places) -> Iterator[Problem]:
    """Yield a problem for each IRI that is neither ours nor in a pinned namespace; addresses in data are literals."""
    pinned = (prefix.namespace for prefix in registry.vocabulary.prefixes)
    spaces = (names.base, BASE, *pinned, *(form.head for form in registry.forms if form.users))
    seen: set[str] = set()
    with quads.open(encoding="utf-8") as file:
        for line in file:
            for match in _IRI_OUTSIDE_QUOTES.finditer(line):
                found = match[1]
                if found is None or found.startswith(spaces) or found in seen:
                    continue
                seen.add(found)
                subject = line.partition(">")[0][1:]
                cure = "pin its namespace in ontology/steering.ttl or use another term"
                yield places.problem(subject, f"{found} is not in a pinned namespace", cure)


def _select(store: Store, names: Names, pattern: str) -> list[str]:
    query = f"SELECT DISTINCT ?x WHERE {{ VALUES ?base {{ <{names.base}> }} {pattern} }} ORDER BY ?x"
    rows = store.query(query, prefixes={"pom": POM, "rdf": RDF, "rdfs": RDFS})
    if not isinstance(rows, QuerySolutions):
        raise TypeError(query)
    return [row["x"].value for row in rows if isinstance(row["x"], NamedNode)]


def _check_shapes(content: Content, graph: WrittenGraph, places: _Places, at_once: int) -> Iterator[Problem]:
    """Yield the violations of SHACL, section 3.6 of its specification: validation report."""
    place = content.place(content.shapes)
    written = read_turtle(content.shapes, place)
    lines = build_shapes(places.registry.vocabulary, written)
    yield from (Problem(place, 0, message, cure) for message, cure in find_loose_shapes(lines))
    shapes = build_graph(lines)
    for chunk in _read_chunks(graph, at_once):
        subjects = {line[1 : line.index(">")] for line in chunk}
        report = _validate(shapes, [*chunk, *_describe_objects(chunk, graph.store, places.names)], place)
        for result in report.objects(None, SH.result):
            focus, value = (str(report.value(result, name)) for name in (SH.focusNode, SH.value))
            if focus in subjects and places.can_be_judged(focus) and places.can_be_judged(value):
                yield _explain(report, result, written, places)


def _validate(shapes: RdflibGraph, lines: list[str], place: str) -> RdflibGraph:
    data = RdflibGraph().parse(data="".join(lines), format="nt")
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    except (ReportableRuntimeError, re.error) as error:
        reason = " ".join(str(error).split())
        raise ContentError([Problem(place, 0, f"not SHACL: {reason}", "correct that shape")]) from error
    return cast("RdflibGraph", report)


def _read_chunks(graph: WrittenGraph, at_once: int) -> Iterator[list[str]]:
    """Yield the triples of the default graph as lines, those of one subject together."""
    chunk: list[str] = []
    with graph.quads.open(encoding="utf-8", newline="\n") as file:
        lines = itertools.islice(file, graph.counts.triples)
        for _, group in itertools.groupby(lines, key=lambda line: line[: line.index(" ")]):
            chunk += group
            if len(chunk) >= at_once:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def _describe_objects(lines: list[str], store: Store, names: Names) -> Iterator[str]:
    """Yield what the shapes ask of the things that the lines point to: class, list and code, or domain and range."""
    objects = {line.rsplit(" ", 2)[1] for line in lines}
    # The ontology keeps its name where things have another one.
    spaces = (f"<{names.base}", f"<{POM}")
    ours = [one[1:-1] for one in objects if one.startswith(spaces) and '"' not in one]
    for one in sorted(ours):
        for predicate in map(NamedNode, _ASKED_OF_OBJECTS):
            for quad in store.quads_for_pattern(NamedNode(one), predicate, None, DefaultGraph()):
                yield f"{quad.triple} .\n"


def _explain(report: RdflibGraph, result: Node, written: Lines, places: _Places) -> Problem:
    """Return a SHACL result as a problem; the cure leads to the shape, or to the ontology that it follows from."""
    parts = {name: report.value(result, SH[name]) for name in ("focusNode", "resultPath", "value", "resultMessage")}
    path = str(parts["resultPath"] or "").rpartition("#")[2]
    value = str(parts["value"] or "").rpartition("/")[2]
    message = str(parts["resultMessage"]).removesuffix(".")
    shown = " ".join(filter(None, ("SHACL:", path, value and f"'{value}'")))
    file = "shapes" if iri(str(report.value(result, SH.sourceShape))) in written else "pomegraph"
    return places.problem(
        str(parts["focusNode"]), f"{shown}: {message}", f"correct it, or the rule in ontology/{file}.ttl"
    )
