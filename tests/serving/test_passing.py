"""The folder for what is passing: where it is of no use the server does not begin, and where it fails it says why."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.serving import THINGS, count, find_engines, find_web, read_complaints, wait_for
from support.started import is_ready, list_left, make_things, start


@pytest.fixture
def things() -> Iterator[Path]:
    with make_things() as path:
        yield path


@pytest.fixture
def small_disk(things: Path) -> Iterator[Path]:
    """A file system of its own, which is full when a file of 48 MiB has been written to it."""
    place = things.parent / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=48m", "pomegraph-test", str(place)]
    if os.getuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount, and not everywhere")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> None:
    with (place / "ballast").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 16)):
                pass
        except OSError:
            return


@pytest.mark.parametrize("name", ["missing", "things.ttl"])
def test_folder_that_is_none_is_refused(things: Path, name: str) -> None:
    with start("--data", str(things), folder=things.parent, temporary=things.parent / name) as server:
        status = server.process.wait(60)

    assert status == 1
    assert "set TMPDIR to one" in server.log.read_text()
    assert "Traceback" not in server.log.read_text()


def test_folder_that_is_full_is_refused(things: Path, small_disk: Path) -> None:
    fill(small_disk)
    with start("--data", str(things), folder=things.parent, temporary=small_disk) as server:
        status = server.process.wait(60)

    assert status == 1
    assert f"{small_disk}: no 16 MiB can be written (No space left on device)" in server.log.read_text()
    assert list_left(small_disk) == []


def test_folder_that_becomes_full_costs_no_process_that_runs(things: Path, small_disk: Path) -> None:
    flags = ["--workers", "2", "--cache-size", "0"]
    with start("--data", str(things), *flags, folder=things.parent, temporary=small_disk) as server:
        assert wait_for(lambda: is_ready(server))
        # Each of two web processes has its three files of counts.
        assert wait_for(lambda: len(list(small_disk.glob("*/metrics/*.db"))) == 6)
        main, *workers = find_web(server)
        fill(small_disk)
        with_all = [count(server) for _ in range(20)]
        missing = [httpx.get(f"{server.url}/nothing/{n}", timeout=60).status_code for n in range(20)]
        before = find_web(server)
        os.kill(workers[0], signal.SIGKILL)
        assert wait_for(lambda: "No space left on device" in "\n".join(read_complaints(server)))
        with_one = [count(server) for _ in range(3)]
        (small_disk / "ballast").unlink()

        assert wait_for(lambda: len(find_web(server)) == 3)
        assert find_web(server)[0] == main

    assert before == [main, *workers]
    assert with_all + with_one == [2 * THINGS] * 23
    assert missing == [404] * 20


def test_server_ends_with_the_reason_when_its_folder_is_removed(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        [name] = list_left(things.parent)
        shutil.rmtree(things.parent / name)
        status = server.process.wait(60)

    assert status == 1
    assert read_complaints(server)[-1] == (
        f"{things.parent / name}: was removed while it was in use; keep what tidies up away from TMPDIR, and start again"
    )
    assert "Traceback" not in server.log.read_text()


@pytest.mark.slow
def test_server_ends_with_the_reason_when_its_data_cannot_be_opened_any_more(things: Path) -> None:
    with start("--data", str(things), folder=things.parent) as server:
        assert wait_for(lambda: is_ready(server))
        things.unlink()
        os.kill(find_engines(server)[0], signal.SIGKILL)
        status = server.process.wait(120)

    first, *_, last = read_complaints(server)
    assert status == 1
    assert first == "the engine ended (SIGKILL); it is started again in 0.5 s"
    assert last.startswith("the engine ended again and again, at last with: ")
    assert "No such file or directory" in last
    assert len(read_complaints(server)) < 10
