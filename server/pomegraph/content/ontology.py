"""Reads the ontology into the few facts about its terms that steer the reading and the build."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SH, URIRef

from pomegraph.content.patterns import find_slots, read_pattern
from pomegraph.content.text import suggest
from pomegraph.content.turtle import build_graph, read_turtle
from pomegraph.errors import ContentError, Problem
from pomegraph.names import POM

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib import Graph
    from rdflib.term import Node

    from pomegraph.content.folder import Content
    from pomegraph.content.patterns import Pattern
    from pomegraph.names import Lines


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the ontology, with what the build needs to know of it.

    A kind of claim may have the patterns of its sentence and of what its topics are called; without one they are empty.
    """

    name: str
    label: str
    ancestors: tuple[str, ...]
    disjoint: tuple[str, ...]
    hangs_on: tuple[str, ...]
    register: str | None
    segment: str | None
    keys: tuple[str, ...]
    answers: tuple[str, ...]
    single_answer: bool
    implied_measure: str | None
    sentence: Pattern
    topic_phrase: Pattern
    by_jurisdiction: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the ontology; `range` is the local name of a class or of an XML Schema datatype.

    `follows_from` are the properties that decide its value, `scale` is the one that tells its unit.
    `beside` are properties of other vocabularies, as IRIs, that stand beside it with the same value. `phrase` is how a
    sentence says it, and empty for a property that has none; `wordings` are patterns by value.
    """

    name: str
    label: str
    domain: str
    range: str
    names_thing: bool
    functional: bool
    identifying: bool
    derived: bool
    single_answer: bool
    follows_from: tuple[str, ...]
    scale: str | None
    scheme: str | None
    pattern: str | None
    beside: tuple[str, ...]
    phrase: Pattern
    wordings: Mapping[str, Pattern] = field(hash=False)
    explains: str | None = None
    by_jurisdiction: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A plain triple beside an affirmed claim: from one of its values to each of some others, or back as well."""

    property: str
    kind: str
    start: str
    ends: tuple[str, ...]
    both_ways: bool


