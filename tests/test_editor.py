"""The editor in `editor/`: its own tests, and that its bundle is what the lock file makes, with all licences."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.places import ROOT

EDITOR = ROOT / "editor"
STATIC = ROOT / "server" / "pomegraph" / "web" / "static"
FILES = ("editor.js", "editor.licences.txt")
LOCK: dict[str, Any] = json.loads((EDITOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]


@pytest.fixture(scope="module")
def node() -> str:
    """Node, with the packages of the lock file beside the sources."""
    program = shutil.which("node") or pytest.skip("no node: apt-get install nodejs npm")
    installed = EDITOR / "node_modules" / ".package-lock.json"
    if not installed.is_file():
        pytest.skip("no packages: npm ci --ignore-scripts in editor")
    found = json.loads(installed.read_text(encoding="utf-8"))["packages"]
    wanted = {name: each["integrity"] for name, each in LOCK.items() if name in found}
    assert {name: each["integrity"] for name, each in found.items()} == wanted, "npm ci --ignore-scripts in editor"
    return program


def test_bundle_is_what_the_lock_file_makes(node: str, tmp_path: Path) -> None:
    subprocess.run([node, "build.mjs", str(tmp_path)], cwd=EDITOR, check=True)

    for name in FILES:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), f"npm run build in editor: {name}"


def test_own_tests_of_the_editor_pass(node: str) -> None:
    done = subprocess.run([node, "--test"], cwd=EDITOR, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_versions_are_exact() -> None:
    wanted = json.loads((EDITOR / "package.json").read_text(encoding="utf-8"))["devDependencies"]

    assert {name: LOCK[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_licences_are_kept_and_may_be_passed_on() -> None:
    told = re.findall(r"^(@?[a-z/-]+) ([0-9.]+)\n\n", (STATIC / "editor.licences.txt").read_text("utf-8"), re.MULTILINE)

    assert len(told) > 10
    for name, version in told:
        locked = LOCK[f"node_modules/{name}"]
        assert (locked["version"], locked["license"]) == (version, "MIT")


def test_bundle_calls_no_other_host() -> None:
    text = (STATIC / "editor.js").read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([^/\"'`\s]+)", text))

    # Names of XML and RDF; nothing is loaded from there.
    assert hosts <= {"www.w3.org"}
    assert "editor.licences.txt" in text[:200]
