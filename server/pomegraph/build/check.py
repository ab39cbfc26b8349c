"""Checks the finished graph: SHACL, pinned IRIs, and what no file alone can tell.

The graph is read in order, and what must be known of other nodes is looked up when it is read again: memory does not
grow with it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.build.nodes import Lookup, read_graph_lines, read_nodes
from pomegraph.build.rules import HAS, Rules
from pomegraph.build.shape_reader import UnsoundShapeError, read_shapes
from pomegraph.build.shapes import build_shapes, find_loose_shapes
from pomegraph.build.term_tests import show_term
from pomegraph.build.validation import Validator
from pomegraph.content.sources import read_facts
from pomegraph.content.turtle import read_turtle
from pomegraph.errors import ContentError, Problem
from pomegraph.graph.sources import digest_report
from pomegraph.graph.triples import Terms, identify
from pomegraph.names import RDFS, iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pomegraph.build.nodes import Ask, GraphNode
    from pomegraph.build.shape_reader import Shapes
    from pomegraph.build.validation import Violation
    from pomegraph.content.claims import Claim, Facts
    from pomegraph.content.folder import Content
    from pomegraph.content.registers import Registry
    from pomegraph.names import Lines, Names

_BELOW = f" {iri(RDFS + 'subClassOf')} "


def check_graph(content: Content, facts: Facts, names: Names, quads: Path, count: int) -> list[Problem]:
    """Return everything that is wrong with a finished graph.

    Args:
        content: What it was made of.
        facts: The facts that were read from there.
        names: The base of its IRIs.
        quads: Its sorted N-Quads, which begin with the default graph.
        count: How many triples that has.
    """
    checker, problems = make_checker(content, facts.registry, names)
    with tempfile.TemporaryDirectory(dir=quads.parent) as folder:
        lookup = Lookup(Path(folder, "asked"))
        found = list(checker.find(read_graph_lines(quads, count), lookup.ask))
        if not lookup.answer(read_graph_lines(quads, count), checker.decide):
            # Something is not as it was taken to be: now that this is known, those who speak of it are found.
            found = list(checker.find(read_graph_lines(quads, count), lookup.ask))
    return problems + found


def make_checker(content: Content, registry: Registry, names: Names) -> tuple[GraphChecker, list[Problem]]:
    """Return what checks the nodes of a graph, and what is wrong with the shapes that it checks with."""
    place = content.place(content.shapes)
    written = read_turtle(content.shapes, place)
    lines = build_shapes(registry.vocabulary, written)
    problems = [Problem(place, 0, message, cure) for message, cure in find_loose_shapes(lines)]
    return GraphChecker(_Places(content, registry, names), _read_shapes(lines, place), written), problems


def _read_shapes(lines: Lines, place: str) -> Shapes:
    try:
        return read_shapes(lines)
    except UnsoundShapeError as error:
        raise ContentError([Problem(place, 0, f"not SHACL: {error}", "correct that shape")]) from error


def find_classes_above(lines: Lines) -> Mapping[str, frozenset[str]]:
    """Return the classes above each one that the ontology speaks of, near and far."""
    near = {name: {end.removeprefix(_BELOW) for end in ends if end.startswith(_BELOW)} for name, ends in lines.items()}
    above: dict[str, frozenset[str]] = {}
    for name in near:
        found: set[str] = set()
        ahead = [name]
        while ahead:
            wider = near.get(ahead.pop(), set()) - found
            found |= wider
            ahead += wider
        above[name] = frozenset(found)
    return above


class GraphChecker:
    """Finds the problems of one node after the other."""

    def __init__(self, places: _Places, shapes: Shapes, written: Lines) -> None:
        self._places, self._shapes, self._written = places, shapes, written
        self._above = find_classes_above(places.registry.vocabulary.lines)
        self._validator = Validator(shapes, self._above)

    def find(self, lines: Iterator[str], ask: Ask) -> Iterator[Problem]:
        """Yield the problems of a graph, as far as answers are known."""
        places, judged = self._places, self._places.can_be_judged
        pinned = [prefix.namespace for prefix in places.registry.vocabulary.prefixes]
        rules = Rules(places.names, [*pinned, *(form.head for form in places.registry.forms if form.users)])
        # Both keep in mind what they found sound, by answers that may be others now.
        validator = self._validator = Validator(self._shapes, self._above)
        for node in read_nodes(lines):
            for subject, message, cure in rules.find(node, ask):
                if judged(subject):
                    yield places.problem(subject, message, cure)
            for violation in validator.find(node, ask):
                if judged(violation.focus[1:-1]) and judged(show_term(violation.value)):
                    yield self._explain(violation)

    def decide(self, node: GraphNode, question: str) -> bool:
        """Tell what was asked of a node."""
        if question.startswith(HAS):
            return question.removeprefix(HAS) in node.values
        return self._validator.decide(node, question)

    def _explain(self, violation: Violation) -> Problem:
        """Return a violation as a problem; the cure leads to the shape, or to the ontology that it follows from."""
        path = violation.shape.path[1:-1].rpartition("#")[2]
        value = show_term(violation.value).rpartition("/")[2]
        shown = " ".join(filter(None, ("SHACL:", path, value and f"'{value}'")))
        file = "shapes" if violation.shape.name in self._written else "pomegraph"
        message = violation.shape.message.removesuffix(".")
        cure = f"correct it, or the rule in ontology/{file}.ttl"
        said = (violation.focus[1:-1], path, value)
        return self._places.problem(self._places.find_statement(said), f"{shown}: {message}", cure)


class _Places:
    """Finds the line of the content that a subject of the graph comes from; looks only when asked."""

    def __init__(self, content: Content, registry: Registry, names: Names) -> None:
        self.registry, self.names, self._content = registry, names, content
        self._known: dict[str, tuple[str, int]] = {}
        self._stated: dict[tuple[str, str, str], str] = {}
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

    def find_statement(self, said: tuple[str, str, str]) -> str:
        """Return the claim that a thing is said to have a value by, else the thing; all by IRI, the value as text."""
        if not self._known:
            self._known = self._read()
        return self._stated.get(said, said[0])

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
                    self._keep_statement(terms, claim, self.names.thing("claim", name)[1:-1])
                    report = digest_report(name, source.id, passage.location.key)
                    for one in (self.names.thing("claim", name), self.names.thing("report", report)):
                        known.setdefault(one[1:-1], (source.place, claim.line))
        return known

    def _keep_statement(self, terms: Terms, claim: Claim, name: str) -> None:
        """Keep which claim says of a thing what a row of a register could say too; also where no value is told."""
        if claim.predicate and not claim.negated:
            said = dict(claim.values)
            subject = terms.thing(said["subject"])[1:-1]
            for value in (said[claim.predicate], ""):
                self._stated.setdefault((subject, claim.predicate, value), name)
