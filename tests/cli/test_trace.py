"""The command that tells which trials figures are from."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from pomegraph.release import Release
from support.commands import call
from support.traced import EXPECTED, TABLE

PRIMARY = (
    "id,trial,regimen,disease,measure,value,unit\n"
    "p1,MM-003,pomalidomide + low-dose dexamethasone,RRMM,median PFS,3.6,months\n"
    "p2,MM-002,pomalidomide + low-dose dexamethasone,RRMM,median PFS,4.2,months\n"
)
DRAFT = (
    "id,regimen,disease,trial named,measure,value,unit\n"
    "a,Pom + LoDex,multiple myeloma,MM-003,progression-free survival,4.2,months\n"
    "b,Pd,multiple myeloma,,median PFS,9.9,months\n"
)


@pytest.fixture
def arguments(tmp_path: Path) -> list[Path | str]:
    draft, primary = tmp_path / "draft.csv", tmp_path / "primary.csv"
    draft.write_text(DRAFT, encoding="utf-8")
    primary.write_text(PRIMARY, encoding="utf-8")
    return ["trace", draft, "--primary", primary]


def test_json_has_an_object_for_each_row(arguments: list[Path | str]) -> None:
    rows = json.loads(call(*arguments, "--format", "json").stdout)

    assert [(row["id"], row["verdict"], row["trials"], row["claims"]) for row in rows] == [
        ("a", "correct", ["MM-002"], ["p2"]),
        ("b", "none", [], []),
    ]
    assert "MM-003 has 3.6 months there" in rows[0]["reason"]


def test_csv_and_table_tell_the_same(arguments: list[Path | str]) -> None:
    rows = list(csv.DictReader(io.StringIO(call(*arguments, "--format", "csv").stdout)))
    table = call(*arguments).stdout

    assert [(row["id"], row["verdict"], row["trials"]) for row in rows] == [
        ("a", "correct", "MM-002"),
        ("b", "none", ""),
    ]
    assert all(row["reason"] in table for row in rows)


def test_table_that_cannot_be_read_is_told(arguments: list[Path | str], tmp_path: Path) -> None:
    (tmp_path / "draft.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = call(*arguments)

    assert done.exit_code == 1
    assert "draft.csv:1: the heading has no column 'value'" in done.stderr


def test_figures_are_held_against_the_release(tmp_path: Path, real_release: Release) -> None:
    (tmp_path / "draft.csv").write_text(TABLE, encoding="utf-8")
    done = call("trace", tmp_path / "draft.csv", "--release", real_release.folder, "--format", "json")

    assert {row["id"]: (row["verdict"], row["trials"]) for row in json.loads(done.stdout)} == EXPECTED


def test_release_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "draft.csv").write_text(TABLE, encoding="utf-8")
    done = call("trace", tmp_path / "draft.csv", "--release", tmp_path / "nothing")

    assert done.exit_code == 1
    assert "no release" in done.stderr
