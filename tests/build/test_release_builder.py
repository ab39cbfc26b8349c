"""Releases: finished ones are switched in as a whole; whatever fails leaves the one in use alone."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Store

from pomegraph import open_graph
from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.errors import ContentError, ReleaseError
from pomegraph.names import Names
from pomegraph.release import Release, open_release
from support.places import ROOT
from support.sources import add_gamma


def rebuild(content: Content, output: Path) -> Release:
    return build_release(content, output, names=Names(), tell=lambda _: None)


def break_source(content: Content) -> None:
    path = content.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("generation: 2", "generation: two"), encoding="utf-8")


def change_source(content: Content) -> None:
    path = content.root / "data/sources/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 7", "value: 8"), encoding="utf-8")


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".part-" in path.name)


def test_store_holds_the_quads(small_release: Release) -> None:
    lines = small_release.quads.read_text(encoding="utf-8").splitlines()

    assert len(Store.read_only(str(small_release.store))) == len(lines)


@pytest.mark.parametrize("stem", ["who-says", "passages-of-a-source"])
def test_question_answers_from_a_source_that_is_not_a_file(small: Content, tmp_path: Path, stem: str) -> None:
    add_gamma(small)
    text = (ROOT / "queries" / f"{stem}.rq").read_text(encoding="utf-8")
    text = text.replace("source/002-cancerhealth", "source/gamma").replace("drug/pomalidomide", "drug/exemplamide")
    (small.root / "queries" / f"{stem}.rq").write_text(text, encoding="utf-8")
    graph = open_graph(rebuild(small, tmp_path / "release").folder, content=small)
    rows = graph.ask(stem, source="gamma")

    assert {row["heading"] for row in rows} >= {"14.1 Gearache"}


def test_same_content_is_the_same_release(small: Content, small_release: Release, tmp_path: Path) -> None:
    assert rebuild(small, tmp_path / "release") == small_release


def test_new_release_is_linked_and_the_one_before_stays(small: Content, small_release: Release, tmp_path: Path) -> None:
    change_source(small)
    new = rebuild(small, tmp_path / "release")

    assert new.folder != small_release.folder
    assert (tmp_path / "release").resolve() == new.folder
    assert small_release.quads.exists()


def test_release_before_stays_also_below_a_relative_path(
    small: Content, small_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    change_source(small)
    rebuild(small, Path("release"))

    assert small_release.quads.exists()


def test_name_with_a_wildcard_touches_no_other_release(small: Content, small_release: Release, tmp_path: Path) -> None:
    rebuild(small, tmp_path / "*")

    assert open_release(tmp_path / "release") == small_release


def test_left_link_does_not_stop_the_next_build(small: Content, tmp_path: Path) -> None:
    (tmp_path / ".release.part-link").symlink_to("nowhere")

    assert rebuild(small, tmp_path / "release").quads.exists()


def test_link_that_leads_elsewhere_is_left_alone(small: Content, tmp_path: Path) -> None:
    (tmp_path / "mine").symlink_to("/")
    with pytest.raises(ReleaseError, match="is not a link to a release"):
        rebuild(small, tmp_path / "mine")

    assert (tmp_path / "mine").resolve() == Path("/")


def test_only_the_release_before_is_kept(small: Content, small_release: Release, tmp_path: Path) -> None:
    change_source(small)
    rebuild(small, tmp_path / "release")
    (small.root / "data/sources/beta.yaml").unlink()
    (small.root / "data/digests/beta.tsv").unlink()
    rebuild(small, tmp_path / "release")

    assert not small_release.folder.exists()
    assert len(list(tmp_path.glob("release.*"))) == 2


def test_problems_leave_the_release_as_it_was(small: Content, small_release: Release, tmp_path: Path) -> None:
    break_source(small)
    with pytest.raises(ContentError):
        rebuild(small, tmp_path / "release")

    assert open_release(tmp_path / "release") == small_release
    assert left_over(tmp_path) == []


def test_folder_in_the_way_is_left_alone(small: Content, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(ReleaseError, match="is not a link to a release; move it away"):
        rebuild(small, tmp_path / "mine")

    assert list((tmp_path / "mine").iterdir()) == []


def test_output_below_a_file_is_told(small: Content, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReleaseError, match="cannot write the release"):
        rebuild(small, tmp_path / "file" / "release")


def start_build(content: Content, output: Path, **options: object) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "pomegraph",
        "--content",
        str(content.root),
        "build",
        "--output",
        str(output),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    return subprocess.Popen(command, env=environment, text=True, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


def test_killed_build_leaves_the_release_and_the_next_cleans_up(
    small: Content, small_release: Release, tmp_path: Path
) -> None:
    change_source(small)
    killed_at_work = 0
    for delay in range(20):
        with start_build(small, tmp_path / "release") as process:
            while not left_over(tmp_path) and process.poll() is None:
                time.sleep(0.005)
            time.sleep(delay * 0.01)
            process.send_signal(signal.SIGKILL)
            killed_at_work += process.wait() == -signal.SIGKILL
        if open_release(tmp_path / "release") != small_release:
            break
        assert len(Store.read_only(str(open_release(tmp_path / "release").store))) > 0

    assert killed_at_work > 3
    new = rebuild(small, tmp_path / "release")
    assert new != small_release
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("size", [10_000, 100_000, 400_000], ids=lambda size: f"{size} bytes")
def test_full_disk_leaves_the_release(small: Content, small_release: Release, tmp_path: Path, size: int) -> None:
    change_source(small)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit fails as it does on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    with start_build(small, tmp_path / "release", preexec_fn=limit) as process:
        message = process.communicate()[1]

    assert process.returncode == 1, message
    assert "cannot write the release (File too large); the one in use is as before" in message
    assert open_release(tmp_path / "release") == small_release
    assert left_over(tmp_path) == []


def test_read_only_disk_leaves_the_release(small: Content, small_release: Release, tmp_path: Path) -> None:
    mount = subprocess.run(["mount", "--bind", "-o", "ro", tmp_path, tmp_path], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip("mounting is not allowed here")
    subprocess.run(["mount", "-o", "remount,ro,bind", tmp_path, tmp_path], check=True)
    try:
        with pytest.raises(ReleaseError, match="cannot write the release \\(Read-only file system\\)"):
            rebuild(small, tmp_path / "release")
        assert open_release(tmp_path / "release") == small_release
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_second_build_at_once_is_refused(small: Content, tmp_path: Path) -> None:
    nested: list[str] = []

    def tell(_message: str) -> None:
        with pytest.raises(ReleaseError, match="another build is running; wait for it to end"):
            rebuild(small, tmp_path / "release")
        nested.append("refused")

    build_release(small, tmp_path / "release", names=Names(), tell=tell)

    assert nested


def test_what_is_being_done_is_told(small: Content, tmp_path: Path) -> None:
    told: list[str] = []
    build_release(small, tmp_path / "release", names=Names(), tell=told.append)

    assert told[0] == "converted 2 sources"
    assert told[-1] == "writing the release"


def test_another_base_moves_everything_but_the_ontology(small: Content, tmp_path: Path) -> None:
    names = Names("https://example.org/drugs/")
    release = build_release(small, tmp_path / "release", names=names, tell=lambda _: None)
    text = release.quads.read_text(encoding="utf-8")
    ours = [line for line in text.splitlines() if "<https://w3id.org/pomegraph/drug/" in line]

    assert "<https://example.org/drugs/drug/exemplamide>" in text
    assert [line for line in ours if "/vann/example> " not in line] == []  # an example is part of the ontology
    assert "<https://w3id.org/pomegraph/ontology#brandName>" in text
    assert "pomdrug: https://example.org/drugs/drug/" in (release.folder / "mappings.sssom.tsv").read_text("utf-8")
