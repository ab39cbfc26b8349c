"""Knows how things hang together, as far as a search must: what is in a class, below another, said of a drug."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pomegraph.names import POM
from pomegraph.sparql.results import read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pomegraph.questions.catalogue import Graph

_QUERY = f"""\
PREFIX pom: <{POM}>
SELECT DISTINCT ?bond ?one ?other WHERE {{
  {{ ?one pom:inClass ?other . BIND("member" AS ?bond) }}
  UNION {{ ?one pom:scheme ?other . BIND("list" AS ?bond) }}
  UNION {{ ?one a pom:Population ; pom:broader ?other . BIND("broader" AS ?bond) }}
  UNION {{ ?one a pom:Target ; pom:broader ?other . BIND("broader" AS ?bond) }}
  UNION {{ ?one pom:scheme ?list ; pom:broader ?other . BIND("broader" AS ?bond) }}
  UNION {{ ?claim pom:drug ?one ; pom:population|pom:frequency|pom:seriousness ?other . BIND("said" AS ?bond) }}
  UNION {{ ?claim pom:regimen/pom:includes ?one ; pom:population ?other . BIND("studied" AS ?bond) }}
  UNION {{ ?claim a pom:Interaction ; pom:drug ?one ; pom:interactor|pom:example|pom:partner ?other .
    BIND("beside" AS ?bond) }}
  UNION {{ ?claim pom:example ?one ; pom:interactor ?other . BIND("grouped" AS ?bond) }}
  UNION {{ ?one pom:includes/pom:inClass ?other . BIND("combined" AS ?bond) }}
  UNION {{ ?claim pom:event ?one ; pom:measure ?other . BIND("counted" AS ?bond) }}
  UNION {{ ?one a pom:Measure . ?claim pom:measure/pom:broader* ?one ; a ?other . FILTER(?other != pom:Claim)
    BIND("measured" AS ?bond) }}
  UNION {{ ?one a pom:Source ; pom:kind ?other . BIND("kind" AS ?bond) }}
  UNION {{ ?one a pom:Source ; pom:jurisdiction ?other . BIND("place" AS ?bond) }}
}}"""


@dataclass(frozen=True, slots=True)
class Bonds:
    """How the things of a graph hang together, by their IRIs.

    Args:
        members: The drugs of a class.
        lists: By a value of a closed list, the id of that list.
        broader: What a thing is directly below.
        said: Of what people claims on a drug speak, how often they say that something occurs, how serious it is.
        studied: The people of whom claims on a regimen with a drug speak.
        beside: What claims on a drug say that it interacts with.
        grouped: The groups that a drug is in, or an example of.
        combined: The classes of the drugs of a regimen.
        counted: The measures by which people with an adverse event are counted.
        measured: By a measure that claims have, or one below it, the classes of these.
        kinds: By a document, the id of its kind.
        places: By a document, the id of where it holds.
    """

    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    studied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grouped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    combined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measured: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def list_wider(self, thing: str) -> list[str]:
        """Return what a thing is below, at any distance, the nearest first.

        >>> Bonds(broader={"pear": ("fruit",), "fruit": ("plant",)}).list_wider("pear")
        ['fruit', 'plant']
        """
        return list_reached([thing], self.broader)


def list_reached(things: Iterable[str], bonds: Mapping[str, Collection[str]]) -> list[str]:
    """Return what is reached from some things by bonds, in any number of steps, the nearest first.

    >>> list_reached(["pear"], {"pear": ["fruit"], "fruit": ["plant"]})
    ['fruit', 'plant']
    """
    found: dict[str, None] = {}
    next_ones = list(things)
    while next_ones:
        next_ones = [other for one in next_ones for other in bonds.get(one, ()) if other not in found]
        found.update(dict.fromkeys(next_ones))
    return list(found)


def list_bonds(graph: Graph) -> Bonds:
    """Return how the things of a graph hang together; nothing if it has no base of ours."""
    found: dict[str, dict[str, list[str]]] = {}
    rows = read_table(graph.select(_QUERY)).sort().rows if graph.base is not None else ()
    for bond, one, other in rows:
        found.setdefault(str(bond), {}).setdefault(str(one), []).append(str(other))
    lists, kinds, places = (_shorten(found.get(bond, {})) for bond in ("list", "kind", "place"))
    members: dict[str, list[str]] = {}
    for drug, classes in found.get("member", {}).items():
        found.setdefault("grouped", {}).setdefault(drug, []).extend(classes)
        for one in classes:
            members.setdefault(one, []).append(drug)
    bonds = ("broader", "said", "studied", "beside", "grouped", "combined", "counted", "measured")
    told = {bond: _freeze(found.get(bond, {})) for bond in bonds}
    return Bonds(_freeze(members), lists, kinds=kinds, places=places, **told)


def _freeze(found: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {one: tuple(others) for one, others in found.items()}


def _shorten(found: Mapping[str, list[str]]) -> dict[str, str]:
    return {one: others[0].rpartition("/")[2] for one, others in found.items()}
