"""Lists many things for a few queries, so that none gets too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.names import iri
from pomegraph.sparql.terms import Iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def list_blocks(names: Iterable[str], at_once: int) -> Iterator[str]:
    """Yield some IRIs as VALUES of SPARQL have them, each once, in order; what cannot stand in a query is left out.

    >>> list(list_blocks(["http://x/b", "http://x/a", "no IRI", "http://x/c"], 2))
    ['<http://x/a> <http://x/b>', '<http://x/c>']
    """
    sound = sorted({name for name in names if Iri(name).is_absolute})
    return (" ".join(map(iri, sound[start : start + at_once])) for start in range(0, len(sound), at_once))
