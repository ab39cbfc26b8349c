"""Releases as things to open."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.errors import ReleaseError
from pomegraph.release import SUMS, Release, open_release


def test_release_is_the_folder_behind_its_link(small_release: Release, tmp_path: Path) -> None:
    assert small_release.folder.name == f"release.{small_release.digest}"
    assert open_release(tmp_path / "release") == open_release(small_release.folder) == small_release


def test_files_of_a_release_are_there(small_release: Release) -> None:
    assert small_release.quads.is_file()
    assert small_release.store.is_dir()


def test_digest_changes_with_the_sums(small_release: Release) -> None:
    with (small_release.folder / SUMS).open("a", encoding="utf-8") as file:
        file.write("0  more\n")

    assert open_release(small_release.folder).digest != small_release.digest


@pytest.mark.parametrize("kind", ["nothing", "file", "folder"])
def test_no_release_is_told_with_the_cure(tmp_path: Path, kind: str) -> None:
    place = tmp_path / kind
    if kind == "file":
        place.touch()
    if kind == "folder":
        place.mkdir()
    with pytest.raises(ReleaseError, match=rf"no release here .*; make one with pomegraph build --output {place}"):
        open_release(place)
