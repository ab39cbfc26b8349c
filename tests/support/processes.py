"""What the system tells of processes: which started which, what they are called, and what they took."""

from __future__ import annotations

import os
from pathlib import Path


def list_tree(number: int) -> list[int]:
    """Return a process and all that it and its children started."""
    return [number] + [each for child in list_children(number) for each in list_tree(child)]


def list_children(number: int) -> list[int]:
    """Return the processes that one has started and that are there yet."""
    paths = Path(f"/proc/{number}/task").glob("*/children")
    return [int(child) for path in paths for child in _read(path).split()]


def read_name(number: int) -> str:
    """Return the name of a process, which is empty once it has gone."""
    return _read(Path(f"/proc/{number}/comm")).strip()


def has_ended(number: int) -> bool:
    """Tell whether a process runs no more, whether or not the one that started it has taken note."""
    stat = _read(Path(f"/proc/{number}/stat")).rpartition(")")[2].split()
    return not stat or stat[0] in {"Z", "X"}


def measure_cpu(number: int) -> float:
    """Return the seconds of processor time that a process has used so far."""
    stat = _read(Path(f"/proc/{number}/stat")).rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK") if stat else 0.0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""
