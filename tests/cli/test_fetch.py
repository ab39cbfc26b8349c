"""The command that downloads records: what it prints, how it ends, and that what it leaves can be imported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.commands import call
from support.records_service import Reply, run_service
from support.studies import make_study

if TYPE_CHECKING:
    from pathlib import Path

PAGE = {"studies": [make_study("NCT00000001"), make_study("NCT00000002")], "totalCount": 3}


def test_what_was_fetched_is_told_and_can_be_imported(tmp_path: Path) -> None:
    with run_service(lambda _asked, _count: Reply(json.dumps(PAGE).encode())) as service:
        options = ("--output", tmp_path / "out", "--address", service.address, "--interval", "0")
        done = call("fetch", "clinicaltrials", "myeloma", *options)
        again = call("fetch", "clinicaltrials", "myeloma", *options)
    imported = call("import", "clinicaltrials", tmp_path / "out", "--output", tmp_path / "layer")

    assert done.stdout == (f"{tmp_path}/out: 2 records in 1 pages; 2 new, 0 changed, 0 gone since the last download\n")
    assert done.stderr == "ClinicalTrials.gov told of 3 records; run the command again to see what it has now\n"
    assert "0 new, 0 changed, 0 gone" in again.stdout
    assert (imported.exit_code, imported.stdout[:200].count(": 2 records")) == (0, 1)


def test_service_that_refuses_is_told(tmp_path: Path) -> None:
    with run_service(lambda _asked, _count: Reply(b"no such field", 400)) as service:
        done = call("fetch", "clinicaltrials", "AREA[No]x", "--output", tmp_path / "out", "--address", service.address)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "ClinicalTrials.gov refuses (400): no such field; change the query" in done.stderr


def test_source_that_cannot_be_fetched_is_wrong_use() -> None:
    assert call("fetch", "drugmechdb", "pomalidomide").exit_code == 2
