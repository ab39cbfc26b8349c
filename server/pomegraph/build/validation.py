"""Holds nodes against SHACL shapes: what the node alone tells at once, what its values must be by a lookup."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from pomegraph.build.nodes import GraphNode
from pomegraph.build.shape_reader import has_number, passes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pomegraph.build.nodes import Ask
    from pomegraph.build.shape_reader import Shape, Shapes

_KEPT = 2000
# What is asked of a value elsewhere: that it belongs to a class, conforms to a shape or does not.
_BELONGS, _CONFORMS, _DENIES = "a ", "conforms ", "denies "


class Violation(NamedTuple):
    """A result of a validation: the node, the shape that it breaks, the value that is wrong; empty for their number."""

    focus: str
    shape: Shape
    value: str


class _Plan(NamedTuple):
    """What nodes are held against that have the same classes and properties: shapes of the node and of its values."""

    nodes: tuple[Shape, ...]
    parts: tuple[Shape, ...]


class Validator:
    """Finds what breaks shapes, as SHACL, section 3.4, defines it; a class has the members of those below it."""

    def __init__(self, shapes: Shapes, above: Mapping[str, frozenset[str]]) -> None:
        self._shapes, self._above = shapes, above
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._sound: dict[str, set[str]] = {name: set() for name in shapes.by_name}
        self._asked = {name: _list_questions(shape) for name, shape in shapes.by_name.items()}

    def find(self, node: GraphNode, ask: Ask) -> Iterator[Violation]:
        """Yield what of a node breaks shapes; what must be known of its values elsewhere is asked."""
        key = (*node.types, "", *node.values)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._make_plan(node)
        for shape in plan.nodes:
            if not self._is_right(shape, node):
                yield Violation(node.subject, shape, node.subject)
        for shape in plan.parts:
            values = node.values.get(shape.path, ())
            is_sound = shape.least <= len(values) <= shape.most and self._sound[shape.name].issuperset(values)
            if not is_sound or shape.compares:
                yield from self._hold_values(shape, node, ask)

    def decide(self, node: GraphNode, question: str) -> bool:
        """Tell what was asked of a node."""
        if question.startswith(_BELONGS):
            return question.removeprefix(_BELONGS) in self._find_classes(node)
        kind, _, name = question.partition(" ")
        return self._conforms(self._shapes.by_name[name], node) == (f"{kind} " == _CONFORMS)

    def _make_plan(self, node: GraphNode) -> _Plan:
        """Return the shapes that a node can break, with those that these have of its properties."""
        classes = self._find_classes(node)
        found = [self._shapes.by_class.get(one, ()) for one in classes]
        found += [self._shapes.by_property.get(one, ()) for one in node.values]
        shapes = {shape.name: shape for many in found for shape in many}.values()
        parts = [part for shape in shapes for part in ((shape,) if shape.path else shape.parts)]
        return _Plan(
            tuple(one for one in shapes if not one.path and (one.asks_more or not classes.issuperset(one.classes))),
            tuple({one.name: one for one in parts if one.path in node.values or not has_number(one, [])}.values()),
        )

    def _find_classes(self, node: GraphNode) -> set[str]:
        return {above for one in node.types for above in (one, *self._above.get(one, ()))}

    def _hold_values(self, shape: Shape, node: GraphNode, ask: Ask) -> Iterator[Violation]:
        values = node.values.get(shape.path, [])
        if not has_number(shape, values):
            yield Violation(node.subject, shape, "")
        if shape.apart:
            yield from [Violation(node.subject, shape, value) for value in _find_shared(shape, node)]
        sound = self._sound[shape.name]
        for value in values:
            if not passes(shape, value) or not self._ask_all(shape, value, ask):
                yield Violation(node.subject, shape, value)
            elif len(sound) < _KEPT:
                sound.add(value)

    def _ask_all(self, shape: Shape, value: str, ask: Ask) -> bool:
        questions = self._asked[shape.name]
        if value[0] == "<":
            return all(map(ask, repeat(value), questions))
        return all(self.decide(GraphNode(value, {}), question) for question in questions)

    def _is_right(self, shape: Shape, node: GraphNode) -> bool:
        """Tell whether a node is what a shape of nodes asks, but for its properties."""
        return (
            passes(shape, node.subject)
            and (not shape.classes or self._find_classes(node).issuperset(shape.classes))
            and all(self._conforms(one, node) for one in shape.nodes)
            and not any(self._conforms(one, node) for one in shape.denied)
        )

    def _conforms(self, shape: Shape, node: GraphNode) -> bool:
        """Tell whether a node conforms to a shape that does not look around."""
        if not shape.path:
            return self._is_right(shape, node) and all(self._conforms(part, node) for part in shape.parts)
        values = node.values.get(shape.path, [])
        return (
            has_number(shape, values)
            and not _find_shared(shape, node)
            and all(passes(shape, value) for value in values)
        )


def _list_questions(shape: Shape) -> list[str]:
    return [
        *(_BELONGS + name for name in shape.classes),
        *(_CONFORMS + one.name for one in shape.nodes),
        *(_DENIES + one.name for one in shape.denied),
    ]


def _find_shared(shape: Shape, node: GraphNode) -> list[str]:
    """Return the values that a property shares with one that it must not share any with."""
    others = {value for one in shape.apart for value in node.values.get(one, ())}
    return [value for value in node.values.get(shape.path, ()) if value in others]
