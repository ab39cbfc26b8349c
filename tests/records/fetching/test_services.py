"""Services: how each is asked, and where its next page is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from pomegraph.records.fetching.download import Wish, download
from pomegraph.records.fetching.services import SERVICES
from pomegraph.records.fetching.transport import Politeness
from support.records_service import Reply, run_service

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def ask(name: str, query: str) -> dict[str, str]:
    """Return the parameters of the first request for a query."""
    address = SERVICES[name].make_first("https://example.org/api", query)
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def test_numbers_are_asked_for_by_number() -> None:
    assert ask("clinicaltrials", "nct01311687, NCT00833833")["filter.ids"] == "NCT00833833,NCT01311687"
    assert "filter.ids" not in ask("clinicaltrials", "NCT01311687 OR myeloma")


def test_molecule_is_asked_for_by_its_identifier() -> None:
    assert ask("chembl-mechanism", "chembl43452")["molecule_chembl_id"] == "CHEMBL43452"
    assert ask("chembl-mechanism", "action_type=INHIBITOR&max_phase=4")["max_phase"] == "4"


def test_query_cannot_add_parameters() -> None:
    assert ask("openfda-label", "a&limit=1")["search"] == "a&limit=1"


def run(
    name: str, answer: Callable[[dict[str, str], int], Reply], folder: Path, path: str = "/api"
) -> list[dict[str, str]]:
    """Download all from a service on loopback, and return what it was asked."""
    with run_service(answer, path) as service:
        wish = Wish(SERVICES[name], "pomalidomide", "2026-11-26", service.address, Politeness(0, first=0))
        download(wish, folder, lambda _: None)
    return service.asked


def make_labels(skip: int, total: int = 5) -> dict[str, Any]:
    """Return a page of two labels."""
    results = [{"set_id": f"{number:032}"} for number in range(skip, min(skip + 2, total))]
    return {"meta": {"results": {"skip": skip, "limit": 2, "total": total}}, "results": results}


def test_labels_are_paged_by_what_is_skipped(tmp_path: Path) -> None:
    asked = run(
        "openfda-label",
        lambda asked, _: Reply(json.dumps(make_labels(int(asked.get("skip", 0)))).encode()),
        tmp_path / "o",
    )

    assert [one.get("skip") for one in asked] == [None, "2", "4"]


def test_labels_are_paged_by_the_link_where_there_is_one(tmp_path: Path) -> None:
    address = ""

    def answer(_asked: dict[str, str], count: int) -> Reply:
        fields = {"Link": f'<{address}?search_after=0%3D{count}>; rel="next"'} if count < 2 else {}
        page = {"meta": {"results": {"total": 6}}, "results": make_labels(2 * count, 6)["results"]}
        return Reply(json.dumps(page).encode(), fields=fields)

    with run_service(answer) as service:
        address = service.address
        wish = Wish(SERVICES["openfda-label"], "pomalidomide", "2026-11-26", service.address, Politeness(0, first=0))
        found = download(wish, tmp_path / "out", lambda _: None)

    assert found.records == 6
    assert [one.get("search_after") for one in service.asked] == [None, "0=0", "0=1"]


def test_nothing_found_is_an_empty_download(tmp_path: Path) -> None:
    asked = run(
        "openfda-label", lambda _asked, _count: Reply(b'{"error": {"code": "NOT_FOUND"}}', 404), tmp_path / "out"
    )

    assert len(asked) == 1
    assert list((tmp_path / "out").glob("page-*")) == []


@pytest.mark.parametrize("total", [1, 3])
def test_mechanisms_are_paged_by_the_path_of_the_next(total: int, tmp_path: Path) -> None:
    def answer(asked: dict[str, str], _count: int) -> Reply:
        offset = int(asked.get("offset", 0))
        following = f"/chembl/api/data/mechanism.json?limit=1&offset={offset + 1}" if offset + 1 < total else None
        page = {"mechanisms": [{"mec_id": offset}], "page_meta": {"next": following, "total_count": total}}
        return Reply(json.dumps(page).encode())

    asked = run("chembl-mechanism", answer, tmp_path / "out", "/chembl/api/data/mechanism.json")

    assert [one.get("offset") for one in asked] == [None, "1", "2"][:total]
