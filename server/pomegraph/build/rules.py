"""What holds of every node of the graph whatever its class: a label, pinned namespaces, a source behind a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pomegraph.build.nodes import TYPE
from pomegraph.names import BASE, RDFS, iri, term, typed_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pomegraph.build.nodes import Ask, GraphNode
    from pomegraph.names import Names

_LABEL = iri(RDFS + "label")
# The examples of the ontology are things of the published graph: other content under the ontology may lack them.
_NEED_NOT = {TYPE, iri("http://purl.org/vocab/vann/example")}
_CLAIM, _NEGATED, _REPORTED_IN, _SOURCE = map(term, ("Claim", "negated", "reportedIn", "source"))
_BOTH = {typed_literal("true", "boolean"), typed_literal("false", "boolean")}
# What is asked of other nodes: whether they have a property.
HAS = "has "
_KEPT = 100_000


class BrokenRule(NamedTuple):
    """What is wrong with a node, given by its IRI, and the cure."""

    subject: str
    message: str
    cure: str


class Rules:
    """Finds what breaks the rules."""

    def __init__(self, names: Names, namespaces: Iterable[str]) -> None:
        self._ours = f"<{names.base}"
        self._spaces = tuple(f"<{space}" for space in (names.base, BASE, *namespaces))
        self._sound: set[str] = set()

    def find(self, node: GraphNode, ask: Ask) -> Iterator[BrokenRule]:
        """Yield what is wrong with a node, or with a thing that it speaks of."""
        subject, values = node.subject[1:-1], node.values
        if _LABEL not in values and node.types:
            yield BrokenRule(subject, f"{subject} has no label", "give it an rdfs:label")
        if _BOTH.issubset(values.get(_NEGATED, ())):
            yield BrokenRule(subject, f"{subject} is both affirmed and denied", "keep one")
        passages = [ask(one, HAS + _SOURCE) for one in values.get(_REPORTED_IN, ())]
        if _CLAIM in node.types and not any(passages):
            yield BrokenRule(subject, f"{subject} leads to no passage of a source", "put it under a passage")
        sound = self._sound
        if not sound.issuperset(values) or not node.subject.startswith(self._ours):
            yield from self._find_loose(subject, (node.subject, *values))
        # A plain text ends with a quotation mark and names nothing.
        new = [(key, one) for key, many in values.items() for one in many if one[-1] != '"' and one not in sound]
        for predicate, value in new:
            yield from self._look_at(subject, predicate, value, ask)

    def _look_at(self, subject: str, predicate: str, value: str, ask: Ask) -> Iterator[BrokenRule]:
        """Yield what is wrong with a value that was not found sound yet."""
        if not value.startswith(self._ours):
            yield from self._find_loose(subject, [_find_iri(value)])
            self._keep(value)
        elif predicate not in _NEED_NOT and "/ontology" not in value:
            if ask(value, HAS + TYPE):
                self._keep(value)
            else:
                name = value[1:-1]
                yield BrokenRule(name, f"{name} is used and described nowhere", "add it to a register")

    def _find_loose(self, subject: str, names: Iterable[str]) -> Iterator[BrokenRule]:
        """Yield what is wrong with IRIs that are neither ours nor in a pinned namespace; addresses are literals."""
        for name in names:
            if name and name not in self._sound:
                self._keep(name)
                if not name.startswith(self._spaces):
                    cure = "pin its namespace in ontology/steering.ttl or use another term"
                    yield BrokenRule(subject, f"{name[1:-1]} is not in a pinned namespace", cure)

    def _keep(self, name: str) -> None:
        """Keep in mind that a name need not be looked at again, of which there may be many."""
        if len(self._sound) >= _KEPT:
            self._sound.clear()
        self._sound.add(name)


def _find_iri(value: str) -> str:
    """Return an IRI, or that of the datatype of a literal; nothing for a plain text or one in a language."""
    return value if value[0] == "<" else value.rpartition('"')[2].partition("^^")[2]
