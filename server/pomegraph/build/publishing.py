"""Puts a finished release in use by a link; whatever fails or crashes leaves the one in use as it was."""

from __future__ import annotations

import fcntl
import glob
import itertools
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pomegraph.errors import ReleaseError
from pomegraph.release import SUMS, Release, find_faults, name_release, open_release

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGEST = "[0-9a-f]" * 16


@contextmanager
def make_workplace(output: Path) -> Iterator[Path]:
    """Give an empty folder beside `output`, alone; it is gone afterwards unless it was published.

    Raises:
        ReleaseError: something else is at `output`, or another build is running.
    """
    if os.path.lexists(output) and not _is_ours(output):
        raise ReleaseError(f"{output}: exists and is not a link to a release; move it away or choose another --output")
    output.parent.mkdir(parents=True, exist_ok=True)
    with (output.parent / f".{output.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ReleaseError(f"{output}: another build is running; wait for it to end") from error
        for left in output.parent.glob(f".{glob.escape(output.name)}.part-*"):
            if left.is_symlink():
                left.unlink()
            else:
                shutil.rmtree(left)
        folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.part-", dir=output.parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _is_ours(output: Path) -> bool:
    """Return whether a link leads to a release, however damaged that is, or nowhere."""
    if not output.is_symlink() or not output.exists():
        return output.is_symlink()
    named = rf"{re.escape(output.name)}\.[0-9a-f]{{16}}(-\d+)?"
    return (output / SUMS).exists() or re.fullmatch(named, output.resolve().name) is not None


def publish_release(folder: Path, output: Path) -> Release:
    """Give a finished folder its lasting name and switch the link to it in one step.

    Each step is on the disk before the next one, so that after a crash the link leads to a whole release, the one
    before or this one. A release of the same digest is kept if it is whole; a damaged one is left where it is.
    """
    _sync_tree(folder)
    previous = output.resolve() if output.is_symlink() else None
    digest = name_release(folder)
    same = [path for path in _list_releases(output, digest) if not find_faults(path)[1]]
    target = previous if previous in same else same[0] if same else _choose_name(output, digest)
    if not same:
        folder.chmod(0o755)
        folder.rename(target)
        _sync(output.parent)
    link = output.with_name(f".{output.name}.part-link")
    link.symlink_to(target.name)
    link.replace(output)
    _sync(output.parent)
    for old in _list_releases(output, _DIGEST):
        if old not in {target, previous}:
            shutil.rmtree(old)
    return open_release(output, whole=True)


def _list_releases(output: Path, digest: str) -> list[Path]:
    """Return the folders of releases of a digest, or of all that a pattern fits."""
    name = f"{glob.escape(output.name)}.{digest}"
    return sorted(path for pattern in (name, f"{name}-[0-9]*") for path in output.parent.glob(pattern))


def _choose_name(output: Path, digest: str) -> Path:
    """Return a name that nothing has: a server that watches the link sees the change, also to the same digest."""
    path, numbers = output.with_name(f"{output.name}.{digest}"), itertools.count(2)
    while os.path.lexists(path):
        path = output.with_name(f"{output.name}.{digest}-{next(numbers)}")
    return path


def _sync_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    """Make sure that a file, or the list of the names in a folder, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
