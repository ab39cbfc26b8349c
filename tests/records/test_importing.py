"""Importing: the same records give the same bytes, in any order and with any number of processes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pomegraph.content.folder import Content
from pomegraph.content.sources import read_facts
from pomegraph.errors import Problem
from support.records import add_real_tables, find_sample, import_into, make_path


@pytest.fixture
def content(small: Content) -> Content:
    add_real_tables(small)
    return small


def write_paths(folder: Path, count: int, **changes: object) -> list[Path]:
    folder.mkdir()
    files = []
    for number in range(count):
        path = folder / f"{number}.json"
        path.write_text(json.dumps(make_path(f"DB{number}_MESH_D1_1", **changes)), encoding="utf-8")
        files.append(path)
    return files


def read_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_order_of_files_does_not_matter(content: Content, tmp_path: Path) -> None:
    files = write_paths(tmp_path / "in", 5)
    import_into(tmp_path / "a" / "x", "drugmechdb", files, content)
    import_into(tmp_path / "b" / "x", "drugmechdb", files[::-1], content)

    assert read_bytes(tmp_path / "a" / "x") == read_bytes(tmp_path / "b" / "x")


def test_all_cores_give_the_same_as_one(content: Content, tmp_path: Path) -> None:
    """Texts of more than eight megabytes are shared out among processes."""
    files = write_paths(tmp_path / "in", 50, comment="x" * 200_000)
    few = import_into(tmp_path / "few", "drugmechdb", files[:40], content)
    import_into(tmp_path / "a" / "x", "drugmechdb", files, content)
    import_into(tmp_path / "b" / "x", "drugmechdb", [*files[25:], *files[:25]], content)

    assert read_bytes(tmp_path / "a" / "x") == read_bytes(tmp_path / "b" / "x")
    lines = (tmp_path / "a" / "x" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    assert set((tmp_path / "few" / "claims.jsonl").read_text(encoding="utf-8").splitlines()) < set(lines)
    assert few["counts"]["records"] == 40


def test_what_is_imported_is_read_beside_the_content(content: Content, tmp_path: Path) -> None:
    import_into(tmp_path / "x", "drugmechdb", write_paths(tmp_path / "in", 2), content)
    problems: list[Problem] = []
    facts = read_facts(replace(content, more_layers=(tmp_path / "x",)), problems)
    source = next(source for source in facts.sources if source.id == "drugmechdb")

    assert problems == []
    assert len(source.passages) == 2


def test_bad_records_are_in_the_manifest_and_the_others_in_the_layer(content: Content, tmp_path: Path) -> None:
    files = write_paths(tmp_path / "in", 2)
    files[0].write_text("{", encoding="utf-8")
    manifest = import_into(tmp_path / "x", "drugmechdb", [tmp_path / "in"], content)

    assert [one["place"] for one in manifest["leftOut"]] == ["in/0.json"]
    assert manifest["counts"]["records"] == 1


def test_layer_that_was_there_does_not_change_what_is_imported(content: Content, tmp_path: Path) -> None:
    files, folder = write_paths(tmp_path / "in", 2), content.root / "data" / "layers" / "drugmechdb"
    import_into(folder, "drugmechdb", files, content)
    before = read_bytes(folder)
    import_into(folder, "drugmechdb", files, content)

    assert read_bytes(folder) == before


def test_shipped_layers_are_what_the_importers_make(real: Content, tmp_path: Path) -> None:
    """The commands are in docs/records.md."""
    shipped = real.root / "data" / "layers"
    slim = find_sample("disease-ontology/DO_cancer_slim.obo")
    import_into(tmp_path / "disease-ontology", "disease-ontology", [slim], real)
    paths, edition = find_sample("drugmechdb/all-paths.tar.gz"), "SuLab/DrugMechDB-agentic@b83cc5d"
    import_into(tmp_path / "drugmechdb", "drugmechdb", [paths], real, version=edition, selective=True)

    assert read_bytes(tmp_path / "disease-ontology") == read_bytes(shipped / "disease-ontology")
    assert read_bytes(tmp_path / "drugmechdb") == read_bytes(shipped / "drugmechdb")
