"""Counts what a graph holds, as VoID tells it: of each class the properties, and of these the classes of the values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from pomegraph.names import RDF, RDFS, XSD, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import Store

VOID = "http://rdfs.org/ns/void#"
# What tools that read VoID expect for datatypes, which it has no term for.
VOID_EXT = "http://ldf.fi/void-ext#"
_CLASSES = "SELECT ?class (COUNT(*) AS ?n) WHERE { ?s a ?class } GROUP BY ?class"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"
_OF_CLASSES = "SELECT ?class ?p (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?p ?o } GROUP BY ?class ?p"
_VALUES = "SELECT ?class ?p ?kind (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?p ?o . ?o a ?kind } GROUP BY ?class ?p ?kind"
_LITERALS = """SELECT ?class ?p ?kind (COUNT(*) AS ?n)
WHERE { ?s a ?class ; ?p ?o FILTER(ISLITERAL(?o)) BIND(DATATYPE(?o) AS ?kind) } GROUP BY ?class ?p ?kind"""
_DISTINCT = {
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
}


class Describer:
    """Makes triples on a dataset and its parts, which have names within one document, without blank nodes.

    Args:
        store: What holds the data.
        page: What the names of parts begin with.
        prefixes: Namespaces by prefix, which these names use.
    """

    def __init__(self, store: Store, page: str, prefixes: Mapping[str, str]) -> None:
        self._store, self._page, self._prefixes = store, page, prefixes

    def name(self, *parts: str) -> NamedNode:
        """Return the name of a part of the dataset, which is about some IRIs."""
        return NamedNode(self._page + "/".join(shorten(part, self._prefixes).replace("#", "%23") for part in parts))

    def select(self, query: str) -> list[tuple[str, ...]]:
        """Return the rows of a query as texts."""
        rows = self._store.query(query)
        if not isinstance(rows, QuerySolutions):
            raise TypeError(query)
        return [tuple(getattr(term, "value", "") for term in row) for row in rows]

    def describe_partitions(self, dataset: NamedNode) -> Iterator[Triple]:
        """Yield what parts a dataset has, by class and by property, and how large it is in all."""
        classes, properties = self.select(_CLASSES), self.select(_PROPERTIES)
        totals = {"classes": len(classes), "properties": len(properties)}
        totals |= {name: int(self.select(query)[0][0]) for name, query in _DISTINCT.items()}
        for name, count in {**totals, "entities": totals["distinctSubjects"]}.items():
            yield number(dataset, VOID + name, count)
        for kind, count_text in classes:
            part = self.name(kind)
            yield link(dataset, VOID + "classPartition", part.value)
            yield link(part, VOID + "class", kind)
            yield number(part, VOID + "entities", int(count_text))
        for prop, count_text in properties:
            yield from self._describe_property(dataset, (prop,), int(count_text))
        for kind, prop, count_text in self.select(_OF_CLASSES):
            yield from self._describe_property(self.name(kind), (kind, prop), int(count_text))
        yield from self._describe_values()

    def _describe_property(self, of: NamedNode, parts: tuple[str, ...], count: int) -> Iterator[Triple]:
        part = self.name("property", *parts) if len(parts) == 1 else self.name(*parts)
        yield link(of, VOID + "propertyPartition", part.value)
        yield link(part, VOID + "property", parts[-1])
        yield number(part, VOID + "triples", count)

    def _describe_values(self) -> Iterator[Triple]:
        told = {
            (VOID + "classPartition", VOID + "class"): _VALUES,
            (VOID_EXT + "datatypePartition", VOID_EXT + "datatype"): _LITERALS,
        }
        for (leads, says), query in told.items():
            for kind, prop, value, count_text in self.select(query):
                part = self.name(kind, prop, value)
                yield link(self.name(kind, prop), leads, part.value)
                yield link(part, says, value)
                yield number(part, VOID + "triples", int(count_text))


def link(subject: NamedNode, predicate: str, target: str) -> Triple:
    """Return a triple that leads to an IRI."""
    return Triple(subject, NamedNode(predicate), NamedNode(target))


def text(subject: NamedNode, predicate: str, value: str) -> Triple:
    """Return a triple with a text."""
    return Triple(subject, NamedNode(predicate), Literal(value))


def number(subject: NamedNode, predicate: str, value: int) -> Triple:
    """Return a triple with a whole number."""
    return Triple(subject, NamedNode(predicate), Literal(str(value), datatype=NamedNode(XSD + "integer")))


def label(subject: NamedNode, value: str, kind: str) -> Iterator[Triple]:
    """Yield the label and the class of something."""
    yield link(subject, RDF + "type", kind)
    yield text(subject, RDFS + "label", value)
