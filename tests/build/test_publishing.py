"""Publishing: a crash leaves a whole release, and a build mends what was damaged."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from pomegraph.release import STORE_SUMS, SUMS, Release, open_release
from support.damage import damage, list_files
from support.places import ROOT


def rebuild(content: Content, output: Path) -> Release:
    return build_release(content, output, names=Names(), tell=lambda _: None)


@pytest.mark.parametrize("name", ["pomegraph.nq", "release.json", SUMS, STORE_SUMS, "store/CURRENT"])
@pytest.mark.parametrize("act", ["emptied", "removed"])
def test_build_mends_a_damaged_release(
    small: Content, small_release: Release, tmp_path: Path, name: str, act: str
) -> None:
    damage(small_release.folder / name, act)
    mended = rebuild(small, tmp_path / "release")

    assert mended == open_release(tmp_path / "release", whole=True)
    assert mended.digest == small_release.digest
    # A server that watches the link sees that there is something new.
    assert mended.folder.name == f"{small_release.folder.name}-2"


def test_build_mends_a_release_of_which_nothing_is_left_but_the_folder(
    small: Content, small_release: Release, tmp_path: Path
) -> None:
    for path in small_release.folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    assert rebuild(small, tmp_path / "release") == open_release(tmp_path / "release", whole=True)


def test_mended_release_is_kept_and_the_damaged_one_goes(
    small: Content, small_release: Release, tmp_path: Path
) -> None:
    damage(small_release.quads, "emptied")
    mended = rebuild(small, tmp_path / "release")
    again = rebuild(small, tmp_path / "release")

    assert again == mended
    assert [path.name for path in sorted(tmp_path.glob("release.*"))] == [mended.folder.name]


def trace_build(content: Content, output: Path) -> list[tuple[str, str]]:
    """Return what a build tells the disk: what is synced, and what is renamed to what, in order."""
    strace = shutil.which("strace") or pytest.skip("no command strace: apt-get install strace")
    command = [sys.executable, "-m", "pomegraph", "--content", str(content.root), "build", "--output", str(output)]
    log = content.root / "calls"
    watch = [strace, "-f", "-y", "-s", "4096", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2", "-o", str(log)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    done = subprocess.run([*watch, *command], env=environment, capture_output=True, text=True, check=False)
    if "PTRACE" in done.stderr:
        pytest.skip("tracing is not allowed here")
    calls = log.read_text(encoding="utf-8")
    found = re.findall(r"(?:f(?:data)?sync\(\d+<(.+?)>\)|rename\w*\(.*?\"(.+?)\".*?\"(.+?)\".*) += 0", calls)
    return [("sync", synced) if synced else (old, new) for synced, old, new in found]


@pytest.mark.slow
def test_each_step_is_on_the_disk_before_the_next(small: Content, small_release: Release, tmp_path: Path) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 7", "value: 8"), encoding="utf-8")
    calls = trace_build(small, tmp_path / "release")
    new = open_release(tmp_path / "release").folder
    moved = next(place for place, call in enumerate(calls) if call[1] == str(new))
    linked = next(place for place, call in enumerate(calls) if call[1] == str(tmp_path / "release"))
    draft = Path(calls[moved][0])
    synced = {call[1] for call in calls[:moved] if call[0] == "sync"}

    assert new != small_release.folder
    assert {str(draft), *(str(draft / name) for name in ["store", *list_files(new)])} - synced == set()
    assert ("sync", str(tmp_path)) in calls[moved:linked]
    assert ("sync", str(tmp_path)) in calls[linked:]
