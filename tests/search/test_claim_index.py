"""What claims speak of together is read from a graph."""

from __future__ import annotations

from pomegraph.ask.api import EvidenceGraph
from pomegraph.names import BASE, POM
from pomegraph.search.claim_index import ClaimIndex, index_claims

DOSE = [f"{POM}Dose"]


def test_index_of_the_real_graph(searched: EvidenceGraph) -> None:
    told = index_claims(searched._graph)
    dialysis = [f"{BASE}population/on-dialysis"]

    assert told.has(DOSE, [[f"{BASE}drug/pomalidomide"], dialysis])
    assert not told.has(DOSE, [[f"{BASE}drug/digoxin"], dialysis])
    assert told.tells_nothing([f"{POM}Pharmacokinetics"], [f"{BASE}measure/overall-survival"])
    assert not told.tells_nothing(DOSE, dialysis)


def test_who_speaks_of_a_part_speaks_of_the_whole_and_of_what_is_in_it() -> None:
    wider = {"pear": ["fruit"], "fruit": ["plant", "pear"], "salad": ["pear"]}
    told = ClaimIndex([("Dose", "pear"), ("Use", "salad")], wider)

    assert [told.has(["Use"], [[one]]) for one in ("plant", "pear", "oil")] == [True, True, False]
    assert not told.has(["Dose"], [["salad"]])


def test_of_nothing_no_claim_speaks() -> None:
    assert not ClaimIndex().has(DOSE, [])
    assert not ClaimIndex([("Dose", "pear")]).has(["Dose"], [])
