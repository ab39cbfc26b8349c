"""Finds values that Oxigraph keeps in another form than they are written in: 01 as 1, an xsd:int as an xsd:integer.

It holds numbers, dates and durations by what they mean, and writes them in one way. The question how it writes one is
put to Oxigraph itself, except for the forms of which it is known that they stay.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from pomegraph.names import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    _Statement = TypeVar("_Statement", Quad, Triple)

_NAME = NamedNode("http://example.org/")
_LIKE_INTEGER = """byte short int long unsignedByte unsignedShort unsignedInt unsignedLong positiveInteger
negativeInteger nonPositiveInteger nonNegativeInteger"""
_OTHERS = """float time dateTimeStamp duration dayTimeDuration yearMonthDuration gYear gYearMonth gMonth gMonthDay
gDay"""
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# What is surely kept as it is.
_KEPT = {
    "boolean": r"true|false",
    "integer": r"0|-?[1-9][0-9]{0,16}",
    "decimal": r"0|-?[1-9][0-9]{0,12}(?:\.[0-9]{0,3}[1-9])?|-?0\.[0-9]{0,3}[1-9]",
    "double": r"0|[1-9][0-9]{0,8}(?:\.[0-9]{0,3}[1-9])?",
    "date": _DAY,
    "dateTime": _DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?",
}
_NEVER = re.compile(r"(?!)")
_PATTERNS = {XSD + name: re.compile(pattern) for name, pattern in _KEPT.items()} | {
    XSD + name: _NEVER for name in (*_LIKE_INTEGER.split(), *_OTHERS.split())
}
# Forms that are told, and answers of Oxigraph that are remembered.
_MOST_TOLD, _MOST_KNOWN = 3, 1 << 16


class Rewritten:
    """Counts the statements with a value that is kept in another form."""

    def __init__(self) -> None:
        self.count = 0
        self._examples: Counter[tuple[str, str]] = Counter()

    def watch(self, statements: Iterable[_Statement]) -> Iterator[_Statement]:
        """Yield statements as they are, and count."""
        for statement in statements:
            self.look_at(statement)
            yield statement

    def look_at(self, statement: Quad | Triple) -> None:
        """Count a statement, if it is one."""
        term = statement.object
        if isinstance(term, Literal):
            datatype = term.datatype.value
            pattern = _PATTERNS.get(datatype)
            if pattern is not None and not pattern.fullmatch(term.value):
                self._look_up(term.value, datatype)
        elif isinstance(term, Triple):
            self.look_at(term)

    def _look_up(self, value: str, datatype: str) -> None:
        kept = find_kept(value, datatype)
        if kept is not None:
            self.count += 1
            if len(self._examples) < _MOST_TOLD:
                self._examples[_shorten(value, datatype), kept] += 1

    def __str__(self) -> str:
        """Return how many they are, with examples."""
        number = f"{self.count:,} statements hold" if self.count != 1 else "one statement holds"
        examples = ", ".join(f"{written} as {kept}" for written, kept in self._examples)
        return f"{number} a value that Oxigraph keeps in another form, such as {examples}"


@functools.lru_cache(_MOST_KNOWN)
def find_kept(value: str, datatype: str) -> str | None:
    """Return how Oxigraph keeps a value; None where it is as it is written.

    >>> find_kept("01", "http://www.w3.org/2001/XMLSchema#int")
    '"1"^^xsd:integer'
    >>> find_kept("1", "http://www.w3.org/2001/XMLSchema#integer")
    """
    written = Literal(value, datatype=NamedNode(datatype))
    store = _open_mirror()
    quad = Quad(_NAME, _NAME, written)
    store.add(quad)
    kept = next(iter(store)).object
    store.remove(quad)
    return None if kept == written or not isinstance(kept, Literal) else _shorten(kept.value, kept.datatype.value)


@functools.cache
def _open_mirror() -> Store:
    return Store()


def _shorten(value: str, datatype: str) -> str:
    cut = value if len(value) <= 40 else f"{value[:40]}..."  # noqa: PLR2004 - what fits in a line
    return f'"{cut}"^^xsd:{datatype.removeprefix(XSD)}'
