"""Parquet is read by what analysts use, with the rows of the CSV beside it."""

from __future__ import annotations

import csv

import pytest

from pomegraph.release import Release, find_faults

duckdb, pandas = pytest.importorskip("duckdb"), pytest.importorskip("pandas")


@pytest.mark.parametrize("name", ["claims", "outcomes", "things"])
def test_duckdb_and_pandas_read_the_rows_of_the_csv(small_release: Release, name: str) -> None:
    path = small_release.folder / f"{name}.parquet"
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = [row["iri"] for row in csv.DictReader(file)]

    assert [row[0] for row in duckdb.execute("SELECT iri FROM read_parquet(?)", [str(path)]).fetchall()] == rows
    assert list(pandas.read_parquet(path)["iri"]) == rows


def test_figure_is_a_number_and_sources_are_a_list(small_release: Release) -> None:
    path = str(small_release.folder / "outcomes.parquet")
    value, source = duckdb.execute("SELECT value, source FROM read_parquet(?) WHERE value > 0", [path]).fetchall()[0]

    assert isinstance(value, float)
    assert source[0].startswith("https://w3id.org/pomegraph/source/")


def test_damage_is_found(small_release: Release) -> None:
    with (small_release.folder / "claims.parquet").open("ab") as file:
        file.write(b"x")

    assert [fault.file for fault in find_faults(small_release.folder)[1]] == ["claims.parquet"]
