"""Writes what layers left open as a table: names that no thing could be told by, and records that were left out."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pomegraph.content.layers import Layer

OPEN_POINTS = "open-points.csv"
# Metadata Vocabulary for Tabular Data, section 5: by its name it is that of the table.
_METADATA = f"{OPEN_POINTS}-metadata.json"
_COLUMNS = {
    "layer": ("string", "the layer"),
    "kind": ("string", "what it would be: drug, disease, group, measure and the like; or a record that was left out"),
    "text": ("string", "what the record calls it"),
    "reason": ("string", "why it was left open"),
    "times": ("integer", "how often"),
    "first": ("string", "the first place: the record, and a JSON Pointer in it"),
}


def write_open_points(layers: Iterable[Layer], folder: Path) -> None:
    """Write a row for each thing that was left open in layers, in the order of these, and what the columns mean."""
    with (folder / OPEN_POINTS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for layer in layers:
            writer.writerows(_list_rows(layer))
    columns = [
        {"name": name, "titles": name, "datatype": datatype, "dc:description": means}
        for name, (datatype, means) in _COLUMNS.items()
    ]
    said = {"@context": "http://www.w3.org/ns/csvw", "url": OPEN_POINTS, "tableSchema": {"columns": columns}}
    (folder / _METADATA).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def _list_rows(layer: Layer) -> Iterator[list[str | int]]:
    name, said = layer.root.name, json.loads(layer.manifest.read_text(encoding="utf-8"))
    for one in said.get("unresolved", ()):
        yield [name, one["kind"], one["text"], one["reason"], one["times"], one["first"]]
    for one in said.get("leftOut", ()):
        yield [name, "record", "", one["reason"], 1, one["place"]]
