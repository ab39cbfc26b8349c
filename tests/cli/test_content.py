"""The commands for the content: what each prints, and how it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.release import Release, open_release
from support.commands import call
from support.places import ROOT

DOCUMENTS = ROOT / "tests" / "small" / "documents"


def test_check_of_sound_content_tells_how_much_it_read(small: Content) -> None:
    done = call("--content", small.root, "check")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("no problem in ")


def test_check_tells_problems_on_standard_error(small: Content) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("generation: 2", "generaton: 2"), encoding="utf-8")
    done = call("--content", small.root, "check")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "unknown key 'generaton'; did you mean 'generation'?" in done.stderr


def test_build_prints_the_folder_of_the_release(small: Content, tmp_path: Path) -> None:
    base = "https://example.org/drugs/"
    done = call("--content", small.root, "build", "--output", tmp_path / "new", "--base", base)

    assert done.stdout == f"{open_release(tmp_path / 'new').folder}\n"
    assert f"<{base}drug/exemplamide>" in open_release(tmp_path / "new").quads.read_text(encoding="utf-8")


def test_base_that_cannot_be_one_is_wrong_use(small: Content, tmp_path: Path) -> None:
    done = call("--content", small.root, "build", "--output", tmp_path / "new", "--base", "nonsense")

    assert done.exit_code == 2
    assert "is not an absolute IRI" in done.stderr


def test_verify_ends_well_if_everything_is_found(small: Content) -> None:
    done = call("--content", small.root, "verify", DOCUMENTS)

    assert done.exit_code == 0
    assert "alpha lines 3-4: found" in done.stdout


def test_verify_ends_with_1_if_anything_is_gone(small: Content, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = call("--content", small.root, "verify", tmp_path / "none")

    assert (done.exit_code, done.stdout) == (1, "alpha (alpha.txt): gone\nbeta (beta.txt): gone\n")


def test_verify_tells_where_it_filled_in_digests(small: Content, tmp_path: Path) -> None:
    documents = shutil.copytree(DOCUMENTS, tmp_path / "documents")
    with (documents / "alpha.txt").open("a", encoding="utf-8") as file:
        file.write("One more line.\n")
    changed = call("--content", small.root, "verify", documents)
    filled = call("--content", small.root, "verify", documents, "--fill")

    assert changed.exit_code == 1
    assert filled.exit_code == 0
    assert "alpha" in filled.stdout.splitlines()[0]
    assert filled.stdout.splitlines()[0].endswith(": digests written")


def test_diff_of_one_release_is_empty(small_release: Release) -> None:
    done = call("diff", small_release.folder, small_release.folder)

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_diff_prints_a_line_for_each_change(small: Content, small_release: Release, tmp_path: Path) -> None:
    path = small.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 7", "value: 8"), encoding="utf-8")
    call("--content", small.root, "build", "--output", tmp_path / "new")

    assert len(call("diff", small_release.folder, tmp_path / "new").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [(["diff", "/nowhere", "/nowhere"], 1, "no release here"), (["verify", "/nowhere"], 2, "does not exist")],
)
def test_place_where_nothing_is_is_told(arguments: list[str], status: int, message: str) -> None:
    done = call(*arguments)

    assert (done.exit_code, done.stdout) == (status, "")
    assert message in done.stderr
