"""Finds what things are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pomegraph.names import RDFS
from pomegraph.questions.blocks import list_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pomegraph.sparql.results import Table

_LABELS = f"SELECT ?iri ?label WHERE {{ VALUES ?iri {{ %s }} ?iri <{RDFS}label> ?label }} ORDER BY ?iri ?label"
_AT_ONCE = 1_000


def find_labels(select: Callable[[str], Table], names: Iterable[str]) -> dict[str, str]:
    """Return the labels of those IRIs that have one; of several the first.

    Args:
        select: Answers a SPARQL query; it is asked once for a thousand IRIs.
        names: IRIs; what cannot stand in a query has no label.
    """
    found: dict[str, str] = {}
    for block in list_blocks(names, _AT_ONCE):
        for name, label in select(_LABELS % block).rows:
            found.setdefault(str(name), str(label))
    return found
