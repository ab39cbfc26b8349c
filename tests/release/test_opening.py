"""Opening a release: what is damaged is refused with a reason and a cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from pomegraph.errors import ReleaseError
from pomegraph.release import Release, open_release


def refuse(path: Path) -> str:
    with pytest.raises(ReleaseError) as caught:
        open_release(path)
    return str(caught.value)


def test_release_is_opened_at_its_link_and_at_its_folder(small_release: Release, tmp_path: Path) -> None:
    assert open_release(tmp_path / "release") == open_release(small_release.folder, whole=True) == small_release
    assert small_release.folder.name == f"release.{small_release.digest}"


@pytest.mark.parametrize("name", ["nothing", "empty", "file", "empty/../nothing"])
def test_no_release_is_told_with_the_cure(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()

    message = refuse(tmp_path / name)

    assert f"{tmp_path / name}: no release here" in message
    assert message.endswith(f"make one with pomegraph build --output {tmp_path / name}")


def test_damage_is_told_with_file_and_cure(small_release: Release, tmp_path: Path) -> None:
    small_release.quads.write_bytes(b"")
    what = f"the release cannot be used: {small_release.quads} is empty"

    assert refuse(tmp_path / "release") == f"{what}; build it again: pomegraph build --output {tmp_path / 'release'}"
    # A build writes no folder of this name, only a link that leads to one.
    assert refuse(small_release.folder) == f"{what}; build it again: pomegraph build"


def test_more_damage_is_counted(small_release: Release, tmp_path: Path) -> None:
    for name in ("pomegraph.ttl", "pomegraph.trig", "void.ttl"):
        (small_release.folder / name).unlink()

    told = f"pomegraph.trig is missing (one of 3 faults: pomegraph release verify {tmp_path / 'release'} tells all)"
    assert told in refuse(tmp_path / "release")
