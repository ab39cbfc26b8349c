"""Lines of a passage are read from the documents of an operator: where they were, where they are now, or not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pomegraph.content.digests import digest_lines
from pomegraph.content.excerpts import DocumentFolder, Excerpt, PassageLines

LINES = ["one", "two", "three", "four", "five", "six", "seven"]


def make_passage(first: int, last: int, lines: list[str] = LINES, file: str = "a.txt") -> PassageLines:
    document = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return PassageLines(first, last, digest_lines(lines[first - 1 : last]), file, document)


def find(folder: Path, lines: list[str], passage: PassageLines, name: str = "a.txt") -> Excerpt | None:
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return DocumentFolder(folder).find_excerpt(passage)


def list_meant(excerpt: Excerpt | None) -> list[tuple[int, str]]:
    assert excerpt is not None
    return [(line.number, line.text) for line in excerpt.lines if line.is_meant]


def test_passage_is_shown_in_its_context(tmp_path: Path) -> None:
    excerpt = find(tmp_path, LINES, make_passage(4, 4))

    assert excerpt is not None
    assert (excerpt.state, excerpt.is_same, excerpt.is_cut) == ("found", True, False)
    assert [line.text for line in excerpt.lines] == LINES[1:6]
    assert list_meant(excerpt) == [(4, "four")]


def test_document_is_known_by_its_digest_under_any_name(tmp_path: Path) -> None:
    assert list_meant(find(tmp_path, LINES, make_passage(1, 2), "other name.html")) == [(1, "one"), (2, "two")]


def test_passage_that_moved_is_found_where_it_is_now(tmp_path: Path) -> None:
    excerpt = find(tmp_path, ["new", *LINES], make_passage(7, 7))

    assert excerpt is not None
    assert (excerpt.state, excerpt.is_same) == ("moved", False)
    assert list_meant(excerpt) == [(8, "seven")]


def test_nothing_is_shown_of_a_passage_that_changed(tmp_path: Path) -> None:
    excerpt = find(tmp_path, ["other"] * 7, make_passage(1, 3))

    assert excerpt is not None
    assert (excerpt.state, excerpt.lines) == ("changed", ())


def test_document_that_is_not_here_has_no_excerpt(tmp_path: Path) -> None:
    assert DocumentFolder(tmp_path).find_excerpt(make_passage(1, 1)) is None
    assert DocumentFolder(tmp_path / "gone").find_excerpt(make_passage(1, 1)) is None


@pytest.mark.parametrize("file", ["../secret.txt", "/etc/passwd", "", ".", "documents/../../secret.txt"])
def test_name_of_a_file_leads_nowhere_else(tmp_path: Path, file: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "documents").mkdir()

    assert DocumentFolder(tmp_path / "documents").find_excerpt(make_passage(1, 1, ["secret 2"], file)) is None


def test_long_passages_and_lines_are_cut(tmp_path: Path) -> None:
    many = [f"line {number}" for number in range(100)]
    excerpt = find(tmp_path, many, make_passage(1, 100, many))
    long = find(tmp_path, ["x" * 9_000], make_passage(1, 1, ["x" * 9_000]))

    assert excerpt is not None
    assert (len(excerpt.lines), excerpt.is_cut) == (40, True)
    assert long is not None
    assert (len(long.lines[0].text), long.is_cut) == (3_000, True)


def test_document_that_is_written_anew_is_read_anew(tmp_path: Path) -> None:
    documents = DocumentFolder(tmp_path)
    (tmp_path / "a.txt").write_text("\n".join(LINES), encoding="utf-8")
    before = documents.find_excerpt(make_passage(1, 1))
    (tmp_path / "a.txt").write_text("another text\n", encoding="utf-8")
    after = documents.find_excerpt(make_passage(1, 1))

    assert before is not None
    assert after is not None
    assert (before.state, after.state) == ("found", "changed")
