"""Files of sums: rows as `sha256sum` writes them, and nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from pomegraph.errors import ReleaseError
from pomegraph.release.sums import digest_file, read_sums, render_sums

ONE, TWO = "0" * 64, "f" * 64


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    (tmp_path / "sums").write_text(render_sums({"b.ttl": TWO, "a.nq": ONE}), encoding="utf-8")

    assert (tmp_path / "sums").read_text(encoding="utf-8") == f"{ONE}  a.nq\n{TWO}  b.ttl\n"
    assert read_sums(tmp_path / "sums") == {"a.nq": ONE, "b.ttl": TWO}


def test_rows_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    (tmp_path / "a.nq").write_text("some", encoding="utf-8")
    (tmp_path / "sums").write_text(render_sums({"a.nq": digest_file(tmp_path / "a.nq")}), encoding="utf-8")

    assert subprocess.run(["sha256sum", "--check", "sums"], cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        (f"{ONE}  a", "ends within a line"),
        (f"{ONE} a\n", "has a line 1 that is not a sum and a name"),
        (f"{ONE}  a\n\n", "has a line 2 that"),
        (f"{ONE[1:]}  a\n", "has a line 1 that"),
        (f"{ONE}  ../a\n", "has a line 1 that"),
        (f"{ONE}  /etc/passwd\n", "has a line 1 that"),
        (f"{ONE}  store/../../a\n", "has a line 1 that"),
        (f"{ONE}  a\n{TWO}  a\n", "names a twice"),
    ],
)
def test_other_rows_are_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "sums").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=told):
        read_sums(tmp_path / "sums")


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff")
    with pytest.raises(ReleaseError, match="is missing"):
        read_sums(tmp_path / "nothing")
    with pytest.raises(ReleaseError, match="is not text in UTF-8"):
        read_sums(tmp_path / "binary")
    with pytest.raises(ReleaseError, match="cannot be read \\(Is a directory\\)"):
        read_sums(tmp_path)
