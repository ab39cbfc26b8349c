"""Sealing: what a release says of itself is what is in it, and its sums are those of its files."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

from pyoxigraph import Quad, Store, parse

from pomegraph.build.release_builder import build_release
from pomegraph.content.folder import Content
from pomegraph.names import BASE, Names
from pomegraph.release import STORE_SUMS, SUMS, Release
from pomegraph.version import __version__
from support.damage import list_files


def read_rows(path: Path) -> dict[str, str]:
    rows = [row.split("  ") for row in path.read_text(encoding="utf-8").splitlines()]
    return {name: digest for digest, name in rows}


def hash_files(folder: Path, names: list[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_sums_are_those_of_all_files(small_release: Release) -> None:
    names = [name for name in list_files(small_release.folder) if name not in {SUMS, STORE_SUMS}]
    rows = read_rows(small_release.folder / SUMS)
    store = read_rows(small_release.folder / STORE_SUMS)

    assert "release.json" in rows
    assert all(name.startswith("store/") or name.endswith(".parquet") for name in store)
    assert rows | store == hash_files(small_release.folder, names)
    assert [*rows] == sorted(rows)


def test_files_and_versions_are_told(small_release: Release) -> None:
    manifest = small_release.manifest

    assert manifest.files.keys() == read_rows(small_release.folder / SUMS).keys() - {"release.json"}
    assert manifest.files["pomegraph.nq"].bytes == small_release.quads.stat().st_size
    assert (manifest.pomegraph, manifest.base) == (__version__, BASE)
    assert f'owl:versionInfo "{manifest.ontology}"' in (small_release.folder / "ontology.ttl").read_text("utf-8")


def test_counts_are_those_of_the_quads(small_release: Release) -> None:
    quads = [quad for quad in parse(path=small_release.quads) if isinstance(quad, Quad)]
    counts = Counter(str(quad.graph_name) for quad in quads)
    manifest = small_release.manifest

    assert manifest.quads == len(quads)
    assert manifest.triples == counts.pop("DEFAULT")
    assert {f"<{name}>": count for name, count in manifest.graphs.items()} == counts


def test_prefixes_are_those_of_the_turtle(small_release: Release) -> None:
    parser = parse(path=small_release.folder / "pomegraph.ttl")
    next(parser)

    assert small_release.manifest.prefixes == parser.prefixes


def test_another_base_is_told(small: Content, tmp_path: Path) -> None:
    names = Names("https://example.org/drugs/")
    manifest = build_release(small, tmp_path / "release", names=names, tell=lambda _: None).manifest

    assert manifest.base == "https://example.org/drugs/"
    assert manifest.prefixes["pomdrug"] == "https://example.org/drugs/drug/"
    assert all(name.startswith("https://example.org/drugs/") for name in manifest.graphs)


def test_text_has_no_time_and_no_place(small: Content, small_release: Release, tmp_path: Path) -> None:
    other = build_release(small, tmp_path / "elsewhere" / "other", names=Names(), tell=lambda _: None)
    texts = [(release.folder / "release.json").read_bytes() for release in (small_release, other)]

    assert texts[0] == texts[1]
    assert list(json.loads(texts[0])) == sorted(json.loads(texts[0]))


def test_reading_changes_nothing_in_the_database(small_release: Release) -> None:
    before = hash_files(small_release.folder, list_files(small_release.folder))
    count = len(Store.read_only(str(small_release.store)))

    assert count == small_release.manifest.quads
    assert hash_files(small_release.folder, list_files(small_release.folder)) == before


def test_database_does_not_tell_where_it_was_built(small_release: Release, tmp_path: Path) -> None:
    texts = [path.read_bytes() for path in small_release.store.iterdir()]

    assert not any(str(tmp_path.parent).encode() in text or b".part-" in text for text in texts)
