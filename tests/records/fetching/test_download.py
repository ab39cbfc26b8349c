"""Downloads: page by page from a service on loopback, which fails, breaks off, and changes its mind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pomegraph.errors import FetchError
from pomegraph.records.fetching.download import Downloaded, Wish, download
from pomegraph.records.fetching.services import SERVICES
from pomegraph.records.fetching.transport import Politeness
from support.records_service import Replayed, Reply, run_service

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACE = Politeness(0, first=0, tries=3)
SIZE = 2


def make_study(number: int, version: str = "2024-01-01") -> dict[str, Any]:
    """Return a study that has little more than a number."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08}"},
            "statusModule": {"lastUpdatePostDateStruct": {"date": version}},
        }
    }


def answer_with(studies: list[dict[str, Any]]) -> Callable[[dict[str, str], int], Reply]:
    """Return what answers with pages of some studies, as the registry does."""

    def answer(asked: dict[str, str], _count: int) -> Reply:
        start = int(asked.get("pageToken", "0"))
        page: dict[str, Any] = {"studies": studies[start : start + SIZE]}
        page |= {"nextPageToken": str(start + SIZE)} if start + SIZE < len(studies) else {}
        page |= {"totalCount": len(studies)} if not start else {}
        return Reply(json.dumps(page).encode())

    return answer


def fetch(service: Replayed, folder: Path, query: str = "myeloma", said: list[str] | None = None) -> Downloaded:
    tell = (said if said is not None else []).append
    return download(Wish(SERVICES["clinicaltrials"], query, "2026-11-26", service.address, PACE), folder, tell)


def list_numbers(folder: Path) -> list[str]:
    """Return the numbers of the studies in a folder, page by page."""
    pages = [json.loads(path.read_bytes()) for path in sorted(folder.glob("page-*.json"))]
    return [study["protocolSection"]["identificationModule"]["nctId"] for page in pages for study in page["studies"]]


def test_all_pages_are_followed_by_their_tokens(tmp_path: Path) -> None:
    with run_service(answer_with([make_study(number) for number in range(5)])) as service:
        found = fetch(service, tmp_path / "out")

    assert found == Downloaded(pages=3, records=5, total=5, new=5, changed=0, gone=0)
    assert list_numbers(tmp_path / "out") == [f"NCT{number:08}" for number in range(5)]
    assert [asked.get("pageToken") for asked in service.asked] == [None, "2", "4"]
    assert service.asked[0]["query.term"] == "myeloma"
    assert service.fields["user-agent"].startswith("pomegraph/")


def test_page_is_kept_as_it_came(tmp_path: Path) -> None:
    body = b'{"studies": [], "odd":\t"\\u20ac"}'
    with run_service(lambda _asked, _count: Reply(body)) as service:
        fetch(service, tmp_path / "out")

    assert (tmp_path / "out" / "page-000001.json").read_bytes() == body


