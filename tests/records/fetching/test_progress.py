"""The folder of a download: notes and pages are written whole, and never taken for records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pomegraph.errors import FetchError
from pomegraph.records.fetching.progress import DownloadFolder, Progress, digest_record
from pomegraph.records.texts import RecordText, read_texts

if TYPE_CHECKING:
    from pathlib import Path

PROGRESS = Progress("clinicaltrials", "myeloma", "https://example.org/next", 2, 250, "2026-11-26")


def test_notes_are_read_back(tmp_path: Path) -> None:
    folder = DownloadFolder(tmp_path / "out")
    assert folder.read_progress() is None
    folder.keep_progress(PROGRESS)

    assert folder.read_progress() == PROGRESS


def test_notes_are_no_records(tmp_path: Path) -> None:
    folder = DownloadFolder(tmp_path)
    folder.keep_page(1, b"{}")
    folder.keep_progress(PROGRESS)
    folder.keep_index({"NCT00000001": "0123"})

    texts = list(read_texts([tmp_path], "json"))
    assert [text.place.rpartition("/")[2] for text in texts if isinstance(text, RecordText)] == ["page-000001.json"]


@pytest.mark.parametrize("text", ["", "{", '{"other": 1}', "[]"])
def test_notes_that_cannot_be_read_are_told(text: str, tmp_path: Path) -> None:
    (tmp_path / ".fetch.json").write_text(text)

    with pytest.raises(FetchError, match="cannot be read"):
        DownloadFolder(tmp_path).read_progress()


def test_same_page_is_not_written_again(tmp_path: Path) -> None:
    folder = DownloadFolder(tmp_path)
    folder.keep_page(1, b"{}")
    before = (tmp_path / "page-000001.json").stat().st_ino
    folder.keep_page(1, b"{}")
    same = (tmp_path / "page-000001.json").stat().st_ino
    folder.keep_page(1, b"[]")

    assert (before == same, list(folder.read_pages(1))) == (True, [b"[]"])
    assert not list(tmp_path.glob(".part-*"))


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(FetchError, match="cannot be written"):
        DownloadFolder(tmp_path / "file" / "out").keep_page(1, b"{}")


def test_digest_of_a_record_does_not_depend_on_the_order_of_its_names() -> None:
    assert digest_record({"a": 1, "b": 2}) == digest_record({"b": 2, "a": 1}) != digest_record({"a": 2, "b": 1})
