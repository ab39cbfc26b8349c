"""Unpacks files: gzip, bzip2, xz, Zstandard and ZIP, up to a size that files of RDF do not have.

What a file is packed with is told by its first bytes, since names lie: browsers unpack what they fetch.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import sys
import tarfile
import zipfile
import zlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, cast

from pomegraph.errors import DataError

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError, ZstdFile
else:
    # The module of Python 3.14 for those before, by who wrote that one.
    from backports.zstd import ZstdError, ZstdFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

# What names of packed files end with.
ENDINGS = (".gz", ".bz2", ".xz", ".zst", ".zip")
_OPENERS: list[tuple[re.Pattern[bytes], Callable[[Any], Any]]] = [
    (re.compile(rb"\x1f\x8b"), lambda file: gzip.GzipFile(fileobj=file)),
    (re.compile(rb"BZh[1-9]"), bz2.BZ2File),
    (re.compile(rb"\xfd7zXZ\x00"), lzma.LZMAFile),
    # A frame, or one that is to be passed over.
    (re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"), ZstdFile),
]
_ZIP = re.compile(rb"PK(?:\x03\x04|\x05\x06)")
_DAMAGE = (
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    lzma.LZMAError,
    ZstdError,
    zipfile.BadZipFile,
)
# A file may swell to this many bytes, or to this many times its size. RDF swells 10 to 100 times, bombs 1,000 and more.
_MOST, _MOST_TIMES = 1 << 30, 250
_MOST_MEMBERS = 10_000
_BUFFER = 1 << 16
# POSIX.1-2017, pax, ustar Interchange Format: where the first header says what it is.
_TAR_HEAD, _TAR_MARK = 512, slice(257, 262)


def is_archive(path: Path) -> bool:
    """Tell whether a file holds others.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return bool(_ZIP.match(file.read(4)))


def list_members(path: Path) -> list[str]:
    """Return the names of the files in an archive.

    Raises:
        DataError: it is damaged, or holds more than anybody would pack by hand.
        OSError: it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except zipfile.BadZipFile as error:
        raise _tell_damage(str(path), error) from error
    if len(names) > _MOST_MEMBERS:
        raise DataError(
            f"{path}: {len(names):,} files are packed in it, more than {_MOST_MEMBERS:,}", "unpack it first"
        )
    return names


def read_members(path: Path, *, most: int = 10_000_000) -> Iterator[tuple[str, BinaryIO]]:
    """Yield the files in an archive, ZIP or tar, one after the other, each with its name; packed or not.

    Reading raises a DataError where it is damaged, or swells like what is made to fill memory.

    Raises:
        DataError: it is damaged, or holds more than `most` files.
        OSError: it cannot be read.
    """
    members = _read_zip(path) if is_archive(path) else _read_tar(path)
    for number, member in enumerate(members):
        if number == most:
            raise DataError(f"{path}: more than {most:,} files are packed in it", "unpack it first")
        yield member


def is_tar(path: Path) -> bool:
    """Tell whether a file is a tar archive, or a packed one.

    Raises:
        DataError: it is damaged.
        OSError: it cannot be read.
    """
    with open_unpacked(path) as file:
        return file.peek(_TAR_HEAD)[_TAR_MARK] == b"ustar" if not is_archive(path) else False


def _read_zip(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    most = max(_MOST, _MOST_TIMES * path.stat().st_size)
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                place = f"{path}/{info.filename}"
                if not info.is_dir():
                    with ExitStack() as stack:
                        file = cast("BinaryIO", stack.enter_context(archive.open(info)))
                        yield info.filename, io.BufferedReader(_Unpacked(file, place, most, stack.pop_all()), _BUFFER)
    except _DAMAGE as error:
        raise _tell_damage(str(path), error) from error


def _read_tar(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    try:
        with open_unpacked(path) as file, tarfile.open(fileobj=file, mode="r|") as archive:
            for member in archive:
                # A link leads to what is read anyway, or out of the archive.
                found = archive.extractfile(member) if member.isfile() else None
                if found is not None:
                    yield member.name, cast("BinaryIO", found)
    except (tarfile.TarError, *_DAMAGE) as error:
        raise _tell_damage(str(path), error) from error


def open_unpacked(path: Path, member: str | None = None) -> io.BufferedReader:
    """Open a file, or one in an archive, to be read as it was before it was packed.

    Reading raises a DataError where it is damaged, or swells like what is made to fill memory.

    Raises:
        DataError: a file in an archive cannot be opened.
        OSError: it cannot be read.
    """
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        start = file.read(8)
        file.seek(0)
        opener = next((opener for pattern, opener in _OPENERS if pattern.match(start)), None)
        if member is None and opener is None:
            stack.pop_all()
            return file
        place = f"{path}/{member}" if member is not None else str(path)
        most = max(_MOST, _MOST_TIMES * path.stat().st_size)
        unpacked = _open_member(path, member, place) if member is not None else cast("Any", opener)(file)
        stack.enter_context(unpacked)
        return io.BufferedReader(_Unpacked(unpacked, place, most, stack.pop_all()), _BUFFER)


def _open_member(path: Path, member: str, place: str) -> Any:
    try:
        # It stays open as long as the file in it.
        return zipfile.ZipFile(path).open(member)
    except _DAMAGE as error:
        raise _tell_damage(place, error) from error


class _Unpacked(io.RawIOBase):
    """What comes out of a packed file, of which nobody knows how much it is."""

    def __init__(self, file: BinaryIO, place: str, most: int, stack: ExitStack) -> None:
        super().__init__()
        self._file = file
        self._place = place
        self._most = most
        self._stack = stack
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill a buffer, which ends before it is full at the end of the file only.

        Raises:
            DataError: the file is damaged or swells too much.
        """
        view, filled = memoryview(buffer).cast("B"), 0
        while filled < len(view) and (piece := self._read(len(view) - filled)):
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        return filled

    def _read(self, size: int) -> bytes:
        try:
            piece = self._file.read(size)
        except _DAMAGE as error:
            raise _tell_damage(self._place, error) from error
        self._size += len(piece)
        if self._size > self._most:
            raise DataError(
                f"{self._place}: swells to more than {self._most:,} bytes, as what is made to fill memory does",
                "if you know that it is sound, unpack it, and give the unpacked file",
            )
        return piece

    def close(self) -> None:
        if not self.closed:
            self._stack.close()
        super().close()


def _tell_damage(place: str, error: BaseException) -> DataError:
    return DataError(
        f"{place}: cannot be unpacked ({error})", "fetch it again, or unpack it and give the unpacked file"
    )
