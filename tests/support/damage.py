"""Damages the files of a release in the ways that a disk, a copy or an editor does."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Files of a database that are smaller are read as a whole when it is opened; of others, so many bytes are changed.
_SMALL, _ROTTEN = 10_000, 200


def _change(data: bytes) -> bytes:
    """Change the first digit, or the byte in the middle where there is none."""
    found = re.search(rb"[0-9]", data)
    place = found.start() if found else len(data) // 2
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


ACTS: dict[str, Callable[[bytes], bytes | None]] = {
    "emptied": lambda _: b"",
    "shortened": lambda data: data[:-1],
    "changed": _change,
    "removed": lambda _: None,
}


def damage(path: Path, act: str) -> None:
    """Damage a file; other links to it keep what it was."""
    data = ACTS[act](path.read_bytes())
    path.unlink()
    if data is not None:
        path.write_bytes(data)


def list_files(release: Path) -> list[str]:
    """Return the names of all files of a release, those of the database too."""
    return sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())


def damage_each(release: Path, act: str, place: Path) -> Iterator[tuple[str, Path]]:
    """Give the name of each file of a release with a copy in which that file is damaged."""
    for number, name in enumerate(list_files(release)):
        if act == "removed" or (release / name).stat().st_size:
            copy = shutil.copytree(release, place / str(number), copy_function=os.link)
            damage(copy / name, act)
            yield name, copy


def rot_database(store: Path) -> None:
    """Change, in place, what queries read first in the files of a database, but not what is read when it is opened."""
    for path in store.glob("*.sst"):
        if path.stat().st_size > _SMALL:
            with path.open("r+b") as file:
                data = file.read(_ROTTEN)
                file.seek(0)
                file.write(bytes(byte ^ 1 for byte in data))
