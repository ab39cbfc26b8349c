"""Tells which other datasets a graph is linked to, and by how many links, as VoID linksets."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pomegraph.build.partitions import VOID, label, link, number, text
from pomegraph.names import DCTERMS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyoxigraph import NamedNode, Triple

    from pomegraph.build.partitions import Describer

_MATCHES = [f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")]
_LINKS = "SELECT ?p ?o WHERE {{ VALUES ?p {{ {names} }} ?s ?p ?o }}"
_OTHERS = "SELECT ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"


def describe_linksets(describer: Describer, dataset: NamedNode, spaces: Sequence[str], links: str) -> Iterator[Triple]:
    """Yield a linkset for each namespace elsewhere and each way to be the same as something there.

    Args:
        describer: What names and counts.
        dataset: Where the links begin.
        spaces: Namespaces elsewhere; the longest that fits is meant.
        links: The graph with the other forms of identifiers.
    """
    names = " ".join(f"<{name}>" for name in _MATCHES)
    found = describer.select(_LINKS.format(names=names)), describer.select(_OTHERS.format(graph=links))
    for rows, where in zip(found, ("", links), strict=True):
        for (predicate, space), count in sorted(Counter(_list_spaces(rows, spaces)).items()):
            yield from _describe_linkset(describer, dataset, (predicate, space, where), count)


def _list_spaces(rows: Sequence[tuple[str, ...]], spaces: Sequence[str]) -> Iterator[tuple[str, str]]:
    for predicate, target in rows:
        space = max((one for one in spaces if target.startswith(one)), key=len, default="")
        if space:
            yield predicate, space


def _describe_linkset(
    describer: Describer, dataset: NamedNode, what: tuple[str, str, str], count: int
) -> Iterator[Triple]:
    predicate, space, where = what
    linkset, target = describer.name("linkset", predicate, space), describer.name("target", space)
    yield from label(linkset, f"Links to {space}", VOID + "Linkset")
    yield link(linkset, VOID + "subjectsTarget", dataset.value)
    yield link(linkset, VOID + "objectsTarget", target.value)
    yield link(linkset, VOID + "linkPredicate", predicate)
    yield number(linkset, VOID + "triples", count)
    yield link(dataset, VOID + "subset", linkset.value)
    if where:
        yield link(linkset, DCTERMS + "isPartOf", where)
    yield from label(target, space, VOID + "Dataset")
    yield text(target, VOID + "uriSpace", space)
