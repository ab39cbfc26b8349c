"""A graph as manifests need it: the value of a property, and the members of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph

from support.places import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUITE = SHARED / "w3c-tests"
HOME = "https://w3c.github.io/rdf-tests/sparql/"  # where the suites are published: the base of their relative IRIs

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
}

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


def name_file(path: Path) -> str:
    """Return the IRI under which a file of the suites is published."""
    return HOME + path.relative_to(SUITE).as_posix()


def find_file(iri: str) -> Path:
    """Return the file that is published under an IRI."""
    return SUITE / iri.removeprefix(HOME)


def read_quads(path: Path) -> Iterator[pyoxigraph.Quad]:
    """Parse a file under its published IRI; each call gives the blank nodes labels of their own."""
    return pyoxigraph.parse(
        path=str(path), format=FORMATS[path.suffix], base_iri=name_file(path), rename_blank_nodes=True
    )


class Graph:
    """Triples, asked by subject and property."""

    def __init__(self, quads: Iterator[pyoxigraph.Quad]) -> None:
        self._store = pyoxigraph.Store()
        self._store.extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)

    def __iter__(self) -> Iterator[pyoxigraph.Quad]:
        """Go through the triples, in no order."""
        return iter(self._store)

    def get_values(self, subject: Term | None, iri: str) -> list[Term]:
        """Return the values of a property of a thing, in no order."""
        if subject is None or isinstance(subject, pyoxigraph.Literal):
            return []
        return [quad.object for quad in self._store.quads_for_pattern(subject, pyoxigraph.NamedNode(iri), None)]

    def find_value(self, subject: Term | None, iri: str) -> Term | None:
        """Return the one value of a property, if it has one."""
        return next(iter(self.get_values(subject, iri)), None)

    def get_text(self, subject: Term | None, iri: str) -> str:
        """Return the IRI or the characters of the one value of a property."""
        value = self.find_value(subject, iri)
        assert isinstance(value, pyoxigraph.NamedNode | pyoxigraph.Literal), f"{subject} has no {iri}"
        return value.value

    def get_subjects(self, iri: str) -> list[Term]:
        """Return the things that have a property."""
        return [quad.subject for quad in self._store.quads_for_pattern(None, pyoxigraph.NamedNode(iri), None)]

    def get_instances(self, iri: str) -> list[Term]:
        """Return the things of a class."""
        type_, class_ = pyoxigraph.NamedNode(RDF + "type"), pyoxigraph.NamedNode(iri)
        return [quad.subject for quad in self._store.quads_for_pattern(None, type_, class_)]

    def get_members(self, subject: Term | None, iri: str) -> list[Term]:
        """Return the members of the list that is the value of a property; no value is the empty list."""
        members, rest = [], self.find_value(subject, iri)
        while (first := self.find_value(rest, RDF + "first")) is not None:
            members.append(first)
            rest = self.find_value(rest, RDF + "rest")
        return members
