"""Runs pieces of Python in processes of their own, for what would change the process of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from support.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def run_script(script: str, *arguments: str | Path, **environment: str) -> str:
    """Return what a script writes on standard output and on standard error; its status does not matter."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "server"), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout
