"""Verification: what became of the passages in a folder of documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.verification import fill_digests, verify_sources
from pomegraph.errors import ContentError
from support.places import ROOT, SHARED
from support.sources import add_gamma


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
    assert found["alpha lines 3-4"] == "moved to line 4"


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
    path = small.root / "data/digests/alpha.tsv"
    before = path.read_bytes()
    path.unlink()

    assert fill_digests(small, documents) == [path]
    assert path.read_bytes() == before
    assert fill_digests(small, documents) == []


def test_fill_touches_no_facts(small: Content, documents: Path) -> None:
    before = [path.read_bytes() for path in small.sources]
    shutil.rmtree(small.root / "data/digests")
    fill_digests(small, documents)

    assert [path.read_bytes() for path in small.sources] == before


def test_fill_follows_the_facts(small: Content, documents: Path) -> None:
    edit(small.root / "data/sources/alpha.yaml", "lines: 6", "lines: 5-6")
    (path,) = fill_digests(small, documents)
    rows = [row.partition("\t")[0] for row in path.read_text(encoding="utf-8").splitlines()]

    assert rows == ["lines", "all 7", "1", "3", "3-4", "4", "5-6", "7"]
    assert set(states(small, documents).values()) == {"found"}


def test_fill_leaves_the_digests_of_documents_that_are_not_there(small: Content, documents: Path) -> None:
    path = small.root / "data/digests/beta.tsv"
    before = path.read_bytes()
    (documents / "beta.txt").unlink()
    (small.root / "data/digests/alpha.tsv").unlink()
    fill_digests(small, documents)

    assert path.read_bytes() == before


@pytest.mark.parametrize("old", [b"", b"\xff", b"lines\tsha256\nx\ty\tz\n", b"<<<<<<< main\n"])
def test_fill_replaces_a_table_that_cannot_be_read(small: Content, documents: Path, old: bytes) -> None:
    path = small.root / "data/digests/alpha.tsv"
    before = path.read_bytes()
    path.write_bytes(old)

    assert fill_digests(small, documents) == [path]
    assert path.read_bytes() == before


def test_fill_writes_nothing_where_one_source_is_wrong(small: Content, documents: Path) -> None:
    edit(small.root / "data/sources/beta.yaml", "lines: 4", "lines: 40")
    (small.root / "data/digests/alpha.tsv").unlink()

    message = "beta.yaml:16: the document has no line 40; it has lines 1-4"
    with pytest.raises(ContentError, match=message):
        fill_digests(small, documents)
    assert not (small.root / "data/digests/alpha.tsv").exists()


def test_fill_that_cannot_write_leaves_the_old_table(small: Content, documents: Path) -> None:
    path = small.root / "data/digests/alpha.tsv"
    before = path.read_bytes()
    edit(small.root / "data/sources/alpha.yaml", "lines: 6", "lines: 5-6")
    path.with_name(".alpha.tsv.part").mkdir()

    with pytest.raises(ContentError, match=r"data/digests/alpha.tsv: cannot be written \(Is a directory\); make room"):
        fill_digests(small, documents)
    assert path.read_bytes() == before


def test_folder_of_digests_in_the_way_is_told(small: Content, documents: Path) -> None:
    shutil.rmtree(small.root / "data/digests")
    (small.root / "data/digests").touch()

    with pytest.raises(ContentError, match=r"data/digests/alpha.tsv: cannot be written"):
        fill_digests(small, documents)


@pytest.mark.parametrize("lines", ["1-", "1-2-3", "9" * 5000, "a", "[1, [2]]"])
def test_fill_refuses_what_is_not_a_range(small: Content, documents: Path, lines: str) -> None:
    edit(small.root / "data/sources/alpha.yaml", "lines: 6", f"lines: {lines}")
    path = small.root / "data/digests/alpha.tsv"
    before = path.read_bytes()

    with pytest.raises(ContentError, match="is not a range of lines; write 8 or 8-12"):
        fill_digests(small, documents)
    assert path.read_bytes() == before


def test_source_without_a_file_is_told(small: Content, documents: Path) -> None:
    edit(small.root / "data/sources/alpha.yaml", "file: alpha.txt\n", "")

    with pytest.raises(
        ContentError, match=r"alpha.yaml:1: 'file' is missing; add a line file: with the name of the document"
    ):
        fill_digests(small, documents)


def test_source_that_is_not_a_file_is_left_alone(small: Content, documents: Path) -> None:
    add_gamma(small)

    assert set(states(small, documents).values()) == {"found"}
    assert fill_digests(small, documents) == []


def test_broken_yaml_is_told(small: Content, documents: Path) -> None:
    edit(small.root / "data/sources/alpha.yaml", "source: alpha", "source: [alpha")

    with pytest.raises(ContentError, match=r"alpha.yaml:2: not YAML"):
        fill_digests(small, documents)


@pytest.mark.skipif(not (SHARED / "sources").is_dir(), reason="the five documents are not on this machine")
def test_five_documents_are_found_as_digested(real: Content) -> None:
    assert set(states(real, SHARED / "sources").values()) == {"found"}
