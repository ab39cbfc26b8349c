"""The command that imports: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from support.commands import call
from support.records import add_real_tables, make_path


@pytest.fixture
def root(small: Content) -> Path:
    add_real_tables(small)
    return small.root


def write(path: Path, record: object) -> Path:
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_import_makes_a_layer_that_build_takes(root: Path, tmp_path: Path) -> None:
    records = write(tmp_path / "in.json", make_path())
    done = call("--content", root, "import", "drugmechdb", records, "--output", tmp_path / "x")
    built = call("--content", root, "build", "--layer", tmp_path / "x", "--output", tmp_path / "release")

    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 records, 3 claims, 4 things" in done.stdout
    assert (built.exit_code, built.stderr) == (0, "")
    assert "source/drugmechdb" in (tmp_path / "release" / "release.json").read_text(encoding="utf-8")


def test_layers_may_be_told_in_the_environment(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = call("--content", root, "check")
    call("--content", root, "import", "drugmechdb", write(tmp_path / "a.json", make_path()), "--output", tmp_path / "x")
    monkeypatch.setenv("POMEGRAPH_LAYERS", str(tmp_path / "x"))
    done = call("--content", root, "check")

    assert done.exit_code == 0
    assert done.stdout != plain.stdout


def test_what_is_left_out_is_told_and_the_status_is_one(root: Path, tmp_path: Path) -> None:
    records = write(tmp_path / "in.json", [make_path(), make_path("DB2_MESH_D1_1", nodes=7)])
    done = call("--content", root, "import", "drugmechdb", records, "--output", tmp_path / "x")

    assert done.exit_code == 1
    assert done.stderr == "in.json#/1#/nodes: nodes is not what it should be; left out\n"
    assert "1 records" in done.stdout


def test_much_that_is_left_out_is_told_in_short(root: Path, tmp_path: Path) -> None:
    records = write(tmp_path / "in.json", [make_path(f"DB{number}_X_1", nodes=7) for number in range(25)])
    done = call("--content", root, "import", "drugmechdb", records, "--output", tmp_path / "x")

    assert len(done.stderr.splitlines()) == 21
    assert done.stderr.splitlines()[-1] == f"and 5 more, in {tmp_path}/x/layer.json"


def test_day_that_is_none_is_refused(root: Path, tmp_path: Path) -> None:
    records = write(tmp_path / "in.json", make_path())
    done = call("--content", root, "import", "drugmechdb", records, "--retrieved", "yesterday")

    assert done.exit_code == 2
    assert "write a day as YYYY-MM-DD" in done.stderr
