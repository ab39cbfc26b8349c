"""Writes tables as Parquet where pyarrow is installed; it takes 170 MB, so that only who wants them has it."""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING, Any

from pomegraph.build.tables import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pomegraph.build.tables import GraphTable

_AT_ONCE = 10_000


def write_parquet(folder: Path, tables: list[GraphTable]) -> list[Path]:
    """Write a file of Parquet beside each table of CSV in a folder, and return them: none without pyarrow.

    A cell that may hold several values is a list; a decimal is a double. Memory does not grow with the rows.
    """
    try:
        import pyarrow as arrow  # noqa: PLC0415 - it is an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ModuleNotFoundError:
        return []
    kinds = {"integer": arrow.int64(), "decimal": arrow.float64(), "boolean": arrow.bool_()}
    written = []
    for table in tables:
        types = [(name, arrow.string()) for name in ("iri", "label", "class")]
        for column in table.columns:
            kind = kinds.get(column.datatype, arrow.string())
            types.append((column.name, arrow.list_(kind) if column.many else kind))
        schema = arrow.schema(types)
        written.append(folder / f"{table.name}.parquet")
        with parquet.ParquetWriter(written[-1], schema, compression="zstd") as writer:
            for rows in _read_rows(folder, table):
                writer.write_batch(arrow.RecordBatch.from_pylist(rows, schema=schema))
    return written


def _read_rows(folder: Path, table: GraphTable) -> Iterator[list[dict[str, Any]]]:
    columns = {column.name: column for column in table.columns}
    with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        while some := list(itertools.islice(rows, _AT_ONCE)):
            yield [
                {
                    name: _read_cell(cell, columns[name].datatype, many=columns[name].many) if name in columns else cell
                    for name, cell in row.items()
                }
                for row in some
            ]


def _read_cell(cell: str, datatype: str, *, many: bool) -> Any:
    if many:
        return [_read_cell(one, datatype, many=False) for one in cell.split(SEPARATOR)] if cell else []
    if not cell:
        return None
    match datatype:
        case "integer":
            return int(cell)
        case "decimal":
            return float(cell)
        case "boolean":
            return cell == "true"
        case _:
            return cell
