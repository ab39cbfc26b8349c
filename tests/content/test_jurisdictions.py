"""Where a claim holds: as it says, else under its authority, else where its passage or source is of."""

from __future__ import annotations

import pytest

from pomegraph.content.claims import Claim
from pomegraph.content.folder import Content
from pomegraph.content.jurisdictions import find_jurisdictions, place_claim
from pomegraph.content.ontology import read_vocabulary
from pomegraph.content.registers import Registry, read_registry
from pomegraph.content.sources import read_source
from support.places import ROOT

DOSE = (("drug", "pomalidomide"), ("negated", "false"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry(Content(ROOT), read_vocabulary(Content(ROOT)), [])


@pytest.mark.parametrize(
    ("values", "remarks", "given", "places"),
    [
        ((), (), "", []),
        ((), (), "norway", ["norway"]),
        ((("authority", "fda"),), (), "norway", ["united-states"]),
        ((("authority", "nccn"),), (), "norway", ["norway"]),
        ((("authority", "fda"),), (("holdsIn", "canada"),), "norway", ["canada"]),
    ],
)
def test_what_is_nearest_to_the_claim_decides(
    registry: Registry,
    values: tuple[tuple[str, str], ...],
    remarks: tuple[tuple[str, str], ...],
    given: str,
    places: list[str],
) -> None:
    claim = Claim("Dose", "", tuple(sorted({*DOSE, *values})), remarks, 1)

    assert find_jurisdictions(registry, place_claim(registry, claim, given)) == places


def test_a_fact_holds_everywhere(registry: Registry) -> None:
    claim = Claim("Outcome", "", DOSE, (("holdsIn", "norway"),), 1)

    assert find_jurisdictions(registry, claim) == []


def test_jurisdiction_of_a_passage_takes_the_place_of_that_of_its_source(registry: Registry) -> None:
    source = read_source(Content(ROOT), ROOT / "data/sources/110-eu-smpc-imnovid-2023.yaml", registry, [])

    assert source is not None
    placed = [find_jurisdictions(registry, one.claims[0]) for one in source.passages]
    assert placed == [["united-kingdom"], ["european-union"]]
