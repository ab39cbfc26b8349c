"""How things hang together is read from a graph."""

from __future__ import annotations

from pomegraph.ask.api import EvidenceGraph
from pomegraph.names import BASE
from pomegraph.search.bonds import Bonds, list_bonds


def test_bonds_of_the_real_graph(searched: EvidenceGraph) -> None:
    bonds = list_bonds(searched._graph)

    assert f"{BASE}drug/carfilzomib" in bonds.members[f"{BASE}drug-class/proteasome-inhibitor"]
    assert bonds.lists[f"{BASE}concept/most-common"] == "frequency"
    assert f"{BASE}concept/common" in bonds.list_wider(f"{BASE}concept/most-common")
    assert f"{BASE}population/on-dialysis" in bonds.said[f"{BASE}drug/ixazomib"]
    # Claims have the median of it.
    assert bonds.measured[f"{BASE}measure/time-to-response"]


def test_what_is_below_itself_comes_to_an_end() -> None:
    assert Bonds(broader={"a": ("b",), "b": ("a",)}).list_wider("a") == ["b", "a"]
