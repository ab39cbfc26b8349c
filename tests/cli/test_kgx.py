"""The command that writes KGX."""

from __future__ import annotations

from pathlib import Path

from pomegraph.release import Release
from support.commands import call


def test_nodes_and_edges_are_written(small_release: Release, tmp_path: Path) -> None:
    done = call("kgx", tmp_path / "kgx", "--format", "jsonl", "--release", small_release.folder)

    assert (done.exit_code, done.stderr) == (0, "")
    nodes, edges = (
        (tmp_path / "kgx" / f"{name}.jsonl").read_text(encoding="utf-8").count("\n") for name in ("nodes", "edges")
    )
    assert done.stdout == f"{tmp_path}/kgx: {nodes} nodes, {edges} edges\n"
    assert edges > 0


def test_folder_that_cannot_be_written_is_told(small_release: Release, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = call("kgx", tmp_path / "file" / "kgx", "--release", small_release.folder)

    assert done.exit_code == 1
    assert "cannot write the nodes and edges" in done.stderr
