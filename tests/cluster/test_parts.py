"""A graph in parts is written whole or not at all, and over nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pomegraph.cluster.parts import GraphParts, describe_part, make_parts_workplace, publish_parts, write_part
from pomegraph.errors import ReleaseError
from pomegraph.graph.sorting import BlockSorter
from pomegraph.names import Names


def write(output: Path, text: str) -> None:
    with make_parts_workplace(output) as work:
        sorter = BlockSorter(work / "sorter")
        sorter.add([f"<a> <b> <{text}> .".encode()])
        named = work / "named"
        named.write_text("<a> <b> <c> <g> .\n<a> <b> <d> <g> .\n")
        graph = GraphParts([write_part(work, sorter)], [describe_part(named, 2)], 1)
        publish_parts(graph, work, output, Names())


def test_manifest_tells_what_the_parts_are(tmp_path: Path) -> None:
    write(tmp_path / "parts", "c")
    said = json.loads((tmp_path / "parts" / "parts.json").read_text(encoding="utf-8"))

    assert (said["triples"], said["quads"], said["graphs"]) == (1, 3, 1)
    assert [(one["path"], one["graph"], one["lines"]) for one in said["parts"]] == [
        ("part-00000.nq", "default", 1),
        ("part-00001.nq", "named", 2),
    ]
    assert (tmp_path / "parts" / "part-00000.nq").read_bytes() == b"<a> <b> <c> .\n"


def test_parts_are_replaced_and_nothing_is_left(tmp_path: Path) -> None:
    write(tmp_path / "parts", "c")
    write(tmp_path / "parts", "d")

    assert (tmp_path / "parts" / "part-00000.nq").read_bytes() == b"<a> <b> <d> .\n"
    assert [path.name for path in tmp_path.iterdir()] == ["parts"]


def test_folder_of_somebody_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(ReleaseError, match="is not a graph in parts"):
        write(tmp_path, "c")

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
