"""A layer is written whole or not at all, and over nothing but a layer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.errors import ReleaseError
from support.records import add_real_tables, import_into, make_path


@pytest.fixture
def records(small: Content, tmp_path: Path) -> Path:
    add_real_tables(small)
    path = tmp_path / "in.json"
    path.write_text(json.dumps(make_path()), encoding="utf-8")
    return path


def test_manifest_tells_what_it_is(small: Content, records: Path, tmp_path: Path) -> None:
    found = import_into(tmp_path / "x", "drugmechdb", [records], small, version="v1", retrieved="2026-08-01")

    assert {name: found[name] for name in ("format", "importer", "licence", "version", "retrieved", "leftOut")} == {
        "format": "1.0", "importer": "drugmechdb", "licence": "CC0-1.0", "version": "v1", "retrieved": "2026-08-01",
        "leftOut": [],
    }  # fmt: skip
    assert found["counts"]["claims"] == 3
    assert set(found["files"]) == {"sources.tsv", "things.tsv", "mappings.sssom.tsv", "claims.jsonl"}


def test_layer_is_replaced(small: Content, records: Path, tmp_path: Path) -> None:
    import_into(tmp_path / "x", "drugmechdb", [records], small, version="v1")

    assert import_into(tmp_path / "x", "drugmechdb", [records], small, version="v2")["version"] == "v2"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.json", "small", "x"]


def test_folder_of_somebody_is_not_touched(small: Content, records: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(ReleaseError, match="is not a layer"):
        import_into(tmp_path / "x", "drugmechdb", [records], small)

    assert [path.name for path in (tmp_path / "x").iterdir()] == ["letter.txt"]


def test_mappings_are_sssom(small: Content, records: Path, tmp_path: Path) -> None:
    import_into(tmp_path / "x", "drugmechdb", [records], small)
    text = (tmp_path / "x" / "mappings.sssom.tsv").read_text(encoding="utf-8")

    assert "#   DRUGBANK: http://identifiers.org/drugbank/\n" in text
    assert (
        "pomdrug:mesh-c000001\ttestamide\tskos:exactMatch\tDRUGBANK:DB00001\tsemapv:UnspecifiedMatching\t0.95\n" in text
    )
