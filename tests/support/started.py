"""Starts a server without waiting for it, as tests of its start, its end and what it lacks need it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from support.places import ROOT
from support.servers import Server, find_free_port
from support.serving import write_things

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A user that nobody else is, so that its limits are those of one server; it may read what root keeps to itself, which
# may be Python.
_OTHER_USER = ["setpriv", "--reuid=61234", "--regid=61234", "--clear-groups", "--inh-caps=+dac_read_search"]
_OTHER_USER += ["--ambient-caps=+dac_read_search"]
# Processes and threads that are enough for a server.
_MANY = 4096


@contextmanager
def make_things() -> Iterator[Path]:
    """Give a file of things in a folder that everybody can write to, with a name short enough for that of a socket."""
    with tempfile.TemporaryDirectory(prefix="pom-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o777)
        yield write_things(Path(name))


@contextmanager
def start(
    *arguments: str,
    folder: Path,
    temporary: Path | None = None,
    prepare: Callable[[], None] | None = None,
    is_other_user: bool = False,
) -> Iterator[Server]:
    """Start a server and kill it at last; what it says goes to `log` in the folder, which may be its TMPDIR too."""
    url = f"http://127.0.0.1:{(port := find_free_port())}"
    command = [
        *(_OTHER_USER if is_other_user else []),
        sys.executable,
        "-m",
        "pomegraph",
        "serve",
        "--port",
        str(port),
        *arguments,
    ]
    environment = {"PYTHONPATH": str(ROOT / "server"), "TMPDIR": str(temporary or folder), "PATH": os.environ["PATH"]}
    log = folder / "log"
    with (
        log.open("ab") as out,
        subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            start_new_session=True,
            preexec_fn=prepare,  # noqa: PLW1509 - no other thread runs
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            yield Server(url, process, log, f"{url}/sparql", f"{url}/graphs")
        finally:
            if process.poll() is None:
                process.kill()


def is_ready(server: Server) -> bool:
    """Return whether a server says that it answers queries."""
    try:
        return httpx.get(server.url + "/health/ready", timeout=20).is_success
    except httpx.TransportError:
        return False


def limit_processes(number: int, count: int | None) -> None:
    """Let a process of the other user start more only while that user has fewer; None takes the limit away."""
    most = _MANY if count is None else count
    subprocess.run([*_OTHER_USER, "prlimit", f"--pid={number}", f"--nproc={most}:"], check=True)


def is_anybody_left(group: int) -> bool:
    """Return whether there is a process of a group."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def list_left(folder: Path) -> list[str]:
    """Return the names of the folders for what is passing that there are."""
    return sorted(path.name for path in folder.glob("pomegraph-*"))
