"""The lock: every library that the project names is pinned, within its range, and installed so by each command."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINNED = [
    Requirement(line.partition("#")[0])
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
WANTED = sorted(
    {*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)}
)


def spell(name: str) -> str:
    """Return the one spelling of the name of a distribution."""
    return name.lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("line", WANTED)
def test_library_is_pinned_within_its_range(line: str) -> None:
    wanted = Requirement(line)
    pins = [pin for pin in PINNED if spell(pin.name) == spell(wanted.name)]

    assert pins, "write the file anew: uv pip compile pyproject.toml -o constraints.txt"
    for pin in pins:
        (version,) = pin.specifier
        assert version.operator == "=="
        assert wanted.specifier.contains(version.version)


@pytest.mark.parametrize("name", ["README.md", "deploy/Containerfile", "deploy/pomegraph.service", ".ci/run"])
def test_what_is_told_to_install_is_pinned(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.search(r"pip\"? install .*-c \S*constraints\.txt", text)
