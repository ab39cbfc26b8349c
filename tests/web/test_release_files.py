"""The files that are given away are those of the release that is served, also while another is put in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.errors import ReleaseError
from pomegraph.release import MANIFEST, STORE_SUMS, SUMS, Release
from pomegraph.web.release_files import ReleaseFiles
from support.endpoint import LIMITS, connect_engine


def open_files(built: Path, link: Path | None) -> ReleaseFiles:
    return ReleaseFiles(connect_engine(LIMITS, built / "release"), link)


def test_every_file_but_the_database_is_listed(built: Path) -> None:
    files = open_files(built, built / "release").list_all()

    assert {MANIFEST, SUMS, "pomegraph.ttl"} <= files.keys()
    assert STORE_SUMS not in files
    assert all((built / "release" / name).stat().st_size == facts.bytes for name, facts in files.items())


def test_release_that_is_served_is_found_beside_a_newer_one(
    built: Path, small_release: Release, tmp_path: Path
) -> None:
    link = tmp_path / "release"
    newer = tmp_path / "release.0123456789abcdef"
    newer.mkdir()
    (newer / SUMS).write_text("", encoding="utf-8")
    link.unlink()
    link.symlink_to(newer.name)
    found = open_files(built, link).find("pomegraph.ttl")

    assert found is not None
    assert found[0] == small_release.folder / "pomegraph.ttl"


def test_release_that_has_gone_is_told(built: Path, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="not on the disk any more"):
        open_files(built, tmp_path / "none").list_all()


def test_without_a_release_there_are_no_files(built: Path) -> None:
    files = open_files(built, None)

    assert (files.list_all(), files.find("pomegraph.ttl"), files.read_description()) == ({}, None, [])
