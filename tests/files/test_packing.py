"""Files that are packed: read as they were before, refused where they are damaged or made to swell."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import shutil
import subprocess
import tarfile
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from pomegraph.errors import DataError
from pomegraph.files.packing import is_archive, is_tar, list_members, open_unpacked, read_members

TEXT = b'<http://x/s> <http://x/p> "packed" .\n' * 1000
# By the programs that people use, and by Python where there is none.
PACKED: dict[str, Callable[[Path], object]] = {
    "gz": lambda path: path.write_bytes(gzip.compress(TEXT)),
    "two.gz": lambda path: path.write_bytes(gzip.compress(TEXT[:370]) + gzip.compress(TEXT[370:])),
    "bz2": lambda path: path.write_bytes(bz2.compress(TEXT)),
    "xz": lambda path: path.write_bytes(lzma.compress(TEXT)),
    "zst": lambda path: pack_zst(path, TEXT),
    "plain": lambda path: path.write_bytes(TEXT),
}


def pack_zst(path: Path, data: bytes, *flags: str) -> None:
    if not shutil.which("zstd"):
        pytest.skip("zstd is not installed")
    subprocess.run(["zstd", "-q", "-f", *flags, "-o", path], input=data, check=True)


def swell(path: Path) -> None:
    """Write a file of 2 MiB or less that unpacks to 2 GiB."""
    with gzip.open(path, "wb", compresslevel=9) as file:
        for _ in range(2048):
            file.write(bytes(1 << 20))


@pytest.mark.parametrize("kind", PACKED)
def test_packed_file_is_read_as_it_was(tmp_path: Path, kind: str) -> None:
    # The name does not tell how it is packed.
    path = tmp_path / "x.nt"
    PACKED[kind](path)
    with open_unpacked(path) as file:
        assert file.read() == TEXT
    assert not is_archive(path)


def test_files_in_an_archive_are_found_and_read(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("a")
        archive.writestr("a/one.nt", TEXT)
        archive.writestr("two.ttl", b"")
    with open_unpacked(path, "a/one.nt") as file:
        assert file.read() == TEXT
    assert is_archive(path)
    assert list_members(path) == ["a/one.nt", "two.ttl"]


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz", "zst"])
@pytest.mark.parametrize("how", ["cut", "changed"])
def test_damaged_file_is_told(tmp_path: Path, kind: str, how: str) -> None:
    path = tmp_path / "x"
    PACKED[kind](path)
    data = bytearray(path.read_bytes())
    if how == "cut":
        del data[-len(data) // 3 :]
    else:
        data[len(data) // 2 :] = random.Random(7).randbytes(len(data) - len(data) // 2)  # noqa: S311 - damage
    path.write_bytes(data)
    with open_unpacked(path) as file, pytest.raises(DataError, match=r"x: cannot be unpacked .*; fetch it again"):
        file.read()


def test_damaged_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(DataError, match=r"x\.zip: cannot be unpacked"):
        list_members(path)


def test_archive_with_a_password_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.nt", TEXT)
    # The flag of both heads that says so.
    data = path.read_bytes().replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    path.write_bytes(data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"))
    with pytest.raises(DataError, match=r"x\.nt: cannot be unpacked .*(encrypted|password)"):
        open_unpacked(path, "x.nt")


def test_archive_of_very_many_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.nt", b"")
    with pytest.raises(DataError, match="10,001 files are packed in it"):
        list_members(path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gz", "zip", "zst"])
def test_file_that_swells_like_a_bomb_is_refused(tmp_path: Path, kind: str) -> None:
    path, member = tmp_path / "x", None
    if kind == "gz":
        swell(path)
    elif kind == "zst":
        pack_zst(path, bytes(1_200 << 20))
    else:
        member = "x.nt"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as file:
            for _ in range(1200):
                file.write(bytes(1 << 20))
    with open_unpacked(path, member) as file:
        pieces = iter(lambda: file.read(1 << 20), b"")
        with pytest.raises(DataError, match="swells to more than 1,073,741,824 bytes"):
            deque(pieces, maxlen=0)

    assert path.stat().st_size < 4 << 20


def pack_members(path: Path, names: list[str]) -> Path:
    """Write an archive of files that hold their own names."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as packed:
            for name in names:
                packed.writestr(name, name)
        return path
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = len(name)
            archive.addfile(info, io.BytesIO(name.encode()))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    packers: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".xz": lzma.compress}
    path.write_bytes(packers.get(path.suffix, bytes)(plain.getvalue()))
    return path


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tar.xz"])
def test_members_of_an_archive_are_read_in_turn(tmp_path: Path, name: str) -> None:
    path = pack_members(tmp_path / name, ["x/1", "2"])

    assert [(member, file.read()) for member, file in read_members(path)] == [("x/1", b"x/1"), ("2", b"2")]
    assert is_tar(path) == (name != "a.zip")


def test_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than 2 files"):
        list(read_members(pack_members(tmp_path / "a.tar", ["1", "2", "3"]), most=2))


def test_file_that_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"ustar" * 200)
    with pytest.raises(DataError):
        list(read_members(tmp_path / "a.tar"))
