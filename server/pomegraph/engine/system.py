"""What a server needs of the system around it: standard files, enough open files, a private folder."""

from __future__ import annotations

import fcntl
import os
import resource
import shutil
import stat
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.errors import ServeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX, _READY = "pomegraph-", "ready"
# The name of a Unix socket has 103 bytes or more, of which those in the folder take 20.
_LONGEST = 83
# Bytes that there must be room for: what is counted, and some answers for slow clients.
_ROOM = 16 << 20


def open_standard_files() -> None:
    """Open what is closed of standard input, output and error on nothing, so that no socket takes their numbers."""
    while (file := os.open(os.devnull, os.O_RDWR)) <= 2:  # noqa: PLR2004 - the number of standard error
        os.set_inheritable(file, True)
    os.close(file)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a number
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


def reserve_files(count: int) -> None:
    """Let this process and those that it starts have some number of files open.

    Raises:
        ServeError: the system allows fewer.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise ServeError(
            f"{count} files and connections may be open at once, and the system allows {hard}",
            "raise its limit (ulimit -n, LimitNOFILE=), or lower --queries and --waiting",
        )
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


@contextmanager
def make_run_folder() -> Iterator[Path]:
    """Give a private folder that is gone afterwards; what servers left that were killed goes too.

    Raises:
        ServeError: there is no place for it.
    """
    try:
        # Python takes another place where that of TMPDIR is of no use, which nobody would notice.
        where = str(Path(os.environ.get("TMPDIR") or tempfile.gettempdir()).absolute())
        _remove_left(where)
        run = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=where))
    except OSError as error:
        raise ServeError(f"no folder can be made for what is passing ({error})", "set TMPDIR to one") from error
    try:
        if len(os.fsencode(run)) > _LONGEST:
            raise ServeError(f"{run}: too long for the name of a socket", "set TMPDIR to a shorter one")
        _check_room(run)
        # All that is passing goes there, also where others look for a place.
        tempfile.tempdir = where
        with _hold(run):
            yield run
    finally:
        shutil.rmtree(run, ignore_errors=True)


def has_run_folder(run: Path) -> bool:
    """Return whether the folder is still there: something else may tidy up."""
    return (run / _READY).exists()


def _check_room(run: Path) -> None:
    probe = run / "probe"
    try:
        probe.write_bytes(bytes(_ROOM))
        probe.unlink()
    except OSError as error:
        raise ServeError(
            f"{run.parent}: no {_ROOM >> 20} MiB can be written ({error.strerror})",
            "make room there, or set TMPDIR to another folder",
        ) from error


@contextmanager
def _hold(run: Path) -> Iterator[None]:
    """Hold the lock of a folder, as do the processes that are forked; what tidies up old files leaves it alone then."""
    lock = os.open(run, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (run / _READY).touch()
        yield
    finally:
        os.close(lock)


def _remove_left(where: str) -> None:
    """Remove the folders of ours whose lock nobody holds."""
    for folder in Path(where).glob(f"{_PREFIX}*"):
        # Others may put links and folders of their own there; one of ours that is not ready is just being made.
        status = folder.lstat()
        if status.st_uid != os.getuid() or not stat.S_ISDIR(status.st_mode) or not (folder / _READY).is_file():
            continue
        lock = os.open(folder, os.O_RDONLY)
        if _try_lock(lock):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _try_lock(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
