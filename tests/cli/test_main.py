"""The group of all commands, and the module run as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pomegraph.release import Release
from pomegraph.version import __version__
from support.commands import call, read_commands
from support.places import ROOT

COMMAND = [sys.executable, "-m", "pomegraph"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "server")}


def test_module_is_the_command() -> None:
    done = subprocess.run([*COMMAND, "--version"], env=ENVIRONMENT, capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == (f"pomegraph, version {__version__}\n", "")


@pytest.mark.parametrize("command", read_commands())
def test_help_has_an_example(command: str) -> None:
    assert "Example" in call(command, "--help").stdout


def test_error_is_told_on_standard_error_and_the_status_is_1(small_release: Release) -> None:
    done = call("query", "SELECT", "--release", small_release.folder)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "expected" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["--content", "/nowhere", "check"], "does not exist"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], message: str) -> None:
    done = call(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_told_in_a_line(small_release: Release) -> None:
    command = [*COMMAND, "query", "ASK {}", "--release", str(small_release.folder)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith(b"cannot write the output: no space is left")
    assert done.stderr.count(b"\n") == 1


def test_serving_waits_for_no_library_that_only_a_build_needs() -> None:
    code = (
        "import sys, pomegraph.cli.serve, pomegraph.serving.supervisor, pomegraph.web.app;"
        "print(sorted({'pyshacl', 'rdflib', 'pyparsing'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"
