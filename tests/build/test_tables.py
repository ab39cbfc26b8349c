"""Tables say what the graph says, a row for each claim and thing."""

from __future__ import annotations

import csv
import json

import pytest
from pyoxigraph import NamedNode, Store

from pomegraph.build.tables import METADATA, SEPARATOR
from pomegraph.names import POM, RDF
from pomegraph.release import Release

TABLES = {"claims": "Claim", "outcomes": "Outcome", "things": "Thing"}


def read(release: Release, name: str) -> list[dict[str, str]]:
    with (release.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["claims", "things"])
def test_each_member_has_a_row(small_release: Release, name: str) -> None:
    store = Store.read_only(str(small_release.store))
    found = store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(POM + TABLES[name]))
    members = {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}
    rows = [row["iri"] for row in read(small_release, name)]

    assert len(rows) == len(set(rows))
    assert set(rows) == members


def test_outcome_has_trial_measure_value_source_and_place(small_release: Release) -> None:
    row = next(row for row in read(small_release, "outcomes") if row["value"])

    assert row["class"] in {"Outcome", "Comparison"}
    assert row["measure"].endswith("/measure/" + row["measure"].rpartition("/")[2])
    assert all(row[name] for name in ("label", "measure_label", "unit_label", "source", "place", "passage", "topic"))


def test_metadata_tells_every_column(small_release: Release) -> None:
    tables = json.loads((small_release.folder / METADATA).read_text(encoding="utf-8"))["tables"]

    assert [table["url"] for table in tables] == [f"{name}.csv" for name in TABLES]
    for table in tables:
        columns = table["tableSchema"]["columns"]
        with (small_release.folder / table["url"]).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert [column["name"] for column in columns] == header
        assert not [
            cell
            for row in rows
            for at, cell in enumerate(row[3:], 3)
            if SEPARATOR in cell and "separator" not in columns[at]
        ]
