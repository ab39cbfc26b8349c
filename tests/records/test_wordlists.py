"""Tables of words: found whole, the longest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pomegraph.errors import ContentError
from pomegraph.records.wordlists import contains, read_word_list, squeeze

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.tsv").write_text("name\taliases\nreached\tthe end\nnot reached\ttoo few events|not the end\n")
    return tmp_path


def test_whole_words_are_found_in_any_case_and_before_a_full_stop(folder: Path) -> None:
    words = read_word_list(folder, "words")

    assert words.find("Not-Reached") == "not reached"
    assert words.find_inside("There were too few events.") == {"not reached"}
    assert words.find_inside("It was unreached, there were too few eventsx") == set()


def test_longer_words_hide_shorter_ones_in_them(folder: Path) -> None:
    words = read_word_list(folder, "words")

    assert words.find_inside("It is not the end") == {"not reached"}
    assert words.drop("this is not the end of it") == "this is of it"


def test_fault_of_a_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        read_word_list(tmp_path, "words")


def test_names_are_compared_by_letters_or_by_whole_words() -> None:
    assert squeeze("cc IIV-4") == squeeze("ccIIV4")
    assert contains("Arm I (fixed dose)", "Fixed")
    assert not contains("ccIIV4", "IIV4")
    assert not contains("anything", " ")
