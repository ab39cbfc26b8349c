"""Keeps how far a download has come, in its folder, so that it can be gone on with after any end."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pomegraph.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Names that are not taken for records.
_STATE, _INDEX = ".fetch.json", ".fetched.tsv"
_PAGE = "page-{:06}.json"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download has come.

    Args:
        source: Whose records they are.
        query: What was asked for.
        next: The address of the next page; empty when all pages are there.
        pages: How many pages there are so far.
        total: How many records there are in all, if the service tells.
        started: The day on which it was begun.
    """

    source: str
    query: str
    next: str
    pages: int = 0
    total: int | None = None
    started: str = ""


class DownloadFolder:
    """A folder of pages as the service gave them; every file is written beside its place and then put there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read_progress(self) -> Progress | None:
        """Return how far the download has come, or None in a folder without one.

        Raises:
            FetchError: the folder holds something else, or its notes cannot be read.
        """
        state = self.path / _STATE
        if not state.exists():
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise FetchError(f"{self.path}: exists and is no download", "choose another --output")
            return None
        try:
            return Progress(**json.loads(state.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise FetchError(f"{state}: cannot be read", "delete the folder, or choose another --output") from error

    def keep_page(self, number: int, body: bytes) -> None:
        """Put a page in its place, unless the same bytes are there."""
        place = self.path / _PAGE.format(number)
        if not place.exists() or place.read_bytes() != body:
            self._put(place, body)

    def keep_progress(self, progress: Progress) -> None:
        """Note how far the download has come."""
        self._put(self.path / _STATE, (json.dumps(asdict(progress), indent=1) + "\n").encode())

    def read_pages(self, count: int) -> Iterator[bytes]:
        """Yield the first pages."""
        return ((self.path / _PAGE.format(number)).read_bytes() for number in range(1, count + 1))

    def drop_pages_behind(self, count: int) -> None:
        """Delete the pages of an earlier, longer download."""
        for path in self.path.glob("page-*.json"):
            if path.name > _PAGE.format(count):
                path.unlink()

    def read_index(self) -> dict[str, str]:
        """Return the digest of each record of the last whole download."""
        try:
            lines = (self.path / _INDEX).read_text(encoding="utf-8").splitlines()
        except OSError:
            return {}
        return dict(line.split("\t", 1) for line in lines if "\t" in line)

    def keep_index(self, index: dict[str, str]) -> None:
        """Keep the digest of each record."""
        text = "".join(f"{name}\t{index[name]}\n" for name in sorted(index))
        self._put(self.path / _INDEX, text.encode())

    def _put(self, place: Path, data: bytes) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".part-", dir=self.path)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(place)
        except OSError as error:
            raise FetchError(
                f"{place}: cannot be written ({error.strerror or error})", "make room, or choose another --output"
            ) from error


def digest_record(record: Any) -> str:
    """Return what tells one version of a record from another."""
    return hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:16]
