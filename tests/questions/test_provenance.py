"""Where claims come from: places document by document, citations, verdicts."""

from __future__ import annotations

from pathlib import Path

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from pomegraph.questions.provenance import PrimaryVerdict, choose_places, find_places, find_provenance
from pomegraph.sparql.results import Table
from pomegraph.sparql.terms import Iri
from pomegraph.stores.embedded import open_store
from support.provenance import BASE, ONE, TWO, make_select, select_from
from support.sources import add_gamma


def test_places_of_a_claim_come_document_by_document_in_the_order_of_lines() -> None:
    (places,) = find_places(make_select(), [TWO.value]).values()

    assert [(place.document, place.where) for place in places] == [
        ("First page", "lines 3-4"),
        ("First page", "line 20"),
        ("Second | page", "section Dose; course"),
    ]
    assert [place.report.removeprefix(BASE) for place in places] == ["report/1", "report/2", "report/3"]
    assert [place.shown for place in places] == ["lines 3\u20134", "line 20", "section Dose; course"]


def test_citations_are_told_by_passage_and_verdicts_with_their_grounds() -> None:
    found = find_provenance(make_select(), [TWO.value, ONE.value])

    assert found.citations[TWO.value, f"{BASE}passage/a/3"] == {
        f"{BASE}reference/1": "entry 1",
        f"{BASE}reference/2": "entry 2",
    }
    assert found.verdicts == {TWO.value: [PrimaryVerdict("contradicted", "The label says 3 mg.")]}
    assert ONE.value in found.places


def test_row_has_its_passage_or_its_document_or_all_places() -> None:
    places = find_places(make_select(), [TWO.value])[TWO.value]

    assert [place.where for place in choose_places(places, [Iri(f"{BASE}passage/a/20"), "a text"])] == ["line 20"]
    assert len(choose_places(places, [TWO, Iri(f"{BASE}source/a")])) == 2
    assert choose_places(places, [Iri(f"{BASE}source/other"), None]) == places


def test_what_is_no_claim_has_no_provenance() -> None:
    found = find_provenance(make_select(), ["no IRI", "urn:a> } #", f"{BASE}claim/none"])

    assert (found.places, found.citations, found.verdicts) == ({}, {}, {})


def test_nothing_needs_no_query() -> None:
    def refuse(query: str) -> Table:
        raise AssertionError(query)

    assert find_provenance(refuse, []).places == {}


def test_many_claims_are_asked_for_in_blocks() -> None:
    sizes = []

    def select(query: str) -> Table:
        sizes.append(query.count("<urn:"))
        return Table(("claim",), ())

    find_provenance(select, (f"urn:{number}" for number in range(2_000)))

    assert sizes == [500] * 16


def test_claim_of_a_label_has_its_section(small: Content, tmp_path: Path) -> None:
    add_gamma(small)
    release = build_release(small, tmp_path / "release", names=Names(), tell=lambda _: None)
    select = select_from(open_store(release.store))
    claims = [str(claim) for (claim,) in select(f"SELECT ?c {{ ?c a <{BASE}ontology#Claim> }}").rows]
    places = [place for many in find_places(select, claims).values() for place in many]

    assert {place.where for place in places if "/gamma" in place.source} == {
        "section 14.1 Gearache",
        "place /outcomes/0",
    }
