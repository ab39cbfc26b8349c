"""Opens a release once its files are found to be those that were built."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.errors import ReleaseError
from pomegraph.release.faults import STORE_FOLDER, Fault, find_faults
from pomegraph.release.manifest import MANIFEST, Manifest
from pomegraph.release.sums import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Bytes of which the sums are compared whenever a release is opened: a tenth of the time that a small command takes.
_QUICK = 64 << 20
# The file of a release that holds the graph as N-Quads.
QUADS = "pomegraph.nq"


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release: the folder behind the link, the digest that names its content, and what it says of itself."""

    folder: Path
    digest: str
    manifest: Manifest

    @property
    def quads(self) -> Path:
        """The graph as N-Quads."""
        return self.folder / QUADS

    @property
    def store(self) -> Path:
        """The Oxigraph database."""
        return self.folder / STORE_FOLDER


def open_release(path: Path, *, whole: bool = False) -> Release:
    """Return the release at a path, once its files are found to be those that were built.

    Args:
        path: The release, or a link to it.
        whole: Compare the sums of all files, which takes a second for half a gigabyte. If not, a large file may have
            been changed in place, which the database finds when it reads there.

    Raises:
        ReleaseError: there is none, or it is damaged.
    """
    folder = find_release(path)
    manifest, faults = find_faults(folder, most=None if whole else _QUICK)
    if faults or manifest is None:
        more = f" (one of {len(faults)} faults: pomegraph release verify {path} tells all)" if len(faults) > 1 else ""
        message = f"the release cannot be used: {folder}/{faults[0]}{more}"
        raise ReleaseError(message, choose_cure(path, faults))
    return Release(folder, name_release(folder), manifest)


def find_release(path: Path) -> Path:
    """Return the folder of the release at a path, however damaged it is.

    Raises:
        ReleaseError: there is none.
    """
    folder = path.resolve()
    if not (folder / SUMS).exists() and not (folder / MANIFEST).exists():
        reason = f"neither {SUMS} nor {MANIFEST} is there" if folder.is_dir() else "no such folder"
        raise ReleaseError(f"{path}: no release here ({reason})", f"make one with pomegraph build --output {path}")
    return folder


def choose_cure(path: Path, faults: Iterable[Fault]) -> str:
    """Return what mends a damaged release."""
    output = f" --output {path}" if path.is_symlink() else ""
    return next((fault.cure for fault in faults if fault.cure), f"build it again: pomegraph build{output}")


def name_release(folder: Path) -> str:
    """Return the digest that names the release in a folder."""
    return hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()[:16]
