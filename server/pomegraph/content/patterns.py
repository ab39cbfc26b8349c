"""Reads patterns of sentences: what a claim says, with slots for its values. The ontology holds them.

- `{drug}`: what people call the values of a property; without a value the pattern does not fit.
- `{action.bare}`: the same in another form.
- `{qualifier=direct}`: only this value, in its wording. `{assessment!}`: only a value that has a wording.
- `{disease?}`: only values that are not told yet.
- `{-arm}`: says nothing, but the values are told herewith.
- `[one|other]`: the first that fits, or nothing.
- `<population>`: the phrase of the property, behind a space, unless it has no value that is not told yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"\{([^{}]*)\}|<([A-Za-z]+)>|([\[|\]])|([^{}<\[|\]]+|<)|(.)", re.DOTALL)
_SLOT = re.compile(r"(-?)([A-Za-z]+)(?:=([a-z0-9.-]+)|\.([a-z]+)|([!?]))?")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for the values of a property.

    Args:
        name: The property.
        value: The only value that fits, or nothing.
        form: The form of the words, or nothing.
        silent: Whether the values are told without a word.
        worded: Whether only values with a wording fit.
        fresh: Whether only values fit that are not told yet.
    """

    name: str
    value: str = ""
    form: str = ""
    silent: bool = False
    worded: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The first of some patterns that fits, or nothing."""

    alternatives: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Adjunct:
    """The phrase of a property, if it has a value that is not told yet."""

    name: str


Node: TypeAlias = "str | Slot | Choice | Adjunct"
Pattern: TypeAlias = tuple[Node, ...]


def read_pattern(text: str) -> Pattern:
    """Return the pattern that a text stands for.

    Raises:
        ValueError: a bracket is open or a slot is not one; the message names the place.

    >>> read_pattern("cures[ at once]<disease>")
    ('cures', Choice(alternatives=((' at once',),)), Adjunct(name='disease'))
    """
    # The alternatives that are open, outermost first: each is a list of patterns, the last of which grows.
    levels: list[list[list[Node]]] = [[[]]]
    for found in _TOKEN.finditer(text):
        slot, adjunct, mark, words, _ = found.groups()
        here = levels[-1][-1]
        if slot is not None:
            here.append(_read_slot(slot))
        elif adjunct is not None:
            here.append(Adjunct(_read_slot(adjunct).name))
        elif words is not None:
            here.append(words)
        elif mark == "[":
            levels.append([[]])
        elif mark == "|" and len(levels) > 1:
            levels[-1].append([])
        elif mark == "]" and len(levels) > 1:
            alternatives = tuple(tuple(one) for one in levels.pop())
            levels[-1][-1].append(Choice(alternatives))
        else:
            raise ValueError(f"'{found[0]}' at character {found.start() + 1} has no partner")
    if len(levels) > 1:
        raise ValueError("a '[' is not closed")
    return tuple(levels[0][0])


def _read_slot(text: str) -> Slot:
    found = _SLOT.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is not the name of a property, with =value, .form, ! or ? at most")
    silent, name, value, form, mark = found.groups()
    return Slot(name, value or "", form or "", bool(silent), mark == "!", mark == "?")


def find_slots(pattern: Pattern) -> Iterator[Slot]:
    """Yield the slots of a pattern, an adjunct as a slot too."""
    for node in pattern:
        match node:
            case Slot():
                yield node
            case Adjunct(name):
                yield Slot(name)
            case Choice(alternatives):
                for one in alternatives:
                    yield from find_slots(one)
