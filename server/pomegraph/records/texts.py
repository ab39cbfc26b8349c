"""Finds the texts that records are in: files, folders of them, archives, lines of JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pomegraph.errors import DataError
from pomegraph.files.packing import ENDINGS, is_archive, is_tar, open_unpacked, read_members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

# What names of files end with that are taken from a folder or an archive, by form.
_FORMS = {
    "json": (".json", ".jsonl", ".ndjson"),
    "yaml": (".yaml", ".yml", ".json"),
    "obo": (".obo", ".json"),
}
_LINES = (".jsonl", ".ndjson")
# No text with records that anybody has seen is as long, and no record.
_LONGEST, _LONGEST_LINE = 1 << 29, 1 << 26


@dataclass(frozen=True, slots=True)
class RecordText:
    """A text with one record or some; `line` is where it begins in its file, if that is of lines of JSON."""

    place: str
    data: bytes
    line: int = 0


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """What could not be used: where it is, and why."""

    place: str
    reason: str


def read_texts(paths: Iterable[Path], form: str) -> Iterator[RecordText | LeftOut]:
    """Yield the texts in files, folders and archives that are in a form, and what had to be left out."""
    for path, place in list_files(paths, form):
        yield from read_file_texts(path, place, form)


def list_files(paths: Iterable[Path], form: str) -> Iterator[tuple[Path, str]]:
    """Yield each file and archive to be read, and what messages call it."""
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        for file in sorted(file for file in path.rglob("*") if file.is_file()):
            name = file.relative_to(path).as_posix()
            if _is_wanted(name, form) or _plain_name(name).endswith((".zip", ".tar", ".tgz")):
                yield file, f"{path.name}/{name}"


def _is_wanted(name: str, form: str) -> bool:
    hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
    return not hidden and _plain_name(name).endswith(_FORMS[form])


def _plain_name(name: str) -> str:
    """Return the name of a file in lower case, without that of its packing, but for archives."""
    low = name.lower()
    return next((low.removesuffix(end) for end in ENDINGS if low.endswith(end) and end != ".zip"), low)


def read_file_texts(path: Path, place: str, form: str) -> Iterator[RecordText | LeftOut]:
    """Yield the texts in a file or archive that are in a form, and what had to be left out."""
    try:
        if is_archive(path) or is_tar(path):
            for name, file in read_members(path):
                if _is_wanted(name, form):
                    yield from _read_text(file, f"{place}/{name}", name)
        else:
            with open_unpacked(path) as file:
                yield from _read_text(file, place, path.name)
    except DataError as error:
        yield _tell(place, error)
    except OSError as error:
        yield LeftOut(place, f"cannot be read ({error.strerror or error})")


def _read_text(file: BinaryIO, place: str, name: str) -> Iterator[RecordText | LeftOut]:
    if _plain_name(name).endswith(_LINES):
        yield from _read_lines(file, place)
        return
    try:
        data = file.read(_LONGEST + 1)
    except DataError as error:
        yield _tell(place, error)
        return
    if len(data) > _LONGEST:
        yield LeftOut(place, f"is longer than {_LONGEST:,} bytes")
    elif data.strip():
        yield RecordText(place, data)


def _tell(place: str, error: DataError) -> LeftOut:
    return LeftOut(place, error.detail.partition(": ")[2] or error.detail)


def _read_lines(file: BinaryIO, place: str) -> Iterator[RecordText | LeftOut]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield LeftOut(f"{place}:{number}", f"the line is longer than {_LONGEST_LINE:,} bytes")
        elif line.strip():
            yield RecordText(place, line, number)
