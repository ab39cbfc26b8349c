"""Finds what is wrong with the files of a release: missing, shortened, changed, or not part of it.

`SHA256SUMS` and `release.json` both tell the sums of the files, so that damage to one of the two is not taken for
damage to the others. The database has sums of its own.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.errors import ReleaseError
from pomegraph.release.manifest import MANIFEST, Manifest, read_manifest
from pomegraph.release.sums import STORE_SUMS, SUMS, digest_file, read_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STORE_FOLDER = "store"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong with a file: its name, what is wrong, and what mends it if not another build."""

    file: str
    message: str
    cure: str = ""

    def __str__(self) -> str:
        """Return it as a line."""
        return f"{self.file} {self.message}"


@dataclass(frozen=True, slots=True)
class _Expected:
    """A file as it should be; of the database the size is not known."""

    name: str
    sha256: str
    size: int | None = None


def find_faults(folder: Path, *, most: int | None = None) -> tuple[Manifest | None, list[Fault]]:
    """Return what a release says of itself, if it can be read, and all that is wrong with its files.

    Args:
        folder: The folder of the release.
        most: Read so many bytes to compare sums, those of the database first, small files before large ones; look
            only at the size of the others. All if it is not given.
    """
    manifest, digest, faults = _read_manifest(folder / MANIFEST)
    rows, more = _read_sums(folder, SUMS)
    faults += more
    if rows and manifest:
        # Where they disagree on the manifest itself, nobody knows which of the two was changed.
        if rows.get(MANIFEST, digest) == digest:
            faults += _compare_rows(rows, manifest)
        else:
            faults.append(Fault(MANIFEST, f"does not match its sum in {SUMS}"))
            manifest = None
    expected = _list_files(manifest) if manifest else [_Expected(*row) for row in rows.items() if row[0] != MANIFEST]
    store, more = _list_store(folder)
    faults += [*more, *_compare_files(folder, [*expected, *store], most)]
    return manifest, sorted(faults)


def _read_manifest(path: Path) -> tuple[Manifest | None, str, list[Fault]]:
    """Return the manifest, its SHA-256, and what is wrong with it."""
    try:
        data = path.read_bytes()
        return read_manifest(data), hashlib.sha256(data).hexdigest(), []
    except FileNotFoundError:
        fault = Fault(MANIFEST, "is missing")
    except OSError as error:
        fault = Fault(MANIFEST, f"cannot be read ({error.strerror})")
    except ReleaseError as error:
        fault = Fault(MANIFEST, error.detail if data else "is empty", error.cure)
    return None, "", [fault]


def _read_sums(folder: Path, name: str) -> tuple[dict[str, str], list[Fault]]:
    try:
        return read_sums(folder / name), []
    except ReleaseError as error:
        return {}, [Fault(name, error.detail)]


def _compare_rows(rows: Mapping[str, str], manifest: Manifest) -> Iterator[Fault]:
    """Yield where the sums are not those of the manifest."""
    for name in sorted(rows.keys() - manifest.files.keys() - {MANIFEST}):
        yield Fault(SUMS, f"names {name}, which is not part of the release")
    for name in sorted({MANIFEST, *manifest.files} - rows.keys()):
        yield Fault(SUMS, f"does not name {name}")
    for name, facts in manifest.files.items():
        if rows.get(name, facts.sha256) != facts.sha256:
            yield Fault(SUMS, f"has another sum of {name} than {MANIFEST}")


def _list_files(manifest: Manifest) -> list[_Expected]:
    return [_Expected(name, facts.sha256, facts.bytes) for name, facts in manifest.files.items()]


def _list_store(folder: Path) -> tuple[list[_Expected], list[Fault]]:
    """Return the files that the database should have, and those that it should not."""
    rows, faults = _read_sums(folder, STORE_SUMS)
    store = folder / STORE_FOLDER
    if not store.is_dir():
        return [], [*faults, Fault(STORE_FOLDER, "is missing")]
    if rows:
        found = {path.relative_to(folder).as_posix() for path in store.rglob("*") if not path.is_dir()}
        faults += [Fault(name, f"is not named in {STORE_SUMS}") for name in sorted(found - rows.keys())]
    return [_Expected(*row) for row in rows.items()], faults


def _compare_files(folder: Path, expected: list[_Expected], most: int | None) -> Iterator[Fault]:
    sizes: list[tuple[int, _Expected]] = []
    for each in expected:
        try:
            size = (folder / each.name).stat().st_size
        except FileNotFoundError:
            yield Fault(each.name, "is missing")
        except OSError as error:
            yield Fault(each.name, f"cannot be read ({error.strerror})")
        else:
            if each.size in {None, size}:
                sizes.append((size, each))
            else:
                yield Fault(each.name, _describe_size(size, each.size))
    read = 0
    for size, each in sorted(sizes, key=lambda pair: (pair[1].size is not None, pair[0])):
        read += size
        if most is not None and read > most:
            return
        yield from _compare_digest(folder, each, size)


def _describe_size(size: int, expected: int | None) -> str:
    return f"has {size:,} bytes instead of {expected:,}" if size else "is empty"


def _compare_digest(folder: Path, expected: _Expected, size: int) -> Iterator[Fault]:
    try:
        if digest_file(folder / expected.name) == expected.sha256:
            return
    except OSError as error:
        yield Fault(expected.name, f"cannot be read ({error.strerror})")
        return
    sums = STORE_SUMS if expected.size is None else SUMS
    yield Fault(expected.name, f"does not match its sum in {sums}" if size else "is empty")
