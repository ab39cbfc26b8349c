"""Finds things by what somebody has typed of a name so far."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.questions.spelling import split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pomegraph.questions.things import NamedThing

# How well a name fits that begins so, of which a later word does, and that has it anywhere inside.
_WHOLE, _LATER, _INSIDE = 1.0, 0.4, 0.1
# Beside its label, how much its id and its other names count; and how much it counts that little of a name is missing.
_OTHER, _NEARLY = 0.9, 0.2
# Fewer letters are inside of everything.
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class BegunName:
    """A name that may be meant.

    Args:
        also: The name, if it is neither the label nor the id.
        likeness: How well it fits, at most about 1.
        is_whole: Whether it is the name itself that begins so, not one of its later words.
    """

    also: str
    likeness: float
    is_whole: bool


class Beginnings:
    """The names of things from each of their words on, in the order of the alphabet; case and hyphens do not matter."""

    def __init__(self, names: Mapping[NamedThing, Sequence[str]]) -> None:
        # What follows, whether a word comes before it, the thing, the place of the name among its names.
        found = (
            (follows, bool(start), thing, place)
            for thing, known in names.items()
            for place, name in enumerate(known)
            for start, follows in _list_followings(name)
        )
        self._names = names
        self._entries = sorted(found)

    def find(self, text: str) -> dict[NamedThing, BegunName]:
        """Return the things with names that begin with a text, or with a later word so; else those that have it inside.

        Of each thing it is the name that fits best.
        """
        typed = "".join(split_words(text))
        found: dict[NamedThing, BegunName] = {}
        for follows, is_later, thing, place in self._list_begun(typed) if typed else ():
            likeness = (_LATER if is_later else _WHOLE) + _NEARLY * len(typed) / len(follows)
            self._keep(found, (thing, place), likeness, is_whole=not is_later)
        if found or len(typed) < _SHORTEST:
            return found
        for follows, is_later, thing, place in self._entries:
            if not is_later and typed in follows:
                self._keep(found, (thing, place), _INSIDE + _NEARLY * len(typed) / len(follows), is_whole=False)
        return found

    def _list_begun(self, typed: str) -> Iterator[tuple[str, bool, NamedThing, int]]:
        for at in range(bisect_left(self._entries, typed, key=lambda entry: entry[0]), len(self._entries)):
            if not self._entries[at][0].startswith(typed):
                return
            yield self._entries[at]

    def _keep(
        self, found: dict[NamedThing, BegunName], of: tuple[NamedThing, int], likeness: float, *, is_whole: bool
    ) -> None:
        thing, place = of
        name = self._names[thing][place]
        is_label = name in {thing.label, thing.label.casefold()}
        weighed = likeness if is_label else likeness * _OTHER
        if thing not in found or weighed > found[thing].likeness:
            found[thing] = BegunName("" if is_label or name == thing.id.casefold() else name, weighed, is_whole)


def _list_followings(name: str) -> Iterator[tuple[int, str]]:
    """Yield for each word of a name its place, and it with all that follows as one word."""
    words = split_words(name)
    for start in range(len(words)):
        yield start, "".join(words[start:])
