"""Texts with records are found in files, folders, archives and lines; what cannot be read is told."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

from pomegraph.records.texts import LeftOut, RecordText, read_texts


def read(*paths: Path, form: str = "json") -> list[tuple[str, bytes | str]]:
    found = read_texts(paths, form)
    return [(one.place, one.reason if isinstance(one, LeftOut) else one.data) for one in found]


def pack_tar(path: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_folder_gives_its_files_of_the_form(tmp_path: Path) -> None:
    folder = tmp_path / "some"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.json", "deep/a.json", "c.txt", ".d.json"):
        (folder / name).write_bytes(b"{}")

    assert read(folder) == [("some/b.json", b"{}"), ("some/deep/a.json", b"{}")]


def test_archives_give_their_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x/1.json", "{}")
        archive.writestr("x/readme.md", "no")
    pack_tar(tmp_path / "b.tar.gz", {"y/2.json": b"[]", "y/._2.json": b"no"})

    assert read(tmp_path / "a.zip", tmp_path / "b.tar.gz") == [("a.zip/x/1.json", b"{}"), ("b.tar.gz/y/2.json", b"[]")]


def test_archives_in_a_folder_are_opened(tmp_path: Path) -> None:
    (tmp_path / "some").mkdir()
    pack_tar(tmp_path / "some" / "b.tar.gz", {"2.json": b"[]"})

    assert read(tmp_path / "some") == [("some/b.tar.gz/2.json", b"[]")]


def test_file_that_is_named_is_read_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "records.txt").write_bytes(gzip.compress(b"{}"))

    assert read(tmp_path / "records.txt") == [("records.txt", b"{}")]


def test_lines_are_texts_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"a":1}\n\n{"b":2}\n'))

    assert list(read_texts([tmp_path / "a.jsonl.gz"], "json")) == [
        RecordText("a.jsonl.gz", b'{"a":1}\n', 1),
        RecordText("a.jsonl.gz", b'{"b":2}\n', 3),
    ]


def test_line_without_end_is_left_out_and_the_rest_goes_on(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.write(b"{}\n")
        file.writelines(b"x" * (1 << 20) for _ in range(65))
        file.write(b"\n[]\n")

    assert read(tmp_path / "a.jsonl") == [
        ("a.jsonl", b"{}\n"),
        ("a.jsonl:2", "the line is longer than 67,108,864 bytes"),
        ("a.jsonl", b"[]\n"),
    ]


def test_damaged_archive_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    whole = pack_tar(tmp_path / "a.tar.gz", {"1.json": b"{}" * 10_000, "2.json": bytes(range(256)) * 100})
    whole.write_bytes(whole.read_bytes()[:200])
    (tmp_path / "b.json").write_bytes(b"[]")
    found = read(whole, tmp_path / "b.json")

    assert found[-1] == ("b.json", b"[]")
    assert any("cannot be unpacked" in str(told) for _, told in found[:-1])


def test_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.json.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(1100):
            file.write(bytes(1 << 20))
    ((place, told),) = read(path)

    assert place == "bomb.json.gz"
    assert isinstance(told, str)
