"""Draws the ontology: its core, and how all other classes hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pomegraph.content.ontology import Class, Vocabulary

_STYLE = "classDef core fill:#8c1d40,stroke:#5b0f28,color:#ffffff,font-weight:bold"


def draw_model(vocabulary: Vocabulary) -> str:
    """Return a flowchart in the language of Mermaid: a node for each class, arrows for what leads from one to another.

    Drawn are the arrows between a class and those that it hangs on; each bears the labels of its properties.
    """
    core, classes = vocabulary.core, vocabulary.classes
    names = [*core, *(name for name in classes if name not in core)]
    nodes = [f'{name}["{classes[name].label}"]{":::core" * (name in core)}' for name in names]
    hangings = [(classes[name], classes[other]) for name in names for other in classes[name].hangs_on]
    arrows = [arrow for one, other in hangings for arrow in _draw_arrows(vocabulary, one, other)]
    return "\n    ".join(["flowchart LR", _STYLE, *nodes, *arrows]) + "\n"


def _draw_arrows(vocabulary: Vocabulary, one: Class, other: Class) -> Iterator[str]:
    """Yield an arrow for each direction in which something leads; a dotted one alone to the class above."""
    both = ((one, other), (other, one))
    for start, end in both:
        if end.name in start.ancestors:
            yield f'{start.name} -. "is a" .-> {end.name}'
            return
    arrows = [_draw_arrow(start, end, _find_labels(vocabulary, start, end)) for start, end in both]
    yield from filter(None, arrows if any(arrows) else [_draw_arrow(one, other, _find_wider(vocabulary, one, other))])


def _draw_arrow(start: Class, end: Class, labels: list[str]) -> str:
    return f'{start.name} -- "{"<br>".join(labels)}" --> {end.name}' if labels else ""


def _find_labels(vocabulary: Vocabulary, start: Class, end: Class) -> list[str]:
    """Return what leads from one class to another: properties of members of the first, and keys of a kind of claim."""
    found = vocabulary.properties.values()
    return [
        one.label for one in found if one.range == end.name and (one.domain == start.name or one.name in start.keys)
    ]


def _find_wider(vocabulary: Vocabulary, start: Class, end: Class) -> list[str]:
    """Return the keys of a kind of claim whose values may be members of a class above the other."""
    return [one.label for one in map(vocabulary.properties.__getitem__, start.keys) if one.range in end.ancestors]
