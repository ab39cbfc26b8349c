"""Verification: what became of the passages in a folder of documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pomegraph.content.digests import fill_digests, verify_sources
from pomegraph.content.folder import Content
from pomegraph.errors import ContentError
from support.places import ROOT, SHARED


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "tests" / "small" / "documents", tmp_path / "documents")


def states(content: Content, folder: Path) -> dict[str, str]:
    return {verdict.what: verdict.state for verdict in verify_sources(content, folder)}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_unchanged_documents_are_found(small: Content, documents: Path) -> None:
    assert set(states(small, documents).values()) == {"found"}


def test_inserted_line_moves_what_follows(small: Content, documents: Path) -> None:
    edit(documents / "alpha.txt", "\n\nExemplamide (", "\n\nNew line.\nExemplamide (")
    found = states(small, documents)

    assert found["alpha (alpha.txt)"] == "changed"
    assert found["alpha line 1"] == "found"
    assert found["alpha line 3"] == "moved to line 4"
    assert found["alpha line 3-4"] == "moved to line 4"


def test_changed_line_is_gone(small: Content, documents: Path) -> None:
    edit(documents / "alpha.txt", "11.20", "11.3")

    assert {what for what, state in states(small, documents).items() if state == "gone"} == {"alpha line 6"}


def test_missing_document_is_gone_and_a_strange_one_unknown(small: Content, documents: Path) -> None:
    (documents / "beta.txt").unlink()
    (documents / "gamma.txt").write_text("x", encoding="utf-8")
    found = states(small, documents)

    assert found["beta (beta.txt)"] == "gone"
    assert found["gamma.txt"] == "document unknown"


def test_renamed_document_is_known_by_its_digest(small: Content, documents: Path) -> None:
    (documents / "beta.txt").rename(documents / "renamed.txt")

    assert set(states(small, documents).values()) == {"found"}


def test_fill_writes_what_the_documents_say(small: Content, documents: Path) -> None:
    path = small.root / "data/sources/alpha.yaml"
    before = path.read_text(encoding="utf-8")
    rows = [row for row in before.splitlines(keepends=True) if "sha256" not in row and "lineCount" not in row]
    path.write_text("".join(rows), encoding="utf-8")

    assert fill_digests(small, documents) == [path]
    assert path.read_text(encoding="utf-8") == before
    assert fill_digests(small, documents) == []


def test_fill_refuses_lines_that_are_not_there(small: Content, documents: Path) -> None:
    path = small.root / "data/sources/alpha.yaml"
    edit(path, "lines: 6", "lines: 60")
    before = path.read_text(encoding="utf-8")

    with pytest.raises(ContentError, match="lines 60 are outside the document; the document has lines 1-7"):
        fill_digests(small, documents)
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("lines", ["1-", "1-2-3", "9" * 5000, "a", "[1, [2]]"])
def test_fill_refuses_what_is_no_range(small: Content, documents: Path, lines: str) -> None:
    path = small.root / "data/sources/alpha.yaml"
    edit(path, "lines: 6", f"lines: {lines}")
    before = path.read_text(encoding="utf-8")

    with pytest.raises(ContentError, match="is no range; write 8 or 8-12"):
        fill_digests(small, documents)
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.skipif(not (SHARED / "sources").is_dir(), reason="the five documents are not on this machine")
def test_five_documents_are_found_as_digested(real: Content) -> None:
    assert set(states(real, SHARED / "sources").values()) == {"found"}
