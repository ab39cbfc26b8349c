"""What a server needs of the system around it."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pomegraph.engine.system import make_run_folder
from pomegraph.errors import ServeError
from support.scripts import run_script


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for what is passing, with a short name."""
    with tempfile.TemporaryDirectory(prefix="pom-") as name:
        monkeypatch.setenv("TMPDIR", name)
        # What it says is looked at anew, and what a server makes of it is taken back.
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield Path(name)


def leave(place: Path, name: str) -> Path:
    """Make what a server leaves that is killed."""
    (place / name).mkdir()
    (place / name / "ready").touch()
    return place / name


def test_folder_is_private_and_gone_afterwards(place: Path) -> None:
    with make_run_folder() as run:
        mode = stat.S_IMODE(run.stat().st_mode)
        (run / "engine.sock").touch()

    assert (run.parent, mode) == (place, 0o700)
    assert list(place.iterdir()) == []


def test_what_a_killed_server_left_is_removed(place: Path) -> None:
    left = leave(place, "pomegraph-left")
    with make_run_folder():
        assert not left.exists()


def test_folder_of_a_server_that_runs_is_left_alone(place: Path) -> None:
    held = leave(place, "pomegraph-held")
    lock = os.open(held, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with make_run_folder() as run:
        assert held.exists()
        with make_run_folder():
            assert run.exists()
    os.close(lock)


def test_what_is_not_ours_is_left_alone(place: Path) -> None:
    (place / "pomegraph-file").touch()
    (place / "pomegraph-begun").mkdir()
    (place / "pomegraph-link").symlink_to(leave(place, "other"))
    with make_run_folder():
        assert {path.name for path in place.iterdir()} >= {"pomegraph-file", "pomegraph-begun", "pomegraph-link"}
        assert (place / "other" / "ready").exists()


def test_place_with_a_name_too_long_for_sockets_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / ("x" * 100)).mkdir()
    monkeypatch.setenv("TMPDIR", str(place / ("x" * 100)))
    with pytest.raises(ServeError, match="set TMPDIR to a shorter one"), make_run_folder():
        pass

    assert list((place / ("x" * 100)).iterdir()) == []


def test_place_that_is_not_there_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(place / "nowhere"))
    with pytest.raises(ServeError, match="set TMPDIR to one"), make_run_folder():
        pass


def test_limit_of_files_is_raised_as_far_as_it_goes() -> None:
    script = """
import resource
from pomegraph.engine.system import reserve_files
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 300))
reserve_files(200)
print(resource.getrlimit(resource.RLIMIT_NOFILE))
reserve_files(100)
print(resource.getrlimit(resource.RLIMIT_NOFILE))
try:
    reserve_files(400)
except Exception as error:
    print(error)
"""

    assert run_script(script).splitlines() == [
        "(200, 300)",
        "(200, 300)",
        "400 files and connections may be open at once, and the system allows 300; "
        "raise its limit (ulimit -n, LimitNOFILE=), or lower --queries and --waiting",
    ]


@pytest.mark.parametrize("closed", ["0", "1", "2", "01", "012"])
def test_socket_never_takes_the_number_of_a_standard_file(closed: str) -> None:
    script = """
import os, socket, sys
from pathlib import Path
from pomegraph.engine.system import open_standard_files
for number in sys.argv[1]:
    os.close(int(number))
open_standard_files()
with socket.socket() as sock:
    Path(sys.argv[2]).write_text(f"{sock.fileno() > 2} {sys.stdout is not None} {sys.stderr is not None}")
"""
    with tempfile.TemporaryDirectory() as folder:
        run_script(script, closed, Path(folder) / "seen")

        assert (Path(folder) / "seen").read_text(encoding="utf-8") == "True True True"
