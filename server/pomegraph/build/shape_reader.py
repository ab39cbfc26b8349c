"""Reads SHACL shapes into values: what each asks of a node, or of the values of one of its properties."""

from __future__ import annotations

import math
import operator
import re
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

from pomegraph.build.term_tests import (
    make_bound_test,
    make_datatype_test,
    make_kind_test,
    make_pattern_test,
    read_literal,
)
from pomegraph.names import RDF, SH, iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pomegraph.build.term_tests import TermTest
    from pomegraph.names import Lines

_BOUNDS = {
    "minInclusive": operator.ge,
    "maxInclusive": operator.le,
    "minExclusive": operator.gt,
    "maxExclusive": operator.lt,
}
_KNOWN = {
    *("path", "property", "class", "node", "not", "hasValue", "disjoint", "minCount", "maxCount"),
    *("nodeKind", "datatype", "pattern", *_BOUNDS),
    *("targetClass", "targetSubjectsOf", "name", "description", "message", "order", "group"),
}
_KINDS = {iri(f"{SH}NodeShape"), iri(f"{SH}PropertyShape")}


class UnsoundShapeError(ValueError):
    """A shape is not SHACL, or asks for what nobody here can check."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked of a node or, where there is a path, of the values of that property of a node.

    Args:
        name: The term of the shape.
        message: What to tell where it is broken.
        path: The term of the property; empty for a shape of nodes.
        least: How many values there are at least.
        most: How many values there are at most.
        tests: What each value must pass that is told by the value alone.
        classes: Classes that each value belongs to.
        nodes: Shapes that each value conforms to.
        denied: Shapes that no value conforms to.
        needed: Values that there must be.
        apart: Properties that share no value with this one.
        parts: Shapes of the properties of each value.
    """

    name: str
    message: str
    path: str
    least: int
    most: float
    tests: tuple[TermTest, ...]
    classes: tuple[str, ...]
    nodes: tuple[Shape, ...]
    denied: tuple[Shape, ...]
    needed: tuple[str, ...]
    apart: tuple[str, ...]
    parts: tuple[Shape, ...]

    @property
    def is_plain(self) -> bool:
        """Whether a node conforms or not by its own term alone."""
        return not (self.path or self.classes or self.nodes or self.denied or self.parts)

    @property
    def asks_more(self) -> bool:
        """Whether it asks more of a node than its classes and its properties."""
        return bool(self.tests or self.nodes or self.denied)

    @property
    def compares(self) -> bool:
        """Whether it asks of the values of a property that some are there, or that others are not."""
        return bool(self.needed or self.apart)

    @property
    def looks_around(self) -> bool:
        """Whether it asks of a property of a node what the values alone do not tell."""
        inner = (*self.nodes, *self.denied, *self.parts)
        return bool(self.path and (self.classes or self.nodes or self.denied)) or any(one.looks_around for one in inner)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes by what they are for: the members of a class, or whatever has a property."""

    by_class: Mapping[str, tuple[Shape, ...]]
    by_property: Mapping[str, tuple[Shape, ...]]
    by_name: Mapping[str, Shape]


def read_shapes(lines: Lines) -> Shapes:
    """Return the shapes that some triples say.

    Raises:
        UnsoundShapeError: one is not SHACL, or asks for what cannot be checked.
    """
    reader = _ShapeReader(lines)
    kinds = {f" {iri(RDF + 'type')} {kind}" for kind in _KINDS}
    by_name = {name: reader.read(name) for name in sorted(lines) if kinds & lines[name]}
    targets = [
        {end: tuple(by_name[name] for name in found) for end, found in reader.find_targets(part, by_name).items()}
        for part in ("targetClass", "targetSubjectsOf")
    ]
    return Shapes(targets[0], targets[1], by_name)


class _ShapeReader:
    """Reads one shape after the other, and those inside it first."""

    def __init__(self, lines: Lines) -> None:
        self._said = {name: _split(ends) for name, ends in lines.items()}
        self._read: dict[str, Shape] = {}
        self._begun: set[str] = set()

    def find_targets(self, part: str, names: Mapping[str, Shape]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in names:
            for end in self._said[name].get(part, ()):
                found.setdefault(end, []).append(name)
        return found

    def read(self, name: str) -> Shape:
        if name not in self._read:
            if name in self._begun:
                raise UnsoundShapeError(f"{name} is inside itself")
            self._begun.add(name)
            try:
                self._read[name] = self._make(name, self._said.get(name, {}))
            except (ValueError, re.error) as error:
                raise (
                    error if isinstance(error, UnsoundShapeError) else UnsoundShapeError(f"{name}: {error}")
                ) from error
        return self._read[name]

    def _make(self, name: str, said: dict[str, list[str]]) -> Shape:
        unknown = sorted(said.keys() - _KNOWN)
        if unknown:
            raise ValueError(f"sh:{unknown[0]} is not checked by the build")
        inner = {part: [self.read(one) for one in said.get(part, ())] for part in ("node", "not", "property")}
        if any(one.looks_around for part in ("node", "not") for one in inner[part]):
            raise ValueError("a shape inside it asks for the class of a value")
        tests = (*_make_tests(said), *_make_inner_tests(inner["node"], inner["not"]))
        most = _read_count(said, "maxCount")
        return Shape(
            name=name,
            message=read_literal(said["message"][0])[0] if "message" in said else name,
            path=_read_path(said),
            least=_read_count(said, "minCount") or 0,
            most=math.inf if most is None else most,
            tests=tests,
            classes=tuple(said.get("class", ())),
            nodes=tuple(one for one in inner["node"] if not one.is_plain),
            denied=tuple(one for one in inner["not"] if not one.is_plain),
            needed=tuple(said.get("hasValue", ())) if "path" in said else (),
            apart=tuple(said.get("disjoint", ())),
            parts=tuple(inner["property"]),
        )


def _split(ends: set[str]) -> dict[str, list[str]]:
    """Return what is said of a shape in terms of SHACL, by local name."""
    said: dict[str, list[str]] = {}
    for end in sorted(ends):
        _, predicate, value = end.split(" ", 2)
        if predicate.startswith(f"<{SH}"):
            said.setdefault(predicate.removeprefix(f"<{SH}")[:-1], []).append(value)
    return said


def _read_path(said: dict[str, list[str]]) -> str:
    paths = said.get("path", [])
    if len(paths) > 1 or any(not path.startswith("<") for path in paths):
        raise ValueError("its sh:path is not one property")
    if not paths and ({"minCount", "maxCount", "disjoint"} & said.keys()):
        raise ValueError("it counts or compares values, and has no sh:path")
    if paths and "property" in said:
        raise ValueError("a shape of a property has sh:property; put that into a shape of nodes")
    return paths[0] if paths else ""


def _read_count(said: dict[str, list[str]], part: str) -> int | None:
    found = [int(read_literal(value)[0]) for value in said.get(part, ())]
    return found[0] if found else None


def _make_tests(said: dict[str, list[str]]) -> Iterator[TermTest]:
    for kind in said.get("nodeKind", ()):
        yield make_kind_test(kind)
    for datatype in said.get("datatype", ()):
        yield make_datatype_test(datatype)
    for pattern in said.get("pattern", ()):
        yield make_pattern_test(read_literal(pattern)[0])
    for part, fits in _BOUNDS.items():
        for bound in said.get(part, ()):
            yield make_bound_test(bound, fits)
    if "path" not in said:
        yield from (value.__eq__ for value in said.get("hasValue", ()))


def _make_inner_tests(nodes: list[Shape], denied: list[Shape]) -> Iterator[TermTest]:
    """Yield as tests the shapes inside another one that the term alone decides about."""
    for one in nodes:
        if one.is_plain:
            yield partial(passes, one)
    for one in denied:
        if one.is_plain:
            yield partial(_fails, one)


def _fails(shape: Shape, term: str) -> bool:
    return not passes(shape, term)


def passes(shape: Shape, term: str) -> bool:
    """Tell whether a value passes all that a shape asks of it alone."""
    return all(map(operator.call, shape.tests, repeat(term)))


def has_number(shape: Shape, values: Sequence[str]) -> bool:
    """Tell whether there are as many values as a shape asks for, and among them those that there must be."""
    if not shape.least <= len(values) <= shape.most:
        return False
    return not shape.needed or all(value in values for value in shape.needed)
