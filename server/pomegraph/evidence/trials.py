"""Recognises trials by any of the names they go by: acronym, number of the sponsor, number of a registry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.evidence.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_REGISTERED = re.compile(r"\bnct ?0?\d{7,8}\b|\b\d{4}-\d{6}-\d{2}\b|\bisrctn\d+\b|\bumin\d+\b", re.IGNORECASE)
_PARTS = re.compile(r"[(),;/|=]+|\s-\s|\baka\b|\balso known as\b", re.IGNORECASE)
_SAID = re.compile(r"\b(?:the|trial|study|phase (?:\d|i+v?)(?:[ab])?(?:/\d|/i+)?|clinical|randomi[sz]ed)\b")
# Letters of a name that stands for a longer one, and how many more that may have.
_SHORTEST, _MOST_MORE = 5, 3
_LIKE_A_NAME = re.compile(r"\d|[A-Z]{3,}")


def list_names(text: str) -> list[str]:
    """Return the names in a text, reduced to letters and digits.

    >>> list_names("ICARIA-MM (NCT02990338)")
    ['icariamm', 'nct02990338']
    """
    names = [_reduce(found) for found in _REGISTERED.findall(text)]
    first, *others = [part for part in _PARTS.split(_REGISTERED.sub(" ", text)) if _reduce(part)] or [""]
    # Behind the first, a part is a name only if it looks like one: `(Japan extension)` is none.
    names = [_reduce(first), *(_reduce(part) for part in others if _LIKE_A_NAME.search(part)), *names]
    return [name for name in dict.fromkeys(names) if name]


def _reduce(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _SAID.sub(" ", fold(name)))


@dataclass(slots=True)
class Trials:
    """Trials by all their names; names that stand in one cell are of one trial."""

    _roots: dict[str, str] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)
    # Short names of series of trials, such as KN of KEYNOTE.
    _series: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> str:
        """Take up a trial, and return its key; it is `` for an empty text."""
        names = list_names(text)
        if not names:
            return ""
        roots = {self._root(name) for name in names}
        key = min(roots)
        for root in roots:
            self._roots[root] = key
        labels = [self._labels[root] for root in sorted(roots) if root in self._labels]
        self._labels[key] = min([*labels, text.strip()], key=_rank)
        return key

    def link(self, names: Sequence[str]) -> None:
        """Take some texts for names of one trial, if one of them is known; `KEYNOTE-*` and `KN-*` of a series."""
        first, *others = names
        if first.endswith("*"):
            self._series.update({_reduce(other): _reduce(first) for other in others})
            return
        reduced = [name for text in (first, *others) for name in list_names(text)]
        roots = {self._root(name) for name in reduced if name in self._roots}
        if len(roots) == 1:
            self._roots.update({name: min(roots) for name in reduced if name not in self._roots})

    def find(self, text: str) -> str | None:
        """Return the key of the trial that a text names, `` if it names none, or None if it is not known."""
        names = list_names(text)
        if not names:
            return ""
        for name in names:
            if name in self._roots:
                return self._root(name)
        return next(filter(None, map(self._find_spelled_out, names)), None)

    def _find_spelled_out(self, name: str) -> str | None:
        for short, long in self._series.items():
            number = name.removeprefix(short)
            if number != name and number.isdigit() and long + number in self._roots:
                return self._root(long + number)
        return self._find_longer(name)

    def _find_longer(self, name: str) -> str | None:
        """Return the one trial whose name goes on with a few letters, as ICARIA-MM does behind ICARIA."""
        if len(name) < _SHORTEST or not name.isalpha():
            return None
        longer = {self._root(known) for known in list(self._roots) if _goes_on(known, name)}
        return longer.pop() if len(longer) == 1 else None

    def label(self, key: str) -> str:
        """Return what a trial is called, as the first who named it wrote it."""
        return self._labels.get(self._root(key), key)

    def _root(self, name: str) -> str:
        root = self._roots.setdefault(name, name)
        while self._roots[root] != root:
            root = self._roots[root]
        return root


def _goes_on(known: str, name: str) -> bool:
    rest = known.removeprefix(name)
    return known.startswith(name) and rest.isalpha() and len(rest) <= _MOST_MORE


def _rank(label: str) -> tuple[bool, int, str]:
    return bool(_REGISTERED.fullmatch(fold(label))), len(label), label
