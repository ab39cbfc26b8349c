"""A server and damaged releases: none is served, neither at the start nor in the place of one that is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import Names
from pomegraph.release import Release, open_release
from support.damage import ACTS, damage, damage_each, rot_database
from support.places import ROOT
from support.servers import Server, run_pomegraph
from support.serving import COUNT, ask, count, find_engines, read_complaints, read_figure, wait_for

BEFORE = "those before are served on"


def switch(link: Path, folder: Path) -> None:
    """Let a link lead elsewhere in one step, as a build does."""
    draft = link.with_name(f"{link.name}.draft")
    draft.symlink_to(folder)
    draft.replace(link)


def read_state(server: Server) -> tuple[int, str, bool, int]:
    """Return how many triples are served, of which release, whether others were refused, and the same as a metric."""
    ready = httpx.get(server.url + "/health/ready", timeout=60).json()
    return count(server), ready["version"], ready["refused"], read_figure(server, "data_refused")


def is_told(server: Server, *words: str) -> bool:
    """Return whether the last complaint has all these words."""
    return all(word in read_complaints(server)[-1:][0] for word in words) if read_complaints(server) else False


def start(release: Path) -> subprocess.CompletedProcess[str]:
    """Run a server that should end at once."""
    command = [sys.executable, "-m", "pomegraph", "serve", "--port", "0", "--release", str(release)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("pomegraph.nq", "emptied"),
        pytest.param("SHA256SUMS", "removed", marks=pytest.mark.slow),
        pytest.param("release.json", "removed", marks=pytest.mark.slow),
        ("void.ttl", "changed"),
        ("store/MANIFEST-000005", "shortened"),
    ],
)
def test_server_does_not_start_on_a_damaged_release(
    small_release: Release, tmp_path: Path, name: str, act: str
) -> None:
    damage(small_release.folder / name, act)
    done = start(tmp_path / "release")

    assert (done.returncode, done.stdout) == (1, "")
    assert "the release cannot be used" in done.stderr
    assert name in done.stderr
    assert done.stderr.endswith(f"build it again: pomegraph build --output {tmp_path / 'release'}\n")


@pytest.mark.slow
def test_server_of_tools_does_not_start_on_a_damaged_release(small_release: Release) -> None:
    damage(small_release.quads, "changed")
    command = [sys.executable, "-m", "pomegraph", "mcp", "--release", str(small_release.folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 1
    assert "pomegraph.nq does not match its sum in SHA256SUMS; build it again" in done.stderr


@pytest.fixture(scope="module")
def sound(built: Path) -> Release:
    return open_release(built / "release")


@pytest.fixture(scope="module")
def link(sound: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    link = tmp_path_factory.mktemp("served") / "release"
    link.symlink_to(sound.folder)
    return link


@contextmanager
def serve(link: Path, mode: str, *more: str) -> Iterator[Server]:
    flags = ["--release", str(link), "--store-mode", mode, "--workers", "1", "--queries", "2", "--cache-size", "0"]
    with run_pomegraph(*flags, *more) as server:
        yield server


@pytest.fixture(scope="module")
def server(link: Path) -> Iterator[Server]:
    with serve(link, "memory") as server:
        yield server


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_new_release_with_any_damaged_file_is_not_taken(
    server: Server, link: Path, sound: Release, tmp_path: Path, act: str
) -> None:
    for name, copy in damage_each(sound.folder, act, tmp_path):
        switch(link, copy)
        # So that it does not wait for the next look at the link.
        server.process.send_signal(signal.SIGHUP)
        assert wait_for(lambda name=name: is_told(server, BEFORE, name)), name  # type: ignore[misc]
        assert read_state(server) == (sound.manifest.triples, sound.digest, True, 1)
        assert f"build it again: pomegraph build --output {link}" in read_complaints(server)[-1]


@pytest.mark.parametrize("mode", ["memory", pytest.param("disk", marks=pytest.mark.slow)])
def test_damaged_release_is_refused_and_a_mended_one_is_taken(
    small_release: Release, small: Content, tmp_path: Path, mode: str
) -> None:
    link = tmp_path / "link"
    link.symlink_to(shutil.copytree(small_release.folder, tmp_path / "sound"))
    with serve(link, mode) as server:
        damage(small_release.quads, "shortened")
        switch(link, small_release.folder)
        assert wait_for(lambda: is_told(server, BEFORE, f"{small_release.quads} has "))
        refused = read_state(server)
        mended = build_release(small, tmp_path / "release", names=Names(), tell=lambda _: None)
        switch(link, mended.folder)
        assert wait_for(lambda: is_told(server, "the data were opened again"))
        taken = read_state(server)

    assert refused == (mended.manifest.triples, small_release.digest, True, 1)
    assert taken == (mended.manifest.triples, mended.digest, False, 0)


@pytest.mark.slow
def test_database_that_is_damaged_while_it_is_served_fails_its_queries_only(small_release: Release) -> None:
    with serve(small_release.folder, "disk", "--memory", "200M") as server:
        rot_database(small_release.store)
        # The store tells of the damage without an end, and counting collects that.
        counted, listed = ask(server, COUNT), ask(server, "SELECT * { ?s ?p ?o }")
        sound = ask(server, "ASK {}", "application/json").json()["boolean"]
        complaints = read_complaints(server)

    assert counted.status_code == 503
    assert listed.status_code == 502
    assert sound
    assert "Traceback" not in "".join(complaints)


def test_release_that_is_damaged_in_place_is_refused_on_sighup(
    server: Server, link: Path, sound: Release, small_release: Release
) -> None:
    switch(link, small_release.folder)
    assert wait_for(lambda: is_told(server, "the data were opened again"))
    kept = small_release.quads.read_bytes()
    damage(small_release.quads, "changed")
    server.process.send_signal(signal.SIGHUP)
    assert wait_for(lambda: is_told(server, BEFORE, "pomegraph.nq does not match its sum"))
    refused = read_state(server)
    small_release.quads.write_bytes(kept)
    server.process.send_signal(signal.SIGHUP)
    assert wait_for(lambda: is_told(server, "the data were opened again"))

    assert refused == (sound.manifest.triples, sound.digest, True, 1)
    assert read_state(server) == (sound.manifest.triples, sound.digest, False, 0)


def test_engine_that_ends_while_a_damaged_release_waits_comes_back_with_the_data_before(
    server: Server, link: Path, sound: Release, small_release: Release
) -> None:
    switch(link, sound.folder)
    assert wait_for(lambda: is_told(server, "the data were opened again"))
    damage(small_release.quads, "emptied")
    switch(link, small_release.folder)
    assert wait_for(lambda: is_told(server, BEFORE))
    # The one before may still be ending.
    assert wait_for(lambda: len(find_engines(server)) == 1)
    os.kill(find_engines(server)[0], signal.SIGKILL)
    assert wait_for(lambda: is_told(server, "the data were opened again"))

    assert read_state(server) == (sound.manifest.triples, sound.digest, True, 1)
    switch(link, sound.folder)
    assert wait_for(lambda: read_state(server)[2:] == (False, 0))
