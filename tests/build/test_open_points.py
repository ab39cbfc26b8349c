"""What layers left open stands in a table of the release."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb

from pomegraph.build.open_points import OPEN_POINTS, write_open_points
from pomegraph.content.layers import Layer
from pomegraph.release import Release

UNRESOLVED = {"kind": "drug", "text": 'ccIIV4, "new"', "reason": "unknown name", "times": 12, "first": "NCT1#/a~1b"}


def make_layer(folder: Path, **said: object) -> Layer:
    folder.mkdir()
    (folder / "layer.json").write_text(json.dumps({"format": "1.0", **said}), encoding="utf-8")
    return Layer(folder, folder.name)


def read(folder: Path) -> list[list[str]]:
    with (folder / OPEN_POINTS).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_what_is_open_and_what_was_left_out_are_rows(tmp_path: Path) -> None:
    left_out = {"place": "studies/x.json", "reason": "cannot be read"}
    layers = [make_layer(tmp_path / "a", unresolved=[UNRESOLVED], leftOut=[left_out]), make_layer(tmp_path / "b")]
    write_open_points(layers, tmp_path)

    assert read(tmp_path) == [
        ["layer", "kind", "text", "reason", "times", "first"],
        ["a", "drug", 'ccIIV4, "new"', "unknown name", "12", "NCT1#/a~1b"],
        ["a", "record", "", "cannot be read", "1", "studies/x.json"],
    ]


def test_metadata_tells_every_column(tmp_path: Path) -> None:
    write_open_points([], tmp_path)
    said = json.loads((tmp_path / f"{OPEN_POINTS}-metadata.json").read_text(encoding="utf-8"))

    assert said["url"] == OPEN_POINTS
    assert [column["name"] for column in said["tableSchema"]["columns"]] == read(tmp_path)[0]


def test_release_holds_what_its_layers_left_open(real_release: Release) -> None:
    table = duckdb.read_csv(str(real_release.folder / OPEN_POINTS))
    found = table.aggregate("layer, count(*), sum(times)", "layer").order("layer")

    assert found.fetchall() == [("disease-ontology", 5, 5), ("drugmechdb", 1, 1)]
    assert OPEN_POINTS in real_release.manifest.files
