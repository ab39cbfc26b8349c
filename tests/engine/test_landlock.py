"""Which files a process may open where the kernel has Landlock, in processes of their own."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from pomegraph.engine.landlock import find_version
from support.scripts import run_script


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    if not find_version():
        pytest.skip("no Landlock in this kernel")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "file").write_text("inside", encoding="utf-8")
    return tmp_path


ENTERED = """
import os, socket, sys, threading
from pathlib import Path
from pomegraph.engine.landlock import keep_folders
def show(name, function):
    try:
        print(name, function())
    except PermissionError:
        print(name, "refused")
keep_folders([Path(sys.argv[1]) / "store"], network=False)
"""


def test_only_what_is_in_a_folder_is_read_where_there_is_landlock(folder: Path) -> None:
    (folder / "outside").touch()
    script = """
show("inside", (Path(sys.argv[1]) / "store/file").read_text)
show("outside", (Path(sys.argv[1]) / "outside").read_text)
show("writing", lambda: (Path(sys.argv[1]) / "store/file").open("a"))
show("making", (Path(sys.argv[1]) / "store/new").touch)
show("removing", (Path(sys.argv[1]) / "store/file").unlink)
thread = threading.Thread(target=show, args=["thread", (Path(sys.argv[1]) / "outside").read_text])
thread.start()
thread.join()
"""

    said = run_script(ENTERED + script, folder).splitlines()

    assert said == [
        "inside inside",
        *(f"{name} refused" for name in ("outside", "writing", "making", "removing", "thread")),
    ]


def test_network_and_others_are_out_of_reach_where_landlock_knows_them(folder: Path) -> None:
    if find_version() < 6:
        pytest.skip("Landlock of this kernel knows no signals")
    script = """
show("calling", lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2]))))
show("signal", lambda: os.kill(os.getppid(), 0))
"""

    with socket.create_server(("127.0.0.1", 0)) as listener:
        said = run_script(ENTERED + script, folder, str(listener.getsockname()[1])).splitlines()

    assert said == ["calling refused", "signal refused"]