@pytest.mark.parametrize(
    "bad",
    [
        Reply(b"oops", 500),
        Reply(b"slower", 429, {"Retry-After": "0"}),
        Reply(b"slower", 503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        Reply(json.dumps({"studies": [make_study(1)]}).encode(), cut=20),
        Reply(b'{"studies": [{"protocolSection"'),
        Reply(b'{"error": "none of this"}'),
        Reply(b"<html>maintenance</html>"),
        Reply(b""),
    ],
    ids=["500", "429", "503", "cut short", "half a page", "no page", "no JSON", "empty"],
)
def test_page_that_fails_once_is_asked_for_again(bad: Reply, tmp_path: Path) -> None:
    good, said = answer_with([make_study(number) for number in range(3)]), list[str]()
    with run_service(lambda asked, count: bad if count == 1 else good(asked, count)) as service:
        found = fetch(service, tmp_path / "out", said=said)

    assert (found.records, len(service.asked)) == (3, 3)
    assert any("trying again" in one for one in said)


def test_download_that_ended_early_is_gone_on_with(tmp_path: Path) -> None:
    good = answer_with([make_study(number) for number in range(6)])
    with run_service(lambda asked, count: good(asked, count) if count < 2 else Reply(status=500)) as service:
        with pytest.raises(FetchError, match=r"failed 3 times: status 500; run the command again later"):
            fetch(service, tmp_path / "out")

        assert list_numbers(tmp_path / "out") == [f"NCT{number:08}" for number in range(4)]
    with run_service(good) as again:
        state = tmp_path / "out" / ".fetch.json"
        state.write_text(state.read_text().replace(service.address, again.address))
        found = fetch(again, tmp_path / "out")

    assert [asked["pageToken"] for asked in again.asked] == ["4"]
    assert found.records == 6


def test_token_that_is_not_known_any_more_begins_anew(tmp_path: Path) -> None:
    good, refused = answer_with([make_study(number) for number in range(4)]), Reply(b"bad token", 400)
    with run_service(lambda asked, count: refused if count == 1 else good(asked, count)) as service:
        found = fetch(service, tmp_path / "out")

    assert [asked.get("pageToken") for asked in service.asked] == [None, "2", None, "2"]
    assert found.records == 4


def test_query_that_is_refused_is_told_at_once(tmp_path: Path) -> None:
    refused = pytest.raises(FetchError, match=r"ClinicalTrials.gov refuses \(400\): Unknown area; change the query")
    with run_service(lambda _asked, _count: Reply(b"Unknown area", 400)) as service, refused:
        fetch(service, tmp_path / "out")

    assert len(service.asked) == 1


def test_second_download_tells_what_changed(tmp_path: Path) -> None:
    with run_service(answer_with([make_study(number) for number in range(5)])) as service:
        fetch(service, tmp_path / "out")
    kept = (tmp_path / "out" / "page-000001.json").stat().st_mtime_ns
    studies = [make_study(0), make_study(1), make_study(2, "2025-05-05"), make_study(9)]
    with run_service(answer_with(studies)) as service:
        state = tmp_path / "out" / ".fetch.json"
        found = fetch(service, tmp_path / "out")

    assert found == Downloaded(pages=2, records=4, total=4, new=1, changed=1, gone=2)
    assert list_numbers(tmp_path / "out") == ["NCT00000000", "NCT00000001", "NCT00000002", "NCT00000009"]
    assert json.loads(state.read_text())["next"] == ""
    assert (tmp_path / "out" / "page-000001.json").stat().st_mtime_ns != kept  # its total is another one


def test_record_on_two_pages_counts_once(tmp_path: Path) -> None:
    studies = [make_study(0), make_study(1), make_study(1), make_study(2)]
    with run_service(answer_with(studies)) as service:
        found = fetch(service, tmp_path / "out")

    assert (found.records, found.total) == (3, 4)


def test_long_wait_that_is_asked_for_is_told(tmp_path: Path) -> None:
    late, refused = Reply(status=429, fields={"Retry-After": "86400"}), pytest.raises(FetchError, match="in 86,400 sec")
    with run_service(lambda _asked, _count: late) as service, refused:
        fetch(service, tmp_path / "out")

    assert len(service.asked) == 1


def test_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with run_service(answer_with([])) as service:
        with pytest.raises(FetchError, match=r"exists and is no download"):
            fetch(service, tmp_path)
        fetch(service, tmp_path / "out", "one")
        with pytest.raises(FetchError, match=r"holds 'one' of clinicaltrials"):
            fetch(service, tmp_path / "out", "two")


def test_page_that_sends_us_elsewhere_is_not_followed(tmp_path: Path) -> None:
    page = {"mechanisms": [{"mec_id": 1}], "page_meta": {"next": "http://127.0.0.1:9/elsewhere", "total_count": 2}}
    with run_service(lambda _asked, _count: Reply(json.dumps(page).encode())) as service:
        wish = Wish(SERVICES["chembl-mechanism"], "CHEMBL43452", "2026-11-26", service.address, PACE)
        with pytest.raises(FetchError, match=r"sends us to another address"):
            download(wish, tmp_path / "out", lambda _: None)
