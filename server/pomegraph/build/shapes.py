"""Makes the SHACL shapes that follow from the ontology, and joins them with those that are written by hand.

Only SHACL Core; every shape has an IRI and there is no list, hence no blank node. Of the base IRI nothing is assumed:
patterns look at the end of an IRI, and the list that a concept belongs to is told by its scheme in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.content.text import suggest
from pomegraph.names import BASE, RDF, RDFS, SH, XSD, iri, new_lines, term, text_literal, typed_literal
from pomegraph.wording import with_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.ontology import Class, Property, Vocabulary
    from pomegraph.names import Lines

SHAPE = f"{BASE}shape/"
_TYPE = RDF + "type"
# A shape may say several of these: what is written by hand joins what follows from the ontology.
_JOINED = {SH + name for name in ("property", "targetClass", "targetSubjectsOf", "not")}
# What a value of a datatype is called, and how its text looks.
_DATATYPES = {
    "string": ("a text", r"\S"),
    "anyURI": ("an address that starts with http:// or https://", "^https?://[^/]"),
    "boolean": ("true or false", None),
    "integer": ("a whole number", None),
    "decimal": ("a decimal number", None),
    "date": ("a day (xsd:date)", None),
    "partialDate": ("a day, a month or a year (xsd:date, xsd:gYearMonth or xsd:gYear)", None),
    "dateTime": ("a time (xsd:dateTime)", None),
}
# What is written with one of several datatypes, and the shape of what has none of them.
_NONE_OF = {"decimal": "no-number", "partialDate": "no-date"}
_IDENTIFIER = "[a-z0-9]+(-[a-z0-9]+)*"


def build_shapes(vocabulary: Vocabulary, written: Lines) -> Lines:
    """Return the shapes that follow from the ontology, together with those that are written by hand.

    A property has a shape on the members of its domain: its range, its list, its pattern, and one value if it is
    functional. A class has the form of its IRIs, a list has what its concepts are. What is written of a shape stands,
    and only the rest of that shape is made.
    """
    maker = _ShapeMaker(vocabulary, written)
    for one in vocabulary.classes.values():
        maker.add_class(one)
        maker.add_disjointness(one)
    for prop in vocabulary.properties.values():
        maker.add_property(prop)
    for scheme in sorted({prop.scheme for prop in vocabulary.properties.values() if prop.scheme}):
        maker.add_scheme(scheme)
    return maker.lines


def find_loose_shapes(shapes: Lines) -> Iterator[tuple[str, str]]:
    """Yield a message and a cure for each shape that says something and is none: its name may be misspelt."""
    start = f" {iri(_TYPE)} "
    known = {name for name, ends in shapes.items() if any(end.startswith(start) for end in ends)}
    names = sorted(name.removeprefix(f"<{SHAPE}")[:-1] for name in known)
    for loose in sorted(shapes.keys() - known):
        name = loose.removeprefix(f"<{SHAPE}")[:-1]
        yield (
            f"shape:{name} does not follow from the ontology",
            suggest(name, names, otherwise="give it a type and a path"),
        )


class _ShapeMaker:
    """Adds the shapes of one term at a time to those that are written."""

    def __init__(self, vocabulary: Vocabulary, written: Lines) -> None:
        self._vocabulary, self._written = vocabulary, written
        self.lines = new_lines()
        for subject, ends in written.items():
            self.lines[subject] |= ends

    def add_class(self, one: Class) -> None:
        """Add the shape of the members of a class."""
        self._add_shape(one.name, "NodeShape", one.label)
        self._add(one.name, SH + "targetClass", term(one.name))
        above = {self._vocabulary.classes[name].segment for name in one.ancestors}
        if one.segment and one.segment not in above:
            form = f"ends with {one.segment}/ and an identifier of lower-case letters, digits and single hyphens"
            self._add(one.name, SH + "nodeKind", iri(SH + "IRI"))
            self._add(one.name, SH + "pattern", text_literal(f"[/#]{one.segment}/{_IDENTIFIER}$"))
            self._add(one.name, SH + "message", _english(f"The IRI of {with_article(one.label)} {form}."))

    def add_disjointness(self, one: Class) -> None:
        """Say which other classes of its register a member never belongs to; others are told apart by their IRIs."""
        classes = self._vocabulary.classes
        others = [classes[name] for name in one.disjoint if one.register and classes[name].register == one.register]
        for other in others:
            what = with_article(other.label)
            self._add(one.name, SH + "not", iri(f"{SHAPE}is-{other.name}"))
            self._add_shape(f"is-{other.name}", "NodeShape", f"is {what}")
            self._add(f"is-{other.name}", SH + "class", term(other.name))
            self._add(f"is-{other.name}", SH + "message", _english(f"It is {what}."))
        if others:
            names = [with_article(other.label) for other in others]
            listed = " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
            message = f"{with_article(one.label).capitalize()} is not also {listed}."
            self._add(one.name, SH + "message", _english(message))

    def add_property(self, prop: Property) -> None:
        """Add the shape of the values of a property, and say that it stands on members of its domain."""
        domain = self._vocabulary.classes[prop.domain]
        name = f"{domain.name}-{prop.name}"
        self._add_shape(name, "PropertyShape", f"{domain.label}: {prop.label}")
        self._add(name, SH + "path", term(prop.name))
        self._add(name, SH + "name", _english(prop.label))
        self._add_range(name, prop)
        if prop.functional:
            self._add(name, SH + "maxCount", typed_literal("1", "integer"))
        self._add(name, SH + "message", _english(self._describe_values(name, prop)))
        if self._has_many_members(domain) and not self._number(name, "minCount"):
            # Checked where it stands, so that the work grows with the triples, not with the things or claims.
            self._add(name, SH + "targetSubjectsOf", term(prop.name))
        else:
            self._add(domain.name, SH + "property", iri(SHAPE + name))
        self._add_bearer(domain, prop)

    def add_scheme(self, scheme: str) -> None:
        """Add the shape of the concepts of a controlled list."""
        name = f"scheme-{scheme}"
        self._add_shape(name, "NodeShape", f"value of the list {scheme}")
        self._add(name, SH + "class", term("Concept"))
        self._add(name, SH + "property", iri(f"{SHAPE}{name}-scheme"))
        self._add(name, SH + "message", _english(f"It is a concept of the list {scheme}."))
        name = f"{name}-scheme"
        self._add_shape(name, "PropertyShape", f"scheme of a value of the list {scheme}")
        self._add(name, SH + "path", term("scheme"))
        self._add(name, SH + "name", _english("scheme"))
        for count in ("minCount", "maxCount"):
            self._add(name, SH + count, typed_literal("1", "integer"))
        self._add(name, SH + "pattern", text_literal(f"[/#]scheme/{scheme}$"))
        self._add(name, SH + "message", _english(f"pom:scheme is the list {scheme}."))

    def _add_shape(self, name: str, kind: str, label: str) -> None:
        self._add(name, _TYPE, iri(SH + kind))
        self._add(name, RDFS + "label", _english(label))

    def _add_range(self, name: str, prop: Property) -> None:
        pattern = prop.pattern
        if prop.scheme:
            self._add(name, SH + "node", iri(f"{SHAPE}scheme-{prop.scheme}"))
        elif prop.names_thing:
            self._add(name, SH + "class", term(prop.range))
        else:
            self._add_datatype(name, prop.range)
            pattern = pattern or _DATATYPES.get(prop.range, ("", None))[1]
        if pattern:
            self._add(name, SH + "pattern", text_literal(pattern))

    def _add_datatype(self, name: str, datatype: str) -> None:
        """Say which datatype a value has; a decimal that is whole is an integer (docs/model.md)."""
        if datatype not in _NONE_OF:
            self._add(name, SH + "datatype", iri(XSD + datatype))
            return
        # Without a list there is no sh:or: a value is not one that is none of them.
        self._add(name, SH + "not", iri(SHAPE + _NONE_OF[datatype]))

    def _add_bearer(self, domain: Class, prop: Property) -> None:
        """Say that what bears a property belongs to its domain."""
        name = f"only-{domain.name}"
        known = self._vocabulary.is_claim(domain.name)
        what = f"a claim of the kind {domain.label}" if known else with_article(domain.label)
        message = f"It has a property whose domain is pom:{domain.name}, so it must be {what}."
        self._add_shape(name, "NodeShape", f"bearer of a property of {with_article(domain.label)}")
        self._add(name, SH + "targetSubjectsOf", term(prop.name))
        self._add(name, SH + "class", term(domain.name))
        self._add(name, SH + "message", _english(message))

    def _describe_values(self, name: str, prop: Property) -> str:
        """Return in words how many values there are, and what each of them is."""
        what = self._describe_value(name, prop)
        least, most = self._number(name, "minCount"), self._number(name, "maxCount") or "1" * prop.functional
        if most == "1":
            return f"pom:{prop.name} has {'exactly' if least else 'at most'} one value: {what}."
        if least:
            number = "at least one value" if least == "1" else f"{least} values or more"
            return f"pom:{prop.name} has {number}, and each is {what}."
        return f"Each value of pom:{prop.name} is {what}."

    def _describe_value(self, name: str, prop: Property) -> str:
        if prop.scheme:
            return f"a concept of the list {prop.scheme}"
        if prop.range == "Thing":
            return "a thing of a register, or a source"
        if prop.names_thing:
            return with_article(self._vocabulary.classes[prop.range].label)
        words = _DATATYPES.get(prop.range, (f"a value of the datatype xsd:{prop.range}", None))[0]
        least, most = self._number(name, "minInclusive"), self._number(name, "maxInclusive")
        if least:
            words += f" from {least} to {most}" if most else f" from {least} up"
        above = self._number(name, "minExclusive")
        return f"{words} above {above}" if above else words

    def _has_many_members(self, one: Class) -> bool:
        """Tell whether a class is at the root of others, as that of all things and that of all claims are."""
        return not one.ancestors and any(one.name in other.ancestors for other in self._vocabulary.classes.values())

    def _add(self, name: str, predicate: str, value: str) -> None:
        if predicate in _JOINED or not self._find_written(name, predicate):
            self.lines[iri(SHAPE + name)].add(f" {iri(predicate)} {value}")

    def _find_written(self, name: str, predicate: str) -> str | None:
        start = f" {iri(predicate)} "
        found = (end for end in self._written.get(iri(SHAPE + name), ()) if end.startswith(start))
        return next((end.removeprefix(start) for end in found), None)

    def _number(self, name: str, constraint: str) -> str:
        """Return the number that is written for a constraint, or nothing."""
        return (self._find_written(name, SH + constraint) or '""').split('"')[1]


def _english(text: str) -> str:
    return f"{text_literal(text)}@en"
