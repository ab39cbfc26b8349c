"""What is wrong with the files of a release: each kind of damage to each file is found, and told of that file alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pomegraph.release import STORE_SUMS, SUMS, Release, find_faults
from support.damage import ACTS, damage, damage_each

NOWHERE = "0" * 64


def tell(folder: Path, *, most: int | None = None) -> list[str]:
    return [str(fault) for fault in find_faults(folder, most=most)[1]]


def test_release_that_was_built_has_none(small_release: Release) -> None:
    manifest, faults = find_faults(small_release.folder)

    assert manifest == small_release.manifest
    assert faults == []


@pytest.mark.parametrize("act", ACTS)
def test_damaged_file_is_told_and_no_other(small_release: Release, tmp_path: Path, act: str) -> None:
    tried = 0
    for name, copy in damage_each(small_release.folder, act, tmp_path / "copies"):
        [fault] = tell(copy)
        assert name in fault
        tried += 1

    assert tried > 20


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("emptied", "pomegraph.nq is empty"),
        ("removed", "pomegraph.nq is missing"),
        ("changed", "pomegraph.nq does not match its sum in SHA256SUMS"),
    ],
)
def test_kind_of_damage_is_told(small_release: Release, act: str, told: str) -> None:
    damage(small_release.quads, act)

    assert tell(small_release.folder) == [told]


def test_size_of_a_file_that_was_cut_is_told(small_release: Release) -> None:
    size = small_release.quads.stat().st_size
    damage(small_release.quads, "shortened")

    assert tell(small_release.folder) == [f"pomegraph.nq has {size - 1:,} bytes instead of {size:,}"]


def test_all_that_is_wrong_is_told(small_release: Release) -> None:
    for name in ("void.ttl", "pomegraph.ttl", "store/CURRENT"):
        (small_release.folder / name).unlink()

    assert [fault.split()[0] for fault in tell(small_release.folder)] == ["pomegraph.ttl", "store/CURRENT", "void.ttl"]


def test_release_of_before_has_no_manifest(small_release: Release) -> None:
    for name in ("release.json", STORE_SUMS):
        (small_release.folder / name).unlink()

    assert tell(small_release.folder) == ["release.json is missing", f"{STORE_SUMS} is missing"]


def test_rows_that_are_too_many_or_too_few_are_told(small_release: Release) -> None:
    sums = small_release.folder / SUMS
    rows = [row for row in sums.read_text(encoding="utf-8").splitlines() if "void" not in row]
    sums.write_text("\n".join([*rows, f"{NOWHERE}  more.ttl", ""]), encoding="utf-8")

    assert tell(small_release.folder) == [
        "SHA256SUMS does not name void.ttl",
        "SHA256SUMS names more.ttl, which is not part of the release",
    ]


def test_manifest_that_has_no_row_is_told(small_release: Release) -> None:
    sums = small_release.folder / SUMS
    rows = [row for row in sums.read_text(encoding="utf-8").splitlines() if "release.json" not in row]
    sums.write_text("\n".join([*rows, ""]), encoding="utf-8")

    assert tell(small_release.folder) == ["SHA256SUMS does not name release.json"]


def test_other_format_is_told_with_its_own_cure(small_release: Release) -> None:
    path = small_release.folder / "release.json"
    path.write_text(json.dumps({"format": "2.0"}), encoding="utf-8")
    [fault] = find_faults(small_release.folder)[1]

    assert "has the format 2.0" in fault.message
    assert fault.cure.startswith("install the version")


def test_database_that_is_not_there_is_one_fault(small_release: Release) -> None:
    shutil.rmtree(small_release.store)

    assert tell(small_release.folder) == ["store is missing"]


def test_file_that_does_not_belong_to_the_database_is_told(small_release: Release) -> None:
    (small_release.store / "000099.log").write_bytes(b"what was written later")

    assert tell(small_release.folder) == [f"store/000099.log is not named in {STORE_SUMS}"]


def test_of_large_files_only_the_size_is_looked_at_if_little_may_be_read(small_release: Release) -> None:
    damage(small_release.quads, "changed")
    damage(small_release.store / "CURRENT", "changed")
    damage(small_release.folder / "pomegraph.trig", "shortened")

    assert [fault.split()[0] for fault in tell(small_release.folder, most=1 << 16)] == [
        "pomegraph.trig",
        "store/CURRENT",
    ]
    assert len(tell(small_release.folder)) == 3