@dataclass(frozen=True, slots=True)
class Prefix:
    """A pinned prefix: the namespace, and the pattern of identifiers in it if they have one."""

    name: str
    namespace: str
    pattern: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of the ontology by local name, in alphabetical order; `lines` are its triples by subject."""

    classes: Mapping[str, Class]
    properties: Mapping[str, Property]
    shortcuts: tuple[Shortcut, ...]
    prefixes: tuple[Prefix, ...]
    core: tuple[str, ...]
    lines: Lines

    def is_a(self, name: str, ancestor: str) -> bool:
        """Tell whether a class is another or below it."""
        return name == ancestor or ancestor in self.classes[name].ancestors

    def is_claim(self, name: str) -> bool:
        """Tell whether a name is that of a kind of claim."""
        return name in self.classes and "Claim" in self.classes[name].ancestors


# The directives that hold patterns of sentences.
_PATTERNED = ("sentence", "topicPhrase", "phrase", "wordedAs")
_NEEDED = {"Thing", "Concept", "Source", "Passage", "Report", "Topic", "Disagreement", "Verdict", "Claim", "Statement"}


def read_vocabulary(content: Content) -> Vocabulary:
    """Read the ontology, and beside it what steers the reading.

    Raises:
        ContentError: a file is not Turtle, has a blank node, or lacks what the build needs.
    """
    ontology, steering = content.place(content.ontology), content.place(content.steering)
    lines, directives = read_turtle(content.ontology, ontology), read_turtle(content.steering, steering)
    directed = build_graph(directives)
    for subject, ends in directives.items():
        lines[subject] |= ends
    terms = _Terms(build_graph(lines))
    problems = [Problem(ontology, 0, message, cure) for message, cure in terms.find_faults()]
    problems += [Problem(steering, 0, message, cure) for message, cure in terms.find_faults_of_steering(directed)]
    if problems:
        raise ContentError(problems)
    classes = {name: terms.read_class(name) for name in terms.local_names(OWL.Class)}
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    names = sorted({name for kind in kinds for name in terms.local_names(kind)})
    properties = {name: terms.read_property(name) for name in names}
    shortcuts = tuple(shortcut for name in names for shortcut in terms.read_shortcuts(name))
    return Vocabulary(classes, properties, shortcuts, terms.read_prefixes(), terms.read_core(), lines)


class _Terms:
    """The triples about one term at a time."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def local_names(self, kind: URIRef) -> list[str]:
        found = (str(term) for term in self._graph.subjects(RDF.type, kind))
        return sorted(term.removeprefix(POM) for term in found if term.startswith(POM))

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """Yield what of the ontology would break the reading: message and cure."""
        classes = self.local_names(OWL.Class)
        for name in sorted(_NEEDED - set(classes)):
            yield f"no class pom:{name}", "the build needs it; declare it as an owl:Class"
        yield from self._find_unknown_classes(classes)
        objects, literals = self.local_names(OWL.ObjectProperty), self.local_names(OWL.DatatypeProperty)
        for part, names in (("range", objects), ("domain", [*objects, *literals])):
            for name in names:
                span = self._names(URIRef(POM + name), str(RDFS[part]))
                if len(span) != 1 or span[0] not in classes:
                    yield (
                        f"pom:{name} does not have one class as its {part}",
                        f"give it one rdfs:{part} that is declared",
                    )

    def _find_unknown_classes(self, classes: list[str]) -> Iterator[tuple[str, str]]:
        """Yield the classes of ours that another lies below or is disjoint with, and that are not declared."""
        for relation in (RDFS.subClassOf, OWL.disjointWith):
            named = {str(node) for pair in self._graph.subject_objects(relation) for node in pair}
            for name in sorted(node.removeprefix(POM) for node in named if node.startswith(POM)):
                if name not in classes:
                    message = f"pom:{name} is not a declared class, and {relation.fragment} speaks of it"
                    yield message, suggest(name, classes, otherwise="declare it as an owl:Class")

    def find_faults_of_steering(self, steering: Graph) -> Iterator[tuple[str, str]]:
        """Yield what of the directives would break the reading or has no effect: message and cure."""
        nodes = {node for node in {*steering.all_nodes(), *steering.predicates()} if isinstance(node, URIRef)}
        used = {node.removeprefix(POM) for node in nodes if node.startswith(POM)}
        declared = {str(term).removeprefix(POM) for term in self._graph.subjects(RDF.type)}
        for name in sorted(used - declared):
            yield f"pom:{name} is not declared", suggest(name, sorted(declared), otherwise="declare it in the ontology")
        for term, segment in self._graph.subject_objects(URIRef(POM + "segment")):
            if not re.fullmatch("[a-z-]+", str(segment)):
                yield f"{term} has the segment '{segment}'", "use lower-case letters and hyphens"
        for part in ("core", "hangsOn"):
            for term in self._graph.objects(None, URIRef(POM + part)):
                if (term, RDF.type, OWL.Class) not in self._graph:
                    yield f"{term} is a value of pom:{part}", "name a class"
        for shortcut in set(self._graph.subjects(URIRef(POM + "shortcutOf"))):
            starts, ends = (self._names(shortcut, POM + part) for part in ("shortcutFrom", "shortcutTo"))
            if len(starts) != 1 or not ends:
                yield f"{shortcut} does not have one pom:shortcutFrom and a pom:shortcutTo", "name both ends"
        yield from self._find_unsound_patterns()
        yield from self._find_unsound_sentences()

    def _find_unsound_sentences(self) -> Iterator[tuple[str, str]]:
        """Yield the patterns of sentences that are none, and the slots of those that no property fills."""
        names = {*self.local_names(OWL.ObjectProperty), *self.local_names(OWL.DatatypeProperty), "subject"}
        for directive in _PATTERNED:
            for term, text in sorted(self._graph.subject_objects(URIRef(POM + directive))):
                pattern = str(text).partition(": ")[2] if directive == "wordedAs" else str(text)
                try:
                    slots = {slot.name for slot in find_slots(read_pattern(pattern))}
                except ValueError as error:
                    yield f"{term} has the {directive} '{text}', and {error}", "see the patterns in docs/model.md"
                    continue
                for name in sorted(slots - names):
                    yield f"{term} speaks of '{name}', which is not a property", suggest(name, names, otherwise="")

    def _find_unsound_patterns(self) -> Iterator[tuple[str, str]]:
        for term, pattern in self._graph.subject_objects(URIRef(POM + "pattern")):
            try:
                re.compile(str(pattern))
            except re.error as error:
                message = f"{term} has the pattern '{pattern}', which is not a regular expression ({error})"
                yield message, "close what is open, and put a backslash before a mark that stands for itself"

    def _text(self, term: Node, predicate: str) -> str | None:
        value = self._graph.value(term, URIRef(predicate))
        return None if value is None else str(value)

    def _pattern(self, term: Node, directive: str) -> Pattern:
        return read_pattern(self._text(term, POM + directive) or "")

    def _wordings(self, term: Node) -> dict[str, Pattern]:
        found = sorted(str(text).partition(": ") for text in self._graph.objects(term, URIRef(POM + "wordedAs")))
        return {value: read_pattern(words) for value, _, words in found}

    def _names(self, term: Node, predicate: str) -> tuple[str, ...]:
        found = self._graph.objects(term, URIRef(predicate))
        return tuple(sorted(str(value).removeprefix(POM) for value in found))

    def _ancestors(self, term: URIRef) -> tuple[str, ...]:
        above = self._graph.transitive_objects(term, RDFS.subClassOf)
        names = {str(value) for value in above if value != term}
        return tuple(sorted(name.removeprefix(POM) for name in names if name.startswith(POM)))

    def _disjoint(self, term: URIRef) -> tuple[str, ...]:
        """Return the classes that a class shares no member with, whichever of the two says so."""
        others = {*self._graph.objects(term, OWL.disjointWith), *self._graph.subjects(OWL.disjointWith, term)}
        return tuple(sorted(str(other).removeprefix(POM) for other in others))

    def read_class(self, name: str) -> Class:
        term = URIRef(POM + name)
        ancestors = self._ancestors(term)
        segments = [self._text(URIRef(POM + one), POM + "segment") for one in (name, *ancestors)]
        registers = [self._text(URIRef(POM + one), POM + "register") for one in (name, *ancestors)]
        return Class(
            name=name,
            label=self._text(term, str(RDFS.label)) or name,
            ancestors=ancestors,
            disjoint=self._disjoint(term),
            hangs_on=self._names(term, POM + "hangsOn"),
            register=next((register for register in registers if register), None),
            segment=next((segment for segment in segments if segment), None),
            keys=self._names(term, POM + "keyProperty"),
            answers=self._names(term, POM + "answerProperty"),
            single_answer=self._text(term, POM + "singleAnswer") == "true",
            implied_measure=self._text(term, POM + "impliedMeasure"),
            sentence=self._pattern(term, "sentence"),
            topic_phrase=self._pattern(term, "topicPhrase"),
            by_jurisdiction=self._text(term, POM + "byJurisdiction") == "true",
        )

    def read_property(self, name: str) -> Property:
        term = URIRef(POM + name)
        span = self._text(term, str(RDFS.range)) or ""
        local = self._text(term, POM + "datatype") or span.rpartition("#")[2]
        return Property(
            name=name,
            label=self._text(term, str(RDFS.label)) or name,
            domain=(self._text(term, str(RDFS.domain)) or "").removeprefix(POM),
            range=local,
            names_thing=(term, RDF.type, OWL.ObjectProperty) in self._graph,
            functional=(term, RDF.type, OWL.FunctionalProperty) in self._graph,
            identifying=self._text(term, POM + "identifying") != "false",
            derived=self._text(term, POM + "derived") == "true",
            single_answer=self._text(term, POM + "singleAnswer") == "true",
            follows_from=self._names(term, POM + "followsFrom"),
            scale=next(iter(self._names(term, POM + "scaledBy")), None),
            scheme=self._text(term, POM + "conceptScheme"),
            pattern=self._text(term, POM + "pattern"),
            beside=tuple(sorted(map(str, self._graph.objects(term, URIRef(POM + "besideIt"))))),
            phrase=self._pattern(term, "phrase"),
            wordings=self._wordings(term),
            explains=self._text(term, POM + "explains"),
            by_jurisdiction=self._text(term, POM + "byJurisdiction") == "true",
        )

    def read_shortcuts(self, name: str) -> list[Shortcut]:
        term = URIRef(POM + name)
        (start, *_), ends = self._names(term, POM + "shortcutFrom") or ("",), self._names(term, POM + "shortcutTo")
        both_ways = self._text(term, POM + "shortcutBothWays") == "true"
        kinds = self._names(term, POM + "shortcutOf")
        return [Shortcut(name, kind, start, ends, both_ways) for kind in kinds]

    def read_core(self) -> tuple[str, ...]:
        return tuple(sorted(str(one).removeprefix(POM) for one in self._graph.objects(None, URIRef(POM + "core"))))

    def read_prefixes(self) -> tuple[Prefix, ...]:
        found = [
            Prefix(
                name=self._text(term, str(SH.prefix)) or "",
                namespace=self._text(term, str(SH.namespace)) or "",
                pattern=self._text(term, POM + "pattern"),
            )
            for term in self._graph.objects(None, SH.declare)
        ]
        return tuple(sorted(found, key=lambda prefix: prefix.name))
