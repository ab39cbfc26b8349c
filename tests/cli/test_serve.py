"""The command that serves: what it makes of its options, and that it serves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from pomegraph.content.folder import Content
from pomegraph.release import Release
from support.commands import call
from support.places import ROOT

BRAND = "SELECT ?name { ?drug <https://w3id.org/pomegraph/ontology#brandName> ?name }"


def test_release_that_is_not_there_is_built_and_served(small: Content, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pomegraph", "--content", str(small.root), "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stderr
        try:
            said = [server.stderr.readline() for _ in range(2)]
            url = said[1].partition(" at ")[2].partition(" ")[0]
            answer = httpx.get(f"{url}sparql.csv", params={"query": BRAND}, timeout=60)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=60)

    assert said[0] == "building release\n"
    assert said[1] == f"serving release at {url} (Ctrl-C ends it)\n"
    assert answer.text == "name\r\nExampla\r\n"
    assert (tmp_path / "release" / "pomegraph.ttl").exists()
    assert server.returncode == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "nowhere.invalid", ""])
def test_address_that_cannot_be_had_is_told(small: Content, small_release: Release, host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        place = ["--host", host, "--port", port, "--release", str(small_release.folder)]
        done = call("--content", small.root, "serve", *place)

    assert done.exit_code == 1
    assert f"cannot listen on {host}:{port}" in done.stderr


@pytest.mark.parametrize("size", ["", "1T", "12 parsecs", "-1", "1.5G"])
def test_text_that_is_no_size_is_told(size: str) -> None:
    done = call("serve", "--memory", size)

    assert done.exit_code == 2
    assert "write it like 512M or 1GiB" in done.stderr


def test_files_and_a_store_at_once_are_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "data.nt").touch()
    done = call("serve", "--data", tmp_path / "data.nt", "--store", "http://127.0.0.1:9/")

    assert done.exit_code == 2
    assert "give either --data or --store" in done.stderr


def test_release_at_a_mistyped_path_is_not_built(small: Content, tmp_path: Path) -> None:
    done = call("--content", small.root, "serve", "--release", tmp_path / "relaese")

    assert done.exit_code == 1
    assert f"make one with pomegraph build --output {tmp_path / 'relaese'}" in done.stderr
    assert not (tmp_path / "relaese").exists()


def test_who_sits_at_a_terminal_is_asked_before_a_release_is_built(small: Content, tmp_path: Path) -> None:
    terminal, end = os.openpty()
    place = str(tmp_path / "relaese")
    command = [sys.executable, "-m", "pomegraph", "--content", str(small.root), "serve", "--release", place]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    os.write(terminal, b"n\n")
    done = subprocess.run(command, env=environment, stdin=end, capture_output=True, text=True, timeout=60, check=False)
    os.close(terminal)
    os.close(end)

    assert done.returncode == 1
    assert "build one there? [y/N]" in done.stderr + done.stdout
    assert not Path(place).exists()
