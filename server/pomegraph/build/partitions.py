"""Counts what a graph holds, as VoID tells it: of each class the properties, and of these the classes of the values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from pomegraph.build.nodes import TYPE, read_graph_lines
from pomegraph.names import RDF, RDFS, XSD, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Store

VOID = "http://rdfs.org/ns/void#"
# What tools that read VoID expect for datatypes, which it has no term for.
VOID_EXT = "http://ldf.fi/void-ext#"
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


@dataclass(frozen=True, slots=True)
class Partitions:
    """How often what occurs in a graph.

    Args:
        classes: How many things there are, by class.
        firsts: The first thing of each class.
        properties: How many triples there are, by property.
        of_classes: How many triples there are, by the class of the subject and the property.
        values: The same, by the class of the value too.
        literals: The same, by the datatype of the value.
    """

    classes: Counter[str] = field(default_factory=Counter)
    firsts: dict[str, str] = field(default_factory=dict)
    properties: Counter[str] = field(default_factory=Counter)
    of_classes: Counter[tuple[str, str]] = field(default_factory=Counter)
    values: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    literals: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def count_partitions(quads: Path, count: int) -> Partitions:
    """Count what occurs in the first lines of N-Quads, which are the default graph. Memory grows with its subjects."""
    classes = _read_classes(read_graph_lines(quads, count))
    triples = (line.split(" ", 2) for line in read_graph_lines(quads, count))
    # Most triples are of a few sorts, of which each is looked at once.
    sorts = Counter(
        (classes.get(subject, ()), predicate, classes.get(end[:-3]) or _find_datatype(end))
        for subject, predicate, end in triples
    )
    found = Partitions()
    for subject, kinds in classes.items():
        found.classes.update(kinds)
        for kind in kinds:
            found.firsts.setdefault(kind, subject[1:-1])
    for (kinds, predicate, value), times in sorts.items():
        name = predicate[1:-1]
        found.properties[name] += times
        for kind in kinds:
            found.of_classes[kind, name] += times
            if isinstance(value, str):
                found.literals.update({(kind, name, value): times} if value else {})
            else:
                found.values.update({(kind, name, other): times for other in value})
    return found


def _read_classes(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the classes of each subject that has any, one tuple for all that have the same."""
    found: dict[str, tuple[str, ...]] = {}
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    for subject, predicate, end in (line.split(" ", 2) for line in lines):
        if predicate == TYPE:
            kinds = (*found.get(subject, ()), end[1:-4])
            found[subject] = known.setdefault(kinds, kinds)
    return found


def _find_datatype(end: str) -> str:
    """Return the datatype of a literal that ends a line, or nothing if no literal does."""
    if not end.startswith('"'):
        return ""
    behind = end[end.rindex('"') + 1 : -3]
    if behind.startswith("^^"):
        return behind[3:-1]
    # RDF 1.2 Concepts, section 3.3: a literal with a language, and with a direction too.
    return f"{RDF}{'dirLangString' if '--' in behind else 'langString'}" if behind else f"{XSD}string"


def describe_partitions(describer: Describer, dataset: NamedNode, found: Partitions) -> Iterator[Triple]:
    """Yield what parts a dataset has, by class and by property, and how large it is in all."""
    totals = {
        "classes": len(found.classes),
        "properties": len(found.properties),
        **{name: int(describer.select(query)[0][0]) for name, query in _DISTINCT.items()},
    }
    for name, count in {**totals, "entities": totals["distinctSubjects"]}.items():
        yield number(dataset, VOID + name, count)
    for kind, count in found.classes.items():
        part = describer.name(kind)
        yield link(dataset, VOID + "classPartition", part.value)
        yield link(part, VOID + "class", kind)
        yield number(part, VOID + "entities", count)
    for prop, count in found.properties.items():
        yield from _describe_property(dataset, describer.name("property", prop), prop, count)
    for (kind, prop), count in found.of_classes.items():
        yield from _describe_property(describer.name(kind), describer.name(kind, prop), prop, count)
    told = {
        (VOID + "classPartition", VOID + "class"): found.values,
        (VOID_EXT + "datatypePartition", VOID_EXT + "datatype"): found.literals,
    }
    for (leads, says), counts in told.items():
        for (kind, prop, value), count in counts.items():
            part = describer.name(kind, prop, value)
            yield link(describer.name(kind, prop), leads, part.value)
            yield link(part, says, value)
            yield number(part, VOID + "triples", count)


def _describe_property(of: NamedNode, part: NamedNode, prop: str, count: int) -> Iterator[Triple]:
    yield link(of, VOID + "propertyPartition", part.value)
    yield link(part, VOID + "property", prop)
    yield number(part, VOID + "triples", count)


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
