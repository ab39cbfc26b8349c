"""Knows of which things claims speak together, so that a question with nothing to tell is not offered first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pomegraph.names import POM, RDF
from pomegraph.search.bonds import list_reached
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pomegraph.questions.catalogue import Graph

# More would take longer than anybody waits for the first answer of a search.
_MOST = 100_000
_MOST_KEPT = 256
# What claims are told apart by.
_TOLD = (
    *("drug", "interactor", "example", "partner", "population", "event", "measure", "disease"),
    *("comparator", "test", "trial", "regimen"),
)
_QUERY = f"""\
PREFIX pom: <{POM}>
PREFIX rdf: <{RDF}>
SELECT DISTINCT ?told WHERE {{
  SELECT ?claim (GROUP_CONCAT(STR(?thing)) AS ?told) WHERE {{
    ?claim a pom:Claim .
    VALUES ?says {{ rdf:type {" ".join(f"pom:{name}" for name in _TOLD)} }}
    ?claim ?says ?thing .
  }}
  GROUP BY ?claim LIMIT {_MOST}
}}"""
_WIDER = f"PREFIX pom: <{POM}> SELECT ?one ?other WHERE {{ ?one pom:broader|pom:includes ?other }}"


class ClaimIndex:
    """What the claims of a graph speak of together.

    Args:
        told: Of each claim, or of all that are alike, its class and the things that it speaks of, by their IRIs.
        wider: By a thing, what is directly spoken of with it: what it is below, the drugs of a regimen.
    """

    def __init__(
        self, told: Iterable[Collection[str]] = (), wider: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self._places: dict[str, set[int]] = {}
        for place, things in enumerate(told):
            for thing in {*things, *list_reached(things, wider or {})}:
                self._places.setdefault(thing, set()).add(place)
        # Of one phrase all questions are asked about the same few things.
        self._find_once = lru_cache(_MOST_KEPT)(self._join)

    def has(self, classes: Collection[str], things: Iterable[Collection[str]]) -> bool:
        """Tell whether some claim of these classes speaks of one at least of each of several collections of things.

        Classes that no claim is of tell nothing; of nothing, none speaks.

        >>> told = ClaimIndex([("dose", "aspirin"), ("use", "fever")])
        >>> told.has(["dose"], [["aspirin"]]), told.has(["dose"], [["fever"]]), told.has([], [["fever"]])
        (True, False, True)
        """
        found = [self._find(each) for each in things]
        told = self._find(classes)
        return bool(found) and bool(frozenset.intersection(*found, *([told] if told else [])))

    def tells_nothing(self, classes: Collection[str], things: Collection[str]) -> bool:
        """Tell whether claims speak of one of some things, but none of these classes, of which there are some.

        >>> told = ClaimIndex([("dose", "aspirin"), ("use", "fever")])
        >>> [told.tells_nothing(["dose"], things) for things in (["fever"], ["aspirin"], ["gold"])]
        [True, False, False]
        """
        told, found = self._find(classes), self._find(things)
        return bool(told and found) and told.isdisjoint(found)

    def _find(self, things: Iterable[str]) -> frozenset[int]:
        """Return the places of the claims that speak of some thing at least."""
        return self._find_once(frozenset(things))

    def _join(self, things: frozenset[str]) -> frozenset[int]:
        return frozenset().union(*(self._places.get(one, ()) for one in things))


def index_claims(graph: Graph) -> ClaimIndex:
    """Return what the claims of a graph speak of; of nothing if it has no base of ours."""
    if graph.base is None:
        return ClaimIndex()
    wider: dict[str, list[str]] = {}
    for one, other in read_table(graph.select(_WIDER)).rows:
        wider.setdefault(str(one), []).append(str(other))
    return ClaimIndex((str(row[0]).split() for row in read_table(graph.select(_QUERY)).rows), wider)
