"""The failures that are known: one per line of known-failures.txt, its name and why it fails."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).with_name("known-failures.txt")


def read_known_failures() -> dict[str, str]:
    """Return the names of the tests that are known to fail, each with the reason."""
    lines = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    names = [line.split(maxsplit=1)[0] for line in lines]
    assert len(names) == len(set(names)), "a name stands twice in known-failures.txt"
    return {name: line.split(maxsplit=1)[1] for name, line in zip(names, lines, strict=True)}
