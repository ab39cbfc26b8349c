"""A release as a thing to open: a folder of files that belong together, and the digest that names them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.errors import ReleaseError

if TYPE_CHECKING:
    from pathlib import Path

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release: the folder behind the link, and the digest that names its content."""

    folder: Path
    digest: str

    @property
    def quads(self) -> Path:
        """The graph as N-Quads."""
        return self.folder / "pomegraph.nq"

    @property
    def store(self) -> Path:
        """The Oxigraph database."""
        return self.folder / "store"


def open_release(path: Path) -> Release:
    """Return the release at a path.

    Raises:
        ReleaseError: there is none.
    """
    try:
        sums = (path / SUMS).read_bytes()
    except OSError as error:
        message = f"{path}: no release here ({error.strerror}); make one with pomegraph build --output {path}"
        raise ReleaseError(message) from error
    return Release(path.resolve(), hashlib.sha256(sums).hexdigest()[:16])
