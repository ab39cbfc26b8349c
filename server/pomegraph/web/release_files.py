"""Finds the files of the release that is served; the link to it may lead to a newer one already."""

from __future__ import annotations

import glob
from contextlib import suppress
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from pomegraph.errors import ReleaseError
from pomegraph.release import MANIFEST, STORE_SUMS, SUMS, FileFacts, digest_file, name_release, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Triple

    from pomegraph.engine.client import EngineClient

_DESCRIPTION = "void.ttl"


class ReleaseFiles:
    """The files of the release that the engine serves.

    Args:
        engine: What tells which release that is.
        link: The link to the release; None where files or a store are served.
    """

    def __init__(self, engine: EngineClient, link: Path | None) -> None:
        self._engine = engine
        self._link = link
        self._known: tuple[Path, Mapping[str, FileFacts]] | None = None

    @property
    def is_known(self) -> bool:
        """Whether a release is served."""
        return self._link is not None and self._engine.status.base is not None

    def list_all(self) -> dict[str, FileFacts]:
        """Return the files by name, but for those of the database; none if there is no release."""
        return dict(self._find()[1]) if self.is_known else {}

    def find(self, name: str) -> tuple[Path, FileFacts] | None:
        """Return where a file is and what is known of it; None if the release has none of this name."""
        facts = self.list_all().get(name)
        return (self._find()[0] / name, facts) if facts else None

    def read_description(self) -> list[Triple]:
        """Return what the release says of itself in VoID; nothing if there is no release."""
        found = self.find(_DESCRIPTION)
        return [quad.triple for quad in parse(path=found[0], format=RdfFormat.TURTLE)] if found else []

    def _find(self) -> tuple[Path, Mapping[str, FileFacts]]:
        version = self._engine.status.version
        if self._known is None or name_release(self._known[0]) != version:
            folder = next((path for path in self._list_folders(version) if _is_named(path, version)), None)
            if folder is None:
                raise ReleaseError("the release that is served is not on the disk any more", "try again in a minute")
            self._known = folder, _list_files(folder)
        return self._known

    def _list_folders(self, version: str) -> Iterator[Path]:
        if self._link is not None:
            folder = self._link.resolve()
            yield folder
            yield from sorted(folder.parent.glob(f"{glob.escape(self._link.name)}.{version}*"))


def _is_named(folder: Path, version: str) -> bool:
    with suppress(OSError):
        return name_release(folder) == version
    return False


def _list_files(folder: Path) -> dict[str, FileFacts]:
    # The sums of the database are of this machine only.
    files = dict(read_manifest((folder / MANIFEST).read_bytes()).files)
    for name in (MANIFEST, SUMS):
        files[name] = FileFacts((folder / name).stat().st_size, digest_file(folder / name))
    return {name: files[name] for name in sorted(files, key=str.lower) if name != STORE_SUMS}
