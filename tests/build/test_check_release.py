"""A check of a release that was built: sums of all files, and the counts of the graph as it is loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from pomegraph.build.check_release import check_release
from pomegraph.release import STORE_SUMS, SUMS, Release
from pomegraph.release.sums import digest_file, render_sums
from support.damage import ACTS, damage, damage_each


def tell(folder: Path) -> list[str]:
    return [str(fault) for fault in check_release(folder)[1]]


def sign(folder: Path) -> None:
    """Make sums and sizes fit the files again, as somebody would who edits a release."""
    manifest = json.loads((folder / "release.json").read_bytes())
    for name, facts in manifest["files"].items():
        facts |= {"bytes": (folder / name).stat().st_size, "sha256": digest_file(folder / name)}
    (folder / "release.json").write_text(json.dumps(manifest), encoding="utf-8")
    names = [*manifest["files"], "release.json"]
    (folder / SUMS).write_text(render_sums({name: digest_file(folder / name) for name in names}), encoding="utf-8")
    stored = {f"store/{path.name}": digest_file(path) for path in (folder / "store").iterdir()}
    (folder / STORE_SUMS).write_text(render_sums(stored), encoding="utf-8")


def test_release_that_was_built_is_sound(small_release: Release) -> None:
    assert check_release(small_release.folder) == (small_release.manifest, [])


@pytest.mark.parametrize("act", ACTS)
def test_damage_is_told_once(small_release: Release, tmp_path: Path, act: str) -> None:
    for name, copy in damage_each(small_release.folder, act, tmp_path / "copies"):
        [fault] = tell(copy)
        assert name in fault


def test_quads_that_were_taken_out_are_counted_though_the_sums_fit(small_release: Release) -> None:
    lines = small_release.quads.read_bytes().splitlines(keepends=True)
    small_release.quads.write_bytes(b"".join(lines[1:-1]))
    sign(small_release.folder)
    # The last line is that of the links.
    last = lines[-1].decode().split(" ")[-2][1:-1]
    graph, count = last, small_release.manifest.graphs[last]
    triples = small_release.manifest.triples

    assert sorted(tell(small_release.folder)) == [
        f"pomegraph.nq has {count - 1:,} triples in the graph <{graph}> instead of {count:,}",
        f"pomegraph.nq has {triples - 1:,} triples in the default graph instead of {triples:,}",
    ]


def test_quad_that_was_put_into_the_database_is_counted_though_the_sums_fit(small_release: Release) -> None:
    more = NamedNode("https://example.org/more")
    store = Store(str(small_release.store))
    store.add(Quad(more, more, more, more))
    store.flush()
    del store
    sign(small_release.folder)

    assert tell(small_release.folder) == ["store has 1 triples in the graph <https://example.org/more> instead of 0"]


def test_quads_that_are_none_are_told_though_the_sums_fit(small_release: Release) -> None:
    damage(small_release.quads, "shortened")
    small_release.quads.write_bytes(small_release.quads.read_bytes() + b" <")
    sign(small_release.folder)

    [fault] = tell(small_release.folder)
    assert fault.startswith("pomegraph.nq cannot be read (")


def test_manifest_that_is_cut_in_a_database_is_told_though_the_sums_fit(small_release: Release) -> None:
    [manifest] = small_release.store.glob("MANIFEST-*")
    manifest.write_bytes(manifest.read_bytes()[: manifest.stat().st_size // 2])
    sign(small_release.folder)

    assert tell(small_release.folder)[0].startswith("store has 0 triples in the default graph instead of ")


def test_totals_that_do_not_add_up_are_told(small_release: Release) -> None:
    path = small_release.folder / "release.json"
    manifest = json.loads(path.read_bytes())
    manifest["counts"]["quads"] += 1
    path.write_text(json.dumps(manifest), encoding="utf-8")
    sign(small_release.folder)
    quads = small_release.manifest.quads

    assert tell(small_release.folder) == [
        f"release.json tells of {quads + 1:,} quads, and of {quads:,} in all graphs together"
    ]
